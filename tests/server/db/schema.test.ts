// What the tables themselves refuse, and how they come to be.
import Database from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate } from '../../../server/db/migrate.ts';
import { Db } from '../../../server/db/open.ts';
import { openTestDb, type TestDb } from '../../helpers/db.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const run = ({ db }: TestDb, text: string, ...values: (string | number | null)[]) =>
  db.write((tx) => tx.run(text, ...values));
const show = (id: string, roomId: string, state: string, awayAt: number | null, endedAt: number | null) =>
  [
    'INSERT INTO shows (id, room_id, state, started_at, away_at, ended_at) VALUES (?, ?, ?, 1, ?, ?)',
    ...[id, roomId, state, awayAt, endedAt],
  ] as [string, ...(string | number | null)[]];

test('STO-7 every table is STRICT', async () => {
  const { db } = await openTestDb();
  const tables = db.read((sql) =>
    sql.all<{ name: string; strict: number }>(
      "SELECT name, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite_%'",
    ),
  );
  expect(tables.length).toBeGreaterThan(6);
  expect(tables.filter(({ strict }) => strict !== 1)).toEqual([]);
});

test('STO-7 SES-10 a second running show is refused, an ended one beside it is not', async () => {
  const test = await openTestDb();
  await run(test, ...show('one', test.roomId, 'live', null, null));
  await expect(run(test, ...show('two', test.roomId, 'away', 5, null))).rejects.toThrow('UNIQUE');
  await expect(run(test, ...show('three', test.roomId, 'ended', null, 9))).resolves.toBe(1);
});

test.each([
  ['an ended show without an end', 'ended', null, null],
  ['a live show with an end', 'live', null, 5],
  ['an away show without a time', 'away', null, null],
  ['a state that does not exist', 'paused', null, null],
])('STO-7 %s is refused', async (_name, state, awayAt, endedAt) => {
  const test = await openTestDb();
  await expect(run(test, ...show('one', test.roomId, state, awayAt, endedAt))).rejects.toThrow('CHECK');
});

test('STO-7 a seq twice, a show of no room, text for a number and broken JSON are refused', async () => {
  const test = await openTestDb();
  const event = 'INSERT INTO events (room_id, seq, at, type, body) VALUES (?, ?, ?, ?, ?)';
  await run(test, event, test.roomId, 1, 1, 'x', '{}');
  await expect(run(test, event, test.roomId, 1, 1, 'x', '{}')).rejects.toThrow('UNIQUE');
  await expect(run(test, event, test.roomId, 2, 'soon', 'x', '{}')).rejects.toThrow('cannot store TEXT');
  await expect(run(test, event, test.roomId, 2, 1, 'x', '{')).rejects.toThrow('CHECK');
  await expect(run(test, ...show('one', 'nowhere', 'live', null, null))).rejects.toThrow('FOREIGN KEY');
});

test('STO-8 migrating twice changes nothing', async () => {
  const file = join(tempDir(), 'a.db');
  const { db, roomId } = await openTestDb(file);
  db.close();
  const again = new Db(file);
  expect(again.read((sql) => sql.get<{ id: string }>('SELECT id FROM rooms'))).toEqual({ id: roomId });
  again.close();
});

test('STO-8 a database of a newer version is refused, in words', () => {
  const raw = new Database(join(tempDir(), 'a.db'));
  raw.pragma('user_version = 999');
  expect(() => migrate(raw)).toThrow(/version 999; this Vetrina knows up to \d+. Run a newer one./);
  expect(raw.prepare('SELECT count(*) AS n FROM sqlite_master').get()).toEqual({ n: 0 });
  raw.close();
});

test('STO-8 a migration that fails leaves the version and the tables as they were', () => {
  const raw = new Database(join(tempDir(), 'a.db'));
  raw.exec('CREATE TABLE shows (mine INTEGER)');
  expect(() => migrate(raw)).toThrow('already exists');
  expect(raw.pragma('user_version', { simple: true })).toBe(0);
  expect(raw.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all()).toEqual([
    { name: 'shows' },
  ]);
  raw.close();
});

test('STO-8 RES-7 keys of before the answers lay in the order of time are remembered', () => {
  const raw = new Database(join(tempDir(), 'a.db'));
  for (const name of ['001-rooms', '002-shop', '003-catalogue'])
    raw.exec(readFileSync(`server/db/migrations/${name}.sql`, 'utf8'));
  raw.pragma('user_version = 3');
  raw.exec(
    `INSERT INTO idempotency VALUES ('b', 'new', 'hash', '{"n":2}', 2), ('c', 'old', 'hash', '{"n":1}', 1)`,
  );
  migrate(raw);
  expect(
    raw.prepare('SELECT actor, key, request_hash, answer, at FROM idempotency ORDER BY id').raw().all(),
  ).toEqual([
    ['c', 'old', 'hash', '{"n":1}', 1],
    ['b', 'new', 'hash', '{"n":2}', 2],
  ]);
  raw.close();
});

test('STO-8 questions of before approval stay, with who joined in, and so do open invites', () => {
  const raw = new Database(join(tempDir(), 'a.db'));
  raw.pragma('foreign_keys = ON');
  for (const name of ['001-rooms', '002-shop', '003-catalogue', '004-rush', '006-questions', '007-chat'])
    raw.exec(readFileSync(`server/db/migrations/${name}.sql`, 'utf8'));
  raw.pragma('user_version = 7');
  raw.exec(
    `INSERT INTO rooms (id, slug, name, created_at) VALUES ('r', 'demo', 'Demo', 1);
     INSERT INTO shows (id, room_id, state, started_at) VALUES ('s', 'r', 'live', 1);
     INSERT INTO questions (id, room_id, show_id, device_id, kind, text, state, me_toos, asked_at)
       VALUES ('b', 'r', 's', 'd', 'question', 'Linen?', 'waiting', 1, 2);
     INSERT INTO questions (id, room_id, show_id, device_id, kind, text, state, asked_at, merged_into)
       VALUES ('a', 'r', 's', 'd', 'question', 'Is it linen?', 'merged', 3, 'b');
     INSERT INTO me_toos VALUES ('b', 'e', 4);
     INSERT INTO invites (token_hash, role, created_at, expires_at) VALUES ('h', 'owner', 1, 9), ('i', 'owner', 1, 9)`,
  );
  migrate(raw);
  const all = (sql: string) => raw.prepare(sql).raw().all();
  expect(all('SELECT id, text, state, me_toos, merged_into FROM questions ORDER BY id')).toEqual([
    ['a', 'Is it linen?', 'merged', 0, 'b'],
    ['b', 'Linen?', 'waiting', 1, null],
  ]);
  expect(all('SELECT question_id FROM me_toos')).toEqual([['b']]);
  raw.exec("UPDATE questions SET state = 'held', me_toos = 0 WHERE id = 'b'");
  for (const wrong of [
    "INSERT INTO me_toos VALUES ('none', 'e', 4)",
    "UPDATE questions SET merged_into = 'none'",
  ])
    expect(() => raw.exec(wrong)).toThrow(/FOREIGN KEY|CHECK/);
  expect(all('SELECT count(DISTINCT id) FROM invites')).toEqual([[2]]);
  raw.close();
});
