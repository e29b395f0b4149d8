// Retention: persons are forgotten, the books stay.
import { expect, test } from 'vitest';
import * as viewers from '../../../server/identity/viewers.ts';
import { forget } from '../../../server/shop/forget.ts';
import * as receipts from '../../../server/shop/receipts.ts';
import * as reservationViews from '../../../server/shop/reservation-views.ts';
import * as reservations from '../../../server/shop/reservations.ts';
import { device, openTestShop } from '../../helpers/shop.ts';

const day = 24 * 60 * 60_000;

test('RES-14: name, contact, device and nickname go with the retention time; the books stay and verify', async () => {
  const shop = await openTestShop();
  const me = device();
  const variantId = await shop.variant(3);
  const { id, receipt } = await shop.db.write((tx) => {
    viewers.rename(tx, me, 'Anna Bella', 1000);
    const promised = reservations.place(tx, shop.wish(variantId, me), 2000);
    reservations.confirm(tx, promised.id, { name: 'Anna', contact: 'anna@example.com' }, 'viewer', 3000);
    reservations.collect(tx, promised.id, 'staff:Ada', 4000);
    return promised;
  });
  const open = await shop.db.write((tx) => reservations.place(tx, shop.wish(variantId, me), 2000));
  const everything = () =>
    shop.db.read((sql) =>
      JSON.stringify([
        sql.all("SELECT * FROM reservations WHERE state = 'collected'"),
        sql.all('SELECT * FROM viewers'),
        sql.all('SELECT * FROM ledger'),
      ]),
    );
  const forgotten = async (now: number) => (await shop.db.write((tx) => forget(tx, now))).reservations;
  expect(await forgotten(4000 + 90 * day)).toBe(0);
  expect(everything()).toContain('anna@example.com');
  expect(await forgotten(4001 + 90 * day)).toBe(1);
  for (const trace of ['anna@example.com', 'Anna', me]) expect(everything()).not.toContain(trace);
  expect(shop.db.read((sql) => receipts.find(sql, receipt))).toBeNull();
  expect(shop.db.read((sql) => reservationViews.entryOf(sql, id, 0))).toMatchObject({
    state: 'collected',
    name: null,
  });
  // What is still open is still known.
  expect(shop.db.read((sql) => reservations.find(sql, open.id)).deviceId).toBe(me);
  expect(shop.verdict()).toBeNull();
  expect(await forgotten(4001 + 91 * day)).toBe(0);
});

test('RES-13: a receipt’s secret is always the same one, found by its hash, and of no use for another', async () => {
  const shop = await openTestShop();
  const variantId = await shop.variant(2);
  const [mine, other] = await Promise.all(
    [1, 2].map(() => shop.db.write((tx) => reservations.place(tx, shop.wish(variantId), 2000))),
  );
  expect(shop.db.read((sql) => receipts.secretOf(sql, mine!.id))).toBe(mine!.receipt);
  expect(mine!.receipt).toMatch(/^[\w-]{43}$/);
  expect(other!.receipt).not.toBe(mine!.receipt);
  expect(shop.db.read((sql) => receipts.find(sql, mine!.receipt))).toBe(mine!.id);
  expect(shop.db.read((sql) => receipts.find(sql, `${mine!.receipt}x`))).toBeNull();
  const stored = shop.db.read((sql) => JSON.stringify(sql.all('SELECT * FROM reservations')));
  expect(stored).not.toContain(mine!.receipt);
});
