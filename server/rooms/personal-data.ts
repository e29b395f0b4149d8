// What the shop keeps about one viewer, told and deleted at the wish of whoever has the link of one of the viewer's receipts.
// What is over loses its person, as retention would do to it later; what is open stays until it is over; the ledger never named
// anybody. Rules: IDN-22, IDN-23.
import type { Forgotten, PersonalData } from '../../shared/shop-api.ts';
import * as journal from '../db/journal.ts';
import type { Sql, Tx } from '../db/open.ts';
import type { DeviceId, MessageId, RoomId, VariantId } from '../ids.ts';
import * as allowance from '../shop/allowance.ts';
import { asOf, entryColumns, entryTables } from '../shop/reservation-views.ts';
import * as waitlist from '../shop/waitlist.ts';

type Entry = PersonalData['reservations'][number];

export const dataOf = (sql: Sql, deviceId: DeviceId, now: number): PersonalData => {
  const all = <Row>(query: string): Row[] => sql.all<Row>(query, deviceId);
  return {
    madeAt: now,
    nickname:
      all<NonNullable<PersonalData['nickname']>>(
        'SELECT nickname AS name, created_at AS since, seen_at AS seenAt FROM viewers WHERE device_id = ?',
      )[0] ?? null,
    // Not the secrets of their links: whoever has one of them has not all.
    reservations: all<Entry>(
      `SELECT ${entryColumns} FROM ${entryTables} WHERE r.device_id = ? ORDER BY r.placed_at`,
    ).map((row) => asOf(row, now)),
    waiting: waitlist.placesOf(sql, deviceId),
    cap: allowance.cap(sql, deviceId, now),
    questions: all(
      `SELECT text, kind, variant, state, asked_at AS askedAt, answer FROM questions WHERE device_id = ? ORDER BY asked_at`,
    ),
    sameQuestions: all(
      `SELECT q.text, m.at FROM me_toos m JOIN questions q ON q.id = m.question_id WHERE m.device_id = ? ORDER BY m.at`,
    ),
    messages: all('SELECT text, nickname, at FROM messages WHERE device_id = ? ORDER BY at'),
    reports: all('SELECT subject, reason, at FROM reports WHERE device_id = ? ORDER BY at'),
    soldOut: all(
      `SELECT p.title, m.day * 86400000 AS day FROM misses m JOIN variants v ON v.id = m.variant_id
       JOIN products p ON p.id = v.product_id WHERE m.device_id = ? ORDER BY m.day`,
    ),
    sanctions: all(
      'SELECT kind, reason, made_at AS madeAt, until, nickname FROM sanctions WHERE device_id = ? ORDER BY made_at',
    ),
  };
};

// The journal serves those who come back within a show, and whoever finds it empty gets a snapshot instead.
const forgetJournal = (tx: Tx, deviceId: DeviceId): void => {
  tx.run(
    `DELETE FROM events WHERE room_id IN
       (SELECT room_id FROM messages WHERE device_id = ? UNION SELECT room_id FROM questions WHERE device_id = ?)`,
    deviceId,
    deviceId,
  );
};

const forgetMessages = (tx: Tx, deviceId: DeviceId, now: number): void => {
  const said = tx.all<{ id: MessageId; roomId: RoomId; isPinned: 0 | 1 }>(
    `SELECT m.id, m.room_id AS roomId, m.id IS o.pinned_message_id AS isPinned
     FROM messages m JOIN rooms o ON o.id = m.room_id WHERE m.device_id = ? AND m.staff_id IS NULL AND m.state <> 'removed'`,
    deviceId,
  );
  tx.run(
    `UPDATE messages SET state = 'removed', text = '', nickname = NULL, device_id = ''
     WHERE device_id = ? AND staff_id IS NULL`,
    deviceId,
  );
  for (const { id, roomId, isPinned } of said) {
    journal.append(tx, roomId, now, 'chat.removed', { messageId: id });
    if (isPinned === 0) continue;
    tx.run('UPDATE rooms SET pinned_message_id = NULL WHERE id = ?', roomId);
    journal.append(tx, roomId, now, 'chat.pinned', { message: null });
  }
};

const leaveLists = (tx: Tx, deviceId: DeviceId, now: number): void => {
  for (const { variantId } of waitlist.placesOf(tx, deviceId))
    waitlist.leave(tx, variantId as VariantId, deviceId, now);
  tx.run("UPDATE waiting SET device_id = '' WHERE device_id = ?", deviceId);
};

const count = (sql: Sql, query: string, ...values: (string | number)[]): number =>
  sql.get<{ n: number }>(query, ...values)?.n ?? 0;

/** All that is over; returns what has to stay until it is. */
export const forget = (tx: Tx, deviceId: DeviceId, now: number): Omit<Forgotten, 'linkEnds'> => {
  forgetJournal(tx, deviceId);
  forgetMessages(tx, deviceId, now);
  leaveLists(tx, deviceId, now);
  tx.run(
    `UPDATE reservations SET name = NULL, contact = NULL, device_id = '', receipt_hash = 'forgotten.' || id, forgotten_at = ?
     WHERE device_id = ? AND ended_at IS NOT NULL`,
    now,
    deviceId,
  );
  tx.run("UPDATE questions SET device_id = '', nickname = NULL WHERE device_id = ?", deviceId);
  for (const table of ['viewers', 'me_toos', 'reports', 'misses'])
    tx.run(`DELETE FROM ${table} WHERE device_id = ?`, deviceId);
  tx.run(
    'DELETE FROM sanctions WHERE device_id = ? AND (until <= ? OR lifted_at IS NOT NULL)',
    deviceId,
    now,
  );
  tx.run('DELETE FROM idempotency WHERE actor = ?', deviceId);
  const reservations = count(tx, 'SELECT count(*) AS n FROM reservations WHERE device_id = ?', deviceId);
  // A limit that somebody set for himself holds while he can still reserve with this device.
  if (reservations === 0) tx.run('DELETE FROM viewer_caps WHERE device_id = ?', deviceId);
  return {
    reservations,
    sanctions: count(tx, 'SELECT count(*) AS n FROM sanctions WHERE device_id = ?', deviceId),
  };
};
