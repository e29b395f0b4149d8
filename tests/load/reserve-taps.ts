// One process of taps: opens its target, says that it is ready, taps when it is told to, reports and ends. Started by
// tests/load/reserve.ts, on a core of its own where there are two.
import { once } from 'node:events';
import { openBare, openQueue } from './reserve-bare.ts';
import { runLanes, type LaneReport, type Target } from './reserve-lanes.ts';
import { openPostgres } from './reserve-postgres.ts';
import { openRedis } from './reserve-redis.ts';
import { openVetrina } from './reserve-vetrina.ts';

/** `at`: a port, or a folder. `variants` is how many there are to spread the taps over. */
export type Order = {
  target: keyof typeof targets;
  at: string;
  lanes: number;
  variants: number;
  forMs: number;
};
export type Report = { type: 'ready' } | ({ type: 'done'; cpuMs: number } & LaneReport);

const targets = {
  vetrina: openVetrina,
  postgres: openPostgres,
  redis: openRedis,
  bare: openBare,
  queue: openQueue,
} satisfies Record<string, (order: Order) => Promise<Target>>;

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const tell = (report: Report) => process.send?.(report);
const target = await targets[order.target](order);
tell({ type: 'ready' });
await once(process, 'message');
const before = process.cpuUsage();
const report = await runLanes(target, order.lanes, order.forMs);
const used = process.cpuUsage(before);
tell({ type: 'done', cpuMs: (used.user + used.system) / 1000, ...report });
await target.close();
process.disconnect();
