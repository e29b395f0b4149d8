// The viewer's own limit, the pause between large reservations, offers within limits.
import { expect, test } from 'vitest';
import type { VariantId } from '../../../server/ids.ts';
import * as shows from '../../../server/rooms/shows.ts';
import * as allowance from '../../../server/shop/allowance.ts';
import * as policy from '../../../server/shop/policy.ts';
import * as reservations from '../../../server/shop/reservations.ts';
import * as waitlist from '../../../server/shop/waitlist.ts';
import { device, openTestShop, type TestShop } from '../../helpers/shop.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const place = (shop: TestShop, variantId: VariantId, me = device(), quantity = 1, now = 2000) =>
  shop.db.write((tx) => reservations.place(tx, shop.wish(variantId, me, quantity), now));

test('RES-10: a lower limit of one’s own holds at once, a higher one after a day', async () => {
  const shop = await openTestShop();
  const variantId = await shop.variant(9);
  const me = device();
  const set = (cents: number | null, now: number) =>
    shop.db.write((tx) => allowance.setCap(tx, me, cents, now));
  const capAt = (now: number) => shop.db.read((sql) => allowance.cap(sql, me, now));
  expect(capAt(0)).toEqual({ cents: null, nextCents: null, nextAt: null });
  await set(5000, 0);
  await place(shop, variantId, me);
  await expect(place(shop, variantId, me)).rejects.toMatchObject({
    code: 'limit_own',
    details: { limit: 5000 },
  });
  expect(await set(8000, 1000)).toEqual({ cents: 5000, nextCents: 8000, nextAt: 1000 + day });
  await expect(place(shop, variantId, me, 1, day)).rejects.toMatchObject({ code: 'limit_own' });
  await place(shop, variantId, me, 1, 1000 + day);
  expect(await set(null, 2 * day)).toEqual({ cents: 8000, nextCents: null, nextAt: 3 * day });
  expect(await set(100, 2 * day)).toEqual({ cents: 100, nextCents: null, nextAt: null });
  expect(capAt(9 * day).cents).toBe(100);
});

test('RES-11: two large reservations need a pause, until the person is known at the counter', async () => {
  const shop = await openTestShop();
  await shop.db.write((tx) =>
    policy.write(tx, { ...policy.read(tx), largeCents: 3900, coolOffMinutes: 10, perPersonCents: 9e6 }),
  );
  const variantId = await shop.variant(9);
  const little = await shop.variant(9, 3899);
  const me = device();
  const first = await place(shop, variantId, me, 1, 0);
  await expect(place(shop, variantId, me, 1, minute)).rejects.toMatchObject({
    code: 'cool_off',
    details: { until: 10 * minute },
  });
  await place(shop, little, me, 1, minute);
  await place(shop, variantId, me, 1, 10 * minute);
  await shop.db.write((tx) => {
    reservations.confirm(tx, first.id, { name: 'Anna', contact: '333 1234567' }, 'viewer', 10 * minute);
    reservations.collect(tx, first.id, 'staff:Ada', 10 * minute);
  });
  await place(shop, variantId, me, 1, 10 * minute + 1);
});

test('WTL-5: an offer keeps the limits, and goes to the next one instead', async () => {
  const shop = await openTestShop();
  const [wanted, other] = [await shop.variant(1), await shop.variant(5)];
  const { id } = await place(shop, wanted);
  const [full, next] = [device(), device()];
  const join = (who: typeof full) => shop.db.write((tx) => waitlist.join(tx, shop.wish(wanted, who), 1));
  await join(full);
  await join(next);
  await shop.db.write((tx) => policy.write(tx, { ...policy.read(tx), perShow: 1 }));
  await place(shop, other, full);
  await expect(join(full)).rejects.toMatchObject({ code: 'limit_show' });
  const offers = await shop.db.write((tx) => reservations.cancel(tx, id, 'viewer', 5));
  expect(offers).toMatchObject([{ deviceId: next }]);
  expect(shop.db.read((sql) => waitlist.place(sql, wanted, full))).toBeNull();
  expect(shop.verdict()).toBeNull();
});

test('WTL-7: who waits since an earlier show is offered it in the one that runs now', async () => {
  const shop = await openTestShop();
  const variantId = await shop.variant(1);
  const { id } = await place(shop, variantId);
  const me = device();
  await shop.db.write((tx) => waitlist.join(tx, shop.wish(variantId, me), 2000));
  const second = await shop.db.write((tx) => {
    shows.end(tx, shop.roomId, 3000);
    return shows.start(tx, shop.roomId, 4000);
  });
  const [offer] = await shop.db.write((tx) => reservations.cancel(tx, id, 'viewer', 5000));
  expect(offer?.deviceId).toBe(me);
  expect(shop.db.read((sql) => reservations.find(sql, offer!.id)).showId).toBe(second.id);
});
