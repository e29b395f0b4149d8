// What the set-up's tests share: temporary folders, fake programs put first in the PATH, and set-up code in a process of
// its own (to be killed, or to run twice at the same time). Must never touch the real cache, node_modules or packages.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, vi } from 'vitest';

export const project = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
export const setup = path.join(project, 'server/setup');

// Most of these tests start processes, and two cores may be busy.
vi.setConfig({ testTimeout: 30_000 });

const folders: string[] = [];
const children: ChildProcess[] = [];

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'vetrina-test-'));
  folders.push(folder);
  return folder;
}

export function write(file: string, text = ''): string {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

export function read(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Writes a shell script that can be run. */
export function program(file: string, script: string): string {
  write(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Puts fake programs before the real ones, for this test. Each is a shell script; `$LOG` is a file to note calls in. */
export function fakePrograms(scripts: Record<string, string>): { calls: () => string[] } {
  const folder = temporaryFolder();
  const log = path.join(folder, 'calls.log');
  for (const [name, script] of Object.entries(scripts)) {
    program(path.join(folder, name), `echo "${name} $*" >> '${log}'\n${script}`);
  }
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  return { calls: () => read(log).split('\n').filter(Boolean) };
}

/** Collects what set-up says. */
export function heard(): () => string {
  let text = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  return () => text;
}

export interface Running {
  child: ChildProcess;
  /** Standard output and standard error so far. */
  output: () => string;
  exit: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** Runs a module's text in a process of its own; `setup` in it is the folder of the set-up code. */
export function inProcess(text: string, env: NodeJS.ProcessEnv = {}): Running {
  const code = `const setup = ${JSON.stringify(setup)};\n${text}`;
  return watch(
    spawn(process.execPath, ['--input-type=module', '-e', code], { env: { ...process.env, ...env } }),
  );
}

/** Runs `node server/setup/setup.mjs`. */
export function setupCommand(args: string[], env: NodeJS.ProcessEnv = {}): Running {
  const file = path.join(setup, 'setup.mjs');
  return watch(spawn(process.execPath, [file, ...args], { env: { ...process.env, ...env } }));
}

function watch(child: ChildProcess): Running {
  children.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return {
    child,
    output: () => stdout + stderr,
    exit: new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr }))),
  };
}

/** Repeats an expectation until it holds. */
export async function eventually(expectation: () => void, deadlineMs = 10_000): Promise<void> {
  for (const end = Date.now() + deadlineMs; ;) {
    try {
      return expectation();
    } catch (error) {
      if (Date.now() > end) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A stand-in for mediasoup's worker: what counts is that it exits with 41. */
export function fakeWorker(file: string, exitCode = 41): string {
  return program(file, `exit ${exitCode}`);
}

/** A project folder with no more in it than the set-up looks at. */
export function fakeProject(): string {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'server'));
  write(
    path.join(folder, 'package.json'),
    JSON.stringify({ scripts: { start: 'x' }, dependencies: { a: '1.0.0' } }),
  );
  write(path.join(folder, 'package-lock.json'), '{"packages":{"node_modules/a":{"version":"1.0.0"}}}');
  write(
    path.join(folder, 'node_modules/mediasoup/package.json'),
    JSON.stringify({ version: '3.27.1', repository: { url: 'git+https://prebuilt.invalid/mediasoup.git' } }),
  );
  // The runtime: the Node that runs these tests is Node 24.
  program(path.join(folder, 'node_modules/.bin/node'), `exec '${process.execPath}' "$@"`);
  return folder;
}
