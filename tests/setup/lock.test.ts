import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { withLock } from '../../server/setup/lock.mjs';
import { eventually, heard, inProcess, program, read, temporaryFolder } from './scaffold.ts';

const holding = (folder: string) => `
  const { withLock } = await import(setup + '/lock.mjs');
  await withLock(${JSON.stringify(folder)}, 'waiting', async () => {
    console.log('holding');
    await new Promise((resolve) => setTimeout(resolve, Number(process.env.HOLD_MS)));
    console.log('letting go');
  });`;

test('OPS-5 a second set-up says so and waits until the first lets go', async () => {
  const folder = path.join(temporaryFolder(), 'cache');
  const first = inProcess(holding(folder), { HOLD_MS: '700' });
  await eventually(() => expect(first.output()).toContain('holding'));

  const said = heard();
  let firstWasDone = false;
  await withLock(folder, 'Another is at it; waiting.', async () => {
    firstWasDone = first.output().includes('letting go');
  });
  expect(said()).toBe('Another is at it; waiting.\n');
  expect(firstWasDone).toBe(true);
});

test('OPS-5 a killed set-up holds nobody up', async () => {
  const folder = temporaryFolder();
  const first = inProcess(holding(folder), { HOLD_MS: '60000' });
  await eventually(() => expect(first.output()).toContain('holding'));
  heard();
  const second = withLock(folder, 'waiting', async () => 'mine');
  first.child.kill('SIGKILL');
  expect(await second).toBe('mine');
});

test('OPS-5 a task that fails lets go', async () => {
  const folder = temporaryFolder();
  const said = heard();
  await expect(withLock(folder, 'waiting', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withLock(folder, 'waiting', async () => 'yes')).toBe('yes');
  expect(said()).toBe('');
});

test('OPS-5 what a killed set-up had started keeps the lock until it has ended', async () => {
  const folder = temporaryFolder();
  const work = path.join(temporaryFolder(), 'work.log');
  const slow = program(
    path.join(path.dirname(work), 'slow'),
    `echo begun > '${work}'; sleep 1; echo ended >> '${work}'`,
  );
  const first = inProcess(`
    const { withLock } = await import(setup + '/lock.mjs');
    const { run } = await import(setup + '/run.mjs');
    await withLock(${JSON.stringify(folder)}, 'waiting', (lock) => run(${JSON.stringify(slow)}, [], { lock }));`);
  await eventually(() => expect(read(work)).toBe('begun\n'));
  first.child.kill('SIGKILL');
  await first.exit;

  const said = heard();
  const seen = await withLock(folder, 'waiting', async () => read(work));
  expect(seen).toBe('begun\nended\n');
  expect(said()).toBe('waiting\n');
});

test('OPS-5 without flock(1) set-up goes on', async () => {
  vi.stubEnv('PATH', temporaryFolder());
  expect(await withLock(temporaryFolder(), 'waiting', async () => 'done')).toBe('done');
});
