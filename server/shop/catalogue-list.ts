// The catalogue as the staff reads it: lists with search and cursor, details, the ledger and the prices of a variant, the
// shows. Reads only. Rules: CAT-2, CAT-8.
import type {
  LedgerEntry,
  PriceEntry,
  ProductDetail,
  ProductRow,
  ShowRow,
  VariantDetail,
} from '../../shared/shop-api.ts';
import type { Sql } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { ProductId, RoomId, VariantId } from '../ids.ts';
import * as catalogue from './catalogue.ts';
import { pageOf, placeOf, withoutPlace, type Asked, type Paged } from './page.ts';
import * as policy from './policy.ts';
import {
  imagesByProduct,
  optionsOf,
  variantRecords,
  variantViewOf,
  type VariantRecord,
} from './product-views.ts';
import { isListed } from './product-wish.ts';
import { wordsIn } from './words.ts';

export type ProductFilter = { q: string; archived: boolean };
type Head = { id: ProductId; handle: string; title: string; archivedAt: number | null; at: number };

const sum = (variants: VariantRecord[], field: 'onHand' | 'held' | 'sold') =>
  variants.reduce((total, variant) => total + variant[field], 0);

/** Newest first. */
export const products = (sql: Sql, { q, archived }: ProductFilter, asked: Asked): Paged<ProductRow> => {
  const { where, values } = wordsIn('search', q);
  const from = placeOf(asked.cursor);
  const heads = sql.all<Head>(
    `SELECT id, handle, title, archived_at AS archivedAt, created_at AS at FROM products
     WHERE archived_at IS ${archived ? 'NOT ' : ''}NULL AND (created_at, id) < (?, ?) AND ${where}
     ORDER BY created_at DESC, id DESC LIMIT ?`,
    from.at,
    from.id,
    ...values,
    asked.limit + 1,
  );
  const { rows, next } = pageOf(heads, asked.limit);
  const ids = rows.map(({ id }) => id);
  const variants = Map.groupBy(variantRecords(sql, ids), ({ productId }) => productId);
  const images = imagesByProduct(sql, ids);
  const { currency } = policy.read(sql);
  const row = (withPlace: Head): ProductRow => {
    const head = withoutPlace(withPlace);
    const listed = (variants.get(head.id) ?? []).filter((variant) =>
      isListed(variant, { archivedAt: head.archivedAt }),
    );
    const prices = listed.flatMap(({ cents }) => cents ?? []);
    return {
      ...head,
      imageId: images.get(head.id)?.[0]?.id ?? null,
      variants: listed.length,
      onHand: sum(listed, 'onHand'),
      held: sum(listed, 'held'),
      sold: sum(listed, 'sold'),
      fromCents: prices.length > 0 ? Math.min(...prices) : null,
      currency: listed.find((variant) => variant.currency !== null)?.currency ?? currency,
    };
  };
  return { rows: rows.map(row), next };
};

const waitingOf = (sql: Sql, variantIds: readonly string[]): Map<string, number> =>
  new Map(
    sql
      .all<{ id: string; count: number }>(
        `SELECT variant_id AS id, count(*) AS count FROM waiting
         WHERE state = 'waiting' AND variant_id IN (SELECT value FROM json_each(?)) GROUP BY variant_id`,
        JSON.stringify(variantIds),
      )
      .map(({ id, count }) => [id, count]),
  );

/** Of an archived product too, with the variants that rest with it. Throws `not_found`. */
export const product = (sql: Sql, id: ProductId): ProductDetail => {
  const { record, variants } = catalogue.known(sql, id);
  const options = optionsOf(record);
  const listed = variants.filter((variant) => isListed(variant, record));
  const waiting = waitingOf(
    sql,
    listed.map((variant) => variant.id),
  );
  return {
    ...record,
    options,
    images: imagesByProduct(sql, [id]).get(id) ?? [],
    variants: listed.map((variant) => ({
      ...variantViewOf(variant, options.length),
      sku: variant.sku,
      onHand: variant.onHand,
      held: variant.held,
      sold: variant.sold,
      waiting: waiting.get(variant.id) ?? 0,
    })),
  };
};

const productIdOf = (sql: Sql, variantId: VariantId): ProductId => {
  const row = sql.get<{ id: ProductId }>('SELECT product_id AS id FROM variants WHERE id = ?', variantId);
  if (!row) throw new AppError('not_found', { variantId });
  return row.id;
};

/** Throws `not_found`. */
export const variant = (sql: Sql, variantId: VariantId): VariantDetail => {
  const found = product(sql, productIdOf(sql, variantId)).variants.find(({ id }) => id === variantId);
  if (!found) throw new AppError('not_found', { variantId });
  return found;
};

const entryColumns = `l.seq, l.at, l.kind, l.on_hand AS onHand, l.held, l.sold, l.reservation_id AS reservationId, r.code,
  l.actor, l.reason, l.hash`;
const entries = `ledger l LEFT JOIN reservations r ON r.id = l.reservation_id`;

/** Newest first. Throws `not_found`. */
export const ledgerOf = (sql: Sql, variantId: VariantId, asked: Asked): Paged<LedgerEntry> => {
  productIdOf(sql, variantId);
  const rows = sql.all<LedgerEntry>(
    `SELECT ${entryColumns} FROM ${entries} WHERE l.variant_id = ? AND l.seq < ? ORDER BY l.seq DESC LIMIT ?`,
    variantId,
    placeOf(asked.cursor).at,
    asked.limit + 1,
  );
  const last = rows[asked.limit - 1];
  return {
    rows: rows.slice(0, asked.limit),
    next: rows.length > asked.limit && last ? `${last.seq}.` : null,
  };
};

/** In their order. */
export const ledgerOfReservation = (sql: Sql, reservationId: string): LedgerEntry[] =>
  sql.all<LedgerEntry>(
    `SELECT ${entryColumns} FROM ${entries} WHERE l.reservation_id = ? ORDER BY l.seq`,
    reservationId,
  );

/** Newest first. Throws `not_found`. */
export const pricesOf = (sql: Sql, variantId: VariantId): PriceEntry[] => {
  productIdOf(sql, variantId);
  return sql.all<PriceEntry>(
    `SELECT at, kind, cents, currency, reference_cents AS referenceCents FROM prices
     WHERE variant_id = ? ORDER BY at DESC, id DESC`,
    variantId,
  );
};

/** Newest first; of one room, or of all. What expired or was cancelled does not count. */
export const shows = (sql: Sql, roomId: RoomId | null, asked: Asked): Paged<ShowRow> => {
  const from = placeOf(asked.cursor);
  const rows = sql.all<ShowRow & { at: number }>(
    `SELECT s.id, o.slug AS room, o.name AS roomName, s.state, s.started_at AS startedAt, s.started_at AS at,
       s.ended_at AS endedAt, count(r.id) AS reservations, coalesce(sum(r.quantity), 0) AS pieces,
       coalesce(sum(r.quantity * r.unit_cents), 0) AS cents
     FROM shows s JOIN rooms o ON o.id = s.room_id
       LEFT JOIN reservations r ON r.show_id = s.id AND r.state IN ('held', 'confirmed', 'collected')
     WHERE (s.started_at, s.id) < (?, ?) AND (? IS NULL OR s.room_id = ?)
     GROUP BY s.id ORDER BY s.started_at DESC, s.id DESC LIMIT ?`,
    from.at,
    from.id,
    roomId,
    roomId,
    asked.limit + 1,
  );
  const { rows: shown, next } = pageOf(rows, asked.limit);
  return { rows: shown.map(withoutPlace), next };
};
