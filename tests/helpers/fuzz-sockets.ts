// Seeded frames over many short sockets, each from an address of its own: every frame is answered with a code of ours, or its
// socket closed with one.
import { WebSocket } from 'ws';
import { isErrorCode } from '../../shared/errors.ts';
import { closeCodes, SUBPROTOCOL } from '../../shared/protocol.ts';
import { nextFrame, type Random } from './damage.ts';
import type { FuzzTarget, Tally } from './fuzz-http.ts';

const [wholeEach, brokenEach] = [35, 5];
const lastId = 1_000_000;
const knownCloses = new Set<number>([...Object.values(closeCodes), 1000, 1002, 1005, 1007, 1008, 1009]);
const newest = 30;

type Heard = { re?: number | null; ok?: boolean; error?: { code: string } };

const open = (port: number, headers: Record<string, string>): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, SUBPROTOCOL, { headers });
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });

/** One socket's life. */
const live = async (target: FuzzTarget, random: Random, ids: string[], tally: Tally): Promise<void> => {
  const address = `10.${random.below(256)}.${random.below(256)}.${1 + random.below(254)}`;
  const cookie = random.chance(0.5) ? random.pick(target.cookies) : '';
  const page = cookie && random.chance(0.6) ? 'studio' : 'room';
  const hello = { protocol: 1, locale: 'en', room: 'demo', page, media: random.chance(0.3) };
  const frames = Array.from({ length: wholeEach }, (_, n) => nextFrame(random, ids, n, true));
  // They end the socket, so they come when the others are answered.
  const broken = Array.from({ length: brokenEach }, (_, n) => nextFrame(random, ids, n));
  const saysHello = random.chance(0.9);
  const socket = await open(target.port, { 'x-forwarded-for': address, ...(cookie && { cookie }) });
  const faults: string[] = [];
  const ended = new Promise<void>((resolve) => {
    socket.on('error', () => {});
    socket.on('close', (code) => {
      if (!knownCloses.has(code)) faults.push(`closed with ${code}`);
      tally[`closed ${code}`] = (tally[`closed ${code}`] ?? 0) + 1;
      resolve();
    });
    socket.on('message', (data) => {
      const text = String(data);
      const { re, ok, error } = JSON.parse(text) as Heard;
      for (const id of text.match(/[0-9a-f]{8}-[0-9a-f-]{27}|[a-z]+_[0-9a-z]{20}/g) ?? [])
        if (ids.push(id) > newest) ids.shift();
      if (re === undefined) return;
      const code = ok ? 'ok' : (error?.code ?? 'none');
      tally[code] = (tally[code] ?? 0) + 1;
      if ((code !== 'ok' && !isErrorCode(code)) || code === 'internal') faults.push(text);
      if (re !== lastId) return;
      for (const { data: bytes, binary } of broken) socket.send(bytes, { binary });
      socket.close(1000);
    });
  });
  if (saysHello) socket.send(JSON.stringify({ id: 1, type: 'session.hello', body: hello }));
  for (const { data, binary } of frames) socket.send(data, { binary });
  socket.send(JSON.stringify({ id: lastId, type: 'clock.read', body: {} }));
  const timer = setTimeout(() => {
    faults.push('neither answered nor closed');
    socket.terminate();
  }, 20_000);
  await ended;
  clearTimeout(timer);
  if (faults.length > 0)
    throw new Error(
      `${faults.join('; ')} to ${[...frames, ...broken].map(({ data }) => String(data)).join('\n')}`,
    );
};

/** Sends so many frames; throws at the first answer that is none. */
export const fuzzSockets = async (target: FuzzTarget, random: Random, count: number): Promise<Tally> => {
  const tally: Tally = {};
  const ids = [...target.ids].slice(0, newest);
  let left = count;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= wholeEach + brokenEach;
      await live(target, random, ids, tally);
    }
  };
  await Promise.all(Array.from({ length: 6 }, lane));
  return tally;
};
