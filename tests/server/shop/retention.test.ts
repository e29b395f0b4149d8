// What is kept how long: each kind by itself, all of them by their clock, and nothing that grows without a decision.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { Db } from '../../../server/db/open.ts';
import * as journal from '../../../server/db/journal.ts';
import { forget, report } from '../../../server/shop/forget.ts';
import * as policy from '../../../server/shop/policy.ts';
import { policyBody } from '../../../shared/shop-bodies.ts';
import * as v from 'valibot';
import { openTestDb } from '../../helpers/db.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const hour = 60 * 60_000;
const day = 24 * hour;
const at = 1_700_000_000_000;

/** The rows of every release (db/releases). */
const openOldShop = () => {
  const file = join(tempDir(), 'vetrina.db');
  const db = new Db(file);
  onTestFinished(() => db.close());
  const raw = new Database(file);
  const folder = new URL('../db/releases/', import.meta.url);
  for (const name of readdirSync(folder).toSorted()) raw.exec(readFileSync(new URL(name, folder), 'utf8'));
  raw.close();
  return db;
};
const texts = (db: Db, table: string) =>
  db.read((sql) => sql.all(`SELECT * FROM ${table}`)).map((row) => JSON.stringify(row));

test('OPS-70: every table is swept, or there is a reason why it stays', async () => {
  const stays = {
    settings: 'a few rows',
    ...{
      rooms: 'the shop',
      shows: 'the shop',
      staff: 'names in the log and the ledger',
      saved_answers: 'the shop',
    },
    ...{ products: 'the shop', variants: 'the shop', images: 'the shop', line_up: 'the shop' },
    viewer_paths: 'counts of a month; older ones go as new ones come',
    ...{ prices: 'the law asks for it', ledger: 'names nobody, and only whole it proves anything' },
  };
  const swept = [
    ...['answers', 'audit', 'events', 'idempotency', 'invites', 'me_toos', 'messages', 'misses'],
    ...['nickname_changes', 'questions', 'reports', 'reservations', 'sanctions', 'sessions', 'stream_keys'],
    ...['viewer_caps', 'viewers', 'waiting'],
  ];
  const { db } = await openTestDb();
  const tables = db.read((sql) =>
    sql.all<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    ),
  );
  const decided = new Set([...Object.keys(stays), ...swept]);
  expect(tables.map(({ name }) => name).filter((name) => !decided.has(name))).toEqual([]);
  const source = readFileSync(new URL('../../../server/shop/forget.ts', import.meta.url), 'utf8');
  const unswept = swept.filter((name) => !new RegExp(`(FROM|UPDATE) ${name}\\b`).test(source));
  expect(unswept).toEqual(['answers', 'idempotency']);
});

test('OPS-70 OPS-71 OPS-72: each kind goes when its time is over and not before, and the books stay', async () => {
  const db = openOldShop();
  await db.write((tx) => policy.write(tx, v.parse(policyBody, { retentionDays: 30 })));
  // Until then: the network of a ban, after six hours.
  expect(await db.write((tx) => forget(tx, at + 40_000 + 6 * hour - 1))).toMatchObject({ networks: 0 });
  expect(await db.write((tx) => forget(tx, at + 40_000 + 6 * hour))).toMatchObject({
    ...{ networks: 1, chat: 0, journal: 0, answers: 0, questions: 0, access: 0 },
  });
  expect(texts(db, 'sanctions').join()).not.toContain('192.0.2.7');
  expect(await db.write((tx) => forget(tx, at + 8 * day + 2 * hour))).toMatchObject({ answers: 2, chat: 0 });
  expect(await db.write((tx) => forget(tx, at + 30 * day + 1))).toMatchObject({ journal: 1, chat: 0 });
  expect(await db.write((tx) => forget(tx, at + 100 * day))).toMatchObject({
    ...{ reservations: 0, waiting: 1, questions: 5, chat: 4, nicknames: 0, moderation: 3, journal: 1 },
    access: 3,
  });
  for (const gone of ['messages', 'reports', 'viewers', 'sanctions', 'events', 'sessions', 'me_toos'])
    expect([gone, texts(db, gone)]).toEqual([gone, []]);
  // Still open, so still known: a promise, and who waits.
  expect(texts(db, 'reservations').join()).toContain('anna@example.com');
  expect(texts(db, 'questions').join()).not.toMatch(/device_[abcd]|Anna/);
  expect(texts(db, 'audit').join()).not.toContain('"detail":"spam"');
  expect([texts(db, 'ledger').length, texts(db, 'prices').length]).toEqual([3, 2]);
  expect(db.read((sql) => journal.since(sql, 'room_a' as never, 0, 500))).toBe(null);
  expect(db.read((sql) => sql.all('PRAGMA foreign_key_check'))).toEqual([]);
});

test('OPS-73: the last run, what went then and what went since ever are told with how long each kind is kept', async () => {
  const db = openOldShop();
  expect(db.read(report).ranAt).toBe(null);
  await db.write((tx) => forget(tx, at + 8 * day + 2 * hour));
  await db.write((tx) => forget(tx, at + 9 * day));
  const { ranAt, kinds } = db.read(report);
  expect(ranAt).toBe(at + 9 * day);
  expect(kinds.find(({ kind }) => kind === 'answers')).toEqual({
    ...{ kind: 'answers', keptMs: 7 * day, last: 0, total: 2 },
  });
  expect(kinds.find(({ kind }) => kind === 'chat')?.keptMs).toBe(90 * day);
});

test('OPS-72: a message goes although somebody who stays has replied to it, and is pinned no longer', async () => {
  const db = openOldShop();
  await db.write((tx) => {
    tx.run("UPDATE rooms SET pinned_message_id = 'message_a'");
    tx.run("UPDATE messages SET at = ? WHERE id = 'message_b'", at + 90 * day);
  });
  await db.write((tx) => forget(tx, at + 100 * day));
  expect(db.read((sql) => sql.all('SELECT id, reply_to FROM messages'))).toEqual([
    { id: 'message_b', reply_to: null },
  ]);
  expect(db.read((sql) => sql.get('SELECT pinned_message_id AS id FROM rooms'))).toEqual({ id: null });
});

test('OPS-72: a year of chat and journal is deleted in bites, oldest first', async () => {
  const { db, roomId } = await openTestDb();
  await db.write((tx) => {
    for (let n = 1; n <= 6000; n += 1) {
      tx.run(
        "INSERT INTO messages (id, room_id, device_id, role, text, at, state) VALUES (?, ?, 'd', 'viewer', 'x', ?, 'shown')",
        ...[`message_${n}`, roomId, n],
      );
      tx.run("INSERT INTO events (room_id, seq, at, type, body) VALUES (?, ?, ?, 'x', '{}')", roomId, n, n);
    }
  });
  const run = () => db.write((tx) => forget(tx, 365 * day));
  expect(await run()).toMatchObject({ chat: 5000, journal: 5000 });
  expect(db.read((sql) => sql.get('SELECT min(seq) AS seq FROM events'))).toEqual({ seq: 5001 });
  expect(await run()).toMatchObject({ chat: 1000, journal: 1000 });
  expect(await run()).toMatchObject({ chat: 0, journal: 0 });
});
