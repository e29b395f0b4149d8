// The waiting list of each variant: first come, first served, with quantity. When stock frees, the offer is a real hold with
// a deadline of its own, made in the transaction that freed it. Rules: WTL-1 … WTL-4.
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { DeviceId, RoomId, ShowId, VariantId } from '../ids.ts';
import * as policy from './policy.ts';
import * as prices from './prices.ts';
import { promise, type Promised, type Wish } from './promise.ts';
import * as stock from './stock.ts';

type Row = {
  id: number;
  roomId: RoomId;
  showId: ShowId;
  variantId: VariantId;
  deviceId: DeviceId;
  quantity: number;
};

export type Offer = Promised & { deviceId: DeviceId; roomId: RoomId; variantId: VariantId };

/** Throws `still_available` when there is enough, `already_waiting`, `not_found`. Returns the place, 1 is next. */
export const join = (tx: Tx, wish: Wish, now: number): number => {
  if (stock.view(tx, wish.variantId).available >= wish.quantity) throw new AppError('still_available');
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
  return place(tx, wish.variantId, wish.deviceId) ?? 1;
};

/** The device's place in the list, 1 is next; null when it does not wait. */
export const place = (sql: Sql, variantId: VariantId, deviceId: DeviceId): number | null =>
  sql.get<{ place: number }>(
    `SELECT (SELECT count(*) FROM waiting AS before WHERE before.variant_id = mine.variant_id
       AND before.state = 'waiting' AND before.id <= mine.id) AS place
     FROM waiting AS mine WHERE variant_id = ? AND device_id = ? AND state = 'waiting'`,
    variantId,
    deviceId,
  )?.place ?? null;

/** Idempotent. */
export const leave = (tx: Tx, variantId: VariantId, deviceId: DeviceId): void => {
  tx.run(
    "UPDATE waiting SET state = 'left' WHERE variant_id = ? AND device_id = ? AND state = 'waiting'",
    variantId,
    deviceId,
  );
};

/**
 * Offers what is free to those who wait, in their order. Who wants more than there is keeps the first place and nobody
 * overtakes. Call it in every transaction that frees stock.
 */
export const promote = (tx: Tx, variantId: VariantId, now: number): Offer[] => {
  const first = tx.get<Row>(
    `SELECT id, room_id AS roomId, show_id AS showId, variant_id AS variantId, device_id AS deviceId, quantity
     FROM waiting WHERE variant_id = ? AND state = 'waiting' ORDER BY id LIMIT 1`,
    variantId,
  );
  if (!first || stock.view(tx, variantId).available < first.quantity) return [];
  const expiresAt = now + policy.minutesInMs(policy.read(tx).offerMinutes);
  const promised = promise(tx, first, prices.required(tx, variantId), expiresAt, 'waitlist', now);
  tx.run("UPDATE waiting SET state = 'offered', reservation_id = ? WHERE id = ?", promised.id, first.id);
  const offer: Offer = { ...promised, deviceId: first.deviceId, roomId: first.roomId, variantId };
  return [offer, ...promote(tx, variantId, now)];
};
