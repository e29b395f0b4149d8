// `npm run bench:fan-out`: one message to a thousand sockets, ours beside a bare `ws` broadcast and socket.io, in one run with
// the same cheap clients. Prints, asserts nothing; only ratios of one run count.
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { asker, pinSelf, placesApart, startNode, stopChild, withChildren, type Places } from './children.ts';
import { contenders, messageBytes, readMessage, sentAtMs, type Contender } from './fan-out-message.ts';
import type { Order, Report } from './fan-out-server.ts';
import { Histogram } from './histogram.ts';
import { rounded, show, spread, table, type Spread } from './numbers.ts';
import { addressOf, openMany } from './open-many.ts';
import { cpuMs, loadAverage, machine } from './proc.ts';
import { RawSocket } from './raw-socket.ts';
import { removeFolders, tempFolder } from './server.ts';
import { TapSocket } from './tap-socket.ts';
import { tellJson } from './tell-json.ts';

const clients = 1000;
const steadyPerSecond = 50;
const steadyMs = 5000;
const pourMs = 3000;
/** So many messages on their way at most, for each contender. */
const window = 64;
const rounds = 3;

type Hear = (payload: Buffer) => void;
type Closable = { close: () => void };

const connect: Record<Contender, (port: number, localAddress: string, hear: Hear) => Promise<Closable>> = {
  async vetrina(port, localAddress, onEvent) {
    const socket = await TapSocket.open(port, localAddress, { onEvent });
    await socket.hello('demo');
    return socket;
  },
  async ws(port, localAddress, onText) {
    const socket = await RawSocket.open({ port, localAddress, path: '/', onText });
    return { close: () => socket.destroy() };
  },
  // Engine.IO 4 over WebSocket: 0 open, 2 ping, 3 pong, 4 message; a message's own first digit: 0 connect, 2 event.
  async 'socket.io'(port, localAddress, hear) {
    let joined = () => {};
    const inRoom = new Promise<void>((resolve) => (joined = resolve));
    const socket = await RawSocket.open({
      port,
      localAddress,
      path: '/socket.io/?EIO=4&transport=websocket',
      onText(payload) {
        const [engine, message] = [
          String.fromCharCode(payload[0] ?? 0),
          String.fromCharCode(payload[1] ?? 0),
        ];
        if (engine === '4' && message === '2') hear(payload);
        else if (engine === '4' && message === '0') joined();
        else if (engine === '2') socket.send('3');
      },
    });
    socket.send('40');
    await inRoom;
    return { close: () => socket.destroy() };
  },
};

/** What came since it was made. */
class Ear {
  readonly every = new Histogram();
  readonly #last: number[] = [];
  readonly #sentAt: number[] = [];
  readonly #tookAll: (messages: number) => void;
  deliveries = 0;

  constructor(tookAll: (messages: number) => void) {
    this.#tookAll = tookAll;
  }

  hear(payload: Buffer): void {
    const message = readMessage(payload);
    if (!message) return;
    const now = sentAtMs();
    this.every.add(now - message.sentAt);
    this.#sentAt[message.number] = message.sentAt;
    this.#last[message.number] = now;
    this.deliveries += 1;
    if (this.deliveries % (8 * clients) === 0) this.#tookAll(this.deliveries / clients);
  }

  get last(): Spread {
    return spread(this.#last.map((at, number) => at - (this.#sentAt[number] ?? at)));
  }
}

type Measured = { perSecond: number; percent: number; loadPercent: number; everyMs: Spread; lastMs: Spread };
type Round = { contender: Contender; steady: Measured; pour: Measured };

const ask = asker<Order, Report>();

const measureRound = async (contender: Contender, places: Places): Promise<Round> => {
  const child = startNode('tests/load/fan-out-server.ts', [contender, tempFolder()], {
    cores: places.server,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [{ port }] = (await once(child, 'message')) as [Extract<Report, { type: 'ready' }>];
  let ear = new Ear(() => {});
  const sockets = await openMany(clients, (index) =>
    connect[contender](port, addressOf(index), (payload) => ear.hear(payload)),
  );
  const during = async (order: Order, ms: number): Promise<Measured> => {
    await pause(1500); // so that the audience's size was told, and memory is settled
    ear = new Ear((count) => child.send({ type: 'took', count } satisfies Order));
    const from = { at: performance.now(), cpu: cpuMs(child.pid ?? 0), own: process.cpuUsage() };
    child.send(order);
    await pause(ms);
    const seconds = (performance.now() - from.at) / 1000;
    const percent = rounded((cpuMs(child.pid ?? 0) - from.cpu) / 10 / seconds, 1);
    const own = process.cpuUsage(from.own);
    const perSecond = Math.round(ear.deliveries / seconds);
    const { sent } = await ask(child, { type: 'stop' }, 'stopped');
    await pause(500);
    if (ear.deliveries !== sent * clients)
      throw new Error(`${contender}: ${sent} messages to ${clients}, but ${ear.deliveries} came`);
    const loadPercent = rounded((own.user + own.system) / 10_000 / seconds, 1);
    return { perSecond, percent, loadPercent, everyMs: ear.every.spread, lastMs: ear.last };
  };
  const steady = await during({ type: 'steady', perSecond: steadyPerSecond }, steadyMs);
  const pour = await during({ type: 'pour', window }, pourMs);
  for (const socket of sockets) socket.close();
  await stopChild(child);
  return { contender, steady, pour };
};

type Best = {
  contender: Contender;
  perSecond: number;
  p99: number | null;
  lastP99: number | null;
};

/** Of all rounds: what else the machine does only ever takes away. */
const bestOf = (rows: Round[], contender: Contender): Best => {
  const mine = rows.filter((row) => row.contender === contender);
  const least = (of: (row: Round) => number | null) => Math.min(...mine.map((row) => of(row) ?? Infinity));
  return {
    contender,
    perSecond: Math.max(...mine.map(({ pour }) => pour.perSecond)),
    p99: least(({ steady }) => steady.everyMs.p99),
    lastP99: least(({ steady }) => steady.lastMs.p99),
  };
};

const tableOf = (title: string, rows: Round[], of: (row: Round) => Measured): string =>
  table(title, [
    ['', 'deliveries/s', 'server', 'load', 'every p50', 'p99', 'the last p50', 'p99'],
    ...rows.map((row) => {
      const { perSecond, percent, loadPercent, everyMs, lastMs } = of(row);
      const times = [everyMs.p50, everyMs.p99, lastMs.p50, lastMs.p99].map((ms) => show(ms, 'ms'));
      return [row.contender, String(perSecond), show(percent, '%'), show(loadPercent, '%'), ...times];
    }),
  ]);

const ratiosOf = (rows: Round[]) => {
  const [ours, ws, io] = contenders.map((contender) => bestOf(rows, contender)) as [Best, Best, Best];
  const share = (some: number | null, of: number | null) => rounded((some ?? NaN) / (of ?? NaN), 2);
  return {
    saturation: {
      ofWs: share(ours.perSecond, ws.perSecond),
      ofSocketIo: share(ours.perSecond, io.perSecond),
    },
    lastP99: { ofWs: share(ours.lastP99, ws.lastP99), ofSocketIo: share(ours.lastP99, io.lastP99) },
    everyP99: { ofWs: share(ours.p99, ws.p99), ofSocketIo: share(ours.p99, io.p99) },
  };
};

const run = async (json: string | undefined) => {
  const facts = machine();
  const places = placesApart();
  pinSelf(places.load);
  const before = loadAverage();
  console.log(
    `${facts.cpu}, ${facts.cores} cores, Linux ${facts.kernel}, Node ${facts.node}; ${places.note}; load average ${show(before)}\n`,
  );
  const rows: Round[] = [];
  for (let round = 0; round < rounds; round += 1)
    for (const contender of contenders) {
      rows.push(await measureRound(contender, places));
      console.error(`  ${contender}: ${rows.at(-1)?.pour.perSecond} deliveries/s`);
    }
  const ratios = ratiosOf(rows);
  const title = `${clients} sockets, ${messageBytes} bytes`;
  console.log(
    [
      tableOf(`${title}, ${steadyPerSecond} messages a second`, rows, ({ steady }) => steady),
      '',
      tableOf(`${title}, as fast as they are taken`, rows, ({ pour }) => pour),
      '',
      `the best rounds: deliveries/s at saturation ${show(ratios.saturation.ofSocketIo)} × socket.io (gate 3), ${show(ratios.saturation.ofWs)} × ws`,
      `to the last of ${clients}, p99: ${show(ratios.lastP99.ofSocketIo)} × socket.io (gate 1), ${show(ratios.lastP99.ofWs)} × ws; to each: ${show(ratios.everyP99.ofSocketIo)} × and ${show(ratios.everyP99.ofWs)} ×\n`,
    ].join('\n'),
  );
  const report = {
    machine: facts,
    places: places.note,
    loadAverage: { before, after: rounded(loadAverage(), 2) },
    rows,
    ratios,
  };
  tellJson(report, json);
};

const { values } = parseArgs({ options: { json: { type: 'string' } } });
await withChildren(() => run(values.json), removeFolders);
process.exit(0);
