import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { setUp } from '../../server/setup/steps.mjs';
import { workerPackages, workerPlaces } from '../../server/setup/worker.mjs';
import {
  fakeProject,
  fakePrograms,
  fakeWorker,
  heard,
  inProcess,
  setupCommand,
  temporaryFolder,
  write,
} from './scaffold.ts';

// Leaves the node_modules of fakeProject() as they are.
const NPM = 'if [ "$1" = --version ]; then echo 11.19.1; fi';

// A project whose pages are built by a Vite that does nothing but make the folder, and a machine with nothing on it.
function freshClone() {
  const project = fakeProject();
  write(
    path.join(project, 'node_modules/.bin/vite'),
    'require("node:fs").mkdirSync("dist/client", { recursive: true });',
  );
  vi.stubEnv('XDG_CACHE_HOME', temporaryFolder());
  vi.stubEnv('MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD', '1');
  vi.stubEnv('MEDIASOUP_WORKER_BIN', undefined);
  vi.stubEnv('TURNSERVER_BIN', process.execPath);
  return project;
}

test('OPS-16 a second set-up does nothing and says nothing', async () => {
  const project = freshClone();
  fakePrograms({
    npm: NPM,
    'dpkg-query': `for name; do echo "$name installed"; done`,
    cmake: `[ "$1" = --build ] || exit 0; printf '#!/bin/sh\\nexit 41\\n' > "$2/mediasoup-worker"; chmod +x "$2/mediasoup-worker"`,
  });
  const said = heard();
  expect(await setUp('start', project)).toBe(0);
  expect(said()).toMatch(
    /Dependencies are installed[^]*The mediasoup worker is built[^]*The pages are built[^]*Set-up is done/,
  );

  const before = said();
  expect(await setUp('start', project)).toBe(0);
  expect(said()).toBe(before);
});

test('OPS-8 a person without root is asked once, for everything', async () => {
  const project = freshClone();
  fakePrograms({ npm: NPM, 'dpkg-query': 'exit 1' });
  vi.spyOn(process, 'getuid').mockReturnValue(1000);
  const said = heard();
  expect(await setUp('test', project)).toBe(1);
  const lines = said().match(/sudo apt install.*/g) ?? [];
  expect(lines).toHaveLength(1);
  expect(lines[0]?.replace(/ chromium$/, '')).toBe(`sudo apt install ${workerPackages.join(' ')}`);
});

test.each([
  ['official', 0, undefined],
  ['built', 1, 'sudo apt install g++ libsrtp2-dev libssl-dev'],
] as const)(
  'OPS-15 only a machine that built its worker needs the packages of the test of its shim (%s)',
  async (which, exitCode, line) => {
    const project = freshClone();
    fakePrograms({ npm: NPM, 'dpkg-query': 'exit 1' });
    vi.spyOn(process, 'getuid').mockReturnValue(1000);
    vi.stubEnv('CHROMIUM_BIN', process.execPath);
    fakeWorker(workerPlaces(project)[which]);
    const said = heard();
    expect(await setUp('test', project)).toBe(exitCode);
    expect(said().match(/sudo apt.*/)?.[0]).toBe(line);
  },
);

test('OPS-17 everything is said on standard error; `tool` needs the dependencies only', async () => {
  const project = freshClone();
  fakePrograms({ npm: NPM });
  const tool = inProcess(`const { setUp } = await import(setup + '/steps.mjs');
    process.exit(await setUp('tool', ${JSON.stringify(project)}));`);
  const { code, stdout, stderr } = await tool.exit;
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stderr).toMatch(
    /^Installing dependencies …\nDependencies are installed \(\d+ s\)\.\nSet-up is done/,
  );
});

test('OPS-17 an unknown command is answered with those that there are', async () => {
  const { code, stdout, stderr } = await setupCommand(['install']).exit;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('start|test|dev|check|tool');
});
