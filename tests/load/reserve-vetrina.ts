// The shop that is tapped: its database, made before the server starts on it, and a crowd of devices with a socket each.
import { join } from 'node:path';
import { Db } from '../../server/db/open.ts';
import { newId, type ShowId, type VariantId } from '../../server/ids.ts';
import * as shows from '../../server/rooms/shows.ts';
import * as policy from '../../server/shop/policy.ts';
import * as prices from '../../server/shop/prices.ts';
import type { Wish } from '../../server/shop/promise.ts';
import * as stock from '../../server/shop/stock.ts';
import { requests } from '../../shared/requests.ts';
import type { Target } from './reserve-lanes.ts';
import { addressOf, openMany } from './open-many.ts';
import { outcomeOf, TapSocket } from './tap-socket.ts';
import type { Order } from './reserve-taps.ts';

export const room = 'bench';
const cents = 3900;
const pieces = 100_000_000;

/** What everyone may ask for, in a row of ids that needs no message to be known. */
export const variantId = (index: number): VariantId =>
  `variant_${String(index).padStart(20, '0')}` as VariantId;

export type BenchShop = { db: Db; wish: (count: number, variants: number) => Omit<Wish, 'deviceId'> };

/** A running show with stock that does not run out, and limits that nobody reaches. */
export const makeShop = async (folder: string, variants: number): Promise<BenchShop> => {
  const db = new Db(join(folder, 'vetrina.db'));
  const now = Date.now();
  const row = await db.write((tx) => shows.findRoom(tx, room) ?? shows.createRoom(tx, room, 'Bench', now));
  const show = await db.write((tx) => shows.start(tx, row.id, now));
  await db.write((tx) => {
    policy.write(tx, {
      ...policy.read(tx),
      perVariant: 100_000,
      perShow: 100_000,
      perPersonCents: 100_000_000,
      largeCents: 0,
    });
    const productId = newId('product');
    tx.run(
      'INSERT INTO products (id, handle, title, options, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)',
      productId,
      productId.replace('_', '-'),
      'Linen shirt',
      '["Size"]',
      now,
      now,
    );
    tx.run('INSERT INTO line_up (room_id, product_id, position) VALUES (?, ?, 0)', row.id, productId);
    for (let index = 0; index < variants; index += 1) {
      const id = variantId(index);
      tx.run(
        'INSERT INTO variants (id, product_id, position, option1) VALUES (?, ?, ?, ?)',
        id,
        productId,
        index,
        String(index),
      );
      prices.setRegular(tx, id, cents, 'EUR', now);
      stock.adjust(tx, id, pieces, { at: now, actor: 'bench', reservationId: null });
    }
  });
  return {
    db,
    wish: (count, among) => ({
      roomId: row.id,
      showId: show.id as ShowId,
      variantId: variantId(count % among),
      quantity: 1,
    }),
  };
};

const sockets = 1000;
const tapsEach = requests['reservation.place'].rate.count - 2;

const openSocket = async (port: number, index: number): Promise<TapSocket> => {
  const socket = await TapSocket.open(port, addressOf(index));
  const welcome = await socket.hello(room);
  if (outcomeOf(welcome) !== 'ok') throw new Error(`the hello was refused: ${welcome}`);
  return socket;
};

/** Each socket is another device; the taps go round all of them, so that none reaches its rate. */
export const openVetrina = async ({ at, variants }: Order): Promise<Target> => {
  const opened = await openMany(sockets, (index) => openSocket(Number(at), index));
  return {
    most: opened.length * tapsEach,
    async tap(count) {
      const socket = opened[count % opened.length] as TapSocket;
      const body = { key: `tap-${count}-of-bench`, variantId: variantId(count % variants), quantity: 1 };
      return outcomeOf(await socket.request('reservation.place', body));
    },
    close: () => opened.forEach((socket) => socket.close()),
  };
};
