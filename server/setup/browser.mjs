// Owns finding the browser that the tests drive: Debian's Chromium, which needs no download of its own. The package brings
// its fonts (through fontconfig). Tests find it the same way: CHROMIUM_BIN, then /usr/bin/chromium, then the PATH.
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { SetupError } from './run.mjs';

/**
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined} The file to run.
 */
export function findBrowser(env = process.env, standard = '/usr/bin/chromium') {
  const named = env.CHROMIUM_BIN;
  if (named) {
    if (isProgram(named)) return named;
    throw new SetupError(
      `CHROMIUM_BIN names ${named}, which is not a program. Unset it to use Debian's Chromium.`,
    );
  }
  const folders = (env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return [standard, ...folders.map((folder) => path.join(folder, 'chromium'))].find(isProgram);
}

/**
 * @param {Parameters<typeof findBrowser>} args
 * @returns {string[]} Debian's packages to install for the browser tests.
 */
export function browserPackages(...args) {
  return findBrowser(...args) ? [] : ['chromium'];
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
