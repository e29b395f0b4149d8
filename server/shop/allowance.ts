// How much one person may reserve: the shop's limits, the viewer's own lower one, and the pause between large reservations.
// Evaluated inside the transaction of the hold itself. What has expired or was cancelled does not count; what was collected
// does. Rules: RES-4, RES-10, RES-11.
import { limits } from '../../shared/limits.ts';
import type { Policy } from '../../shared/shop-bodies.ts';
import type { CapView } from '../../shared/shop.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { DeviceId } from '../ids.ts';
import * as policy from './policy.ts';
import type { Price } from './prices.ts';
import type { Wish } from './promise.ts';

type Taken = { ofVariant: number; ofShow: number; cents: number };

const takenBy = (sql: Sql, { variantId, showId, deviceId }: Wish): Taken =>
  sql.get<Taken>(
    `SELECT coalesce(sum(CASE WHEN variant_id = ? THEN quantity END), 0) AS ofVariant,
       coalesce(sum(quantity), 0) AS ofShow, coalesce(sum(quantity * unit_cents), 0) AS cents
     FROM reservations WHERE show_id = ? AND device_id = ? AND state IN ('held', 'confirmed', 'collected')`,
    variantId,
    showId,
    deviceId,
  ) ?? { ofVariant: 0, ofShow: 0, cents: 0 };

/** Throws `limit_variant`, `limit_show` {limit}, `limit_value`, `limit_own` {limit, currency} and `cool_off` {until}. */
export const refuseAbove = (sql: Sql, wish: Wish, price: Price, rules: Policy, now: number): void => {
  const taken = takenBy(sql, wish);
  const cents = price.cents * wish.quantity;
  const { currency } = price;
  const own = cap(sql, wish.deviceId, now).cents;
  if (taken.ofVariant + wish.quantity > rules.perVariant)
    throw new AppError('limit_variant', { limit: rules.perVariant });
  if (taken.ofShow + wish.quantity > rules.perShow)
    throw new AppError('limit_show', { limit: rules.perShow });
  if (taken.cents + cents > rules.perPersonCents)
    throw new AppError('limit_value', { limit: rules.perPersonCents, currency });
  if (own !== null && taken.cents + cents > own) throw new AppError('limit_own', { limit: own, currency });
  if (rules.largeCents > 0 && cents >= rules.largeCents) refuseTooSoon(sql, wish, rules, now);
};

/** The same as an answer, for offers that nobody waits at the counter for. */
export const allows = (sql: Sql, wish: Wish, price: Price, rules: Policy, now: number): boolean => {
  try {
    refuseAbove(sql, wish, price, rules, now);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
};

// Whoever has collected something here is known at the counter.
const refuseTooSoon = (sql: Sql, { deviceId }: Wish, rules: Policy, now: number): void => {
  const row = sql.get<{ last: number | null; known: number }>(
    `SELECT max(CASE WHEN quantity * unit_cents >= ? THEN placed_at END) AS last,
       count(CASE WHEN state = 'collected' THEN 1 END) AS known
     FROM reservations WHERE device_id = ?`,
    rules.largeCents,
    deviceId,
  );
  const until = (row?.last ?? -Infinity) + policy.minutesInMs(rules.coolOffMinutes);
  if (row?.known === 0 && now < until) throw new AppError('cool_off', { until });
};

type CapRow = { cents: number | null; nextCents: number | null; nextAt: number | null };

/** The device's own limit as it holds at `now`. */
export const cap = (sql: Sql, deviceId: DeviceId, now: number): CapView => {
  const row = sql.get<CapRow>(
    'SELECT cents, next_cents AS nextCents, next_at AS nextAt FROM viewer_caps WHERE device_id = ?',
    deviceId,
  );
  if (!row) return { cents: null, nextCents: null, nextAt: null };
  return row.nextAt !== null && row.nextAt <= now
    ? { cents: row.nextCents, nextCents: null, nextAt: null }
    : row;
};

/** A lower limit holds at once; a higher one, or none, after a day. Null: no limit. */
export const setCap = (tx: Tx, deviceId: DeviceId, cents: number | null, now: number): CapView => {
  const before = cap(tx, deviceId, now);
  const lower = before.cents === null || (cents !== null && cents <= before.cents);
  const next: CapView = lower
    ? { cents, nextCents: null, nextAt: null }
    : { cents: before.cents, nextCents: cents, nextAt: now + limits.capRaiseMs };
  tx.run(
    'INSERT OR REPLACE INTO viewer_caps (device_id, cents, next_cents, next_at) VALUES (?, ?, ?, ?)',
    deviceId,
    next.cents,
    next.nextCents,
    next.nextAt,
  );
  return next;
};
