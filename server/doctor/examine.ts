// The whole examination. Works beside a running server and without one, and never in the server's own process: it reads the
// whole database and times the disk. Rules: OPS-50 … OPS-57.
import { join } from 'node:path';
import { bad, good, subjects, type Finding } from '../../shared/checkup.ts';
import type { Config } from '../config.ts';
import { isHeld } from '../db/hold.ts';
import { inspect, type Inspection } from '../db/inspect.ts';
import { tryWorker } from '../media/media-worker.ts';
import { announced } from './addresses.ts';
import * as machine from './machine.ts';
import { ports } from './ports.ts';
import { proxy, publicUrl } from './public-url.ts';
import { turn } from './turn.ts';

const worker = async ({ workers }: Config): Promise<Finding> => {
  try {
    return good('worker', 'starts', { version: await tryWorker(), count: workers });
  } catch (error) {
    return bad('worker', 'broken', { reason: (error as Error).message });
  }
};

const database = ({ dataDir: folder }: Config, found: Inspection, bytes: number): Finding => {
  if (found.is === 'none') return good('database', 'none', { folder });
  if (found.is !== 'whole') return bad('database', found.is, { folder, reason: found.reason });
  const { newest } = found;
  const version = String(found.version);
  if (found.version > newest) return bad('database', 'newer', { version, newest: String(newest) });
  const size = Math.max(0.1, Math.round(bytes / 1e5) / 10);
  return found.version < newest
    ? good('database', 'older', { size, version, newest: String(newest) })
    : good('database', 'whole', { size, version });
};

export const examine = async (config: Config): Promise<Finding[]> => {
  const file = join(config.dataDir, 'vetrina.db');
  const running = isHeld(config.dataDir);
  // By turns where one would disturb the other's numbers, together where each only waits.
  const found = inspect(file);
  const [outside, ...others] = await Promise.all([
    publicUrl(config, running),
    ports(config, running),
    announced(config),
    turn(config),
    worker(config),
    machine.growth(config, found),
  ]);
  const findings = [
    ...outside.findings,
    ...others.flat(),
    proxy(config),
    database(config, found, machine.bytesOf(file)),
    machine.disk(config),
    await machine.clock(config, outside.clockOffMs),
    machine.uplink(config),
    machine.memory(),
    machine.files(),
    machine.cpu(config),
  ];
  return findings.sort((a, b) => subjects.indexOf(a.about) - subjects.indexOf(b.about));
};
