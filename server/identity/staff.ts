// The people of the shop: owner, hosts, helpers. They come in by one-use invite links and stay by cookie sessions; there
// are no passwords. Only hashes of links and cookies are stored. Rules: IDN-4 … IDN-9, IDN-12.
import { limits } from '../../shared/limits.ts';
import type { StaffRole } from '../../shared/model.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { hashSecret, newId, newSecret, type InviteId, type RoomId, type StaffId } from '../ids.ts';

/** `roomId` null: every room. */
export type Staff = { id: StaffId; name: string; role: StaffRole; roomId: RoomId | null };

type StaffRow = { id: StaffId; name: string; role: StaffRole; roomId: RoomId | null };
const columns = 'staff.id, staff.name, staff.role, staff.room_id AS roomId';

/** Makes a one-use invite and returns its secret, which is nowhere stored. `madeBy`: a person's name; '': the terminal. */
export const invite = (tx: Tx, role: StaffRole, roomId: RoomId | null, now: number, madeBy = '') => {
  const secret = newSecret();
  const id = newId('invite');
  const expiresAt = now + limits.inviteMs;
  tx.run(
    `INSERT INTO invites (id, token_hash, role, room_id, created_at, expires_at, made_by) VALUES (?, ?, ?, ?, ?, ?, ?)`,
    id,
    hashSecret(secret),
    role,
    role === 'owner' ? null : roomId,
    now,
    expiresAt,
    madeBy,
  );
  return { id, secret, expiresAt };
};

export type OpenInvite = {
  id: InviteId;
  role: StaffRole;
  roomId: RoomId | null;
  room: string | null;
  createdAt: number;
  expiresAt: number;
  madeBy: string;
};

const open = 'used_at IS NULL AND revoked_at IS NULL AND expires_at > ?';

/** Those that still let somebody in, newest first. */
export const openInvites = (sql: Sql, now: number): OpenInvite[] =>
  sql.all<OpenInvite>(
    `SELECT invites.id, role, room_id AS roomId, slug AS room, invites.created_at AS createdAt, expires_at AS expiresAt,
       made_by AS madeBy
     FROM invites LEFT JOIN rooms ON rooms.id = room_id WHERE ${open} ORDER BY invites.created_at DESC, invites.id DESC`,
    now,
  );

/** Lets nobody in any more. Throws `not_found`: unknown, used, expired or taken back already. */
export const revokeInvite = (tx: Tx, id: InviteId, now: number): void => {
  if (tx.run(`UPDATE invites SET revoked_at = ? WHERE id = ? AND ${open}`, now, id, now) === 0)
    throw new AppError('not_found', { id });
};

/** Uses an invite up and opens a session. Throws `invite_invalid`: unknown, used, taken back or expired, without saying which. */
export const accept = (tx: Tx, secret: string, now: number): { staff: Staff; session: string } => {
  const hash = hashSecret(secret);
  const used = tx.run(`UPDATE invites SET used_at = ? WHERE token_hash = ? AND ${open}`, now, hash, now);
  const row = tx.get<{ role: StaffRole; roomId: RoomId | null }>(
    'SELECT role, room_id AS roomId FROM invites WHERE token_hash = ?',
    hash,
  );
  if (used === 0 || !row) throw new AppError('invite_invalid');
  const staff: Staff = { id: newId('staff'), name: nextName(tx, row.role), ...row };
  tx.run(
    'INSERT INTO staff (id, name, role, room_id, created_at) VALUES (?, ?, ?, ?, ?)',
    staff.id,
    staff.name,
    staff.role,
    staff.roomId,
    now,
  );
  tx.run('UPDATE invites SET used_by = ? WHERE token_hash = ?', staff.id, hash);
  return { staff, session: openSession(tx, staff.id, now) };
};

// A name to start with, which its bearer can change: Owner, Host, Host 2 …
const nextName = (sql: Sql, role: StaffRole): string => {
  const count = sql.get<{ n: number }>('SELECT count(*) AS n FROM staff WHERE role = ?', role)?.n ?? 0;
  const word = role.charAt(0).toUpperCase() + role.slice(1);
  return count === 0 ? word : `${word} ${count + 1}`;
};

const openSession = (tx: Tx, staffId: StaffId, now: number): string => {
  const secret = newSecret();
  tx.run('DELETE FROM sessions WHERE expires_at <= ?', now);
  tx.run(
    'INSERT INTO sessions (token_hash, staff_id, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?)',
    hashSecret(secret),
    staffId,
    now,
    now,
    now + limits.sessionMs,
  );
  return secret;
};

/** Who a session cookie belongs to, or null when it is unknown, expired or its bearer was removed. */
export const findBySession = (sql: Sql, secret: string, now: number): Staff | null =>
  sql.get<StaffRow>(
    `SELECT ${columns} FROM sessions JOIN staff ON staff.id = staff_id
     WHERE token_hash = ? AND expires_at > ? AND removed_at IS NULL`,
    hashSecret(secret),
    now,
  ) ?? null;

/** Keeps a session in use alive: its end moves on with each visit. */
export const touchSession = (tx: Tx, secret: string, now: number): void => {
  tx.run(
    'UPDATE sessions SET seen_at = ?, expires_at = ? WHERE token_hash = ?',
    now,
    now + limits.sessionMs,
    hashSecret(secret),
  );
};

export const closeSession = (tx: Tx, secret: string): void => {
  tx.run('DELETE FROM sessions WHERE token_hash = ?', hashSecret(secret));
};

export const rename = (tx: Tx, staffId: StaffId, name: string): void => {
  tx.run('UPDATE staff SET name = ? WHERE id = ?', name, staffId);
};

/** Ends a person's access at once: all sessions go with it. Returns who it was. Throws `not_found`. */
export const remove = (tx: Tx, staffId: StaffId, now: number): Staff => {
  const removed = tx.get<StaffRow>(
    `UPDATE staff SET removed_at = ? WHERE id = ? AND removed_at IS NULL RETURNING id, name, role, room_id AS roomId`,
    now,
    staffId,
  );
  if (!removed) throw new AppError('not_found');
  tx.run('DELETE FROM sessions WHERE staff_id = ?', staffId);
  return removed;
};

export const list = (sql: Sql) =>
  sql.all<StaffRow & { room: string | null; lastSeenAt: number | null }>(
    `SELECT ${columns}, slug AS room, (SELECT max(seen_at) FROM sessions WHERE staff_id = staff.id) AS lastSeenAt
     FROM staff LEFT JOIN rooms ON rooms.id = room_id WHERE removed_at IS NULL ORDER BY staff.created_at`,
  );

export const anyOwner = (sql: Sql): boolean =>
  sql.get("SELECT 1 FROM staff WHERE role = 'owner' AND removed_at IS NULL") !== undefined;

/** Whether a person works in this room at all; what the role may do there is the caller's question. */
export const worksIn = (staff: Staff, roomId: RoomId): boolean =>
  staff.roomId === null || staff.roomId === roomId;
