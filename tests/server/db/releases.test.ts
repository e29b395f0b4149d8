// Databases as earlier releases left them, opened by this one. Each numbered migration counts as a release; `releases/` has the
// rows that came with it. Whoever adds a table adds rows there, or the test says so.
import Database from 'better-sqlite3';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Db } from '../../../server/db/open.ts';
import { verify } from '../../../server/shop/ledger.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

type Row = Record<string, unknown>;

const migrations = new URL('../../../server/db/migrations/', import.meta.url);
const rowsOf = (version: number) =>
  new URL(`releases/${String(version).padStart(3, '0')}.sql`, import.meta.url);
const known = readdirSync(migrations).map((file) => ({ file, version: Number(file.slice(0, 3)) }));

const tablesOf = (raw: Database.Database): string[] =>
  raw
    .prepare<[], { name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all()
    .map(({ name }) => name);

/** Only the columns that a table had then; in an order that does not hang on any key. */
const contentsOf = (raw: Database.Database, columns: Map<string, string[]>): Row =>
  Object.fromEntries(
    [...columns].map(([table, names]) => {
      const rows = raw.prepare(`SELECT ${names.map((name) => `"${name}"`).join(', ')} FROM "${table}"`).all();
      return [table, rows.map((row) => JSON.stringify(row)).toSorted()];
    }),
  );

/** A database of that release, with its rows, as it was closed then. */
const release = (file: string, version: number) => {
  const raw = new Database(file);
  raw.pragma('foreign_keys = OFF');
  for (const { file: name } of known.filter((each) => each.version <= version))
    raw.exec(readFileSync(new URL(name, migrations), 'utf8'));
  raw.pragma('foreign_keys = ON');
  raw.pragma(`user_version = ${version}`);
  for (const each of known)
    if (each.version <= version && existsSync(rowsOf(each.version)))
      raw.exec(readFileSync(rowsOf(each.version), 'utf8'));
  const columns = new Map(
    tablesOf(raw).map((table) => [
      table,
      (raw.pragma(`table_info("${table}")`) as { name: string }[]).map(({ name }) => name),
    ]),
  );
  const contents = contentsOf(raw, columns);
  raw.close();
  return { columns, contents };
};

test.each(known)('STO-25 STO-8: a database of $file is opened with every row as it was', ({ version }) => {
  const file = join(tempDir(), 'vetrina.db');
  const { columns, contents } = release(file, version);
  const empty = Object.entries(contents).filter(([, rows]) => (rows as Row[]).length === 0);
  expect(empty, 'tables without a row in releases/').toEqual([]);
  const db = new Db(file);
  const verdict = db.read((sql) => verify(sql));
  db.close();
  const raw = new Database(file);
  const after = contentsOf(raw, columns);
  // A later release may bring a setting of its own.
  const settings = (after.settings as string[]).filter(
    (row) => version >= 3 || !row.includes('"receipt_key"'),
  );
  expect({ ...after, settings }).toEqual(contents);
  expect(raw.pragma('foreign_key_check')).toEqual([]);
  expect(raw.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(raw.pragma('user_version', { simple: true })).toBe(Math.max(...known.map((each) => each.version)));
  expect(verdict).toEqual({ rows: version >= 2 ? 3 : 0, broken: null });
  raw.close();
});
