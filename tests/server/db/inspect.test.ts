import Database from 'better-sqlite3';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspect } from '../../../server/db/inspect.ts';
import { newestVersion } from '../../../server/db/migrate.ts';
import { openTestDb } from '../../helpers/db.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

test('OPS-52 a database is looked at while another connection writes, and not changed', async () => {
  const { db, file } = await openTestDb();
  const newest = newestVersion();
  expect(inspect(file)).toEqual({ is: 'whole', version: newest, newest, since: expect.any(Number) });
  await db.write((tx) => tx.run("INSERT INTO settings (key, value) VALUES ('after', 'x')"));
});

test('OPS-52 an older, a newer and no database are told apart, and none is migrated or made', () => {
  const file = join(tempDir(), 'vetrina.db');
  expect(inspect(file)).toEqual({ is: 'none' });
  for (const version of [1, 9999]) {
    const raw = new Database(file);
    raw.pragma(`user_version = ${version}`);
    raw.close();
    expect(inspect(file)).toMatchObject({ is: 'whole', version, since: null });
  }
});

test('OPS-52 a damaged file is told, whatever is wrong with it', async () => {
  const { db, file } = await openTestDb();
  db.close();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xee, 4096 * 3, 4096 * 9));
  expect(inspect(file)).toMatchObject({ is: 'damaged', reason: expect.stringMatching(/\w/) });
  writeFileSync(file, 'not a database at all, but long enough to be one, for what it is worth'.repeat(40));
  expect(inspect(file)).toMatchObject({ is: 'damaged' });
});
