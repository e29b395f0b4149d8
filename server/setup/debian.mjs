// Owns Debian's packages: which of them are missing, and installing them when the set-up may (as root). Otherwise it says
// the one line to run, naming only what is missing. Must never install anything that is not missing.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { progress } from './progress.mjs';
import { lastLines, run, SetupError } from './run.mjs';

/**
 * @param {string[]} names
 * @returns {string[]} Those that are not installed, in the same order.
 */
export function missingPackages(names) {
  if (names.length === 0) return [];
  const query = spawnSync('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\\n', ...names], {
    encoding: 'utf8',
  });
  if (query.error) {
    throw new SetupError(
      `Set-up needs what Debian calls ${names.join(', ')}, and this is neither Debian nor Ubuntu. The README says how ` +
        'to bring your own mediasoup worker (MEDIASOUP_WORKER_BIN) and browser (CHROMIUM_BIN).',
    );
  }
  const installed = new Set(query.stdout.split('\n'));
  return names.filter((name) => !installed.has(`${name} installed`));
}

/**
 * @param {string[]} names
 * @returns {Promise<boolean>} Whether there was anything to do.
 */
export async function installPackages(names, { isRoot = process.getuid?.() === 0 } = {}) {
  const missing = missingPackages(names);
  if (missing.length === 0) return false;
  if (!isRoot) {
    throw new SetupError(
      'Set-up needs a few Debian packages. Please run this line, then the same command again:\n\n' +
        `  sudo apt install ${missing.join(' ')}\n`,
    );
  }
  const bar = progress(`Installing Debian packages: ${missing.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
  // A fresh VM updates itself for its first minutes: wait for that instead of failing.
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vetrina-'));
  const file = path.join(folder, 'apt.log');
  const log = openSync(file, 'a');
  // What `update` cannot fetch may not be needed; what is needed and not there, `install` says.
  await run('apt-get', [...wait, 'update'], { env, log });
  await run('apt-get', [...wait, 'install', '-y', '--no-install-recommends', ...missing], { env, log });
  closeSync(log);
  const still = missingPackages(missing);
  bar.end(still.length === 0 ? 'Debian packages are installed' : '');
  if (still.length > 0) {
    throw new SetupError(
      `${lastLines(readFileSync(file, 'utf8').trim())}\n\n${still.join(', ')} could not be installed; ` +
        `what apt said is above, and all of it in ${file}.`,
    );
  }
  rmSync(folder, { recursive: true });
  return true;
}
