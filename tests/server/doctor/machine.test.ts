import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../../server/config.ts';
import { bytesOf, cpu, disk, files, growth, memory, uplink } from '../../../server/doctor/machine.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const dayMs = 24 * 60 * 60 * 1000;
const at = (folder: string) => readConfig({ VETRINA_DATA_DIR: folder, VETRINA_WORKERS: '2' });
const whole = (since: number | null) => ({ is: 'whole', version: 1, newest: 1, since }) as const;

test('OPS-57 the disk is timed in the data folder, or where that will be, and nothing is left behind', () => {
  const folder = tempDir();
  for (const each of [folder, join(folder, 'not', 'yet')]) {
    const { verdict, values } = disk(at(each));
    expect(['good', 'fair']).toContain(verdict);
    expect(Number(values.free ?? 1)).toBeGreaterThan(0);
  }
  expect(readdirSync(folder)).toEqual([]);
  expect(existsSync(join(folder, 'not'))).toBe(false);
});

test('OPS-57 a folder where nothing can be written is told', () => {
  expect(disk(at('/proc/self'))).toMatchObject({ verdict: 'bad' });
});

test('OPS-57 growth is what the folder holds over the age of the shop', async () => {
  const folder = tempDir();
  writeFileSync(join(folder, 'vetrina.db'), Buffer.alloc(3_000_000));
  expect(bytesOf(join(folder, 'vetrina.db'))).toBe(3_000_000);
  const after = (days: number) => growth(at(folder), whole(Date.now() - days * dayMs));
  expect(await after(2)).toMatchObject({ verdict: 'unknown', outcome: 'young' });
  expect(await after(45)).toMatchObject({ outcome: 'room', values: { perMonth: 2 } });
  expect(await growth(at(folder), { is: 'none' })).toMatchObject({ outcome: 'young' });
});

test.each([
  [100e6, 'bad', 'short'],
  [300e6, 'fair', 'low'],
  [2e9, 'good', 'good'],
])('OPS-57 %d bytes of memory are %s', (bytes, verdict, outcome) => {
  expect(memory(bytes)).toMatchObject({ verdict, outcome });
});

test.each([
  ['1024', 'bad'],
  ['524288', 'good'],
])('OPS-57 %s open files are %s for 2,000 viewers', (hard, verdict) => {
  const file = join(tempDir(), 'limits');
  writeFileSync(
    file,
    `Max processes  1 1 processes\nMax open files            ${hard}     ${hard}     files\n`,
  );
  expect(files(file)).toMatchObject({ verdict, values: { limit: Number(hard) } });
});

test('OPS-57 the uplink is told as it is set', () => {
  expect(uplink(readConfig({}))).toMatchObject({ verdict: 'unknown', outcome: 'unset' });
  expect(uplink(readConfig({ VETRINA_UPLINK_MBIT: '50' }))).toMatchObject({
    verdict: 'good',
    values: { mbit: 50 },
  });
});

test('OPS-57 more workers than cores, and a busy machine, are told', () => {
  const config = at(tempDir());
  expect(cpu(config, 1, 0)).toMatchObject({ verdict: 'fair', outcome: 'workers' });
  expect(cpu(config, 2, 1.9)).toMatchObject({ verdict: 'fair', outcome: 'busy', values: { busy: 95 } });
  expect(cpu(config, 4, 1)).toMatchObject({ verdict: 'good', values: { cores: 4, busy: 25 } });
});
