// Owns building the mediasoup worker by the recipe in worker/ into the cache. Must leave nothing half-made: the build
// happens in a folder of its own inside the cache, and a worker that has answered is moved into place in one step.
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { progress } from './progress.mjs';
import { endWithSetup, lastLines, run, SetupError } from './run.mjs';
import { answers, linkWorker, recipe } from './worker.mjs';

const TEMPORARY = 'building-';
const BYTES_PER_COMPILER = 500e6;

/** @param {import('./worker.mjs').Places} places */
export async function buildWorker(places) {
  const busy = 'Another set-up is building the mediasoup worker; waiting for it.';
  await withLock(places.cache, busy, async (lock) => {
    removeLeftovers(places.cache);
    if (!answers(places.built)) await build(places, lock);
  });
  linkWorker(places.official, places.built);
}

/**
 * While the lock is held, a build folder can only be that of a set-up that was killed.
 *
 * @param {string} cache
 */
function removeLeftovers(cache) {
  for (const name of readdirSync(cache)) if (name.startsWith(TEMPORARY)) remove(path.join(cache, name));
}

/**
 * @param {import('./worker.mjs').Places} places
 * @param {number} lock
 */
async function build({ mediasoup, cache, built }, lock) {
  let folder = '';
  // Before there is a folder: a signal may come the moment after it.
  const release = endWithSetup(() => remove(folder));
  folder = mkdtempSync(path.join(cache, TEMPORARY));
  const bar = progress('Building the mediasoup worker', {
    hint: 'only this once; about 5 minutes on two cores',
  });
  try {
    const sources = `-DWORKER_DIR=${path.join(mediasoup, 'worker')}`;
    await cmake(lock, ['-S', recipe, '-B', folder, '-G', 'Ninja', sources]);
    await cmake(lock, ['--build', folder, '--parallel', String(compilers())], (line) => {
      const [, done, total] = /^\[(\d+)\/(\d+)\]/.exec(line) ?? [];
      if (total) bar.at(Number(done), Number(total));
    });
    const worker = path.join(folder, 'mediasoup-worker');
    if (!answers(worker)) throw new SetupError('The mediasoup worker was built, but it does not run here.');
    mkdirSync(path.dirname(built), { recursive: true });
    renameSync(worker, built);
    bar.end('The mediasoup worker is built');
  } catch (error) {
    bar.end();
    throw error;
  } finally {
    release();
    remove(folder);
  }
}

/**
 * @param {number} lock
 * @param {string[]} args
 * @param {(line: string) => void} onLine
 */
async function cmake(lock, args, onLine = () => {}) {
  const { ok, output } = await run('cmake', args, { lock, onLine });
  if (ok) return;
  throw new SetupError(
    `${lastLines(output)}\n\nThe mediasoup worker could not be built; the compiler's last words are above. ` +
      'If they speak of memory or space, free some and try again.',
  );
}

// g++ 12 takes up to 0.47 GB (Transport.cpp). On a small machine one compiler too many ends in "Killed".
function compilers() {
  const memory = process.availableMemory?.() ?? os.freemem();
  return Math.max(1, Math.min(os.availableParallelism(), Math.floor(memory / BYTES_PER_COMPILER)));
}

/** @param {string} folder */
function remove(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
