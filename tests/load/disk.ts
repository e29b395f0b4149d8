// What the disk itself can do: small appends, each made durable. The yardstick beside every durable number (a disk's rate
// changes by the minute, so it is measured in the same run, in the same folder).
import { closeSync, fdatasyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { spread, type Spread } from './numbers.ts';

const blockBytes = 4096;

export type DiskRate = { perSecond: number; ms: Spread };

/** `append`: the file grows, as a journal does; else the same block again, as SQLite's WAL does after a checkpoint. */
export const syncRate = (folder: string, forMs: number, append = true): DiskRate => {
  const file = join(folder, 'sync-rate');
  const fd = openSync(file, 'w');
  const block = Buffer.alloc(blockBytes, 1);
  const times: number[] = [];
  const startedAt = performance.now();
  try {
    for (let now = startedAt; now - startedAt < forMs;) {
      writeSync(fd, block, 0, blockBytes, append ? null : 0);
      fdatasyncSync(fd);
      const after = performance.now();
      times.push(after - now);
      now = after;
    }
  } finally {
    closeSync(fd);
    rmSync(file);
  }
  return {
    perSecond: Math.round((times.length * 1000) / (performance.now() - startedAt)),
    ms: spread(times),
  };
};

/** Linux's number for tmpfs (statfs(2)): there, nothing is ever durable, and the numbers would mean nothing. */
export const inMemory = (folder: string): boolean => statfsSync(folder).type === 0x0102_1994;
