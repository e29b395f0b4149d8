import { lstatSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { downloadWorker, prebuiltUrl } from '../../server/setup/worker-download.mjs';
import { answers, findWorker, workerPlaces } from '../../server/setup/worker.mjs';
import { fakeProject, fakeWorker, heard, project, read, temporaryFolder, write } from './scaffold.ts';

const places = (env: NodeJS.ProcessEnv = {}) =>
  workerPlaces(fakeProject(), { env: { ...env, XDG_CACHE_HOME: temporaryFolder() } });

test('OPS-11 a worker counts only if it runs', () => {
  const folder = temporaryFolder();
  expect(answers(fakeWorker(path.join(folder, 'good')))).toBe(true);
  expect(answers(fakeWorker(path.join(folder, 'bad'), 127))).toBe(false);
  expect(answers(write(path.join(folder, 'half'), 'ELF'))).toBe(false);
  expect(answers(path.join(folder, 'missing'))).toBe(false);
});

test('OPS-11 a worker named by MEDIASOUP_WORKER_BIN goes before every other, and is refused if it does not run', () => {
  const named = path.join(temporaryFolder(), 'named');
  const where = places({ MEDIASOUP_WORKER_BIN: named });
  fakeWorker(where.official);
  expect(() => findWorker(where)).toThrow(`MEDIASOUP_WORKER_BIN names ${named}, which does not run`);
  fakeWorker(named);
  expect(findWorker(where)).toBe('named');
});

test('OPS-11 the official worker goes before a built one; a built one is linked where mediasoup looks', () => {
  const where = places();
  expect(findWorker(where)).toBeUndefined();
  fakeWorker(where.built);
  expect(findWorker(where)).toBe('built');
  expect(readlinkSync(where.official)).toBe(where.built);
  expect(findWorker(where)).toBe('built');

  rmSync(where.official);
  fakeWorker(where.official);
  expect(findWorker(where)).toBe('official');

  fakeWorker(where.official, 1); // It has stopped running: the distribution has been changed under it, say.
  expect(findWorker(where)).toBe('built');
  expect(lstatSync(where.official).isSymbolicLink()).toBe(true);
});

test('OPS-11 a link to another worker, or to none, is set right', () => {
  const where = places();
  fakeWorker(where.built);
  findWorker(where);
  rmSync(where.official);
  symlinkSync(`${where.built}-of-another-recipe`, where.official);
  expect(findWorker(where)).toBe('built');
  expect(readlinkSync(where.official)).toBe(where.built);
  expect(readdirSync(path.dirname(where.official))).toEqual(['mediasoup-worker']);
});

test('OPS-12 a built worker is kept by mediasoup version, machine, recipe and release of the distribution', () => {
  const folder = fakeProject();
  const env = { XDG_CACHE_HOME: temporaryFolder() };
  const release = (name: string, text: string) => write(path.join(env.XDG_CACHE_HOME, name), text);
  const twelve = release('12', 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian 12.13"\n');
  const later = release('12b', 'PRETTY_NAME="Debian 12.14"\nVERSION_ID="12"\nID=debian\n');
  const thirteen = release('13', 'ID=debian\nVERSION_ID="13"\n');
  const built = (osRelease: string) => workerPlaces(folder, { env, osRelease }).built;

  const machine = `${process.platform}-${process.arch}`;
  expect(path.relative(env.XDG_CACHE_HOME, built(twelve))).toMatch(
    new RegExp(`^vetrina/mediasoup-worker-3\\.27\\.1-${machine}-[0-9a-f]{10}/mediasoup-worker$`),
  );
  expect(built(later)).toBe(built(twelve));
  expect(built(thirteen)).not.toBe(built(twelve));
  expect(built('/no/such/file')).not.toBe(built(twelve));

  const sources = temporaryFolder();
  write(path.join(sources, 'shim/srtp.h'), 'one');
  const one = workerPlaces(folder, { env, sources }).built;
  write(path.join(sources, 'shim/srtp.h'), 'two');
  expect(workerPlaces(folder, { env, sources }).built).not.toBe(one);

  expect(workerPlaces(folder, { env: { XDG_CACHE_HOME: 'relative' } }).cache).toMatch(
    /^\/.*\/\.cache\/vetrina$/,
  );
});

// A mirror of mediasoup's prebuilt workers. mediasoup's own script is stood in for by one that "downloads" an answer.
async function mirror(status: number | 'silent', script = '') {
  const server = createServer((_request, response) => {
    if (status !== 'silent') response.writeHead(status).end('worker');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const where = places({
    MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: `http://127.0.0.1:${port}/workers`,
    ...process.env,
  });
  write(path.join(where.mediasoup, 'npm-scripts.mjs'), script);
  return {
    where,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const downloads = (exitCode: number) => `
  import { writeFileSync, mkdirSync } from 'node:fs';
  mkdirSync('worker/out/Release', { recursive: true });
  writeFileSync('called', process.argv[2] + ' ' + process.env.PYTHON);
  writeFileSync('worker/out/Release/mediasoup-worker', '#!/bin/sh\\nexit ${exitCode}\\n', { mode: 0o755 });`;

test('OPS-13 the ready-made worker is downloaded by the script of mediasoup, which is kept from building', async () => {
  using served = await mirror(200, downloads(41));
  const said = heard();
  expect(await downloadWorker(served.where)).toBe('official');
  expect(read(path.join(served.where.mediasoup, 'called'))).toBe('postinstall false');
  expect(said()).toMatch(/The mediasoup worker is downloaded/);
});

test('OPS-13 a ready-made worker that does not run here is thrown away', async () => {
  using served = await mirror(200, downloads(127));
  const said = heard();
  expect(await downloadWorker(served.where)).toBeUndefined();
  expect(lstatSync(served.where.official, { throwIfNoEntry: false })).toBeUndefined();
  expect(said()).toMatch(/no ready-made mediasoup worker that runs here/);
});

test.each([404, 'silent'] as const)(
  'OPS-13 a download that cannot be had (%s) costs three seconds at most',
  async (status) => {
    using served = await mirror(status, downloads(41));
    const said = heard();
    expect(await downloadWorker(served.where)).toBeUndefined(); // Without the limit this would take minutes.
    expect(said()).toMatch(/cannot be downloaded from here, so it is built/);
    expect(read(path.join(served.where.mediasoup, 'called'))).toBe('');
  },
);

test('OPS-13 the switch of mediasoup against the download is honoured', async () => {
  using served = await mirror(200, downloads(41));
  const said = heard();
  const env = { ...served.where.env, MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD: 'true' };
  expect(await downloadWorker({ ...served.where, env })).toBeUndefined();
  expect(said()).toBe('');
  expect(
    await downloadWorker({ ...served.where, env: { ...env, MEDIASOUP_FORCE_WORKER_PREBUILT_DOWNLOAD: '1' } }),
  ).toBe('official');
});

test('OPS-13 the address asked is the one that the script of mediasoup downloads from', () => {
  const url = prebuiltUrl({
    version: '3.27.1',
    repository: 'git+https://prebuilt.invalid/mediasoup.git',
    env: {},
  });
  expect(url).toMatch(
    /^https:\/\/prebuilt\.invalid\/mediasoup\/releases\/download\/3\.27\.1\/mediasoup-worker-3\.27\.1-/,
  );
  // The script is the authority: these are the lines that set-up repeats.
  const script = read(path.join(project, 'node_modules/mediasoup/npm-scripts.mjs'));
  expect(script).toContain('`mediasoup-worker-${pkg.version}-${os.platform()}-${os.arch()}`');
  expect(script).toContain('`-kernel${kernelMajorVersion}`');
  expect(script).toContain('`${releaseBase}/${pkg.version}/${workerPrebuildTar}`');
});
