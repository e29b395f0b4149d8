// Products as they are shown, put together from few statements: one for each kind of row, however many products are asked
// for. Reads only. Rules: CAT-2, PRC-1.
import type { ImageView, PriceView, ProductView, VariantView } from '../../shared/shop.ts';
import type { Sql } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { ProductId, VariantId } from '../ids.ts';

export type ProductRecord = {
  id: ProductId;
  handle: string;
  title: string;
  description: string;
  care: string;
  sizeNotes: string;
  maker: string;
  responsible: string;
  warnings: string;
  /** JSON. */
  options: string;
  archivedAt: number | null;
  version: number;
};

export type VariantRecord = {
  id: VariantId;
  productId: ProductId;
  position: number;
  sku: string | null;
  option1: string;
  option2: string;
  option3: string;
  onHand: number;
  held: number;
  sold: number;
  version: number;
  archivedAt: number | null;
  cents: number | null;
  currency: string | null;
  referenceCents: number | null;
};

type ImageRecord = ImageView & { productId: ProductId };

// A list of any length is one bound value: SQLite's number of parameters never matters, nor does the statement's text.
const among = 'IN (SELECT value FROM json_each(?))';

export const productRecords = (sql: Sql, ids: readonly string[]): ProductRecord[] =>
  sql.all<ProductRecord>(
    `SELECT id, handle, title, description, care, size_notes AS sizeNotes, maker, responsible, warnings, options,
       archived_at AS archivedAt, version FROM products WHERE id ${among}`,
    JSON.stringify(ids),
  );

/** In the order of their products' lists, with the archived ones. The price is the last row of each log. */
export const variantRecords = (sql: Sql, productIds: readonly string[]): VariantRecord[] =>
  sql.all<VariantRecord>(
    `SELECT variants.id, product_id AS productId, position, sku, option1, option2, option3, on_hand AS onHand, held, sold, version,
       archived_at AS archivedAt, cents, currency, reference_cents AS referenceCents
     FROM variants LEFT JOIN prices ON prices.id = (
       SELECT id FROM prices WHERE variant_id = variants.id ORDER BY at DESC, id DESC LIMIT 1)
     WHERE product_id ${among} ORDER BY product_id, position, variants.id`,
    JSON.stringify(productIds),
  );

const imageRecords = (sql: Sql, productIds: readonly string[]): ImageRecord[] =>
  sql.all<ImageRecord>(
    `SELECT id, product_id AS productId, alt, width, height FROM images WHERE product_id ${among}
     ORDER BY product_id, position, id`,
    JSON.stringify(productIds),
  );

const priceOf = ({ cents, currency, referenceCents }: VariantRecord): PriceView | null =>
  cents === null || currency === null ? null : { cents, currency, referenceCents };

export const valuesOf = (row: VariantRecord, options: number): string[] =>
  [row.option1, row.option2, row.option3].slice(0, options);

export const variantViewOf = (row: VariantRecord, options: number): VariantView => ({
  id: row.id,
  options: valuesOf(row, options),
  price: priceOf(row),
  available: row.onHand - row.held,
  version: row.version,
});

export const optionsOf = (record: ProductRecord): string[] => JSON.parse(record.options) as string[];

export const imagesByProduct = (sql: Sql, ids: readonly string[]): Map<string, ImageView[]> => {
  const byProduct = new Map<string, ImageView[]>();
  for (const { productId, ...image } of imageRecords(sql, ids))
    byProduct.set(productId, [...(byProduct.get(productId) ?? []), image]);
  return byProduct;
};

/** In the order of `ids`; archived products and variants are left out. */
export const productViews = (sql: Sql, ids: readonly ProductId[]): ProductView[] => {
  const listed = variantRecords(sql, ids).filter(({ archivedAt }) => archivedAt === null);
  const variants = Map.groupBy(listed, ({ productId }) => productId);
  const images = imagesByProduct(sql, ids);
  const views = new Map(
    productRecords(sql, ids)
      .filter(({ archivedAt }) => archivedAt === null)
      .map((record) => {
        const { archivedAt: _a, version: _v, options: _o, ...told } = record;
        const options = optionsOf(record);
        const view: ProductView = {
          ...told,
          options,
          images: images.get(record.id) ?? [],
          variants: (variants.get(record.id) ?? []).map((row) => variantViewOf(row, options.length)),
        };
        return [record.id, view];
      }),
  );
  return ids.flatMap((id) => views.get(id) ?? []);
};

/** Throws `not_found`, for an archived product too. */
export const productView = (sql: Sql, productId: ProductId): ProductView => {
  const [view] = productViews(sql, [productId]);
  if (!view) throw new AppError('not_found', { productId });
  return view;
};
