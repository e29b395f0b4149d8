// What keeps a room civil: its rules, mutes and bans with an expiry, reports, and an append-only log of who did what. Acts are
// done from the line itself: a message or a question leads to its sender, whose identity is told to nobody.
// Rules: MOD-1 … MOD-9.
import {
  bannedWord,
  hasLink,
  rulesBody,
  type AuditEntry,
  type RoomRules,
  type SanctionView,
} from '../../shared/moderation.ts';
import { limits } from '../../shared/limits.ts';
import * as v from 'valibot';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { newId, timeOf, type DeviceId, type RoomId, type SanctionId } from '../ids.ts';

export const rules = (sql: Sql, roomId: RoomId): RoomRules => {
  const text = sql.get<{ rules: string | null }>('SELECT rules FROM rooms WHERE id = ?', roomId)?.rules;
  return v.parse(rulesBody, JSON.parse(text ?? '{}'));
};

export const setRules = (tx: Tx, roomId: RoomId, wanted: RoomRules, actor: string, now: number): void => {
  tx.run('UPDATE rooms SET rules = ? WHERE id = ?', JSON.stringify(wanted), roomId);
  record(tx, { roomId, at: now, actor, act: 'rules', subject: roomId });
};

type Act = Omit<AuditEntry, 'id' | 'detail' | 'reason'> & {
  roomId: RoomId;
  detail?: string;
  reason?: string;
};

export const record = (tx: Tx, { roomId, at, actor, act, subject, detail = '', reason = '' }: Act): void => {
  tx.run(
    'INSERT INTO audit (room_id, at, actor, act, subject, detail, reason) VALUES (?, ?, ?, ?, ?, ?, ?)',
    roomId,
    at,
    actor,
    act,
    subject,
    detail,
    reason,
  );
};

/** Newest first, `before` an entry's id. */
export const audit = (sql: Sql, roomId: RoomId, before: number, count: number): AuditEntry[] =>
  sql.all<AuditEntry>(
    `SELECT id, at, actor, act, subject, detail, reason FROM audit WHERE room_id = ? AND id < ? ORDER BY id DESC LIMIT ?`,
    roomId,
    before,
    count,
  );

/** Who writes: a device, whose staff is above the rules. */
export type Sender = { roomId: RoomId; deviceId: DeviceId; isStaff: boolean };
export type Passage = 'shown' | 'held' | 'shadow';

/**
 * What becomes of words that a viewer sends. Throws `muted` {until}, `slow_down` {until}, `words_refused`, `no_links`.
 */
export const passage = (
  sql: Sql,
  { roomId, deviceId, isStaff }: Sender,
  text: string,
  now: number,
): Passage => {
  if (isStaff) return 'shown';
  const room = rules(sql, roomId);
  const refusal = refused(sql, room, roomId, deviceId, text, now);
  if (refusal && !(room.shadow && refusal.code !== 'slow_down')) throw refusal;
  if (refusal) return 'shadow';
  return room.approveChat ? 'held' : 'shown';
};

/** The same for a question, which has a pace of its own and is never in the shadow. Throws `muted`, `words_refused`, `no_links`. */
export const refuseWords = (
  sql: Sql,
  { roomId, deviceId, isStaff }: Sender,
  text: string,
  now: number,
): void => {
  if (isStaff) return;
  const refusal = refused(sql, { ...rules(sql, roomId), slowSeconds: 0 }, roomId, deviceId, text, now);
  if (refusal) throw refusal;
};

const refused = (
  sql: Sql,
  room: RoomRules,
  roomId: RoomId,
  deviceId: DeviceId,
  text: string,
  now: number,
): AppError | null => {
  const until = mutedUntil(sql, roomId, deviceId, now);
  if (until !== null) return new AppError('muted', { until });
  const last = lastSaid(sql, roomId, deviceId);
  if (room.slowSeconds > 0 && last !== null && now < last + room.slowSeconds * 1000)
    return new AppError('slow_down', { until: last + room.slowSeconds * 1000 });
  if (!room.links && hasLink(text)) return new AppError('no_links');
  return bannedWord(text, room.words) === null ? null : new AppError('words_refused');
};

const lastSaid = (sql: Sql, roomId: RoomId, deviceId: DeviceId): number | null =>
  sql.get<{ at: number | null }>(
    'SELECT max(at) AS at FROM messages WHERE device_id = ? AND room_id = ?',
    deviceId,
    roomId,
  )?.at ?? null;

/** When the device's longest mute ends; null when it has none. */
export const mutedUntil = (sql: Sql, roomId: RoomId, deviceId: DeviceId, now: number): number | null =>
  sql.get<{ until: number | null }>(
    `SELECT max(until) AS until FROM sanctions
     WHERE room_id = ? AND device_id = ? AND kind = 'mute' AND until > ? AND lifted_at IS NULL`,
    roomId,
    deviceId,
    now,
  )?.until ?? null;

/**
 * Whether somebody is kept out: by identity, or because the identity was made after a ban in the same network, as a new tab
 * with cleared storage would. Neighbours who were there before are not.
 */
export const isBanned = (
  sql: Sql,
  roomId: RoomId,
  deviceId: DeviceId,
  network: string,
  now: number,
): boolean =>
  sql.get(
    `SELECT 1 FROM sanctions WHERE room_id = ? AND kind = 'ban' AND until > ? AND lifted_at IS NULL
       AND (device_id = ? OR (network = ? AND made_at <= ? AND made_at > ?))`,
    roomId,
    now,
    deviceId,
    network,
    timeOf(deviceId),
    now - limits.networkBanMs,
  ) !== undefined;

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

export type Sentence = {
  kind: 'mute' | 'ban';
  subjectId: string;
  until: number;
  reason: string;
  network: string | null;
};

/** Returns whom it hit. Throws `not_found`, `not_allowed` (staff). */
export const sanction = (
  tx: Tx,
  roomId: RoomId,
  sentence: Sentence,
  actor: string,
  now: number,
): DeviceId => {
  const { deviceId, nickname, text, isStaff } = senderOf(tx, roomId, sentence.subjectId);
  if (isStaff) throw new AppError('not_allowed', { reason: 'staff' });
  tx.run(
    `INSERT INTO sanctions (id, room_id, kind, device_id, network, nickname, reason, made_by, made_at, until)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    newId('sanction'),
    roomId,
    sentence.kind,
    deviceId,
    sentence.network,
    nickname,
    sentence.reason,
    actor,
    now,
    sentence.until,
  );
  record(tx, {
    roomId,
    at: now,
    actor,
    act: sentence.kind,
    subject: sentence.subjectId,
    detail: text,
    reason: sentence.reason,
  });
  return deviceId;
};

/** What holds now, newest first. */
export const sanctions = (sql: Sql, roomId: RoomId, now: number): SanctionView[] =>
  sql.all<SanctionView>(
    `SELECT id, kind, nickname, reason, made_by AS madeBy, made_at AS madeAt, until FROM sanctions
     WHERE room_id = ? AND until > ? AND lifted_at IS NULL ORDER BY made_at DESC`,
    roomId,
    now,
  );

/** Throws `not_found`. */
export const lift = (tx: Tx, roomId: RoomId, id: SanctionId, actor: string, now: number): void => {
  const lifted = tx.run(
    'UPDATE sanctions SET lifted_at = ?, lifted_by = ? WHERE id = ? AND room_id = ? AND lifted_at IS NULL',
    now,
    actor,
    id,
    roomId,
  );
  if (lifted === 0) throw new AppError('not_found', { id });
  record(tx, { roomId, at: now, actor, act: 'lift', subject: id });
};

/** Once for each device and subject. Throws `not_found`. */
export const report = (
  tx: Tx,
  { roomId, deviceId }: Sender,
  subjectId: string,
  reason: string,
  now: number,
): void => {
  const { text } = senderOf(tx, roomId, subjectId);
  const reported = tx.run(
    'INSERT INTO reports (subject, device_id, room_id, reason, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    subjectId,
    deviceId,
    roomId,
    reason,
    now,
  );
  if (reported > 0)
    record(tx, { roomId, at: now, actor: 'viewer', act: 'report', subject: subjectId, detail: text, reason });
};

/** The network of an address: IPv4 whole, IPv6 its first 64 bits (one household or one phone). */
export const networkOf = (address: string): string => {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.split('%')[0]!.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const missing = plain.includes('::') ? Math.max(0, 8 - left.length - right.length) : 0;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
};
