// Owns the question which mediasoup worker runs here. In order: the one named by MEDIASOUP_WORKER_BIN, mediasoup's own
// prebuilt one (worker-download.mjs), one built here (worker-build.mjs). mediasoup looks for its worker in its own folder,
// so a built one, which is kept in a cache that survives `npm ci`, is linked there. A worker counts only if it answers.
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from './run.mjs';
import { hashOf, hashOfFiles } from './stamp.mjs';

/** The folder of worker/CMakeLists.txt. */
export const recipe = fileURLToPath(new URL('worker', import.meta.url));

/** Debian's packages that the recipe builds with. */
export const workerPackages = [
  ...['g++', 'cmake', 'ninja-build', 'pkg-config', 'flatbuffers-compiler', 'libflatbuffers-dev'],
  ...['libsrtp2-dev', 'libssl-dev', 'libuv1-dev'],
];

/** Debian's packages that tests/setup/shim.test.ts compiles with. */
export const shimTestPackages = ['g++', 'libsrtp2-dev', 'libssl-dev'];

/** @typedef {ReturnType<typeof workerPlaces>} Places */

/**
 * Where everything about the worker is.
 *
 * @param {string} project
 * @param {{ env?: NodeJS.ProcessEnv, osRelease?: string, sources?: string }} [options] The last two are for tests.
 */
export function workerPlaces(
  project,
  { env = process.env, osRelease = '/etc/os-release', sources = recipe } = {},
) {
  const mediasoup = path.join(project, 'node_modules/mediasoup');
  const { version, repository } = JSON.parse(readFileSync(path.join(mediasoup, 'package.json'), 'utf8'));
  const { XDG_CACHE_HOME = '' } = env; // Relative ones are to be ignored (XDG Base Directory Specification).
  const cacheHome = path.isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : path.join(os.homedir(), '.cache');
  const cache = path.join(cacheHome, 'vetrina');
  // A worker built by another recipe, or against another release's libraries, is another worker.
  const from = hashOf([hashOfFiles(sources, ['.']), distribution(osRelease)]).slice(0, 10);
  const name = `mediasoup-worker-${version}-${process.platform}-${process.arch}-${from}`;
  return {
    project,
    mediasoup,
    version,
    repository: repository.url,
    env,
    cache,
    /** Where mediasoup's Worker.js looks (getDefaultWorkerBin). */
    official: path.join(mediasoup, 'worker/out/Release/mediasoup-worker'),
    built: path.join(cache, name, 'mediasoup-worker'),
  };
}

/** @param {string} osRelease */
function distribution(osRelease) {
  try {
    return (readFileSync(osRelease, 'utf8').match(/^(ID|VERSION_ID)=.*$/gm) ?? []).sort().join();
  } catch {
    return '';
  }
}

/**
 * Whether a worker runs on this machine. Without MEDIASOUP_VERSION it says so and exits with 41 (worker/src/main.cpp).
 *
 * @param {string} file
 */
export function answers(file) {
  return spawnSync(file, [], { env: {}, stdio: 'ignore', timeout: 10_000 }).status === 41;
}

/**
 * @param {Places} places
 * @returns {'named' | 'official' | 'built' | undefined} Which worker mediasoup is going to start; it has answered.
 */
export function findWorker({ env, official, built }) {
  const named = env.MEDIASOUP_WORKER_BIN;
  if (named) {
    if (answers(path.resolve(named))) return 'named';
    throw new SetupError(
      `MEDIASOUP_WORKER_BIN names ${named}, which does not run as a mediasoup worker. Unset it?`,
    );
  }
  const there = lstatSync(official, { throwIfNoEntry: false });
  if (there?.isFile() && answers(official)) return 'official';
  if (!answers(built)) return undefined;
  if (!there?.isSymbolicLink() || readlinkSync(official) !== built) linkWorker(official, built);
  return 'built';
}

/**
 * @param {string} official
 * @param {string} built
 */
export function linkWorker(official, built) {
  mkdirSync(path.dirname(official), { recursive: true });
  const link = `${official}.${process.pid}`;
  rmSync(link, { force: true });
  symlinkSync(built, link);
  renameSync(link, official);
}
