// The room's chat: short messages with their sender's name and role, replies, one pinned message. What becomes of a message is
// moderation's to say; what is held or in the shadow is told to the staff alone. Rules: CHT-1 … CHT-6, MOD-3, MOD-4, MOD-12.
import { limits } from '../../shared/limits.ts';
import type { HeldMessage, MessageView, MyChat, ShadowReason } from '../../shared/moderation.ts';
import type { Role } from '../../shared/model.ts';
import * as journal from '../db/journal.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { newId, type DeviceId, type MessageId, type RoomId, type StaffId } from '../ids.ts';
import * as audit from './audit.ts';
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

/** The last messages as a device sees them, its own from the shadow among them; oldest first. */
export const list = (sql: Sql, roomId: RoomId, deviceId: DeviceId): MessageView[] =>
  sql
    .all<Row>(
      `SELECT ${columns} FROM ${tables}
       WHERE m.room_id = ? AND (m.state = 'shown' OR (m.state = 'shadow' AND m.device_id = ?))
       ORDER BY m.at DESC, m.id DESC LIMIT ${limits.messagesShown}`,
      roomId,
      deviceId,
    )
    .map(viewOf)
    .toReversed();

/** Which of the last messages are this device's, and its own that wait for the staff. */
export const mine = (sql: Sql, roomId: RoomId, deviceId: DeviceId): MyChat => {
  const own = sql.all<Row & { state: string }>(
    `SELECT m.state, ${columns} FROM ${tables} WHERE m.room_id = ? AND m.device_id = ? AND m.state <> 'removed'
     ORDER BY m.at DESC, m.id DESC LIMIT ${limits.messagesShown}`,
    roomId,
    deviceId,
  );
  return {
    said: own.filter(({ state }) => state !== 'held').map(({ id }) => id),
    waiting: own
      .filter(({ state }) => state === 'held')
      .map(({ state: _state, ...row }) => viewOf(row))
      .toReversed(),
  };
};

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
  network: string;
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
): { message: MessageView; waits: boolean } => {
  const { roomId, deviceId, network, staffId, nickname, role } = author;
  const { state, shadowedFor } = moderation.passage(
    tx,
    { roomId, deviceId, network, isStaff: staffId !== null },
    text,
    now,
  );
  if (
    replyTo !== null &&
    !tx.get("SELECT 1 FROM messages WHERE id = ? AND room_id = ? AND state = 'shown'", replyTo, roomId)
  )
    throw new AppError('not_found', { id: replyTo });
  const id = newId('message');
  tx.run(
    `INSERT INTO messages (id, room_id, device_id, staff_id, nickname, role, text, reply_to, at, state, shadowed_for)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
    shadowedFor,
  );
  const message = find(tx, id);
  if (state === 'shown') journal.append(tx, roomId, now, 'chat.said', { message });
  else
    journal.append(tx, roomId, now, 'chat.held', { message: { ...message, why: shadowedFor ?? 'approval' } });
  return { message, waits: state === 'held' };
};

/** What waits for the staff, and what was in the shadow lately, each oldest first. */
export const held = (sql: Sql, roomId: RoomId, now: number): HeldMessage[] => {
  const waiting = sql.all<Row>(
    `SELECT ${columns} FROM ${tables} WHERE m.room_id = ? AND m.state = 'held' ORDER BY m.at LIMIT ${limits.messagesShown}`,
    roomId,
  );
  const shadow = sql.all<Row & { why: ShadowReason }>(
    `SELECT ${columns}, coalesce(m.shadowed_for, 'words_refused') AS why FROM ${tables}
     WHERE m.room_id = ? AND m.state = 'shadow' AND m.at > ? ORDER BY m.at DESC LIMIT ${limits.messagesShown}`,
    roomId,
    now - limits.shadowListedMs,
  );
  return [
    ...waiting.map((row) => ({ ...viewOf(row), why: 'approval' as const })),
    ...shadow.toReversed().map(({ why, ...row }) => ({ ...viewOf(row), why })),
  ];
};

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
  audit.recordAbout(tx, roomId, id, 'approve', { actor }, now);
  return message;
};

/** Idempotent. Throws `not_found`. */
export const remove = (tx: Tx, roomId: RoomId, id: MessageId, by: audit.By, now: number): void => {
  audit.senderOf(tx, roomId, id);
  const removed = tx.run("UPDATE messages SET state = 'removed' WHERE id = ? AND state <> 'removed'", id);
  if (removed === 0) return;
  journal.append(tx, roomId, now, 'chat.removed', { messageId: id });
  audit.recordAbout(tx, roomId, id, 'remove', by, now);
  if (pinned(tx, roomId)?.id === id) unpin(tx, roomId, now);
};

const unpin = (tx: Tx, roomId: RoomId, now: number): void => {
  tx.run('UPDATE rooms SET pinned_message_id = NULL WHERE id = ?', roomId);
  journal.append(tx, roomId, now, 'chat.pinned', { message: null });
};

/** Null: none. Throws `not_found`. */
export const pin = (
  tx: Tx,
  roomId: RoomId,
  id: MessageId | null,
  actor: string,
  now: number,
): MessageView | null => {
  const before = pinned(tx, roomId);
  if (id === null) {
    if (before) audit.recordAbout(tx, roomId, before.id, 'unpin', { actor }, now);
    unpin(tx, roomId, now);
    return null;
  }
  if (!tx.get("SELECT 1 FROM messages WHERE id = ? AND room_id = ? AND state = 'shown'", id, roomId))
    throw new AppError('not_found', { id });
  tx.run('UPDATE rooms SET pinned_message_id = ? WHERE id = ?', id, roomId);
  const message = find(tx, id);
  journal.append(tx, roomId, now, 'chat.pinned', { message });
  if (before?.id !== id) audit.recordAbout(tx, roomId, id, 'pin', { actor }, now);
  return message;
};
