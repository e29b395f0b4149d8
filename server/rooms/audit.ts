// The log of a room: who did what about what, to whom, when and why. It only grows (007-chat.sql), and names people by the
// nickname of that time, never their device. Rules: MOD-8, MOD-13, MOD-14.
import type { AuditEntry } from '../../shared/moderation.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { DeviceId, RoomId } from '../ids.ts';

type Act = Omit<AuditEntry, 'id' | 'whom' | 'detail' | 'reason'> & {
  roomId: RoomId;
  whom?: string | null;
  detail?: string;
  reason?: string;
};

export const record = (
  tx: Tx,
  { roomId, at, actor, act, subject, whom = null, detail = '', reason = '' }: Act,
): void => {
  tx.run(
    'INSERT INTO audit (room_id, at, actor, act, subject, whom, detail, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    roomId,
    at,
    actor,
    act,
    subject,
    whom,
    detail,
    reason,
  );
};

/** Who did something about a message or a question, when, and why. */
export type By = { actor: string; reason?: string };

/** An act about a message or a question: with its words, and the name that its sender had. */
export const recordAbout = (
  tx: Tx,
  roomId: RoomId,
  subject: string,
  act: string,
  { actor, reason = '' }: By,
  now: number,
): void => {
  const { nickname, text } = senderOf(tx, roomId, subject);
  record(tx, { roomId, at: now, actor, act, subject, whom: nickname ?? '', detail: text, reason });
};

/** Newest first, `before` an entry's id. */
export const list = (sql: Sql, roomId: RoomId, before: number, count: number): AuditEntry[] =>
  sql.all<AuditEntry>(
    `SELECT id, at, actor, act, subject, whom, detail, reason FROM audit WHERE room_id = ? AND id < ? ORDER BY id DESC LIMIT ?`,
    roomId,
    before,
    count,
  );

type Subject = { deviceId: DeviceId; nickname: string | null; text: string; isStaff: boolean };

/** Whoever sent a message or a question of this room. Throws `not_found`; `not_allowed` for the staff's own. */
export const senderOf = (sql: Sql, roomId: RoomId, subjectId: string): Subject => {
  const row = subjectId.startsWith('message_')
    ? sql.get<Omit<Subject, 'isStaff'> & { isStaff: 0 | 1 }>(
        `SELECT device_id AS deviceId, nickname, text, staff_id IS NOT NULL AS isStaff FROM messages WHERE id = ? AND room_id = ?`,
        subjectId,
        roomId,
      )
    : sql.get<Omit<Subject, 'isStaff'> & { isStaff: 0 | 1 }>(
        'SELECT device_id AS deviceId, nickname, text, 0 AS isStaff FROM questions WHERE id = ? AND room_id = ?',
        subjectId,
        roomId,
      );
  if (!row) throw new AppError('not_found', { id: subjectId });
  return { ...row, isStaff: row.isStaff === 1 };
};
