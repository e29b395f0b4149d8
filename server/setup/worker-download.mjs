// Owns getting mediasoup's own prebuilt worker by mediasoup's own install script, which `npm ci` does not run here.
// Must cost next to nothing where the download cannot be reached, and must never leave half a worker behind.
import { rmSync } from 'node:fs';
import os from 'node:os';
import { runtimeOf } from './dependencies.mjs';
import { withLock } from './lock.mjs';
import { progress, say } from './progress.mjs';
import { run } from './run.mjs';
import { answers, findWorker } from './worker.mjs';

const REACH_MS = 3_000;
const DOWNLOAD_MS = 120_000;

/**
 * @param {import('./worker.mjs').Places} places
 * @returns {Promise<'named' | 'official' | 'built' | undefined>} As findWorker; nothing when a worker has to be built.
 */
export async function downloadWorker(places) {
  if (isUnwanted(places.env)) return undefined;
  if (!(await canReach(prebuiltUrl(places)))) {
    say(
      "mediasoup's ready-made worker cannot be downloaded from here, so it is built on this machine instead.",
    );
    return undefined;
  }
  return withLock(
    places.mediasoup,
    'Another set-up is downloading the mediasoup worker; waiting for it.',
    async (lock) => {
      const found = findWorker(places);
      if (found) return found;
      const bar = progress('Downloading the mediasoup worker');
      rmSync(places.official, { force: true });
      // It wants Node 22. PYTHON=false keeps it from building by its own means when there is nothing to download.
      await run(runtimeOf(places.project), ['npm-scripts.mjs', 'postinstall'], {
        cwd: places.mediasoup,
        env: { ...places.env, PYTHON: 'false' },
        timeoutMs: DOWNLOAD_MS,
        lock,
      });
      if (answers(places.official)) {
        bar.end('The mediasoup worker is downloaded');
        return 'official';
      }
      rmSync(places.official, { force: true });
      bar.end(
        'There is no ready-made mediasoup worker that runs here, so it is built on this machine instead',
      );
      return undefined;
    },
  );
}

/**
 * As npm-scripts.mjs decides it.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function isUnwanted(env) {
  return (
    Boolean(env.MEDIASOUP_LOCAL_DEV || env.MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD) &&
    !env.MEDIASOUP_FORCE_WORKER_PREBUILT_DOWNLOAD
  );
}

/**
 * The address that mediasoup's npm-scripts.mjs downloads from (downloadPrebuiltWorker, getWorkerPrebuildTarName).
 *
 * @param {Pick<import('./worker.mjs').Places, 'version' | 'repository' | 'env'>} places
 */
export function prebuiltUrl({ version, repository, env }) {
  const base =
    env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL ||
    `${repository.replace(/^git\+/, '').replace(/\.git$/, '')}/releases/download`;
  const kernel = os.release().split('.')[0];
  return `${base}/${version}/mediasoup-worker-${version}-${os.platform()}-${os.arch()}-kernel${kernel}.tgz`;
}

/**
 * Asks for the file itself, since the answer may send on to another host, and drops it once the first bytes arrive.
 * mediasoup's script sets no limit of its own, and an address without a way there can take minutes to fail.
 *
 * @param {string} url
 */
async function canReach(url) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), REACH_MS);
  try {
    return (await fetch(url, { signal: limit.signal })).ok;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
    limit.abort();
  }
}
