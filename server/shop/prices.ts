// The price log: append-only, the last row counts. A show price carries the lowest price of the 30 days before it, frozen at
// its start, and one that is no reduction is refused. Rules: PRC-1 … PRC-4.
// Source: directive 98/6/EC art. 6a, art. 17-bis Codice del Consumo.
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { ProductId, RoomId, VariantId } from '../ids.ts';

export type Price = { cents: number; currency: string; referenceCents: number | null };

const referenceMs = 30 * 24 * 60 * 60 * 1000;

/** What a variant costs now; null before its first price. */
export const current = (sql: Sql, variantId: VariantId): Price | null =>
  sql.get<Price>(
    `SELECT cents, currency, reference_cents AS referenceCents FROM prices
     WHERE variant_id = ? ORDER BY at DESC, id DESC LIMIT 1`,
    variantId,
  ) ?? null;

/** The same, for what is about to be promised. Throws `not_reservable`. */
export const required = (sql: Sql, variantId: VariantId): Price => {
  const price = current(sql, variantId);
  if (!price) throw new AppError('not_reservable', { variantId });
  return price;
};

/** The lowest price asked in the 30 days before `at`: those set within them, and the one that they began with. */
export const lowestBefore = (sql: Sql, variantId: VariantId, at: number): number | null => {
  const row = sql.get<{ cents: number | null }>(
    `SELECT min(cents) AS cents FROM prices WHERE variant_id = ? AND at < ? AND (at >= ? OR id = (
       SELECT id FROM prices WHERE variant_id = ? AND at < ? ORDER BY at DESC, id DESC LIMIT 1))`,
    variantId,
    at,
    at - referenceMs,
    variantId,
    at - referenceMs,
  );
  return row?.cents ?? null;
};

export const setRegular = (
  tx: Tx,
  variantId: VariantId,
  cents: number,
  currency: string,
  at: number,
): void => {
  insert(tx, variantId, 'regular', { cents, currency, referenceCents: null }, at);
};

/** Throws `no_reduction` {reference}: the price is not below the lowest of the 30 days before, or there was none. */
export const setShow = (tx: Tx, variantId: VariantId, cents: number, at: number): Price => {
  const before = current(tx, variantId);
  const reference = lowestBefore(tx, variantId, at);
  if (!before || reference === null || cents >= reference) throw new AppError('no_reduction', { reference });
  const price = { cents, currency: before.currency, referenceCents: reference };
  insert(tx, variantId, 'show', price, at);
  return price;
};

/**
 * The show of a room is over, and so are the show prices of its line-up, except where another running show has the product:
 * the last regular price counts again. Returns the products whose price changed.
 */
export const endShowPrices = (tx: Tx, roomId: RoomId, at: number): ProductId[] => {
  const ended = tx.all<{ variantId: VariantId; productId: ProductId; cents: number; currency: string }>(
    `SELECT v.id AS variantId, v.product_id AS productId, regular.cents, regular.currency
     FROM line_up JOIN variants v ON v.product_id = line_up.product_id
     JOIN prices regular ON regular.id = (
       SELECT id FROM prices WHERE variant_id = v.id AND kind = 'regular' ORDER BY at DESC, id DESC LIMIT 1)
     WHERE line_up.room_id = ?
       AND (SELECT kind FROM prices WHERE variant_id = v.id ORDER BY at DESC, id DESC LIMIT 1) = 'show'
       AND NOT EXISTS (SELECT 1 FROM line_up other JOIN shows ON shows.room_id = other.room_id AND shows.state <> 'ended'
         WHERE other.product_id = v.product_id)`,
    roomId,
  );
  for (const { variantId, cents, currency } of ended) setRegular(tx, variantId, cents, currency, at);
  return [...new Set(ended.map(({ productId }) => productId))];
};

const insert = (tx: Tx, variantId: VariantId, kind: 'regular' | 'show', price: Price, at: number): void => {
  tx.run(
    'INSERT INTO prices (variant_id, at, kind, cents, currency, reference_cents) VALUES (?, ?, ?, ?, ?, ?)',
    variantId,
    at,
    kind,
    price.cents,
    price.currency,
    price.referenceCents,
  );
};
