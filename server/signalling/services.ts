// What the handlers may use. Built once by server/app.ts.
import type { Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Pool } from '../media/pool.ts';
import type { Turn } from '../config.ts';
import type { Registry } from '../rooms/registry.ts';
import type { ViewerPaths } from '../rooms/viewer-paths.ts';
import type { SecurityLog } from '../security-log.ts';

export type Services = {
  db: Db;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  security: SecurityLog;
  pool: Pool;
  rooms: Registry;
  paths: ViewerPaths;
  deviceKey: Buffer;
  turn: Turn | undefined;
};
