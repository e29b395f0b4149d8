import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { installPackages, missingPackages } from '../../server/setup/debian.mjs';
import { fakePrograms, heard, temporaryFolder, write } from './scaffold.ts';

const WANTED = ['g++', 'cmake', 'libuv1-dev'];

// As dpkg-query does it: a line per package it knows of, installed or not, and exit code 1 when it knows one of them not.
const dpkg = (database: string) => `cat '${database}'; exit 1`;

function debian(installed: string[], aptGet = 'exit 0') {
  const database = write(path.join(temporaryFolder(), 'packages'));
  const lines = (names: string[]) => names.map((name) => `${name} installed\n`).join('');
  write(database, `${lines(installed)}libuv1-dev config-files\n`);
  return fakePrograms({ 'dpkg-query': dpkg(database), 'apt-get': aptGet.replaceAll('DATABASE', database) });
}

async function failure(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => expect.unreachable('it should have failed'),
    (reason: Error) => reason,
  );
}

test('OPS-8 a package counts as there only when Debian says that it is installed', () => {
  debian(['g++']);
  expect(missingPackages(WANTED)).toEqual(['cmake', 'libuv1-dev']);
  expect(missingPackages([])).toEqual([]);
});

test('OPS-8 without root, set-up asks for the missing packages by one line, and only for those', async () => {
  const { calls } = debian(['g++']);
  const error = await failure(installPackages(WANTED, { isRoot: false }));
  expect(error.message.match(/sudo apt install.*/g)).toEqual(['sudo apt install cmake libuv1-dev']);
  expect(calls().filter((call) => call.startsWith('apt-get'))).toEqual([]);
});

test('OPS-8 as root, set-up installs the missing packages, asking nothing', async () => {
  const { calls } = debian(
    ['g++'],
    `[ "$DEBIAN_FRONTEND" = noninteractive ] || exit 1
     for last; do [ "$3" = update ] || echo "$last installed" >> 'DATABASE'; done`,
  );
  const said = heard();
  expect(await installPackages(WANTED, { isRoot: true })).toBe(true);
  const apt = calls().filter((call) => call.startsWith('apt-get'));
  expect(apt[0]).toMatch(/ update$/);
  expect(apt[1]).toMatch(/ install -y --no-install-recommends cmake libuv1-dev$/);
  expect(said()).toMatch(/^Installing Debian packages: cmake libuv1-dev …\nDebian packages are installed/);

  expect(await installPackages(WANTED, { isRoot: true })).toBe(false);
});

test('OPS-8 what apt said is shown when it fails, and kept in a file', async () => {
  debian(['g++', 'cmake'], 'echo "E: Unable to locate package $7" >&2; exit 100');
  const tmp = temporaryFolder();
  vi.stubEnv('TMPDIR', tmp);
  heard();
  const error = await failure(installPackages(WANTED, { isRoot: true }));
  expect(error.message).toContain('E: Unable to locate package');
  expect(error.message).toContain('libuv1-dev could not be installed');
  const [, log = ''] = /all of it in (\S+)\.$/.exec(error.message) ?? [];
  expect(log.startsWith(tmp) && existsSync(log)).toBe(true);
});

test('OPS-8 on another distribution set-up says what it would have needed', () => {
  vi.stubEnv('PATH', temporaryFolder());
  expect(() => missingPackages(['chromium'])).toThrow(/Debian calls chromium.*neither Debian nor Ubuntu/);
});
