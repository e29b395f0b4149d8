// Owns the client's build: dist/client is made anew by Vite when what it is made from has changed, else left alone.
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runtimeOf } from './dependencies.mjs';
import { withLock } from './lock.mjs';
import { progress } from './progress.mjs';
import { lastLines, run, SetupError } from './run.mjs';
import { hashOfFiles, readStamp, writeStamp } from './stamp.mjs';

const MADE_FROM = [
  'client',
  'shared',
  'server/media/codecs.ts', // the room's page tells them
  'vite.config.ts',
  'tsconfig.json',
  'package-lock.json',
];

/** @param {string} project */
const stampFile = (project) => path.join(project, 'dist/client.stamp');

/** @param {string} project */
export function clientIsCurrent(project) {
  return (
    existsSync(path.join(project, 'dist/client')) &&
    readStamp(stampFile(project)) === hashOfFiles(project, MADE_FROM)
  );
}

/**
 * @param {string} project
 * @returns {Promise<boolean>} Whether there was anything to do.
 */
export async function buildClient(project) {
  if (clientIsCurrent(project)) return false;
  await withLock(
    path.join(project, 'server'),
    'Another set-up of this folder is running; waiting for it.',
    async (lock) => {
      if (!clientIsCurrent(project)) await build(project, lock);
    },
  );
  return true;
}

/**
 * @param {string} project
 * @param {number} lock
 */
async function build(project, lock) {
  const stamp = hashOfFiles(project, MADE_FROM); // Before the build: what changes meanwhile is built next time.
  rmSync(stampFile(project), { force: true });
  const bar = progress('Building the pages');
  const vite = path.join(project, 'node_modules/.bin/vite');
  // Somebody's NODE_ENV=development would build the slow pages.
  const env = { ...process.env, NODE_ENV: 'production' };
  const { ok, output } = await run(runtimeOf(project), [vite, 'build'], { cwd: project, env, lock });
  bar.end(ok ? 'The pages are built' : '');
  if (!ok)
    throw new SetupError(`${lastLines(output)}\n\nThe pages could not be built; what Vite said is above.`);
  writeStamp(stampFile(project), stamp);
}
