// Owns the order of the set-up and which command needs which part. Each step first looks whether there is anything to
// do, so that a second run adds next to nothing. Must only be imported on a platform that platform.mjs accepts.
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { browserPackages } from './browser.mjs';
import { buildClient } from './client.mjs';
import { installPackages } from './debian.mjs';
import { installDependencies } from './dependencies.mjs';
import { duration, say } from './progress.mjs';
import { SetupError } from './run.mjs';
import { keepTurnServiceOff, turnPackages } from './turn.mjs';
import { buildWorker } from './worker-build.mjs';
import { downloadWorker } from './worker-download.mjs';
import { findWorker, shimTestPackages, workerPackages, workerPlaces } from './worker.mjs';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** @typedef {{ worker?: boolean, browser?: boolean, client?: boolean }} Needs */

/** @type {Record<string, Needs>} */
const COMMANDS = {
  start: { worker: true, client: true },
  test: { worker: true, browser: true, client: true },
  dev: { worker: true },
  check: {},
  tool: {},
};

/**
 * @param {string | undefined} command One of COMMANDS.
 * @returns {Promise<number>} The exit code. Every failure has been explained on standard error.
 */
export async function setUp(command, project = PROJECT) {
  const needs = COMMANDS[command ?? ''];
  if (!needs) {
    say(`Usage: node server/setup/setup.mjs ${Object.keys(COMMANDS).join('|')}`);
    return 1;
  }
  const started = Date.now();
  try {
    const didSomething = [
      await installDependencies(project),
      await ensureWorkerAndPackages(project, needs),
      needs.client ? await buildClient(project) : false,
    ].includes(true);
    if (didSomething) say(`Set-up is done (${duration(Date.now() - started)}).`);
    return 0;
  } catch (error) {
    if (error instanceof SetupError) say(error.message);
    else say(`Set-up failed in a way it did not expect. Please report this:\n${inspect(error)}`);
    return 1;
  }
}

// Debian's packages for the worker and for the tests are asked for together: one line to copy, not one after the other.
/**
 * @param {string} project
 * @param {Needs} needs
 * @returns {Promise<boolean>} Whether there was anything to do.
 */
async function ensureWorkerAndPackages(project, needs) {
  if (!needs.worker) return false;
  const places = workerPlaces(project);
  const found = findWorker(places);
  const ready = found ?? (await downloadWorker(places));

  /** @type {Set<string>} */
  const packages = new Set();
  if (!ready) for (const name of workerPackages) packages.add(name);
  if (needs.browser) {
    for (const name of [...browserPackages(), ...turnPackages()]) packages.add(name);
    if (ready === 'built') for (const name of shimTestPackages) packages.add(name);
  }
  if (packages.has('coturn')) keepTurnServiceOff();
  const installed = await installPackages([...packages]);
  if (!ready) await buildWorker(places);
  return !found || installed;
}
