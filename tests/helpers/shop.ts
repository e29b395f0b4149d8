// A shop for one test: a real database with a running show, products of one variant each, and devices.
import type { Db, Tx } from '../../server/db/open.ts';
import {
  newId,
  type DeviceId,
  type ProductId,
  type ReservationId,
  type RoomId,
  type ShowId,
  type VariantId,
} from '../../server/ids.ts';
import * as shows from '../../server/rooms/shows.ts';
import * as ledger from '../../server/shop/ledger.ts';
import * as prices from '../../server/shop/prices.ts';
import type { Wish } from '../../server/shop/promise.ts';
import * as stock from '../../server/shop/stock.ts';
import { openTestDb } from './db.ts';

export type TestShop = {
  db: Db;
  file: string;
  roomId: RoomId;
  showId: ShowId;
  /** A variant with so many pieces on hand, at 39 euro; null: without a price. */
  variant: (onHand: number, cents?: number | null) => Promise<VariantId>;
  wish: (variantId: VariantId, deviceId?: DeviceId, quantity?: number) => Wish;
  counters: (variantId: VariantId) => { onHand: number; held: number; sold: number };
  state: (id: ReservationId) => string | undefined;
  verdict: () => string | null;
};

export const device = (): DeviceId => newId('device');

/** A product of one variant. */
export const addVariant = (
  tx: Tx,
  onHand: number,
  cents: number | null,
): { variantId: VariantId; productId: ProductId } => {
  const productId = newId('product');
  const variantId = newId('variant');
  tx.run(
    'INSERT INTO products (id, handle, title, created_at, updated_at) VALUES (?, ?, ?, 0, 0)',
    productId,
    productId,
    'Linen shirt',
  );
  tx.run('INSERT INTO variants (id, product_id, position) VALUES (?, ?, 1)', variantId, productId);
  if (cents !== null) prices.setRegular(tx, variantId, cents, 'EUR', 0);
  if (onHand > 0) stock.adjust(tx, variantId, onHand, { at: 0, actor: 'test', reservationId: null });
  return { variantId, productId };
};

export const openTestShop = async (): Promise<TestShop> => {
  const { db, file, roomId } = await openTestDb();
  const show = await db.write((tx) => shows.start(tx, roomId, 1000));
  const showId = show.id as ShowId;
  return {
    db,
    file,
    roomId,
    showId,
    variant: (onHand, cents = 3900) => db.write((tx) => addVariant(tx, onHand, cents).variantId),
    wish: (variantId, deviceId = device(), quantity = 1) => ({
      roomId,
      showId,
      variantId,
      deviceId,
      quantity,
    }),
    counters: (variantId) =>
      db.read((sql) =>
        sql.get<{ onHand: number; held: number; sold: number }>(
          'SELECT on_hand AS onHand, held, sold FROM variants WHERE id = ?',
          variantId,
        ),
      ) ?? { onHand: -1, held: -1, sold: -1 },
    state: (id) =>
      db.read((sql) => sql.get<{ state: string }>('SELECT state FROM reservations WHERE id = ?', id))?.state,
    verdict: () => db.read((sql) => ledger.verify(sql)).broken,
  };
};
