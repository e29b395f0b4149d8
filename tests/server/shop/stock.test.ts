// Counters, ledger, price log: what must never be, and what `verify` finds.
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { Db } from '../../../server/db/open.ts';
import * as ledger from '../../../server/shop/ledger.ts';
import * as prices from '../../../server/shop/prices.ts';
import * as reservations from '../../../server/shop/reservations.ts';
import * as stock from '../../../server/shop/stock.ts';
import { openTestShop } from '../../helpers/shop.ts';

const cause = { at: 5, actor: 'test', reservationId: null };
const day = 24 * 60 * 60 * 1000;

test('STK-1: holding more than there is is refused and changes nothing', async () => {
  const shop = await openTestShop();
  const variantId = await shop.variant(2);
  await shop.db.write((tx) => stock.hold(tx, variantId, 2)(cause));
  await expect(shop.db.write((tx) => stock.hold(tx, variantId, 1)(cause))).rejects.toMatchObject({
    code: 'sold_out',
    details: { available: 0 },
  });
  expect(shop.counters(variantId)).toEqual({ onHand: 2, held: 2, sold: 0 });
});

test('STK-1: the database itself refuses counters that cannot be', async () => {
  const shop = await openTestShop();
  const variantId = await shop.variant(1);
  for (const change of ['held = 2', 'held = -1', 'on_hand = -1', 'sold = -1'])
    await expect(
      shop.db.write((tx) => tx.run(`UPDATE variants SET ${change} WHERE id = ?`, variantId)),
    ).rejects.toThrow('CHECK');
});

test('STK-2: what is promised cannot be counted away', async () => {
  const shop = await openTestShop();
  const variantId = await shop.variant(3);
  await shop.db.write((tx) => stock.hold(tx, variantId, 2)(cause));
  await expect(shop.db.write((tx) => stock.adjust(tx, variantId, -2, cause))).rejects.toMatchObject({
    code: 'stock_held',
  });
  const view = await shop.db.write((tx) => stock.adjust(tx, variantId, -1, cause));
  expect(view).toMatchObject({ available: 0 });
});

test('STK-3: every change raises the version that viewers order by', async () => {
  const shop = await openTestShop();
  const variantId = await shop.variant(3);
  const version = () => shop.db.read((sql) => stock.view(sql, variantId)).version;
  const versions = [version()];
  await shop.db.write((tx) => stock.hold(tx, variantId, 1)(cause));
  versions.push(version());
  await shop.db.write((tx) => stock.release(tx, variantId, 1, 'release', cause));
  versions.push(version());
  expect(versions).toEqual([1, 2, 3]);
});

test('STK-4: ledger and price log cannot be changed or shortened', async () => {
  const shop = await openTestShop();
  await shop.variant(1);
  for (const sql of [
    'UPDATE ledger SET held = 0',
    'DELETE FROM ledger',
    'UPDATE prices SET cents = 1',
    'DELETE FROM prices',
  ])
    await expect(shop.db.write((tx) => tx.run(sql))).rejects.toThrow('append-only');
});

const tamperings = [
  ["UPDATE ledger SET actor = 'me' WHERE seq = 2", 'Row 2 was changed.'],
  ['DELETE FROM ledger WHERE seq = 1', 'Row 1 is missing.'],
  ["UPDATE ledger SET previous_hash = 'x' WHERE seq = 2", 'Row 2 does not follow'],
  ['UPDATE variants SET sold = sold + 1', 'The counters of variant'],
  ['UPDATE reservations SET quantity = 2', 'What is held of variant'],
] as const;

test.each(tamperings)('STK-5: verify finds it when somebody does "%s"', async (tampering, said) => {
  const shop = await openTestShop();
  const variantId = await shop.variant(5);
  await shop.db.write((tx) => reservations.place(tx, shop.wish(variantId), 2000));
  expect(shop.verdict()).toBeNull();
  shop.db.close();
  const raw = new Database(shop.file);
  raw.exec(`DROP TRIGGER ledger_stays; DROP TRIGGER ledger_remains; PRAGMA foreign_keys = OFF; ${tampering}`);
  raw.close();
  const again = new Db(shop.file);
  expect(again.read((sql) => ledger.verify(sql)).broken).toContain(said);
  again.close();
});

test('PRC-1: the last row of the log is the price', async () => {
  const shop = await openTestShop();
  const variantId = await shop.variant(1, 3900);
  await shop.db.write((tx) => prices.setRegular(tx, variantId, 4200, 'EUR', 10));
  expect(shop.db.read((sql) => prices.current(sql, variantId))).toEqual({
    cents: 4200,
    currency: 'EUR',
    referenceCents: null,
  });
});

test('PRC-2: a show price carries the lowest price of the 30 days before it, frozen', async () => {
  const shop = await openTestShop();
  const variantId = await shop.variant(1, 5000); // asked from day 0 on
  const set = (cents: number, onDay: number) =>
    shop.db.write((tx) => prices.setRegular(tx, variantId, cents, 'EUR', onDay * day));
  await set(4000, 5);
  await set(4500, 20);
  // On day 34 the 4,000 of day 5 still began the window; on day 51 only the 4,500 is in it.
  expect(shop.db.read((sql) => prices.lowestBefore(sql, variantId, 34 * day))).toBe(4000);
  expect(shop.db.read((sql) => prices.lowestBefore(sql, variantId, 51 * day))).toBe(4500);
  const price = await shop.db.write((tx) => prices.setShow(tx, variantId, 3900, 51 * day));
  expect(price).toEqual({ cents: 3900, currency: 'EUR', referenceCents: 4500 });
  await set(100, 52);
  const row = shop.db.read((sql) =>
    sql.get<{ reference: number }>("SELECT reference_cents AS reference FROM prices WHERE kind = 'show'"),
  );
  expect(row?.reference).toBe(4500);
});

test('PRC-3: a price that is no reduction is refused, and the old one stays', async () => {
  const shop = await openTestShop();
  const variantId = await shop.variant(1, 3900);
  for (const cents of [3900, 4000])
    await expect(shop.db.write((tx) => prices.setShow(tx, variantId, cents, day))).rejects.toMatchObject({
      code: 'no_reduction',
      details: { reference: 3900 },
    });
  expect(shop.db.read((sql) => prices.current(sql, variantId))?.cents).toBe(3900);
});
