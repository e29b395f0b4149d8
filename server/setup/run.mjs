// Owns child processes: each is run without a shell, its output is collected, and it ends with the set-up, so that nothing
// is left running when somebody presses Ctrl-C. Also SetupError, which every part uses to say what is wrong.
import { spawn } from 'node:child_process';

/** A failure explained by a sentence for the person at the keyboard. */
export class SetupError extends Error {}

/**
 * @typedef {object} Options
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs]
 * @property {number} [lock] From withLock, kept until the command has ended.
 * @property {(line: string) => void} [onLine]
 * @property {number} [log] An open file that takes the output instead. Such a command is left to finish when the set-up is
 *   cut off: what wants this is a package manager, which must not be interrupted.
 */

/**
 * Runs a command without a shell, its input closed and its output collected.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {Options} [options]
 * @returns {Promise<{ ok: boolean, missing: boolean, output: string }>} `missing`: there is no such command.
 */
export function run(command, args, { cwd, env, timeoutMs, lock, onLine, log } = {}) {
  return new Promise((resolve) => {
    const out = log ?? 'pipe';
    /** @type {import('node:child_process').StdioOptions} */
    const stdio = lock === undefined ? ['ignore', out, out] : ['ignore', out, out, lock];
    /** @type {import('node:child_process').ChildProcess | undefined} */
    let started;
    const kill = () => {
      try {
        // Not SIGTERM: npm takes its time over that, and nobody builds on what is left.
        if (started?.pid) process.kill(-started.pid, 'SIGKILL');
      } catch {
        // It has ended already.
      }
    };
    const timer = timeoutMs && setTimeout(kill, timeoutMs);
    // Before the start: a signal may come the moment after it.
    const release = log === undefined ? endWithSetup(kill) : () => {};
    // A process group of its own, so that a compiler started by ninja started by cmake ends with it.
    const child = spawn(command, args, { cwd, env, stdio, detached: true });
    started = child;

    let output = '';
    let rest = '';
    const collect = (/** @type {string} */ data) => {
      output = (output + data).slice(-200_000);
      if (!onLine) return;
      const lines = (rest + data).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    };
    child.stdout?.setEncoding('utf8').on('data', collect);
    child.stderr?.setEncoding('utf8').on('data', collect);

    const settle = (/** @type {boolean} */ ok, missing = false) => {
      clearTimeout(timer);
      release();
      resolve({ ok, missing, output: output.trim() });
    };
    child.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      output += error.message;
      settle(false, error.code === 'ENOENT');
    });
    child.once('close', (code) => settle(code === 0));
  });
}

/** @type {[NodeJS.Signals, number][]} */
const SIGNALS = [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
];

/**
 * Runs `stop` when the set-up is cut off by a signal.
 *
 * @param {() => void} stop
 * @returns {() => void} Call it when there is nothing to stop any more.
 */
export function endWithSetup(stop) {
  const listeners = SIGNALS.map(([signal, number]) => {
    const listener = () => {
      stop();
      // After the other listeners: a build both ends its compiler and removes its folder.
      setImmediate(() => process.exit(128 + number));
    };
    process.prependOnceListener(signal, listener); // Last started, first stopped.
    return () => process.off(signal, listener);
  });
  return () => listeners.forEach((off) => off());
}

/**
 * The end of a command's output, where compilers and apt say what went wrong.
 *
 * @param {string} output
 */
export function lastLines(output, count = 40) {
  return output.split('\n').slice(-count).join('\n');
}

/**
 * Its beginning, where npm says so.
 *
 * @param {string} output
 */
export function firstLines(output, count = 30) {
  return output.split('\n').slice(0, count).join('\n');
}
