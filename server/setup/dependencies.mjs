// Owns node_modules: `npm ci` when it is missing or belongs to another lock file, and the Node 24 inside it that runs the
// server. Must never run a dependency's own scripts (.npmrc: ignore-scripts); mediasoup's is worker-download.mjs's.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { npmProblem } from './platform.mjs';
import { progress } from './progress.mjs';
import { firstLines, run, SetupError } from './run.mjs';
import { hashOf, readStamp, writeStamp } from './stamp.mjs';

/** @param {string} project */
const stampFile = (project) => path.join(project, 'node_modules/.vetrina/dependencies');

/** @param {string} project */
export function runtimeOf(project) {
  return path.join(project, 'node_modules/.bin/node');
}

/**
 * What node_modules is made from: the lock file, what package.json says of dependencies (its scripts may change freely),
 * and the kind of machine (a folder may be copied or shared). Not the Node version that runs this: on a fresh clone that
 * is the system's, afterwards the one in node_modules.
 *
 * @param {string} project
 */
export function dependenciesStamp(project) {
  const read = (/** @type {string} */ name) => readFileSync(path.join(project, name), 'utf8');
  const manifest = JSON.parse(read('package.json'));
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'];
  return hashOf([
    read('package-lock.json'),
    JSON.stringify(kinds.map((kind) => manifest[kind])),
    process.platform,
    process.arch,
  ]);
}

/** @param {string} project */
export function dependenciesAreCurrent(project) {
  return readStamp(stampFile(project)) === dependenciesStamp(project) && existsSync(runtimeOf(project));
}

/**
 * @param {string} project
 * @returns {Promise<boolean>} Whether there was anything to do.
 */
export async function installDependencies(project) {
  const current = dependenciesAreCurrent(project);
  if (!current) {
    // The folder that is locked is one that npm does not touch.
    await withLock(
      path.join(project, 'server'),
      'Another set-up of this folder is running; waiting for it.',
      async (lock) => {
        if (!dependenciesAreCurrent(project)) await npmCi(project, lock);
      },
    );
  }
  checkRuntime(project);
  return !current;
}

/**
 * @param {string} project
 * @param {number} lock
 */
async function npmCi(project, lock) {
  const env = environmentForNpm();
  const version = await run('npm', ['--version'], { cwd: project, env });
  const problem = version.ok
    ? npmProblem(version.output)
    : 'Vetrina needs npm 10 or newer, and there is no npm here.';
  if (problem) throw new SetupError(problem);

  rmSync(stampFile(project), { force: true });
  const bar = progress('Installing dependencies');
  // error: no warnings about Node 20, which only has to get as far as Node 24. include: also when NODE_ENV=production or
  // an npm setting leaves them out, for the client is built here and Node 24 is optional by name only.
  const args = ['ci', '--loglevel=error', '--no-progress', '--no-audit', '--no-fund', '--ignore-scripts'];
  const include = ['--include=prod', '--include=dev', '--include=optional', '--engine-strict=false'];
  const result = await run('npm', [...args, ...include], { cwd: project, env, lock });
  bar.end(result.ok ? 'Dependencies are installed' : '');
  if (!result.ok) {
    throw new SetupError(
      `${firstLines(result.output)}\n\nThe dependencies could not be installed; what npm said is above. ` +
        'Is the network there? Then try again.',
    );
  }
  writeStamp(stampFile(project), dependenciesStamp(project));
}

// npm must run on the system's Node, not on the one in the folder that it is about to replace.
function environmentForNpm() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const own = path.join('node_modules', '.bin');
  return { ...process.env, PATH: folders.filter((folder) => !folder.endsWith(own)).join(path.delimiter) };
}

/** @param {string} project */
function checkRuntime(project) {
  const { stdout, stderr, error } = spawnSync(runtimeOf(project), ['--version'], { encoding: 'utf8' });
  if (stdout?.startsWith('v24.')) return;
  const said = (error?.message ?? `${stdout}${stderr}`).trim();
  throw new SetupError(
    `Node.js 24, which comes with the dependencies, does not run here (${said || 'it said nothing'}). ` +
      'It needs a Linux with glibc, such as Debian. If this is one, remove node_modules and try again.',
  );
}
