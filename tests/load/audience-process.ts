// A process full of signalling sockets in one room, told by its parent (audience.ts) what to do. Ends with its parent.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Seat, type Place } from './audience-seat.ts';
import { Histogram } from './histogram.ts';
import { spread, type Spread } from './numbers.ts';
import { openMany } from './open-many.ts';
import { atRate } from './rate.ts';
import { Receipts, textOf, type Kind, type Receipt } from './receipts.ts';
import { outcomeOf, TapSocket } from './tap-socket.ts';

export type Talk = { chat: number; questions: number; tappers: number };

export type Order =
  | { type: 'join'; place: Place; count: number }
  | {
      type: 'talk';
      talk: Talk;
      variantIds: string[];
      pin: { cookie: string; everyMs: number; productIds: string[] } | null;
    }
  | { type: 'hush' }
  | { type: 'vanish'; count: number; withinMs: number };

export type Talked = {
  deliveries: number;
  seconds: number;
  receipts: Record<Kind, Receipt>;
  /** By the reply: `ok`, or the refusal's code. */
  outcomes: Record<string, number>;
  /** From the tap to its answer. */
  tapMs: Spread;
  tapOutcomes: Record<string, number>;
  lost: number;
  doubled: number;
};
export type Returned = {
  count: number;
  replays: number;
  snapshots: number;
  replayed: Spread;
  welcomeBytes: Spread;
  welcomeMs: Spread;
  lost: number;
  doubled: number;
};
export type Report =
  | { type: 'joined'; failures: string[] }
  | { type: 'talking' }
  | ({ type: 'hushed' } & Talked)
  | ({ type: 'returned' } & Returned);

const settleMs = 1000;
const tapEverySeconds = 2;

let place: Place;
const seats: Seat[] = [];
let receipts = new Receipts();
let outcomes: Record<string, number> = {};
let taps = new Histogram();
let tapOutcomes: Record<string, number> = {};
let stops: (() => void)[] = [];
let startedAt = 0;
let before = { deliveries: 0, lost: 0, doubled: 0 };

const tell = (report: Report) => process.send?.(report);
const sum = (name: 'deliveries' | 'lost' | 'doubled', of = seats) =>
  of.reduce((all, seat) => all + seat[name], 0);
const sums = () => ({ deliveries: sum('deliveries'), lost: sum('lost'), doubled: sum('doubled') });
const count = (outcome: string) => (outcomes[outcome] = (outcomes[outcome] ?? 0) + 1);

const join = async ({ place: to, count: wanted }: Extract<Order, { type: 'join' }>) => {
  place = to;
  const failures: string[] = [];
  await openMany(wanted, async (index) => {
    const seat = new Seat(index, (event) => receipts.hear(event));
    const entered = await seat.enter(place).catch((error: Error) => failures.push(error.message));
    if (typeof entered === 'object') seats.push(seat);
  });
  tell({ type: 'joined', failures });
};

/** The devices take turns, so that none reaches its rate; those who tap do not talk. */
const speakers = (talkers: number) => {
  let turn = 0;
  return (type: 'chat.say' | 'question.ask') => {
    const seat = seats[turn++ % talkers];
    const number = receipts.send(type === 'chat.say' ? 'chat' : 'question');
    void seat?.say(type, randomUUID(), textOf(number)).then(count, () => count('cut'));
  };
};

const tapping = (tappers: number, variantIds: string[]) => {
  let turn = 0;
  return () => {
    const seat = seats.at(-1 - (turn % tappers));
    const variantId = variantIds[turn++ % variantIds.length] ?? '';
    const from = performance.now();
    const told = (outcome: string) => {
      taps.add(performance.now() - from);
      tapOutcomes[outcome] = (tapOutcomes[outcome] ?? 0) + 1;
    };
    void seat?.tap(variantId, randomUUID()).then(told, () => told('cut'));
  };
};

const pinning = async ({
  cookie,
  everyMs,
  productIds,
}: {
  cookie: string;
  everyMs: number;
  productIds: string[];
}) => {
  const host = await TapSocket.open(place.port, '127.0.0.1', { cookie });
  const welcome = await host.hello(place.room, { page: 'studio' });
  if (outcomeOf(welcome) !== 'ok') throw new Error(`the host was refused: ${welcome}`);
  let turn = 0;
  const timer = setInterval(() => {
    receipts.send('pin');
    void host.request('product.pin', { productId: productIds[turn++ % productIds.length] }).then(
      (reply) => count(outcomeOf(reply)),
      () => count('cut'),
    );
  }, everyMs);
  return () => {
    clearInterval(timer);
    host.close();
  };
};

const talk = async ({ talk: asked, variantIds, pin }: Extract<Order, { type: 'talk' }>) => {
  receipts = new Receipts();
  outcomes = {};
  taps = new Histogram();
  tapOutcomes = {};
  if (pin) stops.push(await pinning(pin));
  const speak = speakers(Math.max(1, seats.length - asked.tappers));
  before = sums();
  startedAt = performance.now();
  if (asked.chat > 0) stops.push(atRate(asked.chat, () => speak('chat.say')));
  if (asked.questions > 0) stops.push(atRate(asked.questions, () => speak('question.ask')));
  if (asked.tappers > 0)
    stops.push(atRate(asked.tappers / tapEverySeconds, tapping(asked.tappers, variantIds)));
  tell({ type: 'talking' });
};

const hush = async () => {
  for (const stop of stops) stop();
  stops = [];
  const seconds = (performance.now() - startedAt) / 1000;
  const { deliveries } = sums();
  await pause(settleMs);
  const { lost, doubled } = sums();
  tell({
    type: 'hushed',
    deliveries: deliveries - before.deliveries,
    seconds,
    receipts: receipts.results,
    outcomes,
    tapMs: taps.spread,
    tapOutcomes,
    lost: lost - before.lost,
    doubled: doubled - before.doubled,
  });
};

/** Their sockets break at once; each comes back at a moment of its own, as phones do. */
const vanish = async ({ count: wanted, withinMs }: Extract<Order, { type: 'vanish' }>) => {
  const gone = seats.slice(0, wanted);
  const earlier = { lost: sum('lost', gone), doubled: sum('doubled', gone) };
  for (const seat of gone) seat.vanish();
  const times: number[] = [];
  const back = await Promise.all(
    gone.map(async (seat, index) => {
      await pause(((index + 1) * withinMs) / gone.length);
      const from = performance.now();
      const entered = await seat.enter(place);
      times.push(performance.now() - from);
      return entered;
    }),
  );
  await pause(settleMs);
  tell({
    type: 'returned',
    count: back.length,
    replays: back.filter(({ snapshot }) => !snapshot).length,
    snapshots: back.filter(({ snapshot }) => snapshot).length,
    replayed: spread(back.map(({ replayed }) => replayed)),
    welcomeBytes: spread(back.map(({ bytes }) => bytes)),
    welcomeMs: spread(times),
    lost: sum('lost', gone) - earlier.lost,
    doubled: sum('doubled', gone) - earlier.doubled,
  });
};

process.on('message', (order: Order) => {
  if (order.type === 'join') void join(order);
  else if (order.type === 'talk') void talk(order);
  else if (order.type === 'hush') void hush();
  else void vanish(order);
});
process.on('disconnect', () => process.exit(0));
