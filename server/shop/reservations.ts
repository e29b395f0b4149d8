// Reservations from placing to pick-up. Each change of state is a conditional UPDATE on the states that may come before
// (shared/reservation-states.ts); what frees stock offers it to the waiting list in the same transaction.
// Rules: RES-1 … RES-9.
import { statesBefore, type ReservationState } from '../../shared/reservation-states.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { DeviceId, ReservationId, RoomId, ShowId, VariantId } from '../ids.ts';
import * as policy from './policy.ts';
import * as prices from './prices.ts';
import { promise, type Promised, type Wish } from './promise.ts';
import * as stock from './stock.ts';
import * as waitlist from './waitlist.ts';

export type Reservation = {
  id: ReservationId;
  roomId: RoomId;
  showId: ShowId;
  variantId: VariantId;
  deviceId: DeviceId;
  quantity: number;
  unitCents: number;
  currency: string;
  state: ReservationState;
  code: string;
  name: string | null;
  contact: string | null;
  placedAt: number;
  expiresAt: number | null;
  extended: 0 | 1;
};

const columns = `id, room_id AS roomId, show_id AS showId, variant_id AS variantId, device_id AS deviceId, quantity,
  unit_cents AS unitCents, currency, state, code, name, contact, placed_at AS placedAt, expires_at AS expiresAt, extended`;

/** Throws `not_found`. */
export const find = (sql: Sql, id: ReservationId): Reservation => {
  const row = sql.get<Reservation>(`SELECT ${columns} FROM reservations WHERE id = ?`, id);
  if (!row) throw new AppError('not_found', { id });
  return row;
};

/**
 * Holds pieces for a device in a running show.
 * Throws `show_not_live`, `limit_variant`, `limit_show`, `limit_value` (each {limit}), `sold_out` {available},
 * `not_reservable`, `not_found`.
 */
export const place = (tx: Tx, wish: Wish, now: number): Promised => {
  const running = tx.get(
    "SELECT 1 FROM shows WHERE id = ? AND room_id = ? AND state <> 'ended'",
    wish.showId,
    wish.roomId,
  );
  if (!running) throw new AppError('show_not_live');
  const rules = policy.read(tx);
  const price = prices.required(tx, wish.variantId);
  refuseAboveLimits(tx, wish, price, rules);
  const expiresAt = rules.hold.from === 'placing' ? now + policy.minutesInMs(rules.hold.minutes) : null;
  return promise(tx, wish, price, expiresAt, wish.deviceId, now);
};

type Taken = { ofVariant: number; ofShow: number; cents: number };

// What has expired or was cancelled does not count; what was collected does.
const takenBy = (tx: Tx, { variantId, showId, deviceId }: Wish): Taken =>
  tx.get<Taken>(
    `SELECT coalesce(sum(CASE WHEN variant_id = ? THEN quantity END), 0) AS ofVariant,
       coalesce(sum(quantity), 0) AS ofShow, coalesce(sum(quantity * unit_cents), 0) AS cents
     FROM reservations WHERE show_id = ? AND device_id = ? AND state IN ('held', 'confirmed', 'collected')`,
    variantId,
    showId,
    deviceId,
  ) ?? { ofVariant: 0, ofShow: 0, cents: 0 };

const refuseAboveLimits = (tx: Tx, wish: Wish, price: prices.Price, rules: policy.Policy): void => {
  const taken = takenBy(tx, wish);
  const cents = price.cents * wish.quantity;
  if (taken.ofVariant + wish.quantity > rules.perVariant)
    throw new AppError('limit_variant', { limit: rules.perVariant });
  if (taken.ofShow + wish.quantity > rules.perShow)
    throw new AppError('limit_show', { limit: rules.perShow });
  if (taken.cents + cents > rules.perPersonCents)
    throw new AppError('limit_value', { limit: rules.perPersonCents });
};

/** The viewer leaves a name and one contact: the hold no longer runs out. Throws `reservation_over`, `not_found`. */
export const confirm = (
  tx: Tx,
  id: ReservationId,
  who: { name: string; contact: string },
  actor: string,
  now: number,
): Reservation => {
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
  stock.note(tx, before.variantId, 'confirm', { at: now, actor, reservationId: id });
  return find(tx, id);
};

/** Once, and only while there is a deadline that has not passed. Throws `already_extended`, `reservation_over`. */
export const extend = (tx: Tx, id: ReservationId, actor: string, now: number): Reservation => {
  const before = find(tx, id);
  if (before.extended) throw new AppError('already_extended');
  const extended = tx.run(
    `UPDATE reservations SET extended = 1, expires_at = expires_at + ?
     WHERE id = ? AND state = 'held' AND extended = 0 AND expires_at > ?`,
    policy.minutesInMs(policy.read(tx).extensionMinutes),
    id,
    now,
  );
  if (extended === 0) throw new AppError('reservation_over', { state: before.state });
  stock.note(tx, before.variantId, 'extend', { at: now, actor, reservationId: id });
  return find(tx, id);
};

/** Handed over at the counter. Throws `reservation_over`, `not_found`. */
export const collect = (tx: Tx, id: ReservationId, actor: string, now: number): Reservation => {
  const { variantId, quantity } = end(tx, id, 'collected', now);
  stock.collect(tx, variantId, quantity, { at: now, actor, reservationId: id });
  return find(tx, id);
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
    "SELECT id FROM reservations WHERE state = 'held' AND expires_at <= ? ORDER BY expires_at, id",
    now,
  );
  const offers = due.flatMap(({ id }) => {
    const { variantId, quantity } = end(tx, id, 'expired', now);
    stock.release(tx, variantId, quantity, 'release', { at: now, actor: 'clock', reservationId: id });
    return waitlist.promote(tx, variantId, now);
  });
  return { expired: due.length, offers };
};

/** The show is over: the holds that hung on its end get their deadline. */
export const showEnded = (tx: Tx, showId: ShowId, endedAt: number): void => {
  tx.run(
    "UPDATE reservations SET expires_at = ? WHERE show_id = ? AND state = 'held' AND expires_at IS NULL",
    endedAt + policy.minutesInMs(policy.read(tx).hold.minutes),
    showId,
  );
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
  return before;
};
