// Attacks by connections, headers and frames: slowness, numbers, size and depth.
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { SUBPROTOCOL } from '../../shared/protocol.ts';
import { ask, counted, heardBy, until, Wire, type Attack, type Target } from './attack-target.ts';

const many = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const from = (n: number) => `127.0.2.${1 + (n % 200)}`;

const slowly = async (wires: Wire[], seconds: number): Promise<void> => {
  for (let n = 0; n < seconds; n += 1) {
    for (const wire of wires) wire.send(n % 2 === 0 ? 'x' : 'X');
    await pause(1000);
  }
};

/** Opens, says the beginning, goes on a byte a second; held when none is left within the limit. */
const loris =
  (name: string, count: number, beginning: (target: Target) => string, seconds: number): Attack['run'] =>
  async (target) => {
    const wires = many(count, (n) => new Wire(target, from(n)));
    for (const wire of wires) wire.send(beginning(target));
    await slowly(wires, seconds);
    const gone = await until(() => wires.every(({ closed }) => closed), 5000);
    for (const { socket } of wires) socket.destroy();
    return { sent: `${count} ${name}`, back: heardBy(wires), held: gone };
  };

const upgrade = ({ port }: Target) =>
  `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n`;

const slowBody: Attack['run'] = async (target) => {
  const wires = many(200, () => new Wire(target, '127.0.2.250'));
  for (const wire of wires)
    wire.send(
      `POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{`,
    );
  await slowly(wires, 10);
  const back = heardBy(wires);
  for (const { socket } of wires) socket.destroy();
  const waiting = wires.filter(({ heard }) => heard === '').length;
  return { sent: '200 bodies, a byte a second', back: `${back} (let go after 3 min)`, held: waiting <= 30 };
};

const idle =
  (count: number, addresses: number, mostHeld: number): Attack['run'] =>
  async (target) => {
    const wires: Wire[] = [];
    for (let n = 0; n < count; n += 250) {
      wires.push(...many(250, (at) => new Wire(target, `127.0.3.${1 + ((n + at) % addresses)}`)));
      await pause(25);
    }
    for (const { socket } of wires) socket.resume();
    await pause(1500);
    const open = wires.filter(({ closed }) => !closed).length;
    const gone = await until(() => wires.every(({ closed }) => closed), 20_000);
    for (const { socket } of wires) socket.destroy();
    return {
      sent: `${count} silent connections, ${addresses} address${addresses > 1 ? 'es' : ''}`,
      back: `${open} taken, ${gone ? 'all closed' : 'not all closed'} within 20 s`,
      held: gone && open <= mostHeld,
    };
  };

const headers: Attack['run'] = async (target) => {
  const floods = {
    'one of 1 MB': `X: ${'x'.repeat(2 ** 20)}\r\n`,
    '20,000 of them': 'X-A: 1\r\n'.repeat(20_000),
    'a cookie of 100 kB': `Cookie: vetrina=${'x'.repeat(100_000)}\r\n`,
    'two lengths': 'Content-Length: 5\r\nContent-Length: 6\r\n',
    'length and chunks': 'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n',
    'a bare line feed': 'X: a\nInjected: b\r\n',
  };
  const wires = Object.values(floods).flatMap((flood) =>
    many(20, (n) => {
      const wire = new Wire(target, from(n));
      wire.send(`POST /api/session HTTP/1.1\r\nHost: x\r\n${flood}\r\nhello`);
      return wire;
    }),
  );
  await pause(2000);
  const back = heardBy(wires);
  for (const { socket } of wires) socket.destroy();
  const refused = wires.every(({ heard, closed }) => closed || /^HTTP\/1\.1 4\d\d/.test(heard));
  return { sent: `${wires.length} × ${Object.keys(floods).join('; ')}`, back, held: refused };
};

const json: Attack['run'] = async (target) => {
  const bodies = [
    '['.repeat(60_000),
    '{"a":'.repeat(12_000),
    `{"invite":"${'x'.repeat(2 ** 20)}"}`,
    `{"__proto__":{"role":"owner"},"invite":${'['.repeat(5000)}${']'.repeat(5000)}}`,
  ];
  const asked = bodies.flatMap((body) =>
    many(20, (n) =>
      ask(target, '/api/session', {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
        localAddress: from(n),
      }),
    ),
  );
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  const held = statuses.every((status) => status === 400 || status === 413);
  return { sent: '80 bodies: 60,000 deep, 1 MB, __proto__', back: counted(statuses), held };
};

type Spoken = { frames: (socket: WebSocket) => void; name: string };

/** Each in a socket of its own, after a good hello: how it was closed, or that it lives. */
const spoken =
  (cases: Spoken[], each: number): Attack['run'] =>
  async (target) => {
    const closes = cases.flatMap(({ frames }) =>
      many(each, async (n) => {
        const socket = new WebSocket(`ws://127.0.0.1:${target.port}/ws`, SUBPROTOCOL, {
          localAddress: from(n),
        });
        let code: number | string = 'open';
        socket.on('error', () => {});
        socket.on('close', (with_) => (code = with_));
        if (!(await until(() => socket.readyState !== WebSocket.CONNECTING, 10_000))) return 'no socket';
        const body = { protocol: 1, locale: 'en', room: 'demo', page: 'room', media: false };
        socket.send(JSON.stringify({ id: 1, type: 'session.hello', body }));
        frames(socket);
        await until(() => code !== 'open', 30_000);
        socket.terminate();
        return code;
      }),
    );
    const codes = await Promise.all(closes);
    const sent = cases.map(({ name }) => `${each} × ${name}`).join('; ');
    return { sent, back: counted(codes), held: codes.every((code) => typeof code === 'number') };
  };

const request = (body: string) => `{"id":2,"type":"reservation.confirm","body":${body}}`;
const holder = `"key":"tap-12345678","reservationId":"reservation_${'0'.repeat(20)}","name":"Ada"`;
const long = request(`{${holder},"contact":"a@${'.'.repeat(60_000)}<"}`);

export const networkAttacks: Attack[] = [
  { name: 'slow headers', run: loris('half headers', 1000, () => 'GET / HTTP/1.1\r\nX: ', 12) },
  { name: 'slow bodies', run: slowBody },
  { name: 'half a handshake', run: loris('half handshakes', 500, upgrade, 12) },
  { name: 'no hello', run: loris('sockets without hello', 500, (target) => `${upgrade(target)}\r\n`, 12) },
  { name: 'connections', run: idle(10_000, 1, 1500) },
  { name: 'connections', run: idle(10_000, 20, 10_000) },
  { name: 'header floods', run: headers },
  { name: 'JSON by HTTP', run: json },
  {
    name: 'JSON by socket',
    run: spoken(
      [
        { name: '60,000 deep', frames: (socket) => socket.send('['.repeat(60_000)) },
        { name: '1 MB', frames: (socket) => socket.send(' '.repeat(2 ** 20)) },
        { name: 'binary', frames: (socket) => socket.send(Buffer.alloc(60_000)) },
      ],
      20,
    ),
  },
  {
    name: 'patterns',
    run: spoken(
      [{ name: '150 addresses of 60 kB', frames: (socket) => many(170, () => socket.send(long)) }],
      5,
    ),
  },
  {
    name: 'frames',
    run: spoken(
      [
        { name: '20,000 pings', frames: (socket) => many(20_000, () => socket.ping('x')) },
        { name: '20,000 pongs', frames: (socket) => many(20_000, () => socket.pong('x')) },
        {
          name: '20,000 pieces',
          frames: (socket) => many(20_000, () => socket.send('x', { fin: false, binary: false })),
        },
        { name: '20,000 requests', frames: (socket) => many(20_000, () => socket.send(request('{}'))) },
      ],
      10,
    ),
  },
];
