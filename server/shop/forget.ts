// Retention: what was kept about persons, and what only grows, goes when its time is over. Reservations, questions and the log
// of who did what stay, without name, contact, device and words; ledger and price log never held any of them, and stay whole.
// What is kept how long is `kept`, which the owner’s page shows; the last run is told there too. Rules: RES-14, IDN-24,
// OPS-70 … OPS-73.
import { limits } from '../../shared/limits.ts';
import type { KeptKind, Retention } from '../../shared/status.ts';
import * as settings from '../db/settings.ts';
import type { Sql, Tx } from '../db/open.ts';
import * as idempotency from './idempotency.ts';
import * as policy from './policy.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** At most so many rows of a kind in one transaction: nobody waits long for it. The next run takes the rest. */
const rowsAtOnce = 5000;

type Removed = Record<KeptKind, number>;
/** Removes what is older than `before`, and returns how many rows it was. */
type Sweep = (tx: Tx, before: number, now: number) => number;

const reservations: Sweep = (tx, before, now) =>
  tx.run(
    `UPDATE reservations SET name = NULL, contact = NULL, device_id = '', receipt_hash = 'forgotten.' || id, forgotten_at = ?
     WHERE ended_at < ? AND forgotten_at IS NULL`,
    now,
    before,
  );

// After the reservations: a limit stays as long as one of them is its device's.
const waiting: Sweep = (tx, before) =>
  tx.run(
    "UPDATE waiting SET device_id = '' WHERE state <> 'waiting' AND device_id <> '' AND joined_at < ?",
    before,
  ) +
  tx.run('DELETE FROM misses WHERE day < ?', Math.floor(before / dayMs)) +
  tx.run(
    `DELETE FROM viewer_caps WHERE device_id NOT IN (SELECT device_id FROM reservations WHERE forgotten_at IS NULL)
       AND coalesce(next_at, 0) < ?`,
    before,
  );

const questions: Sweep = (tx, before) =>
  tx.run(
    "UPDATE questions SET device_id = '', nickname = NULL WHERE asked_at < ? AND device_id <> ''",
    before,
  ) + tx.run('DELETE FROM me_toos WHERE at < ?', before);

const chat: Sweep = (tx, before) => {
  const old = `SELECT id FROM messages WHERE room_id IN (SELECT id FROM rooms) AND at < ? LIMIT ${rowsAtOnce}`;
  tx.run(`UPDATE messages SET reply_to = NULL WHERE reply_to IN (${old})`, before);
  tx.run(`UPDATE rooms SET pinned_message_id = NULL WHERE pinned_message_id IN (${old})`, before);
  return (
    tx.run(`DELETE FROM messages WHERE id IN (${old})`, before) +
    tx.run('DELETE FROM reports WHERE at < ?', before)
  );
};

const nicknames: Sweep = (tx, before, now) =>
  tx.run('DELETE FROM viewers WHERE seen_at < ?', before) +
  tx.run('DELETE FROM nickname_changes WHERE at < ?', now - dayMs);

const moderation: Sweep = (tx, before) =>
  tx.run('DELETE FROM sanctions WHERE until < ?', before) +
  tx.run(
    "UPDATE audit SET detail = '', whom = NULL WHERE at < ? AND (detail <> '' OR whom IS NOT NULL)",
    before,
  );

const networks: Sweep = (tx, before) =>
  tx.run('UPDATE sanctions SET network = NULL WHERE network IS NOT NULL AND made_at <= ?', before);

const journal: Sweep = (tx, before) => {
  let removed = 0;
  for (const { id } of tx.all<{ id: string }>('SELECT id FROM rooms')) {
    const first = tx.get<{ seq: number }>(
      'SELECT seq FROM events WHERE room_id = ? AND at >= ? ORDER BY seq LIMIT 1',
      id,
      before,
    );
    removed += tx.run(
      `DELETE FROM events WHERE room_id = ? AND seq IN
         (SELECT seq FROM events WHERE room_id = ? AND seq < ? ORDER BY seq LIMIT ${rowsAtOnce})`,
      id,
      id,
      first?.seq ?? Number.MAX_SAFE_INTEGER,
    );
  }
  return removed;
};

const access: Sweep = (tx, before, now) =>
  tx.run('DELETE FROM sessions WHERE expires_at <= ?', now) +
  tx.run('DELETE FROM invites WHERE coalesce(used_at, revoked_at, expires_at) < ?', before) +
  tx.run('DELETE FROM stream_keys WHERE revoked_at < ?', before);

/** In the order of their sweeps. `ms` left out: the shop's own retention time. */
const kept: Record<KeptKind, { ms?: number; sweep: Sweep }> = {
  reservations: { sweep: reservations },
  waiting: { sweep: waiting },
  questions: { sweep: questions },
  chat: { sweep: chat },
  nicknames: { sweep: nicknames },
  moderation: { sweep: moderation },
  networks: { ms: limits.networkBanMs, sweep: networks },
  journal: { sweep: journal },
  answers: { ms: limits.idempotencyMs, sweep: (tx, before) => idempotency.forgetOld(tx, before) },
  access: { sweep: access },
};
const kinds = Object.keys(kept) as KeptKind[];

const keptMs = (sql: Sql, kind: KeptKind): number => kept[kind].ms ?? policy.read(sql).retentionDays * dayMs;

const none = (): Removed => Object.fromEntries(kinds.map((kind) => [kind, 0])) as Removed;

type Run = { at: number; last: Removed; total: Removed };

const lastRun = (sql: Sql): Run | null => {
  const text = settings.read(sql, 'forgotten');
  return text === undefined ? null : (JSON.parse(text) as Run);
};

/** Returns how many rows of each kind went; the run is noted. */
export const forget = (tx: Tx, now: number): Removed => {
  const last = none();
  for (const kind of kinds) last[kind] = kept[kind].sweep(tx, now - keptMs(tx, kind), now);
  const total = { ...none(), ...lastRun(tx)?.total };
  for (const kind of kinds) total[kind] += last[kind];
  settings.write(tx, 'forgotten', JSON.stringify({ at: now, last, total } satisfies Run));
  return last;
};

/** For the owner: what is kept, how long, and what went. */
export const report = (sql: Sql): Retention => {
  const run = lastRun(sql);
  return {
    ranAt: run?.at ?? null,
    kinds: kinds.map((kind) => ({
      kind,
      keptMs: keptMs(sql, kind),
      last: run?.last[kind] ?? 0,
      total: run?.total[kind] ?? 0,
    })),
  };
};
