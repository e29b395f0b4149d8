// A process full of viewers, told by its parent (load.ts) what to do. Ends with its parent.
import { setTimeout as pause } from 'node:timers/promises';
import { Histogram } from './histogram.ts';
import { minus, noCounts, Tally, type Counts } from './tally.ts';
import type { Spread } from './numbers.ts';
import { JanusViewer } from './janus-peer.ts';
import { Viewer, type Join, type ShopPlace } from './viewer.ts';

/** The shop's room, or what a publisher of Janus sends. */
export type Place = ({ sfu: 'vetrina' } & ShopPlace) | { sfu: 'janus'; url: string; feed: number };

export type Order =
  | { type: 'join'; place: Place; first: number; count: number; perSecond: number }
  | { type: 'begin' }
  | { type: 'end' }
  | { type: 'leave' };

export type Progress = { joined: number; failed: number; picture: number; counts: Counts };
export type Result = { counts: Counts; seconds: number; join: Join; lostTransport: boolean };

export type Report =
  | ({ type: 'progress' } & Progress)
  | { type: 'joined'; failures: string[] }
  | { type: 'began' }
  | { type: 'ended'; results: Result[]; transit: Spread };

/** Well below limits.maxSocketsPerAddress: the publisher and the probes are on 127.0.0.1. */
const socketsPerAddress = 150;

type Anyone = Viewer | JanusViewer;

let viewers: Anyone[] = [];
let failures: string[] = [];
let before = new Map<Anyone, { counts: Counts; at: number }>();

const tell = (report: Report) => process.send?.(report);

const total = (): Counts => {
  const sum = noCounts();
  for (const { tally } of viewers)
    for (const name of Object.keys(sum) as (keyof Counts)[]) sum[name] += tally.counts[name];
  return sum;
};

const enter = (place: Place, localAddress: string): Promise<Anyone> =>
  place.sfu === 'janus' ? JanusViewer.join(place.url, place.feed) : Viewer.join(place, localAddress);

const join = async ({ place, first, count, perSecond }: Extract<Order, { type: 'join' }>) => {
  const one = async (index: number) => {
    if (perSecond > 0) await pause((index * 1000) / perSecond);
    const localAddress = `127.0.0.${2 + Math.floor((first + index) / socketsPerAddress)}`;
    try {
      viewers.push(await enter(place, localAddress));
    } catch (error) {
      failures.push((error as Error).message);
    }
  };
  await Promise.all(Array.from({ length: count }, (_, index) => one(index)));
  tell({ type: 'joined', failures });
};

const begin = () => {
  const at = performance.now();
  before = new Map(viewers.map((viewer) => [viewer, { counts: { ...viewer.tally.counts }, at }]));
  Tally.transit = new Histogram();
  tell({ type: 'began' });
};

const end = () => {
  const at = performance.now();
  const results = [...before].map(([{ tally, timings, lost }, start]) => ({
    counts: minus(tally.counts, start.counts),
    seconds: (at - start.at) / 1000,
    join: timings,
    lostTransport: lost,
  }));
  tell({ type: 'ended', results, transit: Tally.transit.spread });
};

const leave = () => {
  for (const viewer of viewers) viewer.close();
  viewers = [];
  failures = [];
};

process.on('message', (order: Order) => {
  if (order.type === 'join') void join(order);
  else if (order.type === 'begin') begin();
  else if (order.type === 'end') end();
  else leave();
});
process.on('disconnect', () => process.exit(0));
setInterval(() => {
  const picture = viewers.filter(({ tally }) => tally.firstFrameAt !== null).length;
  tell({ type: 'progress', joined: viewers.length, failed: failures.length, picture, counts: total() });
}, 500);
