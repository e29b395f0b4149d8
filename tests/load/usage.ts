// What server and load used between two moments: CPU time of each process, memory, dropped packets, and how busy others
// kept the server's cores (noise).
import { childrenOf, coresBusyMs, cpuMs, rssKb, udpDrops } from './proc.ts';

export type Watched = { server: number; load: number[]; serverCores: number[] | null };

export type Moment = {
  at: number;
  nodeCpuMs: number;
  workersCpuMs: number;
  loadCpuMs: number;
  coresBusyMs: number;
  nodeRssKb: number;
  workersRssKb: number;
  serverDrops: number;
  loadDrops: number;
};

const sum = (values: number[]): number => values.reduce((all, value) => all + value, 0);

export const look = ({ server, load, serverCores }: Watched): Moment => {
  const workers = childrenOf(server);
  return {
    at: performance.now(),
    nodeCpuMs: cpuMs(server),
    workersCpuMs: sum(workers.map(cpuMs)),
    loadCpuMs: sum(load.map(cpuMs)),
    coresBusyMs: coresBusyMs(serverCores),
    nodeRssKb: rssKb(server),
    workersRssKb: sum(workers.map(rssKb)),
    serverDrops: udpDrops(workers),
    loadDrops: udpDrops(load),
  };
};

export type Usage = {
  seconds: number;
  nodeCpuMs: number;
  workersCpuMs: number;
  loadCpuMs: number;
  /** What other processes used of the server's cores (of all cores where nothing is pinned). */
  othersCpuMs: number;
  serverDrops: number;
  loadDrops: number;
};

export const between = (before: Moment, after: Moment, pinned: boolean): Usage => {
  const nodeCpuMs = after.nodeCpuMs - before.nodeCpuMs;
  const workersCpuMs = after.workersCpuMs - before.workersCpuMs;
  const loadCpuMs = after.loadCpuMs - before.loadCpuMs;
  const own = nodeCpuMs + workersCpuMs + (pinned ? 0 : loadCpuMs);
  return {
    seconds: (after.at - before.at) / 1000,
    nodeCpuMs,
    workersCpuMs,
    loadCpuMs,
    othersCpuMs: Math.max(0, after.coresBusyMs - before.coresBusyMs - own),
    serverDrops: after.serverDrops - before.serverDrops,
    loadDrops: after.loadDrops - before.loadDrops,
  };
};
