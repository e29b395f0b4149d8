// One measurement of the bench: a process that taps, the server's CPU time meanwhile, and a row of the table.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { startNode } from './children.ts';
import { rounded, show, type Spread } from './numbers.ts';
import { childrenOf, cpuMs } from './proc.ts';
import type { Order, Report } from './reserve-taps.ts';

export type Row = {
  name: string;
  lanes: number;
  variants: number;
  perSecond: number;
  taps: number;
  ms: Spread;
  outcomes: Record<string, number>;
  /** Small appends with fdatasync, measured in the same folder just before. */
  diskPerSecond: number;
  /** Of one core. */
  serverPercent: number | null;
  /** The server's CPU time for each tap, which other programs disturb least. */
  serverMicroseconds: number | null;
  clientPercent: number;
  /** Round trips of somebody who only watches, meanwhile. */
  quietMs: Spread | null;
};

export type Contender = {
  name: string;
  target: Order['target'];
  at: string;
  /** Null: it runs in the process that taps. */
  pid: number | null;
  diskPerSecond: number;
  cores: number[] | null;
  /** Gives what was measured since it was last asked. */
  quiet?: () => Spread;
};

const hear = <T extends Report['type']>(child: ChildProcess, type: T) =>
  new Promise<Extract<Report, { type: T }>>((resolve, reject) => {
    const listen = (report: Report) => {
      if (report.type !== type) return;
      child.off('message', listen);
      resolve(report as Extract<Report, { type: T }>);
    };
    child.on('message', listen);
    child.once('exit', (code) => reject(new Error(`the process that taps ended (${code ?? 'by a signal'})`)));
  });

const family = (pid: number): number[] => [pid, ...childrenOf(pid).flatMap(family)];
const cpuOf = (pid: number | null): number =>
  pid === null ? 0 : family(pid).reduce((sum, one) => sum + cpuMs(one), 0);

export const measure = async (
  contender: Contender,
  lanes: number,
  variants: number,
  forMs: number,
): Promise<Row> => {
  const { target, at, pid, cores, quiet } = contender;
  const order: Order = { target, at, lanes, variants, forMs };
  const child = startNode('tests/load/reserve-taps.ts', [JSON.stringify(order)], {
    cores,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await hear(child, 'ready');
  quiet?.();
  const before = cpuOf(pid);
  child.send('go');
  const done = await hear(child, 'done');
  const serverMs = cpuOf(pid) - before;
  const quietMs = quiet?.() ?? null;
  await once(child, 'exit');
  const percent = (used: number) => rounded(used / 10 / done.seconds, 0);
  return {
    name: contender.name,
    lanes,
    variants,
    perSecond: Math.round(done.perSecond),
    taps: done.taps,
    ms: done.ms,
    outcomes: done.outcomes,
    diskPerSecond: contender.diskPerSecond,
    serverPercent: pid === null ? null : percent(serverMs),
    serverMicroseconds: pid === null ? null : Math.round((serverMs * 1000) / done.taps),
    clientPercent: percent(done.cpuMs),
    quietMs,
  };
};

const head = [
  '',
  'stock',
  'taps at once',
  'per second',
  'p50',
  'p99',
  '× disk',
  'server',
  'µs CPU/tap',
  'client',
  'quiet p99',
];

const cells = (row: Row): string[] => [
  row.name,
  row.variants === 1 ? 'one' : String(row.variants),
  String(row.lanes),
  show(row.perSecond),
  show(row.ms.p50, 'ms'),
  show(row.ms.p99, 'ms'),
  show(row.perSecond / row.diskPerSecond),
  show(row.serverPercent, '%'),
  show(row.serverMicroseconds),
  show(row.clientPercent, '%'),
  show(row.quietMs?.p99 ?? null, 'ms'),
  Object.entries(row.outcomes)
    .filter(([outcome]) => outcome !== 'ok')
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', '),
];

export const rowsOf = (rows: Row[]): string[][] => [head, ...rows.map(cells)];
