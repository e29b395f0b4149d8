// Products over HTTP: roles, versions, keys, pages, pictures.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Replies } from '../../shared/shop-api.ts';
import { addProduct, apiOf, reserve } from '../helpers/api.ts';
import { startTestApp } from '../helpers/app.ts';

const open = async () => {
  const app = await startTestApp();
  const [owner, host, helper] = await Promise.all(
    (['owner', 'host', 'helper'] as const).map(async (role) => apiOf(app, await app.cookieFor(role))),
  );
  return { app, owner: owner!, host: host!, helper: helper!, viewer: apiOf(app, null) };
};
const body = { title: 'Sapone', variants: [{ options: [], cents: 450, onHand: 3 }] };
const picture = () =>
  sharp({ create: { width: 300, height: 400, channels: 3, background: '#8a8f63' } })
    .png()
    .toBuffer();

describe('who may', () => {
  test('CAT-1 HTTP-13: each route asks for its role before it reads anything', async () => {
    const { viewer, helper, host } = await open();
    const large = { title: 'x'.repeat(5_000_000) };
    for (const [method, path] of [
      ['POST', '/products'],
      ['PUT', '/products/product_0'],
      ['POST', '/products/product_0/archive'],
      ['POST', '/import'],
      ['POST', '/products/product_0/images'],
      ['POST', '/variants/variant_0/price'],
      ['PUT', '/rooms/demo/line-up'],
    ] as const) {
      expect(await viewer.refused(method, path, large)).toEqual([401, 'unauthorised']);
      expect(await helper.refused(method, path, large)).toEqual([403, 'not_allowed']);
    }
    for (const path of ['/products', '/policy', '/shows', '/reservations', '/export', '/reservations.csv'])
      expect(await viewer.refused('GET', path)).toEqual([401, 'unauthorised']);
    expect(await host.refused('PUT', '/policy', {})).toEqual([403, 'not_allowed']);
    expect(await host.refused('POST', '/products', large)).toEqual([413, 'too_large']);
  });
});

describe('products', () => {
  test('CAT-1 CAT-7 HTTP-10: made, read, changed from its version, archived, restored', async () => {
    const { host, helper } = await open();
    const made = await host.send('POST', '/products', body);
    expect(made.status).toBe(201);
    const { product } = (await made.json()) as Replies['product'];
    const path = `/products/${product.id}`;
    const read = await helper.send('GET', path);
    const etag = read.headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"v1\./);
    expect(read.headers.get('cache-control')).toBe('private, no-cache');
    expect((await helper.send('GET', path, undefined, { 'if-none-match': etag })).status).toBe(304);
    await host.write('PUT', path, { ...body, title: 'Sapone nuovo' }, { 'if-match': etag });
    expect((await helper.send('GET', path, undefined, { 'if-none-match': etag })).status).toBe(200);
    expect(await host.refused('PUT', path, body, { 'if-match': etag })).toEqual([412, 'changed_meanwhile']);
    expect(await host.refused('PUT', path, body, { 'if-match': '"1"' })).toEqual([412, 'changed_meanwhile']);
    expect(await host.refused('PUT', path, body, { 'if-match': 'yesterday' })).toEqual([400, 'bad_request']);
    await host.write('PUT', path, body, { 'if-match': '"2"' });
    const { product: archived } = await host.write<Replies['product']>('POST', `${path}/archive`);
    expect(archived).toMatchObject({ title: 'Sapone', archivedAt: expect.any(Number), version: 4 });
    expect((await helper.get<Replies['products']>('/products')).products).toEqual([]);
    expect((await helper.get<Replies['products']>('/products?archived=1')).products).toHaveLength(1);
    await host.write('POST', `${path}/restore`);
    expect(await helper.refused('GET', '/products/product_nowhere')).toEqual([404, 'not_found']);
  });

  test('HTTP-10 CAT-7: what sells between two reads is not hidden by the version', async () => {
    const { app, host } = await open();
    const product = await addProduct(host);
    const etag = (await host.send('GET', `/products/${product.id}`)).headers.get('etag') ?? '';
    await reserve(app, product.variants[0]!.id);
    const again = await host.send('GET', `/products/${product.id}`, undefined, { 'if-none-match': etag });
    expect(again.status).toBe(200);
    expect(((await again.json()) as Replies['product']).product.variants[0]).toMatchObject({
      held: 1,
      available: 4,
    });
  });

  test('SEC-4 CAT-1: a body that is wrong says where', async () => {
    const { host } = await open();
    const wrong = await host.send('POST', '/products', {
      title: '',
      variants: [{ options: [], cents: 1.5 }],
    });
    expect(await wrong.json()).toMatchObject({
      code: 'bad_request',
      issues: [{ path: 'title' }, { path: 'variants.0.cents' }],
    });
  });

  test('HTTP-9 CAT-8: the list is searched and paged', async () => {
    const { host, helper } = await open();
    for (const title of ['Uno', 'Due', 'Tre']) await addProduct(host, title);
    const first = await helper.get<Replies['products']>('/products?limit=2');
    const second = await helper.get<Replies['products']>(`/products?limit=2&cursor=${first.next}`);
    expect([...first.products, ...second.products].map(({ title }) => title).sort()).toEqual([
      'Due',
      'Tre',
      'Uno',
    ]);
    expect([first.products.length, second.next]).toEqual([2, null]);
    expect((await helper.get<Replies['products']>('/products?q=due-m')).products).toMatchObject([
      {
        title: 'Due',
        variants: 2,
        onHand: 10,
        held: 0,
        sold: 0,
        fromCents: 3900,
        currency: 'EUR',
        imageId: null,
      },
    ]);
    for (const query of ['limit=0', 'limit=9999', 'limit=x', 'cursor=x', 'archived=2'])
      expect(await helper.refused('GET', `/products?${query}`)).toEqual([400, 'bad_request']);
  });

  test('STK-2 PRC-3 HTTP-9: stock and prices of a variant, with their histories', async () => {
    const { host, helper } = await open();
    const product = await addProduct(host);
    const path = `/variants/${product.variants[0]!.id}`;
    const moved = await helper.write<Replies['variant']>('POST', `${path}/stock`, {
      difference: 2,
      reason: 'goods in',
    });
    expect(moved.variant).toMatchObject({ onHand: 7, available: 7, sku: 'Camicia-S' });
    expect(await helper.refused('POST', `${path}/stock`, { difference: -8, reason: 'gone' })).toEqual([
      409,
      'stock_held',
    ]);
    expect(await helper.refused('POST', `${path}/stock`, { difference: 0, reason: 'none' })).toEqual([
      400,
      'bad_request',
    ]);
    const ledger = await helper.get<Replies['ledger']>(`${path}/ledger?limit=1`);
    expect(ledger.entries).toMatchObject([
      { kind: 'adjust', onHand: 2, actor: 'staff:Helper', reason: 'goods in' },
    ]);
    const rest = await helper.get<Replies['ledger']>(`${path}/ledger?limit=1&cursor=${ledger.next}`);
    expect([rest.entries[0]?.onHand, rest.next]).toEqual([5, null]);
    expect(await host.refused('POST', `${path}/price`, { kind: 'show', cents: 3900 })).toEqual([
      409,
      'no_reduction',
    ]);
    await host.write('POST', `${path}/price`, { kind: 'show', cents: 2900 });
    expect((await helper.get<Replies['prices']>(`${path}/prices`)).prices).toMatchObject([
      { kind: 'show', cents: 2900, referenceCents: 3900 },
      { kind: 'regular', cents: 3900, referenceCents: null },
    ]);
    expect(await helper.refused('GET', '/variants/variant_x/ledger')).toEqual([404, 'not_found']);
  });
});

describe('keys', () => {
  test('HTTP-8 RES-7: the same key does it once, with another body it is refused, and it is one’s own', async () => {
    const { app, host, owner } = await open();
    const key = { 'idempotency-key': 'abcdefgh-1' };
    const first = await host.send('POST', '/products', body, key);
    const again = await host.send('POST', '/products', body, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.json()).toEqual(await first.json());
    expect(await host.refused('POST', '/products', { ...body, title: 'Altro' }, key)).toEqual([
      422,
      'key_reused',
    ]);
    expect(await host.refused('POST', '/products', body, { 'idempotency-key': 'short' })).toEqual([
      400,
      'bad_request',
    ]);
    await owner.write('POST', '/products', body, key);
    const count = app.db.read((sql) => sql.get<{ n: number }>('SELECT count(*) AS n FROM products'));
    expect(count?.n).toBe(2);
  });

  test('HTTP-8 IDN-5: no secret is remembered under a key', async () => {
    const { app, owner, host } = await open();
    const product = await addProduct(host);
    const { receipt } = await reserve(app, product.variants[0]!.id);
    const key = { 'idempotency-key': 'abcdefgh-2' };
    const { link } = await owner.write<{ link: string }>('POST', '/invites', { role: 'owner' }, key);
    await apiOf(app, null).write('POST', '/receipt/cancel', undefined, {
      authorization: `Bearer ${receipt}`,
      ...key,
    });
    const kept = app.db
      .read((sql) => sql.all<{ answer: string }>('SELECT answer FROM idempotency'))
      .map(({ answer }) => answer)
      .join();
    expect(kept).not.toContain(link.split('=')[1]);
    expect(kept).not.toContain(receipt);
  });
});

describe('pictures', () => {
  test('IMG-1 IMG-4 IMG-5: uploaded, served for ever, arranged, removed', async () => {
    const { app, host, viewer } = await open();
    const product = await addProduct(host);
    const path = `/products/${product.id}/images`;
    const type = { 'content-type': 'image/png' };
    const { image, product: pictured } = await host.write<Replies['image']>(
      'POST',
      `${path}?alt=Verde`,
      await picture(),
      type,
    );
    expect(image).toEqual({ id: expect.any(String), alt: 'Verde', width: 300, height: 400 });
    expect(pictured).toMatchObject({ version: 2, images: [image] });
    for (const [file, mime] of [
      ['160.avif', 'image/avif'],
      ['960.webp', 'image/webp'],
    ] as const) {
      const served = await fetch(`${app.url}/images/${image.id}/${file}`);
      expect([served.status, served.headers.get('content-type')]).toEqual([200, mime]);
      expect(served.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
    for (const odd of [
      '161.webp',
      '160.jpg',
      '160.webp.bak',
      '..%2f..%2fvetrina.db',
      '%2e%2e/vetrina.db',
      '',
    ])
      expect((await fetch(`${app.url}/images/${image.id}/${odd}`)).status).toBe(404);
    for (const id of ['image_00000000000000000000', '..', '.new-x', '%2e%2e%2f'])
      expect((await fetch(`${app.url}/images/${id}/160.webp`)).status).toBe(404);
    const { image: second } = await host.write<Replies['image']>('POST', path, await picture(), type);
    const saved = await host.write<Replies['product']>('PUT', `/products/${product.id}`, {
      title: product.title,
      options: product.options,
      variants: product.variants.map(({ id, options, sku }) => ({ id, options, sku })),
      images: [{ id: second.id, alt: 'Secondo' }],
    });
    expect(saved.product.images).toMatchObject([{ id: second.id, alt: 'Secondo' }]);
    expect(saved).not.toHaveProperty('removed');
    expect(readdirSync(join(app.dataDir, 'images'))).toEqual([second.id]);
    expect((await viewer.send('GET', '/products')).status).toBe(401);
  });

  test('IMG-1 HTTP-8: no more than eight, what is none is refused, a key makes one; nothing is left over', async () => {
    const { app, host } = await open();
    const product = await addProduct(host);
    const path = `/products/${product.id}/images`;
    const type = { 'content-type': 'image/png' };
    const bytes = await picture();
    expect(
      await host.refused('POST', path, Buffer.from('<svg/>'), { 'content-type': 'image/svg+xml' }),
    ).toEqual([422, 'bad_image']);
    expect(await host.refused('POST', path, { no: 'picture' })).toEqual([400, 'bad_request']);
    expect(await host.refused('POST', '/products/product_x/images', bytes, type)).toEqual([404, 'not_found']);
    const key = { ...type, 'idempotency-key': 'picture-1' };
    const all = [await host.write<Replies['image']>('POST', path, bytes, key)];
    all.push(await host.write<Replies['image']>('POST', path, bytes, key));
    expect(all[1]).toEqual(all[0]);
    for (let n = 1; n < 8; n += 1) await host.write('POST', path, bytes, type);
    expect(await host.refused('POST', path, bytes, type)).toEqual([400, 'bad_request']);
    expect(readdirSync(join(app.dataDir, 'images'))).toHaveLength(8);
  });
});

describe('rooms and the shop', () => {
  test('LUP-1 LUP-2: a line-up is everyone’s to see and the staff’s of that room to set', async () => {
    const { app, owner, host, helper, viewer } = await open();
    await app.addRoom('other');
    const [one, two] = [await addProduct(host, 'Uno'), await addProduct(host, 'Due')];
    const productIds = [two.id, one.id];
    const set = await host.write<Replies['lineUp']>('PUT', '/rooms/demo/line-up', { productIds });
    expect(set.products.map(({ id }) => id)).toEqual(productIds);
    expect(await helper.write('PUT', '/rooms/demo/pin', { productId: one.id })).toEqual({ pinnedId: one.id });
    expect(await viewer.get('/rooms/demo/line-up')).toMatchObject({ pinnedId: one.id });
    expect(await host.refused('PUT', '/rooms/other/line-up', { productIds })).toEqual([403, 'not_allowed']);
    await owner.write('PUT', '/rooms/other/line-up', { productIds });
    expect(await viewer.refused('GET', '/rooms/nowhere/line-up')).toEqual([404, 'not_found']);
    expect(
      await host.refused('PUT', '/rooms/demo/line-up', { productIds: [`product_${'0'.repeat(20)}`] }),
    ).toEqual([404, 'not_found']);
  });

  test('RES-4 HTTP-7: owners write policy and identity; everyone reads what the shop promises', async () => {
    const { owner, helper, viewer } = await open();
    const { policy } = await helper.get<Replies['policy']>('/policy');
    await owner.write('PUT', '/policy', { ...policy, perShow: 4, retentionDays: 30 });
    await owner.write('PUT', '/shop', { name: 'Bottega', vat: 'IT1' });
    const shop = await viewer.get<Replies['shop']>('/shop');
    expect(shop).toMatchObject({ identity: { name: 'Bottega', vat: 'IT1', rea: '' }, terms: { perShow: 4 } });
    expect(shop.terms).not.toHaveProperty('retentionDays');
    expect(await owner.refused('PUT', '/policy', { perShow: 0 })).toEqual([400, 'bad_request']);
  });
});
