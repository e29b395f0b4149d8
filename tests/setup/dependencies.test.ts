import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import {
  dependenciesAreCurrent,
  dependenciesStamp,
  installDependencies,
} from '../../server/setup/dependencies.mjs';
import { fakeProject, fakePrograms, heard, inProcess, program, read, write } from './scaffold.ts';

const stampOf = (project: string) => path.join(project, 'node_modules/.vetrina/dependencies');

// `npm ci` empties node_modules and fills it again.
const npm = (then = '') => `
  if [ "$1" = --version ]; then echo 11.19.1; exit; fi
  rm -rf node_modules; mkdir -p node_modules/.bin
  printf '#!/bin/sh\\necho v24.21.0\\n' > node_modules/.bin/node; chmod +x node_modules/.bin/node
  ${then}`;

test('OPS-2 dependencies are installed once, and again only when they change', async () => {
  const project = fakeProject();
  const { calls } = fakePrograms({ npm: npm() });
  heard();

  expect(await installDependencies(project)).toBe(true);
  expect(dependenciesAreCurrent(project)).toBe(true);
  expect(await installDependencies(project)).toBe(false);
  expect(calls().filter((call) => call.startsWith('npm ci'))).toHaveLength(1);

  write(path.join(project, 'package-lock.json'), '{"packages":{"node_modules/a":{"version":"1.0.1"}}}');
  expect(await installDependencies(project)).toBe(true);

  rmSync(path.join(project, 'node_modules'), { recursive: true });
  expect(await installDependencies(project)).toBe(true);
});

test('OPS-2 the stamp follows the lock file and the dependencies, not the scripts', () => {
  const project = fakeProject();
  const manifest = path.join(project, 'package.json');
  const before = dependenciesStamp(project);

  write(manifest, JSON.stringify({ scripts: { start: 'y' }, dependencies: { a: '1.0.0' } }));
  expect(dependenciesStamp(project)).toBe(before);
  write(manifest, JSON.stringify({ dependencies: { a: '1.0.0' }, optionalDependencies: { b: '1.0.0' } }));
  expect(dependenciesStamp(project)).not.toBe(before);
});

test('OPS-3 npm is asked to run no scripts, to warn of nothing, and to leave nothing out', async () => {
  const project = fakeProject();
  const { calls } = fakePrograms({ npm: npm() });
  heard();
  await installDependencies(project);
  const ci = calls().find((call) => call.startsWith('npm ci')) ?? '';
  for (const flag of ['--ignore-scripts', '--loglevel=error', '--include=dev', '--include=optional']) {
    expect(ci).toContain(flag);
  }
});

test('OPS-3 npm runs on the Node of the system, not on the one in the folder it replaces', async () => {
  const project = fakeProject();
  fakePrograms({ npm: npm('command -v node > which-node') });
  vi.stubEnv('PATH', `${path.join(project, 'node_modules/.bin')}:${process.env.PATH}`);
  heard();
  await installDependencies(project);
  expect(read(path.join(project, 'which-node'))).not.toContain(project);
});

test('OPS-2 a failing npm is quoted, and the next run tries again', async () => {
  const project = fakeProject();
  fakePrograms({ npm: npm('echo "npm error code ENOTFOUND" >&2; exit 1') });
  write(stampOf(project), dependenciesStamp(project));
  write(path.join(project, 'package-lock.json'), '{}');
  heard();
  await expect(installDependencies(project)).rejects.toThrow(
    /npm error code ENOTFOUND[^]*could not be installed/,
  );
  expect(existsSync(stampOf(project))).toBe(false);
  expect(dependenciesAreCurrent(project)).toBe(false);
});

test('OPS-2 an install that was cut off is not taken for a finished one', async () => {
  const project = fakeProject();
  const runtime = path.join(project, 'node_modules/.bin/node');
  write(stampOf(project), dependenciesStamp(project));
  rmSync(runtime);
  fakePrograms({ npm: `[ "$1" = --version ] && echo 11.19.1 && exit; touch '${runtime}'; exit 1` });
  heard();
  await expect(installDependencies(project)).rejects.toThrow('could not be installed');
  expect(dependenciesAreCurrent(project)).toBe(false);
});

test('OPS-1 an old npm found on the way is refused with a sentence', async () => {
  fakePrograms({ npm: 'echo 9.2.0' });
  await expect(installDependencies(fakeProject())).rejects.toThrow(/npm 10 or newer; this is 9\.2\.0/);
});

test('OPS-4 a Node 24 that does not run here is said so', async () => {
  const project = fakeProject();
  write(stampOf(project), dependenciesStamp(project));
  program(path.join(project, 'node_modules/.bin/node'), 'echo "cannot execute" >&2; exit 126');
  await expect(installDependencies(project)).rejects.toThrow(
    /Node\.js 24.*does not run here \(cannot execute\)/,
  );
  program(path.join(project, 'node_modules/.bin/node'), 'echo v22.1.0');
  await expect(installDependencies(project)).rejects.toThrow(/v22\.1\.0/);
});

test('OPS-5 two set-ups of one folder install its dependencies once', async () => {
  const project = fakeProject();
  const { calls } = fakePrograms({ npm: npm('sleep 1') });
  const code = `const { installDependencies } = await import(setup + '/dependencies.mjs');
    await installDependencies(${JSON.stringify(project)});`;
  const ends = await Promise.all([inProcess(code).exit, inProcess(code).exit]);
  expect(ends.map((end) => end.code)).toEqual([0, 0]);
  expect(ends.map((end) => end.stderr).join('')).toContain(
    'Another set-up of this folder is running; waiting for it.',
  );
  expect(calls().filter((call) => call.startsWith('npm ci'))).toHaveLength(1);
});
