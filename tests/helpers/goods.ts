// Real products on the demo room's shelf, made by the catalogue itself, the first one pinned; a show that runs without a
// host where the picture does not matter.
import * as shows from '../../server/rooms/shows.ts';
import * as catalogue from '../../server/shop/catalogue.ts';
import * as identityBlock from '../../server/shop/identity-block.ts';
import * as lineUp from '../../server/shop/line-up.ts';
import { productBody } from '../../shared/shop-bodies.ts';
import * as v from 'valibot';
import type { TestApp } from './app.ts';

/** `sizes`: pieces on hand by size; without sizes there is one variant. */
export type Good = { title: string; sizes?: Record<string, number>; onHand?: number; cents?: number };

const bodyOf = ({ title, sizes, onHand = 0, cents = 3900 }: Good) =>
  v.parse(productBody, {
    title,
    description: 'Woven in the next valley, washed once.',
    care: '30 degrees.',
    sizeNotes: sizes ? 'Runs large.' : '',
    maker: 'Tessitura Sole srl, Biella',
    responsible: 'Tessitura Sole srl',
    warnings: 'Keep away from fire.',
    options: sizes ? ['Size'] : [],
    variants: sizes
      ? Object.entries(sizes).map(([size, pieces]) => ({ options: [size], cents, onHand: pieces }))
      : [{ options: [], cents, onHand }],
  });

export const stockShelf = async (app: TestApp, goods: Good[], { running = true } = {}): Promise<void> => {
  await app.db.write((tx) => {
    const at = Date.now();
    const room = shows.findRoom(tx, 'demo');
    if (!room) throw new Error('no demo room');
    const by = { at, actor: 'test', reason: 'test' };
    const ids = goods.map((good) => catalogue.create(tx, bodyOf(good), by));
    lineUp.set(tx, room.id, ids, at);
    if (running) shows.start(tx, room.id, at);
    lineUp.pin(tx, room.id, ids[0] ?? null, at);
    identityBlock.write(tx, {
      name: 'Bottega Sole di Anna Rossi',
      seat: 'Via Roma 12, 13900 Biella',
      email: 'ciao@bottegasole.it',
      phone: '+39 015 123456',
      vat: '01234567890',
      rea: '',
      pickUp: 'Tuesday to Saturday, 9 to 19',
      privacy: 'Name and contact are kept for 90 days.',
    });
  });
};

export type Holding = { state: string; quantity: number; name: string | null; contact: string | null };

/** Every reservation there ever was, oldest first. */
export const holdings = (app: TestApp): Holding[] =>
  app.db.read((sql) =>
    sql.all<Holding>('SELECT state, quantity, name, contact FROM reservations ORDER BY placed_at, rowid'),
  );
