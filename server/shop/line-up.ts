// The run of show of each room: its products in order, and the one that is "showing now". What changes is journaled for
// the rooms that show it. Rules: LUP-1 … LUP-3.
import type { Shelf } from '../../shared/shop.ts';
import * as journal from '../db/journal.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { ProductId, RoomId } from '../ids.ts';
import { productView, productViews } from './product-views.ts';

const productIds = (sql: Sql, roomId: RoomId): ProductId[] =>
  sql
    .all<{ id: ProductId }>(
      'SELECT product_id AS id FROM line_up WHERE room_id = ? ORDER BY position',
      roomId,
    )
    .map(({ id }) => id);

const pinned = (sql: Sql, roomId: RoomId): ProductId | null =>
  sql.get<{ id: ProductId | null }>('SELECT pinned_product_id AS id FROM rooms WHERE id = ?', roomId)?.id ??
  null;

export const shelf = (sql: Sql, roomId: RoomId): Shelf => ({
  products: productViews(sql, productIds(sql, roomId)),
  pinnedId: pinned(sql, roomId),
});

const isIn = (sql: Sql, roomId: RoomId, productId: ProductId): boolean =>
  sql.get('SELECT 1 FROM line_up WHERE room_id = ? AND product_id = ?', roomId, productId) !== undefined;

const tell = (tx: Tx, roomId: RoomId, now: number): void => {
  const { products, pinnedId } = shelf(tx, roomId);
  journal.append(tx, roomId, now, 'lineUp.changed', { products });
  if (pinnedId && !products.some(({ id }) => id === pinnedId)) pin(tx, roomId, null, now);
};

/** The whole line-up, in order; doubled ids count once. Throws `not_found` for what is unknown or archived. */
export const set = (tx: Tx, roomId: RoomId, ids: readonly ProductId[], now: number): void => {
  tx.run('DELETE FROM line_up WHERE room_id = ?', roomId);
  for (const [position, id] of [...new Set(ids)].entries()) {
    const put = tx.run(
      `INSERT INTO line_up (room_id, product_id, position)
       SELECT ?, id, ? FROM products WHERE id = ? AND archived_at IS NULL`,
      roomId,
      position,
      id,
    );
    if (put === 0) throw new AppError('not_found', { productId: id });
  }
  tell(tx, roomId, now);
};

/** Shows a product of the line-up "now"; null: none. Throws `not_found`. */
export const pin = (tx: Tx, roomId: RoomId, productId: ProductId | null, now: number): void => {
  if (productId && !isIn(tx, roomId, productId)) throw new AppError('not_found', { productId });
  const changed = tx.run(
    'UPDATE rooms SET pinned_product_id = ? WHERE id = ? AND pinned_product_id IS NOT ?',
    productId,
    roomId,
    productId,
  );
  if (changed > 0) journal.append(tx, roomId, now, 'product.pinned', { productId });
};

const roomsWith = (sql: Sql, productId: ProductId): RoomId[] =>
  sql
    .all<{ roomId: RoomId }>('SELECT room_id AS roomId FROM line_up WHERE product_id = ?', productId)
    .map(({ roomId }) => roomId);

/** A product, one of its variants, prices or pictures changed. */
export const touch = (tx: Tx, productId: ProductId, now: number): void => {
  const rooms = roomsWith(tx, productId);
  if (rooms.length === 0) return;
  const product = productView(tx, productId);
  for (const roomId of rooms) journal.append(tx, roomId, now, 'product.changed', { product });
};

/** A product was archived: no room shows it any longer. */
export const drop = (tx: Tx, productId: ProductId, now: number): void => {
  const rooms = roomsWith(tx, productId);
  tx.run('DELETE FROM line_up WHERE product_id = ?', productId);
  for (const roomId of rooms) tell(tx, roomId, now);
};
