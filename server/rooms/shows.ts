// Shows and rooms as rows: what the database knows of them. Each change is a conditional UPDATE, so that a stale or
// doubled wish changes nothing, and journals one `show.changed` with the whole new view. Rules: SES-10 … SES-14, SES-26, SES-27.
import type { RoomView, ShowView } from '../../shared/model.ts';
import * as journal from '../db/journal.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { newId, type RoomId, type ShowId } from '../ids.ts';
import * as questions from './questions.ts';
import * as lineUp from '../shop/line-up.ts';
import * as prices from '../shop/prices.ts';
import * as reservations from '../shop/reservations.ts';

export type RoomRow = { id: RoomId; slug: string; name: string };

const showColumns =
  'id, state, started_at AS startedAt, away_at AS awayAt, paused_at AS pausedAt, ended_at AS endedAt';

export const findRoom = (sql: Sql, slug: string): RoomRow | undefined =>
  sql.get<RoomRow>('SELECT id, slug, name FROM rooms WHERE slug = ?', slug);

export const listRooms = (sql: Sql): RoomRow[] =>
  sql.all<RoomRow>('SELECT id, slug, name FROM rooms ORDER BY created_at');

/** Throws `room_exists`. */
export const createRoom = (tx: Tx, slug: string, name: string, now: number): RoomRow => {
  const id = newId('room');
  const made = tx.run(
    'INSERT INTO rooms (id, slug, name, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (slug) DO NOTHING',
    id,
    slug,
    name,
    now,
  );
  if (made === 0) throw new AppError('room_exists', { slug });
  return { id, slug, name };
};

/** The running show, else the last one. */
export const latest = (sql: Sql, roomId: RoomId): ShowView | null =>
  sql.get<ShowView>(
    `SELECT ${showColumns} FROM shows WHERE room_id = ? ORDER BY state = 'ended', started_at DESC, rowid DESC LIMIT 1`,
    roomId,
  ) ?? null;

export const running = (sql: Sql, roomId: RoomId): ShowId | null =>
  sql.get<{ id: ShowId }>("SELECT id FROM shows WHERE room_id = ? AND state <> 'ended'", roomId)?.id ?? null;

export const view = (sql: Sql, room: RoomRow): RoomView => ({ ...room, show: latest(sql, room.id) });

const changed = (tx: Tx, roomId: RoomId, now: number): ShowView => {
  const show = latest(tx, roomId);
  if (!show) throw new AppError('show_not_live');
  journal.append(tx, roomId, now, 'show.changed', { show });
  return show;
};

/** Starts a show, or returns to the one that is running: the host's wish is the same, "be live". */
export const start = (tx: Tx, roomId: RoomId, now: number): ShowView => {
  const before = latest(tx, roomId);
  if (before && before.state !== 'ended') return back(tx, roomId, now) ?? before;
  tx.run(
    "INSERT INTO shows (id, room_id, state, started_at) VALUES (?, ?, 'live', ?)",
    newId('show'),
    roomId,
    now,
  );
  return changed(tx, roomId, now);
};

/** The picture went while live. Null when there was nothing to change. */
export const away = (tx: Tx, roomId: RoomId, now: number): ShowView | null =>
  tx.run("UPDATE shows SET state = 'away', away_at = ? WHERE room_id = ? AND state = 'live'", now, roomId) ===
  0
    ? null
    : changed(tx, roomId, now);

/** The picture is there again; it ends no pause. Null when there was nothing to change. */
export const back = (tx: Tx, roomId: RoomId, now: number): ShowView | null =>
  tx.run(
    "UPDATE shows SET state = 'live', away_at = NULL WHERE room_id = ? AND state = 'away' AND paused_at IS NULL",
    roomId,
  ) === 0
    ? null
    : changed(tx, roomId, now);

/** The host takes a break: away by wish. Pausing again changes nothing. Throws `show_not_live`. */
export const pause = (tx: Tx, roomId: RoomId, now: number): ShowView => {
  const show = latest(tx, roomId);
  if (!show || show.state === 'ended') throw new AppError('show_not_live');
  const paused = tx.run(
    `UPDATE shows SET state = 'away', away_at = coalesce(away_at, ?), paused_at = ?
     WHERE room_id = ? AND state <> 'ended' AND paused_at IS NULL`,
    now,
    now,
    roomId,
  );
  return paused === 0 ? show : changed(tx, roomId, now);
};

/** The host's picture is there by wish: the pause is over. Null when there was none. */
export const goOn = (tx: Tx, roomId: RoomId, now: number): ShowView | null =>
  tx.run(
    `UPDATE shows SET state = 'live', away_at = NULL, paused_at = NULL
     WHERE room_id = ? AND paused_at IS NOT NULL`,
    roomId,
  ) === 0
    ? null
    : changed(tx, roomId, now);

/** Throws `show_not_live`. */
export const end = (tx: Tx, roomId: RoomId, now: number): ShowView => {
  const ended = tx.run(
    "UPDATE shows SET state = 'ended', ended_at = ?, paused_at = NULL WHERE room_id = ? AND state <> 'ended'",
    now,
    roomId,
  );
  if (ended === 0) throw new AppError('show_not_live');
  const show = changed(tx, roomId, now);
  reservations.showEnded(tx, show.id as ShowId, now);
  lineUp.pin(tx, roomId, null, now);
  questions.showEnded(tx, roomId, now);
  for (const productId of prices.endShowPrices(tx, roomId, now)) lineUp.touch(tx, productId, now);
  return show;
};

/** After a restart nobody is sending: shows that were live are away until their host is back. */
export const interruptAll = (tx: Tx, now: number): void => {
  const live = tx.all<{ roomId: RoomId }>("SELECT room_id AS roomId FROM shows WHERE state = 'live'");
  for (const { roomId } of live) away(tx, roomId, now);
};

/** Ends the shows whose host has been away since before `before`. */
export const endAbandoned = (tx: Tx, before: number, now: number): void => {
  const abandoned = tx.all<{ roomId: RoomId }>(
    "SELECT room_id AS roomId FROM shows WHERE state = 'away' AND away_at <= ?",
    before,
  );
  for (const { roomId } of abandoned) end(tx, roomId, now);
};
