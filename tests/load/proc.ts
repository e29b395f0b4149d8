// What Linux tells about processes and the machine (/proc, proc(5)): CPU time, resident memory, children, dropped packets.
// Reads only.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import os from 'node:os';

/** sysconf(_SC_CLK_TCK), which is 100 on every Linux that Node runs on. */
const tickMs = 10;

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** User and system time of all threads of a process since its start; 0 when it is gone. */
export const cpuMs = (pid: number): number => {
  // The second field is the name in parentheses, which may hold anything: count from its end.
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tickMs;
};

export const rssKb = (pid: number): number =>
  Number(/^VmRSS:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);

const threads = (pid: number): string[] => {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
};

export const childrenOf = (pid: number): number[] =>
  threads(pid).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).trim().split(' ').filter(Boolean).map(Number),
  );

/** The process, its children, theirs, and so on. */
export const familyOf = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(familyOf)];

export const descriptors = (pid: number): number => {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
};

const inodesOf = (pid: number): Set<string> => {
  const inodes = new Set<string>();
  for (const name of readdirSync(`/proc/${pid}/fd`)) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1];
      if (inode) inodes.add(inode);
    } catch {
      // closed meanwhile
    }
  }
  return inodes;
};

/** UDP packets dropped so far because a socket's receive buffer was full, for each of these processes together. */
export const udpDrops = (pids: number[]): number => {
  const inodes = new Set(pids.flatMap((pid) => [...inodesOf(pid)]));
  const rows = read('/proc/net/udp').trim().split('\n').slice(1);
  return rows.reduce((sum, row) => {
    const fields = row.trim().split(/\s+/);
    return inodes.has(fields[9] ?? '') ? sum + Number(fields[12] ?? 0) : sum;
  }, 0);
};

/** Busy time of these cores, by anyone, since the machine started; all cores for null. */
export const coresBusyMs = (cores: number[] | null): number => {
  const names = cores?.map((core) => `cpu${core}`) ?? ['cpu'];
  const rows = read('/proc/stat')
    .split('\n')
    .map((row) => row.split(/\s+/));
  return rows.reduce((sum, [name = '', user, nice, system, , , irq, softirq, steal]) => {
    const busy = [user, nice, system, irq, softirq, steal].reduce(
      (all, ticks) => all + Number(ticks ?? 0),
      0,
    );
    return names.includes(name) ? sum + busy * tickMs : sum;
  }, 0);
};

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;

export type Machine = ReturnType<typeof machine>;

export const machine = () => ({
  cores: os.cpus().length,
  cpu: os.cpus()[0]?.model ?? 'unknown',
  memoryMb: Math.round(os.totalmem() / 2 ** 20),
  kernel: os.release(),
  node: process.versions.node,
  mediasoup: versionOf('mediasoup'),
  nodeDatachannel: versionOf('node-datachannel'),
});

/** Running and waiting processes of the last minute: near 0 on a quiet machine. */
export const loadAverage = (): number => os.loadavg()[0] ?? 0;
