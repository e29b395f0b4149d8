// Keys for encoders: a secret that is told once, stored as a hash and found by it, good for one room until somebody revokes it or
// the person who made it is gone. Never logged. Rules: WHP-20 … WHP-22.
import type { StreamKeyView } from '../../shared/stream.ts';
import { limits } from '../../shared/limits.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { hashSecret, newId, newSecret, type RoomId, type StaffId, type StreamKeyId } from '../ids.ts';

export type StreamKey = { id: StreamKeyId; roomId: RoomId; staffId: StaffId };

const valid = 'revoked_at IS NULL AND staff.removed_at IS NULL';
const columns =
  'stream_keys.id, stream_keys.name, stream_keys.created_at AS createdAt, used_at AS usedAt, staff.name AS madeBy';

export const list = (sql: Sql, roomId: RoomId): StreamKeyView[] =>
  sql.all<StreamKeyView>(
    `SELECT ${columns} FROM stream_keys JOIN staff ON staff.id = staff_id
     WHERE stream_keys.room_id = ? AND ${valid} ORDER BY stream_keys.created_at`,
    roomId,
  );

/** The secret is nowhere stored. Throws `too_many_keys`. */
export const make = (tx: Tx, roomId: RoomId, staffId: StaffId, name: string, now: number) => {
  if (list(tx, roomId).length >= limits.streamKeysPerRoom) throw new AppError('too_many_keys');
  const id = newId('streamkey');
  const secret = newSecret();
  tx.run(
    'INSERT INTO stream_keys (id, room_id, staff_id, name, key_hash, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    id,
    roomId,
    staffId,
    name,
    hashSecret(secret),
    now,
  );
  return { id, secret };
};

/** The key of that secret, or null. Compared by the index over hashes: nothing of the secret shows in the time it takes. */
export const find = (sql: Sql, secret: string): StreamKey | null =>
  sql.get<StreamKey>(
    `SELECT stream_keys.id, stream_keys.room_id AS roomId, staff_id AS staffId
     FROM stream_keys JOIN staff ON staff.id = staff_id WHERE key_hash = ? AND ${valid}`,
    hashSecret(secret),
  ) ?? null;

export const isValid = (sql: Sql, id: StreamKeyId): boolean =>
  sql.get(
    `SELECT 1 FROM stream_keys JOIN staff ON staff.id = staff_id WHERE stream_keys.id = ? AND ${valid}`,
    id,
  ) !== undefined;

export const touch = (tx: Tx, id: StreamKeyId, now: number): void => {
  tx.run('UPDATE stream_keys SET used_at = ? WHERE id = ?', now, id);
};

/** Throws `not_found`. */
export const revoke = (tx: Tx, roomId: RoomId, id: StreamKeyId, now: number): void => {
  const revoked = tx.run(
    'UPDATE stream_keys SET revoked_at = ? WHERE id = ? AND room_id = ? AND revoked_at IS NULL',
    now,
    id,
    roomId,
  );
  if (revoked === 0) throw new AppError('not_found');
};
