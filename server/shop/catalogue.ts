// Products: their only writer. A product is saved whole; what is no longer named is archived, never deleted, and never while
// somebody holds it. Each change raises the product's version and is told to the rooms that show it.
// Rules: CAT-1 … CAT-7.
import type { ChangeDetail } from '../../shared/shop-api.ts';
import type { ProductBody } from '../../shared/shop-bodies.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { newId, type ImageId, type ProductId, type VariantId } from '../ids.ts';
import * as imageRows from './image-rows.ts';
import * as lineUp from './line-up.ts';
import * as policy from './policy.ts';
import * as prices from './prices.ts';
import { productRecords, variantRecords } from './product-views.ts';
import {
  differences,
  isListed,
  matched,
  refuseNonsense,
  unwished,
  wishOf,
  type Known,
  type ProductWish,
} from './product-wish.ts';
import * as variantRows from './variant-rows.ts';
import type { By } from './variant-rows.ts';

export type { By };
import { freeHandle, plain } from './words.ts';

/** Throws `not_found`. */
export const known = (sql: Sql, id: ProductId): Known => {
  const [record] = productRecords(sql, [id]);
  if (!record) throw new AppError('not_found', { productId: id });
  return { record, variants: variantRecords(sql, [id]) };
};

/** Throws `handle_taken`, `sku_taken`, `bad_request`. */
export const create = (tx: Tx, body: ProductBody, by: By): ProductId => {
  const wish = wishOf(body);
  refuseNonsense(wish);
  return insert(tx, body.handle ?? freeHandle(tx, body.title), wish, by);
};

/**
 * The whole product anew; nothing happens when nothing differs. Returns the images that are no longer its own: their files
 * are the caller's to remove, after the commit. `version`: the one that the wish is based on.
 * Throws `not_found`, `changed_meanwhile`, `stock_held`, `sku_taken`, `bad_request`.
 */
export const change = (
  tx: Tx,
  id: ProductId,
  body: ProductBody,
  version: number | null,
  by: By,
): ImageId[] => {
  const before = known(tx, id);
  const { record } = before;
  if (record.archivedAt !== null) throw new AppError('not_found', { productId: id });
  if (version !== null && version !== record.version)
    throw new AppError('changed_meanwhile', { version: record.version });
  if (body.handle !== undefined && body.handle !== record.handle)
    throw new AppError('bad_request', { issues: [{ path: 'handle', expected: record.handle }] });
  const wish = wishOf(body);
  refuseNonsense(wish);
  const arranged = imageRows.arrange(tx, id, body.images);
  const details = update(tx, before, wish, by);
  if (details.length === 0 && arranged.changed) raise(tx, id, by.at);
  return arranged.removed;
};

const columnsOf = (handle: string, wish: ProductWish, now: number) => [
  wish.title,
  wish.description,
  wish.care,
  wish.sizeNotes,
  wish.maker,
  wish.responsible,
  wish.warnings,
  JSON.stringify(wish.options),
  plain(
    [wish.title, handle, ...wish.variants.flatMap(({ sku, options }) => [sku ?? '', ...options])].join(' '),
  ),
  now,
];

/** A wish that makes sense; `createdAt` is its place in lists. Throws `handle_taken`, `sku_taken`. */
export const insert = (tx: Tx, handle: string, wish: ProductWish, by: By, createdAt = by.at): ProductId => {
  const id = newId('product');
  const made = tx.run(
    `INSERT INTO products (id, handle, created_at, title, description, care, size_notes, maker, responsible, warnings, options,
       search, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (handle) DO NOTHING`,
    id,
    handle,
    createdAt,
    ...columnsOf(handle, wish, by.at),
  );
  if (made === 0) throw new AppError('handle_taken', { handle });
  const { currency } = policy.read(tx);
  variantRows.write(tx, { productId: id, wishes: wish.variants, matches: [], currency, target: false }, by);
  return id;
};

/**
 * Makes a product what is wished, if it is still as it is known; an archived one comes back. With `target`, the wished stock
 * is reached by variants that are there, too. Returns what changed.
 * Throws `changed_meanwhile`, `stock_held` {variantId}, `sku_taken` {sku}.
 */
export const update = (tx: Tx, before: Known, wish: ProductWish, by: By, target = false): ChangeDetail[] => {
  const { record } = before;
  const { currency } = policy.read(tx);
  const matches = matched(before, wish.variants);
  const details = differences(before, wish, matches, { target, currency });
  if (details.length === 0) return details;
  const written = tx.run(
    `UPDATE products SET title = ?, description = ?, care = ?, size_notes = ?, maker = ?, responsible = ?, warnings = ?,
       options = ?, search = ?, updated_at = ?, archived_at = NULL, version = version + 1 WHERE id = ? AND version = ?`,
    ...columnsOf(record.handle, wish, by.at),
    record.id,
    record.version,
  );
  if (written === 0) throw new AppError('changed_meanwhile');
  for (const { id, archivedAt } of unwished(before, matches))
    if (archivedAt === null) variantRows.archive(tx, id, by.at);
  variantRows.write(tx, { productId: record.id, wishes: wish.variants, matches, currency, target }, by);
  lineUp.touch(tx, record.id, by.at);
  return details;
};

const raise = (tx: Tx, id: ProductId, now: number): void => {
  tx.run('UPDATE products SET version = version + 1, updated_at = ? WHERE id = ?', now, id);
  lineUp.touch(tx, id, now);
};

/** Takes a product out of the shop and its rooms. Idempotent. Throws `stock_held` while somebody holds any of it. */
export const archive = (tx: Tx, id: ProductId, now: number): void => {
  const { record, variants } = known(tx, id);
  if (record.archivedAt !== null) return;
  for (const variant of variants) if (isListed(variant, record)) variantRows.archive(tx, variant.id, now);
  tx.run(
    'UPDATE products SET archived_at = ?, updated_at = ?, version = version + 1 WHERE id = ?',
    now,
    now,
    id,
  );
  lineUp.drop(tx, id, now);
};

/** Brings a product back with the variants that went with it; no room shows it yet. Idempotent. */
export const restore = (tx: Tx, id: ProductId, now: number): void => {
  const { record } = known(tx, id);
  if (record.archivedAt === null) return;
  tx.run(
    'UPDATE variants SET archived_at = NULL WHERE product_id = ? AND archived_at = ?',
    id,
    record.archivedAt,
  );
  tx.run(
    'UPDATE products SET archived_at = NULL, updated_at = ?, version = version + 1 WHERE id = ?',
    now,
    id,
  );
};

/** Throws `not_found`, for an archived one too. */
const productOf = (sql: Sql, variantId: VariantId): ProductId => {
  const row = sql.get<{ productId: ProductId }>(
    'SELECT product_id AS productId FROM variants WHERE id = ? AND archived_at IS NULL',
    variantId,
  );
  if (!row) throw new AppError('not_found', { variantId });
  return row.productId;
};

/** Goods came in or were counted away. Throws `stock_held`, `not_found`. */
export const adjustStock = (tx: Tx, variantId: VariantId, difference: number, by: By): void => {
  productOf(tx, variantId);
  variantRows.adjust(tx, variantId, difference, by);
};

/** Throws `no_reduction`, `not_found`. The price that holds already is not set again. */
export const setPrice = (
  tx: Tx,
  variantId: VariantId,
  kind: 'regular' | 'show',
  cents: number,
  now: number,
): void => {
  const productId = productOf(tx, variantId);
  const today = prices.current(tx, variantId);
  const isToday = today?.cents === cents && (kind === 'show') === (today.referenceCents !== null);
  if (isToday) return;
  if (kind === 'show') prices.setShow(tx, variantId, cents, now);
  else prices.setRegular(tx, variantId, cents, policy.read(tx).currency, now);
  raise(tx, productId, now);
};

/** Throws `not_found`, `bad_request` {limit}. */
export const addImage = (tx: Tx, id: ProductId, image: imageRows.ImageRow, now: number): void => {
  imageRows.add(tx, id, image, now);
  raise(tx, id, now);
};
