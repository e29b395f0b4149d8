// Reservations from placing to pick-up. Each change of state is a conditional UPDATE on the states that may come before
// (shared/reservation-states.ts); what frees stock offers it to the waiting list in the same transaction.
// Rules: RES-1 … RES-9, RES-17.
import { statesBefore, type ReservationState } from '../../shared/reservation-states.ts';
import type { Policy } from '../../shared/shop-bodies.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { DeviceId, ReservationId, RoomId, ShowId, VariantId } from '../ids.ts';
import * as allowance from './allowance.ts';
import * as policy from './policy.ts';
import * as prices from './prices.ts';
import { promise, type Deadline, type Promised, type Wish } from './promise.ts';
import * as stock from './stock.ts';
import * as waitlist from './waitlist.ts';

export type Reservation = {
  id: ReservationId;
  roomId: RoomId;
  showId: ShowId;
  variantId: VariantId;
  deviceId: DeviceId;
  quantity: number;
  state: ReservationState;
  expiresAt: number | null;
  afterShowMs: number | null;
  extended: 0 | 1;
};

const columns = `id, room_id AS roomId, show_id AS showId, variant_id AS variantId, device_id AS deviceId, quantity, state,
  expires_at AS expiresAt, after_show_ms AS afterShowMs, extended`;

/** Throws `not_found`. */
export const find = (sql: Sql, id: ReservationId): Reservation => {
  const row = sql.get<Reservation>(`SELECT ${columns} FROM reservations WHERE id = ?`, id);
  if (!row) throw new AppError('not_found', { id });
  return row;
};

/** The same, for its holder: another device's is not found either. Throws `not_found`. */
export const ownedBy = (sql: Sql, id: ReservationId, deviceId: DeviceId): Reservation => {
  const row = find(sql, id);
  if (row.deviceId !== deviceId) throw new AppError('not_found', { id });
  return row;
};

/**
 * Holds pieces for a device in a running show. What has run out is freed first, so that reading never waits for the sweep.
 * Throws `show_not_live`, `limit_variant`, `limit_show`, `limit_value`, `limit_own` (each {limit}), `cool_off` {until},
 * `sold_out` {available}, `not_reservable`, `not_found`, `price_changed` {cents, currency}: above `seenCents`, the price that
 * was shown.
 */
export const place = (tx: Tx, wish: Wish, now: number, seenCents = Infinity): Promised => {
  const running = tx.get(
    "SELECT 1 FROM shows WHERE id = ? AND room_id = ? AND state <> 'ended'",
    wish.showId,
    wish.roomId,
  );
  if (!running) throw new AppError('show_not_live');
  expireDue(tx, now);
  const rules = policy.read(tx);
  const price = prices.required(tx, wish.variantId);
  if (price.cents > seenCents)
    throw new AppError('price_changed', { cents: price.cents, currency: price.currency });
  allowance.refuseAbove(tx, wish, price, rules, now);
  return promise(tx, wish, price, deadlineOf(rules, now), 'viewer', now);
};

const deadlineOf = ({ hold }: Policy, now: number): Deadline => {
  const ms = policy.minutesInMs(hold.minutes);
  return hold.from === 'placing'
    ? { expiresAt: now + ms, afterShowMs: null, offered: false }
    : { expiresAt: null, afterShowMs: ms, offered: false };
};

/** The viewer leaves a name and one contact: the hold no longer runs out. Throws `reservation_over`, `not_found`. */
export const confirm = (
  tx: Tx,
  id: ReservationId,
  who: { name: string; contact: string },
  actor: string,
  now: number,
  reason = '',
): void => {
  const before = find(tx, id);
  const confirmed = tx.run(
    `UPDATE reservations SET state = 'confirmed', name = ?, contact = ?
     WHERE id = ? AND state = 'held' AND (expires_at IS NULL OR expires_at > ?)`,
    who.name,
    who.contact,
    id,
    now,
  );
  if (confirmed === 0) throw new AppError('reservation_over', { state: before.state });
  note(tx, before, 'confirm', actor, now, reason);
};

/**
 * Once, and only before its deadline. While that hangs on the end of the show, it will be so much later.
 * Throws `already_extended`, `reservation_over`, `not_found`.
 */
export const extend = (tx: Tx, id: ReservationId, actor: string, now: number): void => {
  const before = find(tx, id);
  if (before.extended) throw new AppError('already_extended');
  const ms = policy.minutesInMs(policy.read(tx).extensionMinutes);
  const extended = tx.run(
    `UPDATE reservations SET extended = 1, expires_at = expires_at + ?, after_show_ms = after_show_ms + ?
     WHERE id = ? AND state = 'held' AND extended = 0 AND (expires_at IS NULL OR expires_at > ?)`,
    ms,
    ms,
    id,
    now,
  );
  if (extended === 0) throw new AppError('reservation_over', { state: before.state });
  note(tx, before, 'extend', actor, now);
};

const note = (
  tx: Tx,
  { id, variantId, deviceId, roomId }: Reservation,
  kind: 'confirm' | 'extend',
  actor: string,
  now: number,
  reason = '',
): void => {
  tx.marks.push({ of: 'reservation', id, deviceId, roomId });
  stock.note(tx, variantId, kind, { at: now, actor, reservationId: id, reason });
};

/** Handed over at the counter. Throws `reservation_over`, `not_found`. */
export const collect = (tx: Tx, id: ReservationId, actor: string, now: number): void => {
  const { variantId, quantity } = end(tx, id, 'collected', now);
  stock.collect(tx, variantId, quantity, { at: now, actor, reservationId: id });
};

/** By the viewer or, with a reason, by the shop. Throws `reservation_over`, `not_found`. */
export const cancel = (
  tx: Tx,
  id: ReservationId,
  actor: string,
  now: number,
  reason = '',
): waitlist.Offer[] => {
  const { variantId, quantity } = end(tx, id, 'cancelled', now);
  stock.release(tx, variantId, quantity, 'cancel', { at: now, actor, reservationId: id, reason });
  return waitlist.promote(tx, variantId, now);
};

/** Frees every hold whose deadline has passed. Returns how many, and the offers that came of it. */
export const expireDue = (tx: Tx, now: number): { expired: number; offers: waitlist.Offer[] } => {
  const due = tx.all<{ id: ReservationId }>(
    "SELECT id FROM reservations WHERE state = 'held' AND expires_at <= ? ORDER BY expires_at, rowid",
    now,
  );
  const offers = due.flatMap(({ id }) => {
    const { variantId, quantity } = end(tx, id, 'expired', now);
    stock.release(tx, variantId, quantity, 'release', { at: now, actor: 'clock', reservationId: id });
    return waitlist.promote(tx, variantId, now);
  });
  return { expired: due.length, offers };
};

/** Whether the sweep would find anything: a read, so that an idle shop writes nothing. */
export const anyDue = (sql: Sql, now: number): boolean =>
  sql.get("SELECT 1 FROM reservations WHERE state = 'held' AND expires_at <= ? LIMIT 1", now) !== undefined;

/** The show is over: the holds that hung on its end get their deadline. */
export const showEnded = (tx: Tx, showId: ShowId, endedAt: number): void => {
  const hanging = tx.all<Pick<Reservation, 'id' | 'deviceId' | 'roomId'>>(
    `UPDATE reservations SET expires_at = ? + coalesce(after_show_ms, ?)
     WHERE show_id = ? AND state = 'held' AND expires_at IS NULL RETURNING id, device_id AS deviceId, room_id AS roomId`,
    endedAt,
    policy.minutesInMs(policy.read(tx).hold.minutes),
    showId,
  );
  for (const told of hanging) tx.marks.push({ of: 'reservation', ...told });
};

const end = (
  tx: Tx,
  id: ReservationId,
  to: 'collected' | 'cancelled' | 'expired',
  now: number,
): Reservation => {
  const before = find(tx, id);
  const from = statesBefore(to);
  const ended = tx.run(
    `UPDATE reservations SET state = ?, ended_at = ? WHERE id = ? AND state IN (${from.map(() => '?').join(', ')})`,
    to,
    now,
    id,
    ...from,
  );
  if (ended === 0) throw new AppError('reservation_over', { state: before.state });
  tx.marks.push({ of: 'reservation', id, deviceId: before.deviceId, roomId: before.roomId });
  return before;
};
