// Owns the rule that two set-ups at the same time do a piece of work one after the other.
// The lock is flock(2) on a folder. It belongs to an open file, which the processes that do the work inherit, so the kernel
// lets go of it when the last of them has ended, however it ends: no lock file goes stale, and after a `kill -9` nobody
// starts on top of an npm or a compiler that is still running.
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { say } from './progress.mjs';

const BUSY = 1; // What flock(1) exits with when somebody else has the lock.

/**
 * @template T
 * @param {string} folder Made if it is not there.
 * @param {string} busy What to say before waiting for another set-up.
 * @param {(lock: number) => Promise<T>} task Must look again whether the work is still to be done, and must pass the lock
 *   on to what it runs.
 * @returns {Promise<T>}
 */
export async function withLock(folder, busy, task) {
  mkdirSync(folder, { recursive: true });
  const lock = openSync(folder, 'r');
  try {
    if ((await flock(lock, '--nonblock')) === BUSY) {
      say(busy);
      await flock(lock);
    }
    return await task(lock);
  } finally {
    closeSync(lock);
  }
}

/**
 * Node has no flock of its own; flock(1) locks the open file that it inherits, which then stays locked here.
 * Where there is no such program or no such lock (some network folders), set-up goes on without.
 *
 * @param {number} lock
 * @param {string[]} flags
 * @returns {Promise<number | null>} Its exit code.
 */
function flock(lock, ...flags) {
  return new Promise((resolve) => {
    spawn('flock', [...flags, '3'], { stdio: ['ignore', 'ignore', 'ignore', lock] })
      .once('error', () => resolve(null))
      .once('close', resolve);
  });
}
