// CSV files out of the shop: products in our columns and in Shopify's, and reservations. Made in pieces, so that a large shop
// neither fills the memory nor stops a show. Every cell is guarded against formulas. Rules: CSV-5 … CSV-8.
import { stringify } from 'csv-stringify/sync';
import type { ReservationEntry } from '../../shared/shop.ts';
import type { ImportFormat } from '../../shared/shop-api.ts';
import type { Db, Sql } from '../db/open.ts';
import type { ProductId } from '../ids.ts';
import { breather } from './breathe.ts';
import { decimal, guarded, guardedThroughout } from './csv-cells.ts';
import { htmlOf } from './csv-html.ts';
import { ownHeadings } from './csv-own.ts';
import type { Paged } from './page.ts';
import {
  optionsOf,
  productRecords,
  valuesOf,
  variantRecords,
  type ProductRecord,
  type VariantRecord,
} from './product-views.ts';

type Cell = string | number | null;

// With the mark Excel knows that it is UTF-8; line ends as RFC 4180 wants them.
const byteOrderMark = '\ufeff';
const lines = (rows: readonly (readonly Cell[])[], guard = guarded): string =>
  stringify(
    rows.map((row) => row.map((cell) => (typeof cell === 'string' ? guard(cell) : cell))),
    { record_delimiter: '\r\n' },
  );

type Format = {
  headings: readonly string[];
  row: (product: ProductRecord, variant: VariantRecord, isFirst: boolean) => Cell[];
};

const price = ({ cents, currency }: VariantRecord): string => decimal(cents, currency ?? 'EUR');

const named = (product: ProductRecord, variant: VariantRecord): [string, string][] => {
  const names = optionsOf(product);
  const values = valuesOf(variant, names.length);
  return [0, 1, 2].map((index) => [names[index] ?? '', values[index] ?? '']);
};

const own: Format = {
  headings: ownHeadings,
  row: (product, variant) => [
    product.handle,
    product.title,
    product.description,
    product.care,
    product.sizeNotes,
    product.maker,
    product.responsible,
    product.warnings,
    ...named(product, variant).flat(),
    variant.sku,
    price(variant),
    variant.onHand,
  ],
};

const shopify: Format = {
  headings: [
    'Handle',
    'Title',
    'Body (HTML)',
    'Vendor',
    'Published',
    'Option1 Name',
    'Option1 Value',
    'Option2 Name',
    'Option2 Value',
    'Option3 Name',
    'Option3 Value',
    'Variant SKU',
    'Variant Inventory Tracker',
    'Variant Inventory Qty',
    'Variant Inventory Policy',
    'Variant Fulfillment Service',
    'Variant Price',
    'Variant Compare At Price',
    'Status',
  ],
  row(product, variant, isFirst) {
    const options = named(product, variant);
    // How Shopify writes a product without options.
    if (options[0]?.[0] === '') options[0] = ['Title', 'Default Title'];
    const first = (text: string) => (isFirst ? text : '');
    return [
      product.handle,
      first(product.title),
      first(htmlOf(product.description)),
      '',
      first('true'),
      ...options.flatMap(([name, value]) => [first(name), value]),
      variant.sku,
      'shopify',
      variant.onHand,
      'deny',
      'manual',
      price(variant),
      decimal(variant.referenceCents, variant.currency ?? 'EUR'),
      first('active'),
    ];
  },
};

const atOnce = 100;

type Head = { id: ProductId; at: number };

const headsAfter = (sql: Sql, last: Head): Head[] =>
  sql.all<Head>(
    `SELECT id, created_at AS at FROM products WHERE archived_at IS NULL AND (created_at, id) > (?, ?)
     ORDER BY created_at, id LIMIT ?`,
    last.at,
    last.id,
    atOnce,
  );

const rowsOf = (sql: Sql, heads: readonly Head[], format: Format): Cell[][] => {
  const ids = heads.map(({ id }) => id);
  const records = new Map(productRecords(sql, ids).map((record) => [record.id, record]));
  const listed = variantRecords(sql, ids).filter(({ archivedAt }) => archivedAt === null);
  const variants = Map.groupBy(listed, ({ productId }) => productId);
  return ids.flatMap((id) => {
    const record = records.get(id);
    return record
      ? (variants.get(id) ?? []).map((variant, index) => format.row(record, variant, index === 0))
      : [];
  });
};

/** Everything that is not archived, oldest first. */
export async function* products(db: Db, name: ImportFormat): AsyncGenerator<string> {
  const format = name === 'shopify' ? shopify : own;
  const breathe = breather();
  yield (name === 'vetrina' ? byteOrderMark : '') + lines([format.headings]);
  let last: Head = { id: '' as ProductId, at: -1 };
  for (;;) {
    const from = last;
    const heads = db.read((sql) => headsAfter(sql, from));
    if (heads.length === 0) return;
    yield lines(db.read((sql) => rowsOf(sql, heads, format)));
    last = heads.at(-1) ?? last;
    await breathe();
  }
}

const reservationHeadings = [
  'code',
  'state',
  'room',
  'title',
  'variant',
  'sku',
  'quantity',
  'unit_price',
  'total',
  'currency',
  'name',
  'contact',
  'nickname',
  'placed_at',
  'expires_at',
  'ended_at',
];

const time = (at: number | null): string => (at === null ? '' : new Date(at).toISOString());

const reservationRow = (entry: ReservationEntry): Cell[] => [
  entry.code,
  entry.state,
  entry.room,
  entry.title,
  entry.variant,
  entry.sku,
  entry.quantity,
  decimal(entry.unitCents, entry.currency),
  decimal(entry.unitCents * entry.quantity, entry.currency),
  entry.currency,
  entry.name,
  entry.contact,
  entry.nickname,
  time(entry.placedAt),
  time(entry.expiresAt),
  time(entry.endedAt),
];

/** Page after page, newest first; times in UTC (ISO 8601). */
export async function* reservations(
  pageAfter: (cursor: string | null) => Paged<ReservationEntry>,
): AsyncGenerator<string> {
  const breathe = breather();
  yield byteOrderMark + lines([reservationHeadings]);
  let cursor: string | null = null;
  do {
    const { rows, next }: Paged<ReservationEntry> = pageAfter(cursor);
    if (rows.length > 0) yield lines(rows.map(reservationRow), guardedThroughout);
    cursor = next;
    await breathe();
  } while (cursor !== null);
}
