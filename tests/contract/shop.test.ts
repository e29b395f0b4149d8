// Reserving over real sockets: who is told what, when, and what a second tap does.
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../server/clock.ts';
import type { Tx } from '../../server/db/open.ts';
import type { MemberId, ReservationId, VariantId } from '../../server/ids.ts';
import * as shows from '../../server/rooms/shows.ts';
import * as lineUp from '../../server/shop/line-up.ts';
import * as prices from '../../server/shop/prices.ts';
import * as reservations from '../../server/shop/reservations.ts';
import { limits } from '../../shared/limits.ts';
import type { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { pass } from '../helpers/pass.ts';
import { newKey, openShelf, type Shelf, type Viewer } from '../helpers/shelf.ts';
import { openStudio } from '../helpers/studio.ts';

const minute = 60_000;

const place = (viewer: TestClient, variantId: string, quantity = 1, key = newKey()) =>
  viewer.request('reservation.place', { key, variantId, quantity });
const join = (viewer: TestClient, variantId: string) =>
  viewer.request('waiting.join', { key: newKey(), variantId, quantity: 1 });

const latestStock = (viewer: TestClient, variantId: string) =>
  viewer
    .eventsOf('stock.changed')
    .flatMap(({ body }) => body.stock)
    .filter((stock) => stock.variantId === variantId)
    .toSorted((a, b) => a.version - b.version)
    .at(-1)?.available;

const setUp = async (
  onHand: number,
): Promise<{ shelf: Shelf; variantId: string; anna: Viewer; bruno: Viewer }> => {
  const shelf = await openShelf();
  const { variantId } = await shelf.stocked(onHand);
  return { shelf, variantId, anna: await shelf.viewer(), bruno: await shelf.viewer() };
};

describe('placing', () => {
  test('RES-12 the holder is told all, another viewer nothing but the stock', async () => {
    const { anna, bruno, variantId, shelf } = await setUp(3);
    const again = await shelf.viewer({ token: anna.welcome.token });
    const { reservation } = await place(anna, variantId, 2);
    expect(reservation).toMatchObject({
      variantId,
      title: 'Linen shirt',
      quantity: 2,
      unitCents: 3900,
      state: 'held',
      expiresAt: null,
      afterShowMs: 15 * minute,
    });
    expect((await again.event('reservation.changed')).body.reservation).toEqual(reservation);
    await eventually(() => latestStock(bruno, variantId) === 1);
    const heard = JSON.stringify(bruno.events);
    expect(bruno.eventsOf('reservation.changed')).toEqual([]);
    for (const secret of [reservation.id, reservation.code, reservation.receipt, reservation.entry])
      expect(heard).not.toContain(secret);
    expect(shelf.verdict()).toBeNull();
  });

  test('RES-12 the staff of the room is told, that of another room is not', async () => {
    const shelf = await openShelf();
    const { variantId } = await shelf.stocked(2);
    await shelf.app.addRoom('other');
    const here = await openStudio(shelf.app, { role: 'helper' });
    const there = await openStudio(shelf.app, { role: 'host', room: 'other' });
    const anna = await shelf.viewer();
    await anna.request('viewer.rename', { nickname: 'Anna' });
    const { reservation } = await place(anna, variantId);
    const { entry } = (await here.event('reservation.listed')).body;
    expect(entry).toMatchObject({
      id: reservation.id,
      code: reservation.code,
      nickname: 'Anna',
      room: 'demo',
    });
    expect(JSON.stringify(entry)).not.toContain(reservation.receipt);
    await eventually(() => latestStock(there, variantId) === 1);
    expect(there.eventsOf('reservation.listed')).toEqual([]);
    expect(anna.eventsOf('reservation.listed')).toEqual([]);
  });

  test('RES-12 what another device holds can neither be changed nor seen', async () => {
    const { anna, bruno, variantId } = await setUp(1);
    const { reservation } = await place(anna, variantId);
    const body = { key: newKey(), reservationId: reservation.id };
    for (const type of ['reservation.cancel', 'reservation.extend'] as const)
      expect(await bruno.outcome(type, body)).toBe('not_found');
    const who = { name: 'Bruno', contact: 'bruno@example.com' };
    expect(await bruno.outcome('reservation.confirm', { ...body, ...who })).toBe('not_found');
  });

  test('RES-7 the same tap twice, also from a new socket, is one reservation', async () => {
    const { shelf, anna, variantId } = await setUp(5);
    const key = newKey();
    const [first, second] = await Promise.all([
      place(anna, variantId, 1, key),
      place(anna, variantId, 1, key),
    ]);
    expect(second).toEqual(first);
    anna.socket.terminate();
    const again = await shelf.viewer({ token: anna.welcome.token });
    expect(await place(again, variantId, 1, key)).toEqual(first);
    expect(again.welcome.mine?.reservations).toHaveLength(1);
    expect(await again.outcome('reservation.place', { key, variantId, quantity: 2 })).toBe('key_reused');
    expect(
      latestStock(again, variantId) ?? again.welcome.snapshot?.shelf.products[0]?.variants[0]?.available,
    ).toBe(4);
  });

  test('RES-13 RES-14 what is remembered under a key holds no secret and no person; said again, it is as it is now', async () => {
    const { shelf, anna, variantId } = await setUp(2);
    const key = newKey();
    const { reservation } = await place(anna, variantId, 1, key);
    const who = { name: 'Anna Verdi', contact: 'anna.verdi@example.com' };
    const confirming = { key: newKey(), reservationId: reservation.id, ...who };
    const confirmed = await anna.request('reservation.confirm', confirming);
    const remembered = JSON.stringify(shelf.app.db.read((sql) => sql.all('SELECT * FROM idempotency')));
    expect(remembered).toContain(reservation.id);
    for (const secret of [reservation.receipt, who.name, who.contact])
      expect(remembered).not.toContain(secret);
    expect(await anna.request('reservation.confirm', confirming)).toEqual(confirmed);
    expect(await place(anna, variantId, 1, key)).toEqual(confirmed);
  });

  test('RES-12 two pages of a device that change one hold in the same moment both know how it ended', async () => {
    const { shelf, anna, variantId } = await setUp(2);
    const other = await shelf.viewer({ token: anna.welcome.token });
    const { reservation } = await place(anna, variantId);
    const changedBy = (page: Viewer, change: (tx: Tx) => unknown) =>
      shelf.app.db.write((tx) => {
        change(tx);
        for (const mark of tx.marks)
          if (mark.of === 'reservation') mark.toldTo = page.welcome.memberId as MemberId;
      });
    const id = reservation.id as ReservationId;
    // Asked for in one tick: committed, and told, together.
    await Promise.all([
      changedBy(anna, (tx) => reservations.extend(tx, id, 'viewer', Date.now())),
      changedBy(other, (tx) => reservations.cancel(tx, id, 'viewer', Date.now())),
    ]);
    const heard = (page: Viewer) =>
      page.eventsOf('reservation.changed').at(-1)?.body.reservation.state === 'cancelled';
    await eventually(() => heard(anna) && heard(other));
  });

  test('RES-17 nothing is reserved at a higher price than was shown, at a lower one it is', async () => {
    const { shelf, anna, variantId } = await setUp(2);
    const setPrice = (cents: number) =>
      shelf.app.db.write((tx) => prices.setRegular(tx, variantId as VariantId, cents, 'EUR', Date.now()));
    const seen = (cents: number) => ({ key: newKey(), variantId, quantity: 1, cents });
    await setPrice(4500);
    expect(await anna.outcome('reservation.place', seen(3900))).toBe('price_changed');
    expect((await shelf.viewer({ token: anna.welcome.token })).welcome.mine?.reservations).toEqual([]);
    expect((await anna.request('reservation.place', seen(4500))).reservation.unitCents).toBe(4500);
    await setPrice(3000);
    expect((await anna.request('reservation.place', seen(4500))).reservation.unitCents).toBe(3000);
    await eventually(() => latestStock(anna, variantId) === 0);
    expect(shelf.verdict()).toBeNull();
  });

  test('RES-6 confirmed with a name and a contact, extended and cancelled, each told at once', async () => {
    const { shelf, anna, variantId } = await setUp(2);
    const otherPage = await shelf.viewer({ token: anna.welcome.token });
    const { reservation } = await place(anna, variantId);
    const body = () => ({ key: newKey(), reservationId: reservation.id });
    const extended = await anna.request('reservation.extend', body());
    expect(extended.reservation).toMatchObject({ extended: true, afterShowMs: 25 * minute });
    expect(await anna.outcome('reservation.extend', body())).toBe('already_extended');
    for (const contact of ['nobody', 'a@b', '<b@example.com>', '123', '.....', '+(-)12 3'])
      expect(await anna.outcome('reservation.confirm', { ...body(), name: 'Anna', contact })).toBe(
        'bad_request',
      );
    const who = { name: 'Anna', contact: '+39 333 1234567' };
    const confirmed = await anna.request('reservation.confirm', { ...body(), ...who });
    expect(confirmed.reservation).toMatchObject({ state: 'confirmed', ...who });
    const cancelled = await anna.request('reservation.cancel', body());
    expect(cancelled.reservation.state).toBe('cancelled');
    expect(await anna.outcome('reservation.cancel', body())).toBe('reservation_over');
    const heard = () =>
      otherPage.eventsOf('reservation.changed').map((event) => event.body.reservation.state);
    await eventually(() => heard().length === 4);
    expect(heard()).toEqual(['held', 'held', 'confirmed', 'cancelled']);
    // The page that asked has its replies.
    expect(anna.eventsOf('reservation.changed')).toEqual([]);
  });
});

describe('stock', () => {
  test('STK-6 a rush is told at once and then together, and ends with the right number', async () => {
    const clock = new ManualClock();
    const shelf = await openShelf({ clock });
    const { variantId } = await shelf.stocked(30);
    clock.advance(limits.stockEveryMs);
    await shelf.setPolicy({ perVariant: 100, perShow: 100, perPersonCents: 9e7, largeCents: 0 });
    const [anna, bruno] = [await shelf.viewer(), await shelf.viewer()];
    await place(anna, variantId);
    await eventually(() => latestStock(bruno, variantId) === 29);
    for (let n = 0; n < 9; n += 1) await place(anna, variantId);
    expect(bruno.eventsOf('stock.changed')).toHaveLength(1);
    clock.advance(limits.stockEveryMs);
    await eventually(() => latestStock(bruno, variantId) === 20);
    expect(bruno.eventsOf('stock.changed')).toHaveLength(2);
  });

  test('STK-6 SES-22 another room hears it, and who comes back is told the stock of the moment', async () => {
    const { shelf, anna, bruno, variantId } = await setUp(2);
    await shelf.app.addRoom('other');
    const there = await shelf.viewer({ room: 'other' });
    const { seq } = bruno.welcome;
    bruno.socket.terminate();
    await place(anna, variantId);
    await eventually(() => latestStock(there, variantId) === 1);
    const back = await shelf.viewer({ token: bruno.welcome.token, lastSeq: seq });
    expect(back.welcome.snapshot).toBeNull();
    await eventually(() => latestStock(back, variantId) === 1);
  });
});

describe('deadlines', () => {
  test('RES-16 the server frees what is due by itself and offers it to who waits', async () => {
    const clock = new ManualClock();
    const shelf = await openShelf({ clock });
    const { variantId } = await shelf.stocked(1);
    await shelf.setPolicy({ hold: { from: 'placing', minutes: 2 } });
    const [anna, bruno, carla] = [await shelf.viewer(), await shelf.viewer(), await shelf.viewer()];
    const { reservation } = await place(anna, variantId);
    expect(reservation.expiresAt).toBe(clock.now() + 2 * minute);
    expect(await bruno.outcome('waiting.join', { key: newKey(), variantId, quantity: 1 })).toBe('ok');
    expect((await join(carla, variantId)).waiting.place).toBe(2);
    await pass(clock, 2 * minute, [anna, bruno, carla]);
    const offer = await bruno.event('reservation.changed');
    expect(offer.body.reservation).toMatchObject({ offered: true, expiresAt: clock.now() + 10 * minute });
    await eventually(() =>
      anna.eventsOf('reservation.changed').some((event) => event.body.reservation.state === 'expired'),
    );
    clock.advance(limits.waitingEveryMs);
    await eventually(() => carla.eventsOf('waiting.changed').at(-1)?.body.waiting.place === 1);
    expect(shelf.verdict()).toBeNull();
  });

  test('RES-16 after a restart too', async () => {
    const clock = new ManualClock();
    const first = await openShelf({ clock });
    const { variantId } = await first.stocked(1);
    await first.setPolicy({ hold: { from: 'placing', minutes: 2 } });
    const anna = await first.viewer();
    await place(anna, variantId);
    await first.app.close();
    clock.advance(2 * minute);
    const second = await openShelf({ clock, dataDir: first.app.dataDir });
    const back = await second.viewer({ token: anna.welcome.token });
    expect(back.welcome.mine?.reservations).toMatchObject([{ state: 'expired' }]);
    clock.advance(limits.sweepEveryMs);
    await eventually(() => latestStock(back, variantId) === 1);
    expect(second.verdict()).toBeNull();
  });
});

describe('waiting', () => {
  test('WTL-6 places are told to those who wait, and that one has left', async () => {
    const clock = new ManualClock();
    const shelf = await openShelf({ clock });
    const { variantId } = await shelf.stocked(1);
    const [anna, bruno, carla] = [await shelf.viewer(), await shelf.viewer(), await shelf.viewer()];
    await place(anna, variantId);
    await join(bruno, variantId);
    await join(carla, variantId);
    expect((await shelf.viewer({ token: carla.welcome.token })).welcome.mine?.waiting).toEqual([
      { variantId, quantity: 1, place: 2 },
    ]);
    const left = await bruno.request('waiting.leave', { key: newKey(), variantId });
    expect(left.waiting.place).toBeNull();
    clock.advance(limits.waitingEveryMs);
    await eventually(() => carla.eventsOf('waiting.changed').at(-1)?.body.waiting.place === 1);
    await eventually(() => bruno.eventsOf('waiting.changed').at(-1)?.body.waiting.place === null);
    expect(anna.eventsOf('waiting.changed')).toEqual([]);
  });
});

describe('line-up', () => {
  const setLineUp = (shelf: Shelf, ids: string[]) =>
    shelf.app.db.write((tx) => {
      const room = shows.findRoom(tx, 'demo');
      lineUp.set(tx, room!.id, ids as never, 5);
    });

  test('LUP-1 is told whole and in order; what is unknown changes nothing', async () => {
    const shelf = await openShelf();
    const [one, two] = [await shelf.stocked(1), await shelf.stocked(2)];
    const anna = await shelf.viewer();
    expect(anna.welcome.snapshot?.shelf.products.map(({ id }) => id)).toEqual([one.productId, two.productId]);
    await setLineUp(shelf, [two.productId, one.productId, two.productId]);
    const { products } = (await anna.event('lineUp.changed')).body;
    expect(products.map(({ id }) => id)).toEqual([two.productId, one.productId]);
    await expect(setLineUp(shelf, [one.productId, 'product_nothing'])).rejects.toMatchObject({
      code: 'not_found',
    });
    expect((await shelf.viewer()).welcome.snapshot?.shelf.products).toHaveLength(2);
  });

  test('LUP-2 a helper shows one product now, of the line-up only, until the show ends', async () => {
    const shelf = await openShelf();
    const { productId } = await shelf.stocked(1);
    const anna = await shelf.viewer();
    const helper = await openStudio(shelf.app, { role: 'helper' });
    expect(await helper.outcome('product.pin', { productId: 'product_00000000000000000000' })).toBe(
      'not_found',
    );
    await helper.request('product.pin', { productId });
    await helper.request('product.pin', { productId });
    expect((await anna.event('product.pinned')).body).toEqual({ productId });
    expect((await shelf.viewer()).welcome.snapshot?.shelf.pinnedId).toBe(productId);
    await shelf.app.db.write((tx) => shows.end(tx, shows.findRoom(tx, 'demo')!.id, 9));
    await eventually(() => anna.eventsOf('product.pinned').length === 2);
    expect(anna.eventsOf('product.pinned').map(({ body }) => body.productId)).toEqual([productId, null]);
  });

  test('LUP-3 a changed product reaches the rooms that show it, an archived one leaves them', async () => {
    const shelf = await openShelf();
    const [one, two] = [await shelf.stocked(1), await shelf.stocked(2)];
    await shelf.app.addRoom('other');
    const anna = await shelf.viewer();
    const there = await shelf.viewer({ room: 'other' });
    const helper = await openStudio(shelf.app, { role: 'helper' });
    await helper.request('product.pin', { productId: one.productId });
    await shelf.app.db.write((tx) => lineUp.touch(tx, one.productId, 7));
    expect((await anna.event('product.changed')).body.product.id).toBe(one.productId);
    await shelf.app.db.write((tx) => {
      tx.run('UPDATE products SET archived_at = 8 WHERE id = ?', one.productId);
      lineUp.drop(tx, one.productId, 8);
    });
    expect((await anna.event('lineUp.changed')).body.products.map(({ id }) => id)).toEqual([two.productId]);
    await eventually(() => anna.eventsOf('product.pinned').at(-1)?.body.productId === null);
    expect(
      await anna.outcome('reservation.place', { key: newKey(), variantId: one.variantId, quantity: 1 }),
    ).toBe('sold_out');
    expect(there.events.filter(({ seq }) => seq !== undefined)).toEqual([]);
  });

  test('PRC-4 a show price ends with the last show that has the product, and the viewers are told', async () => {
    const shelf = await openShelf();
    const { variantId, productId } = await shelf.stocked(3);
    await shelf.app.addRoom('other');
    const { db } = shelf.app;
    const rooms = db.read((sql) => ['demo', 'other'].map((slug) => shows.findRoom(sql, slug)!.id));
    const priceNow = () => db.read((sql) => prices.current(sql, variantId));
    await db.write((tx) => {
      prices.setShow(tx, variantId, 2900, Date.now());
      lineUp.set(tx, rooms[1]!, [productId], 1);
      shows.start(tx, rooms[1]!, 1);
    });
    const anna = await shelf.viewer();
    expect(anna.welcome.snapshot?.shelf.products[0]?.variants[0]?.price).toEqual({
      cents: 2900,
      currency: 'EUR',
      referenceCents: 3900,
    });
    await db.write((tx) => shows.end(tx, rooms[1]!, Date.now()));
    expect(priceNow()?.cents).toBe(2900);
    await db.write((tx) => shows.end(tx, rooms[0]!, Date.now() + 1));
    expect(priceNow()).toEqual({ cents: 3900, currency: 'EUR', referenceCents: null });
    const told = (await anna.event('product.changed')).body.product;
    expect(told.variants[0]?.price?.cents).toBe(3900);
  });
});
