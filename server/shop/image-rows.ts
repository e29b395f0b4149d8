// The rows of the products' images: added, arranged, named. The files are images.ts's. Rules: IMG-1, IMG-4.
import { limits } from '../../shared/limits.ts';
import type { ImageView } from '../../shared/shop.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { ImageId, ProductId } from '../ids.ts';

export type ImageRow = ImageView & { id: ImageId };

export const of = (sql: Sql, productId: ProductId): ImageRow[] =>
  sql.all<ImageRow>(
    'SELECT id, alt, width, height FROM images WHERE product_id = ? ORDER BY position, id',
    productId,
  );

/** Throws `not_found`, and `bad_request` {limit} when there are as many as may be. */
export const refuseMore = (sql: Sql, productId: ProductId): void => {
  const row = sql.get<{ images: number }>(
    `SELECT (SELECT count(*) FROM images WHERE product_id = products.id) AS images FROM products
     WHERE id = ? AND archived_at IS NULL`,
    productId,
  );
  if (!row) throw new AppError('not_found', { productId });
  if (row.images >= limits.imagesPerProduct)
    throw new AppError('bad_request', { reason: 'images', limit: limits.imagesPerProduct });
};

/** At the end of the product's images. Throws what `refuseMore` does. */
export const add = (tx: Tx, productId: ProductId, image: ImageRow, now: number): void => {
  refuseMore(tx, productId);
  tx.run(
    `INSERT INTO images (id, product_id, position, alt, width, height, created_at)
     SELECT ?, ?, coalesce(max(position), -1) + 1, ?, ?, ?, ? FROM images WHERE product_id = ?`,
    image.id,
    productId,
    image.alt,
    image.width,
    image.height,
    now,
    productId,
  );
};

/** Order, words and removal; `wanted` left out: nothing changes. Throws `not_found` for an image of another product. */
export const arrange = (
  tx: Tx,
  productId: ProductId,
  wanted: readonly { id: string; alt: string }[] | undefined,
): { changed: boolean; removed: ImageId[] } => {
  if (!wanted) return { changed: false, removed: [] };
  const before = of(tx, productId);
  const same = before.map(({ id, alt }) => ({ id, alt }));
  if (JSON.stringify(same) === JSON.stringify(wanted.map(({ id, alt }) => ({ id, alt }))))
    return { changed: false, removed: [] };
  for (const [position, { id, alt }] of wanted.entries()) {
    const found = tx.run(
      'UPDATE images SET position = ?, alt = ? WHERE id = ? AND product_id = ?',
      position,
      alt,
      id,
      productId,
    );
    if (found === 0) throw new AppError('not_found', { imageId: id });
  }
  const removed = before.map(({ id }) => id).filter((id) => !wanted.some((one) => one.id === id));
  for (const id of removed) tx.run('DELETE FROM images WHERE id = ?', id);
  return { changed: true, removed };
};

export const allIds = (sql: Sql): Set<string> =>
  new Set(sql.all<{ id: string }>('SELECT id FROM images').map(({ id }) => id));
