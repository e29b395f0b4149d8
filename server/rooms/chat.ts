// The room's chat: short messages with their sender's name and role, replies, one pinned message. What becomes of a message is
// moderation's to say; what is held or in the shadow is told to the staff alone. Rules: CHT-1 … CHT-5, MOD-3, MOD-4.
import { limits } from '../../shared/limits.ts';
import type { HeldMessage, MessageView } from '../../shared/moderation.ts';
import type { Role } from '../../shared/model.ts';
import * as journal from '../db/journal.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { newId, type DeviceId, type MessageId, type RoomId, type StaffId } from '../ids.ts';
import * as moderation from './moderation.ts';

type Row = Omit<MessageView, 'replyTo'> & {
  replyId: string | null;
  replyName: string | null;
  replyText: string | null;
};

const columns = `m.id, m.text, m.nickname, m.role, m.at, r.id AS replyId, r.nickname AS replyName, r.text AS replyText`;
const tables = `messages m LEFT JOIN messages r ON r.id = m.reply_to AND r.state = 'shown'`;

const viewOf = ({ replyId, replyName, replyText, ...message }: Row): MessageView => ({
  ...message,
  replyTo: replyId === null ? null : { id: replyId, nickname: replyName, text: replyText ?? '' },
});

const find = (sql: Sql, id: string): MessageView => {
  const row = sql.get<Row>(`SELECT ${columns} FROM ${tables} WHERE m.id = ?`, id);
  if (!row) throw new AppError('not_found', { id });
  return viewOf(row);
};

/** The last messages, oldest first. */
export const list = (sql: Sql, roomId: RoomId): MessageView[] =>
  sql
    .all<Row>(
      `SELECT ${columns} FROM ${tables} WHERE m.room_id = ? AND m.state = 'shown' ORDER BY m.at DESC, m.id DESC LIMIT ${limits.messagesShown}`,
      roomId,
    )
    .map(viewOf)
    .toReversed();

export const pinned = (sql: Sql, roomId: RoomId): MessageView | null => {
  const row = sql.get<{ id: string | null }>(
    'SELECT pinned_message_id AS id FROM rooms WHERE id = ?',
    roomId,
  );
  return row?.id ? find(sql, row.id) : null;
};

export type Author = {
  roomId: RoomId;
  deviceId: DeviceId;
  staffId: StaffId | null;
  nickname: string | null;
  role: Role;
};

/** Throws what moderation refuses, and `not_found` for a reply to what is not there. */
export const say = (
  tx: Tx,
  author: Author,
  { text, replyTo }: { text: string; replyTo: string | null },
  now: number,
): MessageView => {
  const { roomId, deviceId, staffId, nickname, role } = author;
  const state = moderation.passage(tx, { roomId, deviceId, isStaff: staffId !== null }, text, now);
  if (
    replyTo !== null &&
    !tx.get("SELECT 1 FROM messages WHERE id = ? AND room_id = ? AND state = 'shown'", replyTo, roomId)
  )
    throw new AppError('not_found', { id: replyTo });
  const id = newId('message');
  tx.run(
    `INSERT INTO messages (id, room_id, device_id, staff_id, nickname, role, text, reply_to, at, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    roomId,
    deviceId,
    staffId,
    nickname,
    role,
    text,
    replyTo,
    now,
    state,
  );
  const message = find(tx, id);
  if (state === 'shown') journal.append(tx, roomId, now, 'chat.said', { message });
  else
    journal.append(tx, roomId, now, 'chat.held', {
      message: { ...message, why: state === 'held' ? 'approval' : 'shadow' },
    });
  return message;
};

/** What waits for the staff. */
export const held = (sql: Sql, roomId: RoomId): HeldMessage[] =>
  sql
    .all<Row>(
      `SELECT ${columns} FROM ${tables} WHERE m.room_id = ? AND m.state = 'held' ORDER BY m.at LIMIT ${limits.messagesShown}`,
      roomId,
    )
    .map((row) => ({ ...viewOf(row), why: 'approval' }));

/** Throws `not_found`: unknown, of another room, or shown already. */
export const approve = (tx: Tx, roomId: RoomId, id: MessageId, actor: string, now: number): MessageView => {
  const shown = tx.run(
    "UPDATE messages SET state = 'shown' WHERE id = ? AND room_id = ? AND state IN ('held', 'shadow')",
    id,
    roomId,
  );
  if (shown === 0) throw new AppError('not_found', { id });
  const message = find(tx, id);
  journal.append(tx, roomId, now, 'chat.said', { message });
  moderation.record(tx, { roomId, at: now, actor, act: 'approve', subject: id, detail: message.text });
  return message;
};

/** Idempotent. Throws `not_found`. */
export const remove = (
  tx: Tx,
  roomId: RoomId,
  id: MessageId,
  actor: string,
  reason: string,
  now: number,
): void => {
  const { text } = moderation.senderOf(tx, roomId, id);
  const removed = tx.run("UPDATE messages SET state = 'removed' WHERE id = ? AND state <> 'removed'", id);
  if (removed === 0) return;
  journal.append(tx, roomId, now, 'chat.removed', { messageId: id });
  moderation.record(tx, { roomId, at: now, actor, act: 'remove', subject: id, detail: text, reason });
  if (pinned(tx, roomId)?.id === id) pin(tx, roomId, null, now);
};

/** Null: none. Throws `not_found`. */
export const pin = (tx: Tx, roomId: RoomId, id: MessageId | null, now: number): MessageView | null => {
  if (
    id !== null &&
    !tx.get("SELECT 1 FROM messages WHERE id = ? AND room_id = ? AND state = 'shown'", id, roomId)
  )
    throw new AppError('not_found', { id });
  tx.run('UPDATE rooms SET pinned_message_id = ? WHERE id = ?', id, roomId);
  const message = id === null ? null : find(tx, id);
  journal.append(tx, roomId, now, 'chat.pinned', { message });
  return message;
};
