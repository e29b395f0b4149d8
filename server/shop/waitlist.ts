// The waiting list of each variant: first come, first served, with quantity. When stock frees, the offer is a real hold with
// a deadline of its own, made in the transaction that freed it. Rules: WTL-1 … WTL-6.
import { limits } from '../../shared/limits.ts';
import type { WaitingView } from '../../shared/shop.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { DeviceId, RoomId, ShowId, VariantId } from '../ids.ts';
import * as allowance from './allowance.ts';
import * as policy from './policy.ts';
import * as prices from './prices.ts';
import { promise, type Promised, type Wish } from './promise.ts';
import * as stock from './stock.ts';

type Row = Wish & { id: number };

export type Offer = Promised & { deviceId: DeviceId; roomId: RoomId; variantId: VariantId };

/**
 * Throws `still_available` when there is enough, `already_waiting`, `not_reservable`, `not_found`, and what placing would
 * refuse (`limit_…`, `cool_off`). Returns the place, 1 is next.
 */
export const join = (tx: Tx, wish: Wish, now: number): number => {
  if (stock.view(tx, wish.variantId).available >= wish.quantity) throw new AppError('still_available');
  allowance.refuseAbove(tx, wish, prices.required(tx, wish.variantId), policy.read(tx), now);
  const joined = tx.run(
    `INSERT INTO waiting (room_id, show_id, variant_id, device_id, quantity, joined_at, state)
     VALUES (?, ?, ?, ?, ?, ?, 'waiting') ON CONFLICT DO NOTHING`,
    wish.roomId,
    wish.showId,
    wish.variantId,
    wish.deviceId,
    wish.quantity,
    now,
  );
  if (joined === 0) throw new AppError('already_waiting');
  tx.marks.push({ of: 'waiting', id: wish.variantId });
  return place(tx, wish.variantId, wish.deviceId) ?? 1;
};

const placeOf = `(SELECT count(*) FROM waiting AS before WHERE before.variant_id = mine.variant_id
  AND before.state = 'waiting' AND before.id <= mine.id) AS place`;

/** The device's place in the list, 1 is next; null when it does not wait. */
export const place = (sql: Sql, variantId: VariantId, deviceId: DeviceId): number | null =>
  sql.get<{ place: number }>(
    `SELECT ${placeOf} FROM waiting AS mine WHERE variant_id = ? AND device_id = ? AND state = 'waiting'`,
    variantId,
    deviceId,
  )?.place ?? null;

/** All the lists that a device waits in. */
export const placesOf = (sql: Sql, deviceId: DeviceId): WaitingView[] =>
  sql.all<WaitingView>(
    `SELECT variant_id AS variantId, quantity, ${placeOf} FROM waiting AS mine
     WHERE device_id = ? AND state = 'waiting' ORDER BY id`,
    deviceId,
  );

/** Who waits for a variant, first to last. */
export const queue = (sql: Sql, variantId: VariantId): { deviceId: DeviceId; quantity: number }[] =>
  sql.all<{ deviceId: DeviceId; quantity: number }>(
    "SELECT device_id AS deviceId, quantity FROM waiting WHERE variant_id = ? AND state = 'waiting' ORDER BY id",
    variantId,
  );

/** Idempotent. */
export const leave = (tx: Tx, variantId: VariantId, deviceId: DeviceId, now: number): void => {
  const left = tx.run(
    "UPDATE waiting SET state = 'left' WHERE variant_id = ? AND device_id = ? AND state = 'waiting'",
    variantId,
    deviceId,
  );
  if (left === 0) return;
  tx.marks.push({ of: 'waiting', id: variantId });
  // Whoever wanted more than there was may have stood before one who wants less.
  promote(tx, variantId, now);
};

/**
 * Offers what is free to those who wait, in their order. Who wants more than there is keeps the first place and nobody
 * overtakes; who may not have it any more (limits) leaves the list. Call it in every transaction that frees stock.
 */
export const promote = (tx: Tx, variantId: VariantId, now: number): Offer[] => {
  const first = tx.get<Row>(
    `SELECT id, room_id AS roomId, show_id AS showId, variant_id AS variantId, device_id AS deviceId, quantity
     FROM waiting WHERE variant_id = ? AND state = 'waiting' ORDER BY id LIMIT 1`,
    variantId,
  );
  if (!first || stock.view(tx, variantId).available < first.quantity) return [];
  tx.marks.push({ of: 'waiting', id: variantId });
  const offer = offered(tx, first, now);
  if (!offer) tx.run("UPDATE waiting SET state = 'left' WHERE id = ?", first.id);
  return [...(offer ? [offer] : []), ...promote(tx, variantId, now)];
};

// Whoever waits since an earlier show is offered it in the one that runs now: its limits count, its staff hears of it.
const inRunningShow = (tx: Tx, first: Row): Row => {
  const running = tx.get<{ id: ShowId }>(
    "SELECT id FROM shows WHERE room_id = ? AND state <> 'ended'",
    first.roomId,
  );
  return running ? { ...first, showId: running.id } : first;
};

const offered = (tx: Tx, waiting: Row, now: number): Offer | null => {
  const first = inRunningShow(tx, waiting);
  const { deviceId, roomId, variantId } = first;
  const rules = policy.read(tx);
  const price = prices.current(tx, variantId);
  if (!price || !allowance.allows(tx, first, price, rules, now)) return null;
  const expiresAt = now + policy.minutesInMs(rules.offerMinutes);
  const deadline = { expiresAt, afterShowMs: null, offered: true };
  const promised = promise(tx, first, price, deadline, 'waitlist', now);
  tx.run("UPDATE waiting SET state = 'offered', reservation_id = ? WHERE id = ?", promised.id, first.id);
  return { ...promised, deviceId, roomId, variantId };
};

/** Those who wait since a show that is long over wait for nothing. */
export const forgetOld = (tx: Tx, now: number): void => {
  tx.run(
    "UPDATE waiting SET state = 'left' WHERE state = 'waiting' AND joined_at < ?",
    now - limits.waitingMs,
  );
};
