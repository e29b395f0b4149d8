// What a soak reads of the server each minute, and the verdict on whether it grows. Memory is the least of the minute's
// readings, which is what is left after the collector's last run.
import { percentile, rounded } from './numbers.ts';
import { childrenOf, cpuMs, descriptors, rssKb } from './proc.ts';

/** One look at the server. */
export type Reading = {
  nodeKb: number;
  workersKb: number;
  heapKb: number;
  handles: number;
  nodeFds: number;
  workerFds: number;
  consumers: number;
  sockets: number;
};

export type Minute = Reading & {
  minute: number;
  guests: number;
  packets: number;
  cpuPercent: number;
  roundTripP50Ms: number | null;
  roundTripP99Ms: number | null;
  /** The same to a server beside it in which nothing happens: what the machine does to both. */
  idleP99Ms: number | null;
  /** Of the machine: what others do shows in the times. */
  loadAverage: number;
};

const metric = (text: string, name: string): number =>
  [...text.matchAll(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'gm'))].reduce(
    (sum, [, value]) => sum + Number(value),
    0,
  );

export const read = async (url: string, pid: number): Promise<Reading> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  const workers = childrenOf(pid);
  const sum = (of: (pid: number) => number) => workers.reduce((all, worker) => all + of(worker), 0);
  return {
    nodeKb: rssKb(pid),
    workersKb: sum(rssKb),
    heapKb: Math.round(metric(text, 'vetrina_nodejs_heap_size_used_bytes') / 1024),
    handles: metric(text, 'vetrina_nodejs_active_handles'),
    nodeFds: descriptors(pid),
    workerFds: sum(descriptors),
    consumers: metric(text, 'vetrina_worker_consumers'),
    sockets: metric(text, 'vetrina_sockets'),
  };
};

export const serverCpuMs = (pid: number): number =>
  [pid, ...childrenOf(pid)].reduce((sum, each) => sum + cpuMs(each), 0);

/** The least of each number: what stays. */
export const least = (readings: readonly Reading[]): Reading => {
  const [first, ...rest] = readings;
  if (!first) throw new Error('a minute without a reading');
  const all = { ...first };
  for (const reading of rest)
    for (const name of Object.keys(all) as (keyof Reading)[]) all[name] = Math.min(all[name], reading[name]);
  return all;
};

export type Verdict = {
  name: string;
  median: number | null;
  /** By the median of the slopes between all pairs of minutes (Theil–Sen): one bad minute does not bend it. */
  perHour: number | null;
  allowedPerHour: number;
  /** Null: too few minutes to say. */
  flat: boolean | null;
};

/** Fewer minutes than this say nothing about an hour. */
const leastMinutes = 10;
/** Pools and caches fill at first; that is no growth. */
const warmUpShare = 0.25;

/** `tolerated` per hour, or a tenth of the median where that is more. Only growth is held against it. */
export const judge = (name: string, values: readonly (number | null)[], tolerated: number): Verdict => {
  const points = values.flatMap((value, at) =>
    value === null || at < values.length * warmUpShare ? [] : [{ at, value }],
  );
  const median = percentile(
    points.map(({ value }) => value),
    0.5,
  );
  const allowedPerHour = rounded(Math.max(tolerated, Math.abs(median ?? 0) / 10), 2);
  const slopes = points.flatMap((one, index) =>
    points.slice(index + 1).map((other) => (other.value - one.value) / (other.at - one.at)),
  );
  const perMinute = percentile(slopes, 0.5);
  const perHour = rounded(perMinute === null ? null : perMinute * 60, 2);
  const enough = points.length >= leastMinutes && perHour !== null;
  return { name, median, perHour, allowedPerHour, flat: enough ? perHour <= allowedPerHour : null };
};

const overIdle = ({ roundTripP99Ms, idleP99Ms }: Minute): number | null =>
  roundTripP99Ms === null || idleP99Ms === null ? null : roundTripP99Ms - idleP99Ms;

export const verdicts = (minutes: readonly Minute[]): Verdict[] => {
  const of = (name: keyof Minute, tolerated: number) =>
    judge(
      name,
      minutes.map((minute) => minute[name]),
      tolerated,
    );
  return [
    of('nodeKb', 8192),
    of('workersKb', 4096),
    of('heapKb', 4096),
    of('handles', 2),
    of('nodeFds', 2),
    of('workerFds', 2),
    of('roundTripP50Ms', 1),
    judge('p99OverIdleMs', minutes.map(overIdle), 5),
  ];
};
