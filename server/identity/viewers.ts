// A viewer's device identity: a random id signed by the shop, kept by the device, worth nothing but continuity (same
// nickname, later the same holds). No account, no password. Never logged. Rules: IDN-1 … IDN-3, IDN-10, IDN-11.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { limits } from '../../shared/limits.ts';
import { claimsToBeStaff, looksLike } from '../../shared/moderation.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { newId, type DeviceId } from '../ids.ts';

/** The signing key, made once and kept in the database, so that devices are known again after a restart. */
export const signingKey = (tx: Tx): Buffer => {
  tx.run(
    "INSERT INTO settings (key, value) VALUES ('device_key', ?) ON CONFLICT DO NOTHING",
    randomBytes(32).toString('base64'),
  );
  const row = tx.get<{ value: string }>("SELECT value FROM settings WHERE key = 'device_key'");
  if (!row) throw new Error('no device key');
  return Buffer.from(row.value, 'base64');
};

const sign = (key: Buffer, deviceId: string) => createHmac('sha256', key).update(`v1.${deviceId}`).digest();

export const issueToken = (key: Buffer, deviceId: DeviceId): string =>
  `v1.${deviceId}.${sign(key, deviceId).toString('base64url')}`;

/** The device of a token, or null when the shop did not sign it. Compared in constant time. */
export const verifyToken = (key: Buffer, token: string): DeviceId | null => {
  const deviceId = token.split('.')[1] as DeviceId | undefined;
  if (!deviceId) return null;
  // The whole text is compared: base64url decodes many spellings to the same bytes, and one token is enough.
  const given = Buffer.from(token);
  const expected = Buffer.from(issueToken(key, deviceId));
  return given.length === expected.length && timingSafeEqual(given, expected) ? deviceId : null;
};

/** Who a token belongs to; a missing or forged token gets a new device. */
export const identify = (key: Buffer, token: string | undefined): DeviceId =>
  (token === undefined ? null : verifyToken(key, token)) ?? newId('device');

export const nicknameOf = (sql: Sql, deviceId: DeviceId): string | null =>
  sql.get<{ nickname: string }>('SELECT nickname FROM viewers WHERE device_id = ?', deviceId)?.nickname ??
  null;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * `ownNames`: what shop and room are called. Throws `nickname_taken` for a name that looks like one of the staff's,
 * `nickname_reserved` for one that claims to be of the shop, `nickname_often` {limit, until}.
 */
export const rename = (
  tx: Tx,
  deviceId: DeviceId,
  nickname: string,
  now: number,
  ownNames: readonly string[] = [],
): string => {
  const before = nicknameOf(tx, deviceId);
  if (before === nickname) return nickname;
  const staff = tx.all<{ name: string }>('SELECT name FROM staff WHERE removed_at IS NULL');
  if (staff.some(({ name }) => looksLike(nickname, name))) throw new AppError('nickname_taken');
  if (claimsToBeStaff(nickname, ownNames)) throw new AppError('nickname_reserved');
  if (before !== null) countChange(tx, deviceId, now);
  tx.run(
    `INSERT INTO viewers (device_id, nickname, created_at, seen_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (device_id) DO UPDATE SET nickname = excluded.nickname, seen_at = excluded.seen_at`,
    deviceId,
    nickname,
    now,
    now,
  );
  return nickname;
};

const countChange = (tx: Tx, deviceId: DeviceId, now: number): void => {
  const limit = limits.nicknameChangesPerDay;
  const lately = tx.all<{ at: number }>(
    'SELECT at FROM nickname_changes WHERE device_id = ? AND at > ? ORDER BY at DESC LIMIT ?',
    deviceId,
    now - dayMs,
    limit,
  );
  const oldest = lately[limit - 1];
  if (oldest) throw new AppError('nickname_often', { limit, until: oldest.at + dayMs });
  tx.run('INSERT INTO nickname_changes (device_id, at) VALUES (?, ?)', deviceId, now);
};
