// The machine under the shop: disk, memory, clock, open files, cores, and what its line is said to carry. Reads what Linux tells; writes one small file into the
// data folder to time the disk. Rules: OPS-57.
import { execFile } from 'node:child_process';
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { readdir } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { bad, fair, good, unknown, type Finding } from '../../shared/checkup.ts';
import type { Config } from '../config.ts';
import type { Inspection } from '../db/inspect.ts';

const gigabyte = 1e9;
const megabyte = 1e6;
const dayMs = 24 * 60 * 60 * 1000;
const syncs = 15;
const slowSyncMs = 25;
/** Linux's number for tmpfs (statfs(2)). */
const tmpfs = 0x0102_1994;
/** A viewer is a socket here, and while a page loads a few more. */
const filesFor2000Viewers = 4096;

/** The folder, or what it will be made in. */
const nearest = (folder: string): string => (existsSync(folder) ? folder : nearest(dirname(folder)));

/** The median of some small durable writes, in milliseconds. */
const syncMs = (folder: string): number => {
  const file = join(folder, `.doctor-${process.pid}`);
  const fd = openSync(file, 'w', 0o600);
  try {
    const times = Array.from({ length: syncs }, () => {
      const startedAt = performance.now();
      writeSync(fd, Buffer.alloc(4096, 1));
      fdatasyncSync(fd);
      return performance.now() - startedAt;
    });
    return times.sort((a, b) => a - b)[syncs >> 1] ?? 0;
  } finally {
    closeSync(fd);
    rmSync(file);
  }
};

export const disk = ({ dataDir }: Config): Finding => {
  const folder = nearest(dataDir);
  const { bavail, bsize, type } = statfsSync(folder);
  const free = Math.round((bavail * bsize * 10) / gigabyte) / 10;
  if (free < 0.3) return bad('disk', 'full', { free });
  try {
    const ms = Math.round(syncMs(folder) * 10) / 10;
    if (type === tmpfs) return fair('disk', 'memory', { folder: dataDir });
    if (free < 2) return fair('disk', 'low', { free });
    return ms > slowSyncMs ? fair('disk', 'slow', { ms }) : good('disk', 'good', { free, ms });
  } catch (error) {
    return bad('disk', 'closed', { folder, reason: (error as NodeJS.ErrnoException).code ?? 'error' });
  }
};

export const bytesOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

const sizeOf = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.reduce((sum, file) => sum + bytesOf(file), 0);
};

/** What the folder holds, over the age of the shop. */
export const growth = async ({ dataDir }: Config, found: Inspection): Promise<Finding> => {
  const ageMs = found.is === 'whole' && found.since !== null ? Date.now() - found.since : 0;
  if (ageMs < 7 * dayMs) return unknown('growth', 'young');
  const bytesPerMonth = (await sizeOf(dataDir)) / (ageMs / (30 * dayMs));
  const { bavail, bsize } = statfsSync(dataDir);
  const perMonth = Math.max(1, Math.round(bytesPerMonth / megabyte));
  const months = Math.floor((bavail * bsize) / bytesPerMonth);
  return months > 24 ? good('growth', 'room', { perMonth }) : fair('growth', 'months', { perMonth, months });
};

/** `offMs`: from the clock of the public address, where it differs. */
export const clock = async ({ publicUrl: url }: Config, offMs: number | null): Promise<Finding> => {
  if (offMs !== null) return bad('clock', 'off', { seconds: Math.round(Math.abs(offMs) / 1000), url });
  try {
    const { stdout } = await promisify(execFile)(
      'timedatectl',
      ['show', '-p', 'NTPSynchronized', '--value'],
      {
        timeout: 3000,
      },
    );
    return stdout.trim() === 'yes' ? good('clock', 'kept') : fair('clock', 'loose');
  } catch {
    return unknown('clock', 'unseen');
  }
};

export const memory = (availableBytes = process.availableMemory()): Finding => {
  const free = Math.round(availableBytes / megabyte);
  if (free < 150) return bad('memory', 'short', { free });
  return free < 500 ? fair('memory', 'low', { free }) : good('memory', 'good', { free });
};

/** Node raises its own limit to the hard one at its start (node::PlatformInit), so that one counts. */
export const files = (limitsFile = '/proc/self/limits'): Finding => {
  const [, limit = '0'] = /^Max open files\s+(\S+)/m.exec(readFileSync(limitsFile, 'utf8')) ?? [];
  const count = Number(limit);
  const enough = count >= filesFor2000Viewers;
  return enough ? good('files', 'good', { limit: count }) : bad('files', 'low', { limit: count });
};

/** It is not measured: that would take the line from whoever watches. */
export const uplink = ({ uplinkBitsPerSecond: bits }: Config): Finding =>
  bits === null ? unknown('uplink', 'unset') : good('uplink', 'known', { mbit: bits / megabyte });

export const cpu = (
  { workers }: Config,
  cores = availableParallelism(),
  load = loadavg()[0] ?? 0,
): Finding => {
  const busy = Math.min(100, Math.round((load / cores) * 100));
  if (workers > cores) return fair('cpu', 'workers', { workers, cores });
  return busy > 80 ? fair('cpu', 'busy', { cores, busy }) : good('cpu', 'good', { cores, busy });
};
