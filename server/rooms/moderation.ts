// What keeps a room civil: its rules, mutes and bans with an expiry, reports. Acts are done from the line itself: a message or a
// question leads to its sender, whose identity is told to nobody.
// Rules: MOD-1 … MOD-7, MOD-9, MOD-10, MOD-18.
import {
  bannedWord,
  hasLink,
  rulesBody,
  shadowReasons,
  type RoomRules,
  type SanctionView,
  type ShadowReason,
} from '../../shared/moderation.ts';
import { limits } from '../../shared/limits.ts';
import * as v from 'valibot';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { newId, timeOf, type DeviceId, type RoomId, type SanctionId } from '../ids.ts';
import * as audit from './audit.ts';

export const rules = (sql: Sql, roomId: RoomId): RoomRules => {
  const text = sql.get<{ rules: string | null }>('SELECT rules FROM rooms WHERE id = ?', roomId)?.rules;
  return v.parse(rulesBody, JSON.parse(text ?? '{}'));
};

export const setRules = (tx: Tx, roomId: RoomId, wanted: RoomRules, actor: string, now: number): void => {
  const before = rules(tx, roomId);
  tx.run('UPDATE rooms SET rules = ? WHERE id = ?', JSON.stringify(wanted), roomId);
  const detail = changesOf(before, wanted);
  if (detail) audit.record(tx, { roomId, at: now, actor, act: 'rules', subject: roomId, detail });
};

/** `slowSeconds=30 words=+2-1`: what is new, and of the words how many came and went. */
const changesOf = (before: RoomRules, after: RoomRules): string => {
  const { words: were, ...old } = before;
  const { words: are, ...now } = after;
  const values = (Object.keys(now) as (keyof typeof now)[])
    .filter((rule) => now[rule] !== old[rule])
    .map((rule) => `${rule}=${now[rule]}`);
  const came = are.filter((word) => !were.includes(word)).length;
  const went = were.filter((word) => !are.includes(word)).length;
  return [...values, ...(came + went > 0 ? [`words=+${came}-${went}`] : [])].join(' ');
};

/** Who writes: a device, whose staff is above the rules. */
export type Sender = { roomId: RoomId; deviceId: DeviceId; network: string; isStaff: boolean };
/** `shadowedFor`: what it would have been refused as. */
export type Passage =
  { state: 'shown' | 'held'; shadowedFor: null } | { state: 'shadow'; shadowedFor: ShadowReason };

/**
 * What becomes of words that a viewer sends. Throws `muted` {until}, `slow_down` {until}, `words_refused`, `no_links`.
 */
export const passage = (
  sql: Sql,
  { roomId, deviceId, network, isStaff }: Sender,
  text: string,
  now: number,
): Passage => {
  if (isStaff) return { state: 'shown', shadowedFor: null };
  const room = rules(sql, roomId);
  const refusal = refused(sql, room, roomId, deviceId, text, now);
  if (!refusal) {
    const waits = room.approveChat || isSuspect(sql, roomId, deviceId, network, now);
    return { state: waits ? 'held' : 'shown', shadowedFor: null };
  }
  const shadowedFor = room.shadow && shadowReasons.find((each) => each === refusal.code);
  if (!shadowedFor) throw refusal;
  return { state: 'shadow', shadowedFor };
};

/** The same for a question, which has a pace of its own and is never in the shadow. Throws `muted`, `words_refused`, `no_links`. */
export const questionPassage = (
  sql: Sql,
  { roomId, deviceId, network, isStaff }: Sender,
  text: string,
  now: number,
): 'waiting' | 'held' => {
  if (isStaff) return 'waiting';
  const room = rules(sql, roomId);
  const refusal = refused(sql, { ...room, slowSeconds: 0 }, roomId, deviceId, text, now);
  if (refusal) throw refusal;
  return room.approveQuestions || isSuspect(sql, roomId, deviceId, network, now) ? 'held' : 'waiting';
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

/**
 * Whether somebody came to the network of a ban shortly before it: one more tab of the same person, or a neighbour who has
 * just come. Neither is refused; the staff sees what they write first.
 */
const isSuspect = (sql: Sql, roomId: RoomId, deviceId: DeviceId, network: string, now: number): boolean => {
  const bornAt = timeOf(deviceId);
  return (
    sql.get(
      `SELECT 1 FROM sanctions WHERE room_id = ? AND network = ? AND until > ? AND kind = 'ban' AND lifted_at IS NULL
         AND made_at > ? AND made_at BETWEEN ? AND ?`,
      roomId,
      network,
      now,
      now - limits.networkBanMs,
      bornAt,
      bornAt + limits.newIdentityMs,
    ) !== undefined
  );
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
  const { deviceId, nickname, isStaff } = audit.senderOf(tx, roomId, sentence.subjectId);
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
  audit.recordAbout(tx, roomId, sentence.subjectId, sentence.kind, { actor, reason: sentence.reason }, now);
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
export const lift = (
  tx: Tx,
  roomId: RoomId,
  id: SanctionId,
  { actor, reason = '' }: audit.By,
  now: number,
): void => {
  const lifted = tx.get<{ nickname: string | null }>(
    `UPDATE sanctions SET lifted_at = ?, lifted_by = ? WHERE id = ? AND room_id = ? AND lifted_at IS NULL
     RETURNING nickname`,
    now,
    actor,
    id,
    roomId,
  );
  if (!lifted) throw new AppError('not_found', { id });
  audit.record(tx, { roomId, at: now, actor, act: 'lift', subject: id, whom: lifted.nickname ?? '', reason });
};

/** Once for each device and subject. Throws `not_found`. */
export const report = (
  tx: Tx,
  { roomId, deviceId }: Pick<Sender, 'roomId' | 'deviceId'>,
  subjectId: string,
  reason: string,
  now: number,
): void => {
  audit.senderOf(tx, roomId, subjectId);
  const reported = tx.run(
    'INSERT INTO reports (subject, device_id, room_id, reason, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    subjectId,
    deviceId,
    roomId,
    reason,
    now,
  );
  if (reported > 0) audit.recordAbout(tx, roomId, subjectId, 'report', { actor: 'viewer', reason }, now);
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
