import { readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { buildWorker } from '../../server/setup/worker-build.mjs';
import { answers, workerPlaces } from '../../server/setup/worker.mjs';
import {
  eventually,
  fakeProject,
  fakePrograms,
  heard,
  inProcess,
  temporaryFolder,
  write,
} from './scaffold.ts';

// Stands in for cmake: configures nothing, then "builds" in $SECONDS_TO_BUILD a worker that answers as $ANSWER says.
const CMAKE = `
  [ "$1" = --build ] || exit 0
  echo '[1/2] Building CXX object lib.cpp.o'
  echo half > "$2/mediasoup-worker"; chmod +x "$2/mediasoup-worker"
  sleep "\${SECONDS_TO_BUILD:-0}"
  printf '#!/bin/sh\\nexit %s\\n' "\${ANSWER:-41}" > "$2/mediasoup-worker"
  echo '[2/2] Linking CXX executable mediasoup-worker'`;

const places = () => workerPlaces(fakeProject(), { env: { XDG_CACHE_HOME: temporaryFolder() } });
type Places = ReturnType<typeof places>;

const building = (where: Places, env: NodeJS.ProcessEnv) =>
  inProcess(
    `const { buildWorker } = await import(setup + '/worker-build.mjs');
     await buildWorker(${JSON.stringify({ ...where, env: {} })});`,
    env,
  );
const inCache = (where: Places) => readdirSync(where.cache);
const nameOf = (where: Places) => path.basename(path.dirname(where.built));

test('OPS-14 a worker is built in a folder of its own, moved into the cache, and linked where mediasoup looks', async () => {
  const where = places();
  const { calls } = fakePrograms({ cmake: CMAKE });
  const said = heard();
  await buildWorker(where);
  expect(answers(where.official)).toBe(true);
  expect(readlinkSync(where.official)).toBe(where.built);
  expect(inCache(where)).toEqual([nameOf(where)]);
  expect(said()).toMatch(/^Building the mediasoup worker \(.*\) …\nThe mediasoup worker is built/);

  await buildWorker(where); // It is there: nothing to do.
  expect(calls()).toHaveLength(2);
});

test('OPS-14 a failing build is quoted and leaves nothing behind', async () => {
  const where = places();
  fakePrograms({ cmake: '[ "$1" = --build ] || exit 0; echo "FAILED: lib.cpp.o"; echo "Killed"; exit 1' });
  heard();
  await expect(buildWorker(where)).rejects.toThrow(/FAILED: lib\.cpp\.o\nKilled[^]*could not be built/);
  expect(inCache(where)).toEqual([]);
});

test('OPS-14 a worker that is built but does not run is not kept', async () => {
  const where = places();
  fakePrograms({ cmake: CMAKE.replace(':-41', ':-127') });
  heard();
  await expect(buildWorker(where)).rejects.toThrow(/does not run here/);
  expect(inCache(where)).toEqual([]);
});

test('OPS-7 OPS-14 a build that is stopped leaves nothing behind', async () => {
  const where = places();
  fakePrograms({ cmake: CMAKE });
  const cut = building(where, { SECONDS_TO_BUILD: '30' });
  await eventually(() => expect(inCache(where)).toHaveLength(1));
  cut.child.kill('SIGINT');
  expect((await cut.exit).code).toBe(130);
  expect(inCache(where)).toEqual([]);
});

test('OPS-14 what a killed build left behind is never used, and is cleared away by the next', async () => {
  const where = places();
  fakePrograms({ cmake: CMAKE });
  const cut = building(where, { SECONDS_TO_BUILD: '1' });
  await eventually(() =>
    expect(readdirSync(path.join(where.cache, inCache(where)[0] ?? ''))).toHaveLength(1),
  );
  cut.child.kill('SIGKILL');
  await cut.exit;
  expect(inCache(where).map((name) => name.split('-')[0])).toEqual(['building']);
  expect(answers(where.built)).toBe(false);

  write(path.join(where.cache, 'building-long-ago/half'), 'half');
  heard();
  await buildWorker(where);
  expect(inCache(where)).toEqual([nameOf(where)]);
  expect(answers(where.official)).toBe(true);
});

test('OPS-5 two set-ups build one worker', async () => {
  const where = places();
  const { calls } = fakePrograms({ cmake: CMAKE });
  const both = [building(where, { SECONDS_TO_BUILD: '1' }), building(where, { SECONDS_TO_BUILD: '1' })];
  const ends = await Promise.all(both.map((one) => one.exit));
  expect(ends.map((end) => end.code)).toEqual([0, 0]);
  expect(ends.map((end) => end.stderr).join('')).toContain('Another set-up is building the mediasoup worker');
  expect(calls().filter((call) => call.startsWith('cmake --build'))).toHaveLength(1);
  expect(answers(where.official)).toBe(true);
});
