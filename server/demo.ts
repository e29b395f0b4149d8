// The demo shop that an empty data folder starts with, so that the first minute shows a shop and not an empty list: a room, a
// line-up of products with pictures, stock and a price history, and who the shop is. Rules: CAT-9.
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { imageWidths } from '../shared/shop.ts';
import type { Tx } from './db/open.ts';
import { goods, identity, type Good } from './demo/goods.ts';
import { newId, type ImageId, type ProductId } from './ids.ts';
import * as shows from './rooms/shows.ts';
import * as catalogue from './shop/catalogue.ts';
import * as identityBlock from './shop/identity-block.ts';
import * as lineUp from './shop/line-up.ts';

export const demoRoom = { slug: 'demo', name: 'Bottega Sole' };

const hourMs = 60 * 60 * 1000;
// Long enough that a show price has its 30 days before it.
const openedBeforeMs = 45 * 24 * hourMs;
const pictures = new URL('demo/pictures/', import.meta.url).pathname;

// Rendered beforehand from the drawings beside them (demo/render-pictures.ts).
const copyPicture = (name: string, dataDir: string): ImageId => {
  const id = newId('image');
  const into = join(dataDir, 'images', id);
  mkdirSync(into, { recursive: true, mode: 0o700 });
  for (const width of imageWidths)
    for (const format of ['avif', 'webp'])
      copyFileSync(join(pictures, name, `${width}.${format}`), join(into, `${width}.${format}`));
  return id;
};

const stock = (tx: Tx, good: Good, index: number, dataDir: string, now: number): ProductId => {
  const { alt, cents, showCents, variants, ...body } = good;
  // In their order, so that a list shows the first one first.
  const at = now - openedBeforeMs - index * 60_000;
  const id = catalogue.create(
    tx,
    {
      ...body,
      variants: variants.map(([options, sku, onHand, own = cents]) => ({ options, sku, onHand, cents: own })),
    },
    { at, actor: 'demo', reason: 'opening' },
  );
  const image = { id: copyPicture(good.handle, dataDir), alt, width: 960, height: 1200 };
  catalogue.addImage(tx, id, image, at);
  if (showCents !== undefined)
    for (const variant of catalogue.known(tx, id).variants)
      catalogue.setPrice(tx, variant.id, 'show', showCents, now - hourMs);
  return id;
};

/** Makes the demo shop when there is no room at all. */
export const furnish = (tx: Tx, now: number, dataDir: string): void => {
  if (shows.listRooms(tx).length > 0) return;
  const room = shows.createRoom(tx, demoRoom.slug, demoRoom.name, now);
  const ids = goods.map((good, index) => stock(tx, good, index, dataDir, now));
  lineUp.set(tx, room.id, ids, now);
  identityBlock.write(tx, identity);
};
