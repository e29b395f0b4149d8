// A running server with a live show and products of one variant each in its line-up, and viewers who reserve.
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../server/clock.ts';
import type { ProductId, ShowId, VariantId } from '../../server/ids.ts';
import * as shows from '../../server/rooms/shows.ts';
import * as ledger from '../../server/shop/ledger.ts';
import * as lineUp from '../../server/shop/line-up.ts';
import * as policy from '../../server/shop/policy.ts';
import type { Policy } from '../../shared/shop-bodies.ts';
import type { Welcome } from '../../shared/model.ts';
import { startTestApp, type TestApp, type TestAppOptions } from './app.ts';
import { TestClient } from './client.ts';
import { addVariant } from './shop.ts';

export type Shelf = {
  app: TestApp;
  showId: ShowId;
  /** Puts a product of one variant, at 39 euro, at the end of the demo room's line-up. */
  stocked: (onHand: number) => Promise<{ variantId: VariantId; productId: ProductId }>;
  viewer: (hello?: Record<string, unknown>) => Promise<Viewer>;
  setPolicy: (change: Partial<Policy>) => Promise<void>;
  verdict: () => string | null;
};

export type Viewer = TestClient & { welcome: Welcome };

export const newKey = (): string => randomUUID();

export const openShelf = async (options: TestAppOptions & { clock?: Clock } = {}): Promise<Shelf> => {
  const app = await startTestApp(options);
  const now = () => (options.clock ?? Date).now();
  const room = app.db.read((sql) => shows.findRoom(sql, 'demo'));
  if (!room) throw new Error('no demo room');
  // Without a host: what is shown here needs no picture.
  const show = await app.db.write((tx) => shows.start(tx, room.id, now()));
  return {
    app,
    showId: show.id as ShowId,
    stocked: (onHand) =>
      app.db.write((tx) => {
        const added = addVariant(tx, onHand, 3900);
        const { products } = lineUp.shelf(tx, room.id);
        lineUp.set(tx, room.id, [...products.map(({ id }) => id as ProductId), added.productId], now());
        return added;
      }),
    viewer: async (hello = {}) => {
      const client = await TestClient.connect({ url: app.url });
      return Object.assign(client, { welcome: await client.hello(hello) });
    },
    setPolicy: (change) => app.db.write((tx) => policy.write(tx, { ...policy.read(tx), ...change })),
    verdict: () => app.db.read((sql) => ledger.verify(sql)).broken,
  };
};
