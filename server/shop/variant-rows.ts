// The rows of a product's variants: put in their places, added, archived. For catalogue.ts alone, which decides what is
// wished. The counters are stock.ts's, the prices prices.ts's. Rules: CAT-1, CAT-4, CAT-5.
import type { Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { newId, type ProductId, type VariantId } from '../ids.ts';
import * as prices from './prices.ts';
import type { VariantRecord } from './product-views.ts';
import { newPrice, samePlace, threeOf, type VariantWish } from './product-wish.ts';
import * as stock from './stock.ts';
import * as waitlist from './waitlist.ts';

/** Who changes something, when, and what the ledger says of it. */
export type By = { at: number; actor: string; reason: string };

type Placed = { variant: VariantRecord | null; wish: VariantWish; position: number };

// What was archived for itself gives its SKU to whoever wants it; what rests with its whole product keeps it.
const freeSku = (tx: Tx, sku: string | null): void => {
  if (sku === null) return;
  tx.run(
    `UPDATE variants SET sku = NULL WHERE sku = ? AND archived_at IS NOT NULL
       AND archived_at IS NOT (SELECT archived_at FROM products WHERE id = product_id)`,
    sku,
  );
};

export const skuOwner = (tx: Pick<Tx, 'get'>, sku: string): { handle: string; title: string } | undefined =>
  tx.get<{ handle: string; title: string }>(
    'SELECT handle, title FROM variants JOIN products ON products.id = product_id WHERE sku = ?',
    sku,
  );

/** Throws `sku_taken` {sku, handle, title}. */
const add = (tx: Tx, productId: ProductId, { wish, position }: Placed, by: By): VariantId => {
  const id = newId('variant');
  freeSku(tx, wish.sku);
  const added = tx.run(
    `INSERT INTO variants (id, product_id, position, sku, option1, option2, option3) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (sku) DO NOTHING`,
    id,
    productId,
    position,
    wish.sku,
    ...threeOf(wish.options),
  );
  if (added === 0) throw new AppError('sku_taken', { sku: wish.sku, ...skuOwner(tx, wish.sku ?? '') });
  if (wish.onHand) stock.adjust(tx, id, wish.onHand, { ...by, reservationId: null });
  return id;
};

// In two steps, so that two variants may exchange their values or SKUs: first those that move step aside.
const place = (tx: Tx, placed: readonly Placed[]): void => {
  const moving = placed.flatMap(({ variant, wish, position }) =>
    variant && !samePlace(variant, wish, position) ? [{ id: variant.id, wish, position }] : [],
  );
  for (const { id, wish } of moving) {
    tx.run('UPDATE variants SET option1 = id, sku = NULL WHERE id = ?', id);
    freeSku(tx, wish.sku);
  }
  for (const { id, wish, position } of moving) {
    const done = tx.run(
      `UPDATE variants SET position = ?, sku = ?, option1 = ?, option2 = ?, option3 = ?, archived_at = NULL
       WHERE id = ? AND NOT EXISTS (SELECT 1 FROM variants AS other WHERE other.sku = ?)`,
      position,
      wish.sku,
      ...threeOf(wish.options),
      id,
      wish.sku,
    );
    if (done === 0) throw new AppError('sku_taken', { sku: wish.sku, ...skuOwner(tx, wish.sku ?? '') });
  }
};

/** Whoever waits for it leaves the list. Throws `stock_held` {variantId} while somebody holds a piece. */
export const archive = (tx: Tx, id: VariantId, now: number): void => {
  // Last to first: nobody is offered what is about to go.
  for (const { deviceId } of waitlist.queue(tx, id).toReversed()) waitlist.leave(tx, id, deviceId, now);
  const archived = tx.run(
    'UPDATE variants SET archived_at = ? WHERE id = ? AND held = 0 AND archived_at IS NULL',
    now,
    id,
  );
  if (archived === 0) throw new AppError('stock_held', { variantId: id });
};

/** The pieces on hand become so many; what frees goes to those who wait. Throws `stock_held` {variantId}. */
const reach = (tx: Tx, id: VariantId, onHand: number, by: By): void => {
  const now = tx.get<{ onHand: number }>('SELECT on_hand AS onHand FROM variants WHERE id = ?', id);
  if (now && now.onHand !== onHand) adjust(tx, id, onHand - now.onHand, by);
};

/** Throws `stock_held` {variantId}, `not_found`. */
export const adjust = (tx: Tx, id: VariantId, difference: number, by: By): void => {
  try {
    stock.adjust(tx, id, difference, { ...by, reservationId: null });
  } catch (error) {
    if (error instanceof AppError && error.code === 'stock_held')
      throw new AppError('stock_held', { ...error.details, variantId: id });
    throw error;
  }
  if (difference > 0) waitlist.promote(tx, id, by.at);
};

export type Rows = {
  productId: ProductId;
  wishes: readonly VariantWish[];
  /** For each wish the variant that it is; null: new. */
  matches: readonly (VariantRecord | null)[];
  currency: string;
  /** The wished stock is reached by variants that are there, too. */
  target: boolean;
};

/** Throws `sku_taken`, `stock_held` {variantId}. */
export const write = (tx: Tx, { productId, wishes, matches, currency, target }: Rows, by: By): void => {
  const placed = wishes.map((wish, position) => ({ wish, position, variant: matches[position] ?? null }));
  place(tx, placed);
  for (const one of placed) {
    const { wish, variant } = one;
    const id = variant?.id ?? add(tx, productId, one, by);
    if (wish.cents !== undefined && newPrice(variant, wish, currency))
      prices.setRegular(tx, id, wish.cents, currency, by.at);
    if (variant && target && wish.onHand !== undefined) reach(tx, id, wish.onHand, by);
  }
};
