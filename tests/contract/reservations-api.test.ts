// Reservations, shows and receipts over HTTP: found, counted, acted upon at the counter, each in its own room.
import { describe, expect, test } from 'vitest';
import type { ReceiptView, Replies } from '../../shared/shop-api.ts';
import { addProduct, apiOf, reserve } from '../helpers/api.ts';
import { startTestApp } from '../helpers/app.ts';
import { device } from '../helpers/shop.ts';

const holder = { name: 'Anna Bianchi', contact: 'anna@posta.example', reason: 'by telephone' };

const open = async () => {
  const app = await startTestApp();
  await app.addRoom('other');
  const owner = apiOf(app, await app.cookieFor('owner'));
  const helper = apiOf(app, await app.cookieFor('helper'));
  const elsewhere = apiOf(app, await app.cookieFor('helper', 'other'));
  const product = await addProduct(owner);
  const [s, m] = product.variants.map(({ id }) => id);
  return { app, owner, helper, elsewhere, s: s!, m: m!, viewer: apiOf(app, null) };
};

describe('for the staff', () => {
  test('HTTP-12 RES-6: confirmed, collected, released; every step is in the ledger with who did it', async () => {
    const { app, helper, s } = await open();
    const [one, two] = [await reserve(app, s), await reserve(app, s)];
    const path = `/reservations/${one.id}`;
    type Reply = Pick<Replies['reservation'], 'reservation'>;
    const confirmed = await helper.write<Reply>('POST', `${path}/confirm`, holder, {
      'idempotency-key': 'confirm-1',
    });
    expect(confirmed.reservation).toMatchObject({
      state: 'confirmed',
      name: 'Anna Bianchi',
      variant: 'S',
      room: 'demo',
    });
    const again = await helper.write<Reply>('POST', `${path}/confirm`, holder, {
      'idempotency-key': 'confirm-1',
    });
    expect(again).toEqual(confirmed);
    expect(await helper.refused('POST', `${path}/confirm`, { ...holder, contact: 'x' })).toEqual([
      400,
      'bad_request',
    ]);
    await helper.write('POST', `${path}/collect`, {});
    expect(await helper.refused('POST', `${path}/collect`)).toEqual([409, 'reservation_over']);
    const released = await helper.write<Reply>('POST', `/reservations/${two.id}/cancel`, {
      reason: 'changed her mind',
    });
    expect(released.reservation.state).toBe('cancelled');
    const detail = await helper.get<Replies['reservation']>(path);
    expect(detail.ledger).toMatchObject([
      { kind: 'hold', held: 1, actor: 'viewer', code: one.code },
      { kind: 'confirm', actor: 'staff:Helper', reason: 'by telephone' },
      { kind: 'collect', onHand: -1, held: -1, sold: 1, actor: 'staff:Helper' },
    ]);
    const remembered = app.db.read((sql) => sql.all<{ answer: string }>('SELECT answer FROM idempotency'));
    expect(JSON.stringify(remembered)).not.toContain('Anna');
  });

  test('HTTP-12 HTTP-9: found by state, show, code, name or contact; counted whatever the state; paged', async () => {
    const { app, owner, helper, s, m } = await open();
    const made = [await reserve(app, s), await reserve(app, m), await reserve(app, s)];
    const [first] = made;
    await helper.write('POST', `/reservations/${first!.id}/confirm`, holder);
    await helper.write('POST', `/reservations/${made[1]!.id}/cancel`, { reason: 'no show' });
    const find = (query: string) => helper.get<Replies['reservations']>(`/reservations?${query}`);
    const found = async (query: string) => (await find(query)).reservations.map(({ id }) => id);
    expect((await find('')).counts).toEqual({
      held: 1,
      confirmed: 1,
      cancelled: 1,
      collected: 0,
      expired: 0,
    });
    expect(await found('state=held')).toEqual([made[2]!.id]);
    expect((await find('state=held')).counts.confirmed).toBe(1);
    for (const q of [first!.code, first!.code.replace('-', '').toLowerCase(), 'bianchi', 'anna@', ' Anna '])
      expect(await found(`q=${encodeURIComponent(q)}`)).toEqual([first!.id]);
    expect(await found('q=%25')).toEqual([]);
    const page = await find('limit=2');
    const rest = await find(`limit=2&cursor=${page.next}`);
    expect([...page.reservations, ...rest.reservations].map(({ id }) => id).sort()).toEqual(
      made.map(({ id }) => id).sort(),
    );
    const { shows } = await owner.get<Replies['shows']>('/shows');
    expect(shows).toMatchObject([{ room: 'demo', state: 'live', reservations: 2, pieces: 2, cents: 7800 }]);
    expect(await found(`show=${shows[0]!.id}&room=demo`)).toHaveLength(3);
    expect(await found('show=show_x')).toEqual([]);
    expect(await helper.refused('GET', '/reservations?state=gone')).toEqual([400, 'bad_request']);
  });

  test('HTTP-12 RES-12: who works in another room sees and does nothing here', async () => {
    const { app, owner, elsewhere, s } = await open();
    const { id } = await reserve(app, s);
    expect((await elsewhere.get<Replies['reservations']>('/reservations')).reservations).toEqual([]);
    expect((await elsewhere.get<Replies['shows']>('/shows')).shows).toEqual([]);
    expect(await elsewhere.refused('GET', '/reservations?room=demo')).toEqual([403, 'not_allowed']);
    expect(await elsewhere.refused('GET', `/reservations/${id}`)).toEqual([404, 'not_found']);
    for (const what of ['collect', 'cancel'])
      expect(await elsewhere.refused('POST', `/reservations/${id}/${what}`, { reason: 'mine' })).toEqual([
        404,
        'not_found',
      ]);
    const table = await (await elsewhere.send('GET', '/reservations.csv')).text();
    expect(table.trim().split('\r\n')).toHaveLength(1);
    expect((await owner.get<Replies['reservations']>('/reservations?room=demo')).reservations).toHaveLength(
      1,
    );
  });

  test('HTTP-12 CSV-7 HTTP-6: the table for spreadsheets runs no formula and is not kept', async () => {
    const { app, helper, s } = await open();
    const { id, code } = await reserve(app, s);
    await helper.write('POST', `/reservations/${id}/confirm`, { ...holder, name: '=SUM(A1)' });
    const response = await helper.send('GET', '/reservations.csv?state=confirmed');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename=reservations.csv');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const [, line = ''] = (await response.text()).split('\r\n');
    expect(line).toMatch(
      new RegExp(
        `^${code},confirmed,demo,Camicia,S,Camicia-S,1,39.00,39.00,EUR,'=SUM\\(A1\\),anna@posta.example,,\\d{4}-`,
      ),
    );
  });
});

describe('for the holder', () => {
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

  test('HTTP-11 RES-12 RES-13: the secret shows one reservation and the shop, and gives it back', async () => {
    const { app, owner, viewer, s } = await open();
    await owner.write('PUT', '/shop', { name: 'Bottega', pickUp: 'Via Roma 1' });
    const [one, other] = [await reserve(app, s), await reserve(app, s)];
    const read = await viewer.send('GET', '/receipt', undefined, bearer(one.receipt));
    expect(read.headers.get('cache-control')).toBe('no-store');
    expect((await read.json()) as ReceiptView).toMatchObject({
      reservation: {
        id: one.id,
        code: one.code,
        state: 'held',
        receipt: one.receipt,
        title: 'Camicia',
        variant: 'S',
      },
      identity: { name: 'Bottega', pickUp: 'Via Roma 1' },
      roomName: 'Bottega Sole',
      roomSlug: 'demo',
    });
    const key = { 'idempotency-key': 'cancel-01' };
    for (let n = 0; n < 2; n += 1) {
      const given = await viewer.write<ReceiptView>('POST', '/receipt/cancel', undefined, {
        ...bearer(one.receipt),
        ...key,
      });
      expect(given.reservation.state).toBe('cancelled');
    }
    expect(await viewer.refused('POST', '/receipt/cancel', undefined, bearer(one.receipt))).toEqual([
      409,
      'reservation_over',
    ]);
    expect(await viewer.refused('GET', '/receipt')).toEqual([401, 'unauthorised']);
    expect(await viewer.refused('GET', '/receipt', undefined, bearer('x'.repeat(43)))).toEqual([
      404,
      'not_found',
    ]);
    const mine = await viewer.send('GET', '/receipt', undefined, bearer(other.receipt));
    expect(((await mine.json()) as ReceiptView).reservation.state).toBe('held');
  });

  test('HTTP-11 guessing ends after some attempts, reading does not', async () => {
    const { app, viewer, s } = await open();
    const { receipt } = await reserve(app, s, { deviceId: device() });
    for (let n = 0; n < 35; n += 1)
      expect((await viewer.send('GET', '/receipt', undefined, bearer(receipt))).status).toBe(200);
    const codes: unknown[] = [];
    for (let n = 0; n < 32; n += 1)
      codes.push((await viewer.refused('GET', '/receipt', undefined, bearer(`guess${n}`)))[1]);
    expect(codes.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 'not_found'));
    expect(codes.slice(30)).toEqual(['rate_limited', 'rate_limited']);
  });

  test('HTTP-11 a viewer may ask so often, the staff as often as they like', async () => {
    const { owner, viewer } = await open();
    const ask = async (api: typeof viewer) => (await api.send('GET', '/shop')).status;
    let refused = 0;
    for (let n = 0; n < 13; n += 1) {
      const statuses = await Promise.all(Array.from({ length: 50 }, () => ask(viewer)));
      refused += statuses.filter((status) => status === 429).length;
    }
    expect(refused).toBe(50);
    expect(await ask(owner)).toBe(200);
  });
});
