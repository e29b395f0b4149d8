// The demo shop of the first start.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { goods } from '../../server/demo/goods.ts';
import { demoRoom, furnish } from '../../server/demo.ts';
import * as shows from '../../server/rooms/shows.ts';
import * as identityBlock from '../../server/shop/identity-block.ts';
import * as ledger from '../../server/shop/ledger.ts';
import * as lineUp from '../../server/shop/line-up.ts';
import { Db } from '../../server/db/open.ts';
import { tempDir } from '../helpers/temp-dir.ts';

test('CAT-9 IMG-3 PRC-2: it has a line-up with pictures, scarce pieces and an honest reduction', async () => {
  const dataDir = tempDir();
  const db = new Db(join(dataDir, 'vetrina.db'));
  const now = Date.now();
  await db.write((tx) => furnish(tx, now, dataDir));
  await db.write((tx) => furnish(tx, now, dataDir));
  const shelf = db.read((sql) => lineUp.shelf(sql, shows.findRoom(sql, demoRoom.slug)!.id));
  expect(shelf.products.map(({ handle }) => handle)).toEqual(goods.map(({ handle }) => handle));
  expect(shelf.products).toHaveLength(8);
  const images = shelf.products.flatMap((product) => product.images);
  expect(readdirSync(join(dataDir, 'images')).sort()).toEqual(images.map(({ id }) => id).sort());
  for (const { id, alt } of images) {
    expect(readdirSync(join(dataDir, 'images', id))).toHaveLength(6);
    expect(alt).not.toBe('');
  }
  const pieces = shelf.products.map(({ variants }) => variants.map(({ available }) => available));
  expect(pieces).toContainEqual([0, 1, 0]);
  expect(pieces.filter((counts) => counts.includes(0))).toHaveLength(2);
  const reduced = shelf.products.filter(({ variants }) =>
    variants.some(({ price }) => price?.referenceCents),
  );
  expect(reduced.map(({ variants }) => variants[0]?.price)).toEqual([
    { cents: 4500, currency: 'EUR', referenceCents: 5900 },
  ]);
  const cosmetics = shelf.products.filter(({ warnings }) => warnings);
  expect(cosmetics.every(({ maker, responsible }) => maker && responsible)).toBe(true);
  expect(cosmetics).toHaveLength(2);
  expect(db.read(identityBlock.read).pickUp).not.toBe('');
  expect(db.read((sql) => ledger.verify(sql))).toEqual({ rows: 31, broken: null });
  db.close();
});
