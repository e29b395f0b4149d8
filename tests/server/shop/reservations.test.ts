// Reservations and waiting lists by their rules, one by one; all of them at once: property.test.ts.
import { describe, expect, test } from 'vitest';
import type { DeviceId, ReservationId, VariantId } from '../../../server/ids.ts';
import * as shows from '../../../server/rooms/shows.ts';
import { forget } from '../../../server/shop/forget.ts';
import * as idempotency from '../../../server/shop/idempotency.ts';
import * as policy from '../../../server/shop/policy.ts';
import * as reservationViews from '../../../server/shop/reservation-views.ts';
import * as reservations from '../../../server/shop/reservations.ts';
import * as waitlist from '../../../server/shop/waitlist.ts';
import { reservationStates, statesBefore } from '../../../shared/reservation-states.ts';
import { device, openTestShop, type TestShop } from '../../helpers/shop.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const anna = { name: 'Anna', contact: 'anna@example.com' };

const place = (shop: TestShop, variantId: VariantId, deviceId?: DeviceId, quantity?: number, now = 2000) =>
  shop.db.write((tx) => reservations.place(tx, shop.wish(variantId, deviceId, quantity), now));

const fixedHold = (shop: TestShop, minutes = 20) =>
  shop.db.write((tx) => policy.write(tx, { ...policy.read(tx), hold: { from: 'placing', minutes } }));

describe('placing', () => {
  test('RES-1: the last piece goes to one of many who ask in the same tick', async () => {
    const shop = await openTestShop();
    const variantId = await shop.variant(1);
    const asked = await Promise.allSettled(Array.from({ length: 50 }, () => place(shop, variantId)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(shop.counters(variantId)).toEqual({ onHand: 1, held: 1, sold: 0 });
    expect(shop.verdict()).toBeNull();
  });

  test('RES-2: a promise has a code to say, a receipt secret that is not stored, and the ledger entry', async () => {
    const shop = await openTestShop();
    const promised = await place(shop, await shop.variant(1));
    expect(promised.code).toMatch(/^[234679CDFGHJKMNPQRTVWXYZ]{3}-[234679CDFGHJKMNPQRTVWXYZ]{3}$/);
    const row = shop.db.read((sql) =>
      sql.get<{ row: string; hash: string }>(
        `SELECT receipt_hash AS row, (SELECT hash FROM ledger ORDER BY seq DESC LIMIT 1) AS hash FROM reservations`,
      ),
    );
    expect(row?.row).not.toContain(promised.receipt);
    expect(row?.hash).toBe(promised.entry);
  });

  test('RES-2: what a tap is answered is what its holder is told later', async () => {
    const shop = await openTestShop();
    const wish = shop.wish(await shop.variant(2));
    await shop.db.write((tx) => {
      tx.run(`UPDATE products SET options = '["Size", "Colour"]'`);
      tx.run("UPDATE variants SET option1 = 'M', option2 = 'Blue'");
      const image = "INSERT INTO images SELECT ?, id, ?, '', 1, 1, 0 FROM products";
      tx.run(image, 'image_second', 2);
      tx.run(image, 'image_first', 1);
    });
    const told = () =>
      shop.db.write((tx) => reservationViews.viewOfPlaced(tx, wish, reservations.place(tx, wish, 2000)));
    const hanging = await told();
    await fixedHold(shop);
    for (const view of [hanging, await told()])
      expect(view).toEqual(
        shop.db.read((sql) => reservationViews.viewOf(sql, view.id as ReservationId, 2000)),
      );
    expect(hanging).toMatchObject({ imageId: 'image_first', variant: 'M / Blue' });
  });

  test('RES-3: only in a running show, and only what has a price', async () => {
    const shop = await openTestShop();
    const variantId = await shop.variant(1);
    const archived = await shop.variant(1);
    await shop.db.write((tx) => tx.run('UPDATE variants SET archived_at = 1 WHERE id = ?', archived));
    await expect(place(shop, archived)).rejects.toMatchObject({ code: 'sold_out' });
    await expect(place(shop, await shop.variant(1, null))).rejects.toMatchObject({ code: 'not_reservable' });
    await shop.db.write((tx) => shows.end(tx, shop.roomId, 1500));
    await expect(place(shop, variantId)).rejects.toMatchObject({ code: 'show_not_live' });
  });

  test('RES-4: limits per variant, per show and in value, each with its code', async () => {
    const shop = await openTestShop();
    await shop.db.write((tx) =>
      policy.write(tx, { ...policy.read(tx), perVariant: 2, perShow: 4, perPersonCents: 20_000 }),
    );
    const [a, b, c, dear] = await Promise.all([
      shop.variant(9),
      shop.variant(9),
      shop.variant(9),
      shop.variant(9, 19_000),
    ]);
    const me = device();
    await place(shop, a, me, 2);
    await expect(place(shop, a, me)).rejects.toMatchObject({ code: 'limit_variant', details: { limit: 2 } });
    await expect(place(shop, dear, me)).rejects.toMatchObject({ code: 'limit_value' });
    await place(shop, b, me, 2);
    await expect(place(shop, c, me)).rejects.toMatchObject({ code: 'limit_show', details: { limit: 4 } });
    await place(shop, a, device(), 2);
  });
});

describe('deadlines', () => {
  test('RES-5: a fixed deadline is absolute, extends once, and frees the stock when it passes', async () => {
    const shop = await openTestShop();
    await fixedHold(shop);
    const variantId = await shop.variant(1);
    const { id, expiresAt } = await place(shop, variantId, device(), 1, 0);
    expect(expiresAt).toBe(20 * minute);
    await shop.db.write((tx) => reservations.extend(tx, id, 'viewer', minute));
    expect(shop.db.read((sql) => reservations.find(sql, id)).expiresAt).toBe(30 * minute);
    await expect(
      shop.db.write((tx) => reservations.extend(tx, id, 'viewer', 2 * minute)),
    ).rejects.toMatchObject({ code: 'already_extended' });
    expect((await shop.db.write((tx) => reservations.expireDue(tx, 30 * minute - 1))).expired).toBe(0);
    expect((await shop.db.write((tx) => reservations.expireDue(tx, 30 * minute))).expired).toBe(1);
    expect([shop.state(id), shop.counters(variantId).held]).toEqual(['expired', 0]);
    expect(shop.verdict()).toBeNull();
  });

  test('RES-5: a hold that hangs on the show gets its deadline when the show ends', async () => {
    const shop = await openTestShop();
    const { id, expiresAt } = await place(shop, await shop.variant(1));
    expect(expiresAt).toBeNull();
    await shop.db.write((tx) => shows.end(tx, shop.roomId, 5 * minute));
    expect(shop.db.read((sql) => reservations.find(sql, id)).expiresAt).toBe(20 * minute);
  });

  test('RES-15: an extension of such a hold counts from there, and a later change of policy moves nothing', async () => {
    const shop = await openTestShop();
    const { id } = await place(shop, await shop.variant(1));
    await shop.db.write((tx) => reservations.extend(tx, id, 'viewer', minute));
    await expect(shop.db.write((tx) => reservations.extend(tx, id, 'viewer', minute))).rejects.toMatchObject({
      code: 'already_extended',
    });
    await fixedHold(shop, 1);
    await shop.db.write((tx) => shows.end(tx, shop.roomId, 5 * minute));
    expect(shop.db.read((sql) => reservations.find(sql, id)).expiresAt).toBe(30 * minute);
  });

  test('RES-5: what has run out is free for who asks, before any sweep, and is told as expired', async () => {
    const shop = await openTestShop();
    await fixedHold(shop, 1);
    const variantId = await shop.variant(1);
    const { id } = await place(shop, variantId, device(), 1, 0);
    expect(shop.db.read((sql) => reservationViews.viewOf(sql, id, minute)).state).toBe('expired');
    expect(shop.state(id)).toBe('held');
    await place(shop, variantId, device(), 1, minute);
    expect(shop.state(id)).toBe('expired');
    expect(shop.verdict()).toBeNull();
  });

  test('RES-5: who comes too late to confirm is told so, even before the sweep', async () => {
    const shop = await openTestShop();
    await fixedHold(shop, 1);
    const { id } = await place(shop, await shop.variant(1), device(), 1, 0);
    await expect(
      shop.db.write((tx) => reservations.confirm(tx, id, anna, 'viewer', minute)),
    ).rejects.toMatchObject({ code: 'reservation_over' });
  });
});

describe('states', () => {
  test('RES-6: confirmed with name and contact, then collected; what is over stays over', async () => {
    const shop = await openTestShop();
    const variantId = await shop.variant(2);
    const { id } = await place(shop, variantId, device(), 2);
    const collect = () => shop.db.write((tx) => reservations.collect(tx, id, 'host', 9));
    await expect(collect()).rejects.toMatchObject({ code: 'reservation_over', details: { state: 'held' } });
    await shop.db.write((tx) => reservations.confirm(tx, id, anna, 'viewer', 5));
    await collect();
    expect(shop.state(id)).toBe('collected');
    expect(shop.counters(variantId)).toEqual({ onHand: 0, held: 0, sold: 2 });
    await expect(collect()).rejects.toMatchObject({ code: 'reservation_over' });
    await expect(shop.db.write((tx) => reservations.cancel(tx, id, 'viewer', 10))).rejects.toMatchObject({
      code: 'reservation_over',
    });
    expect(shop.verdict()).toBeNull();
  });

  test('RES-6: the table has no way out of an end, and one into each', () => {
    for (const over of ['collected', 'cancelled', 'expired'] as const) {
      expect(reservationStates[over]).toEqual([]);
      expect(statesBefore(over).length).toBeGreaterThan(0);
    }
  });
});

describe('the same tap twice', () => {
  const once = (
    shop: TestShop,
    key: string,
    variantId: VariantId,
    me: DeviceId,
    quantity: number,
    now = 2000,
  ) =>
    shop.db.write((tx) =>
      idempotency.once(tx, me, key, { variantId, quantity }, now, () =>
        reservations.place(tx, shop.wish(variantId, me, quantity), now),
      ),
    );

  test('RES-7: the same key and body get the first answer, another body is refused', async () => {
    const shop = await openTestShop();
    const variantId = await shop.variant(5);
    const me = device();
    const [first, second] = await Promise.all([
      once(shop, 'tap', variantId, me, 1),
      once(shop, 'tap', variantId, me, 1),
    ]);
    expect(second).toEqual(first);
    expect(shop.counters(variantId).held).toBe(1);
    await expect(once(shop, 'tap', variantId, me, 2)).rejects.toMatchObject({ code: 'key_reused' });
    await once(shop, 'tap', variantId, device(), 1); // another device's keys are its own
  });

  test('RES-8: a refusal is not remembered, and keys are forgotten after a week', async () => {
    const shop = await openTestShop();
    const variantId = await shop.variant(0);
    const me = device();
    await expect(once(shop, 'tap', variantId, me, 1)).rejects.toMatchObject({ code: 'sold_out' });
    const full = await shop.variant(2);
    await once(shop, 'tap', full, me, 1, 0);
    await shop.db.write((tx) => forget(tx, 7 * day));
    await once(shop, 'tap', full, me, 1, 7 * day);
    expect(shop.counters(full).held).toBe(1);
    await shop.db.write((tx) => forget(tx, 7 * day + 1));
    await once(shop, 'tap', full, me, 1, 7 * day);
    expect(shop.counters(full).held).toBe(2);
  });
});

describe('waiting', () => {
  test('WTL-1 WTL-2: freed stock is offered in order, in the same transaction, as a real hold', async () => {
    const shop = await openTestShop();
    const variantId = await shop.variant(1);
    const { id } = await place(shop, variantId);
    const [second, third] = [device(), device()];
    const join = (who: DeviceId) => shop.db.write((tx) => waitlist.join(tx, shop.wish(variantId, who), 3000));
    expect([await join(second), await join(third)]).toEqual([1, 2]);
    await expect(join(third)).rejects.toMatchObject({ code: 'already_waiting' });
    const [offer, ...others] = await shop.db.write((tx) => reservations.cancel(tx, id, 'viewer', 4000));
    expect(others).toEqual([]);
    expect(offer).toMatchObject({ deviceId: second, expiresAt: 4000 + 10 * minute });
    expect(shop.counters(variantId)).toEqual({ onHand: 1, held: 1, sold: 0 });
    expect(shop.db.read((sql) => waitlist.place(sql, variantId, third))).toBe(1);
    const { offers } = await shop.db.write((tx) => reservations.expireDue(tx, 4000 + 10 * minute));
    expect(offers).toMatchObject([{ deviceId: third }]);
    expect(shop.verdict()).toBeNull();
  });

  test('WTL-3: nobody overtakes the first, who may want more than there is', async () => {
    const shop = await openTestShop();
    const variantId = await shop.variant(2);
    const one = await place(shop, variantId);
    await place(shop, variantId);
    const [two, little] = [device(), device()];
    await shop.db.write((tx) => waitlist.join(tx, shop.wish(variantId, two, 2), 1));
    await shop.db.write((tx) => waitlist.join(tx, shop.wish(variantId, little), 2));
    expect(await shop.db.write((tx) => reservations.cancel(tx, one.id, 'viewer', 9))).toEqual([]);
    await shop.db.write((tx) => waitlist.leave(tx, variantId, two, 10));
    expect(shop.db.read((sql) => waitlist.place(sql, variantId, little))).toBeNull();
    expect(shop.counters(variantId).held).toBe(2);
  });

  test('WTL-4: who could simply reserve does not wait', async () => {
    const shop = await openTestShop();
    const variantId = await shop.variant(1);
    await expect(shop.db.write((tx) => waitlist.join(tx, shop.wish(variantId), 1))).rejects.toMatchObject({
      code: 'still_available',
    });
  });
});
