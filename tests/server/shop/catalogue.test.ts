// Products and variants over a real database: what is saved, what is refused, what the rooms are told.
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import type { Tx } from '../../../server/db/open.ts';
import type { ProductId, VariantId } from '../../../server/ids.ts';
import * as catalogue from '../../../server/shop/catalogue.ts';
import * as list from '../../../server/shop/catalogue-list.ts';
import * as lineUp from '../../../server/shop/line-up.ts';
import { productViews } from '../../../server/shop/product-views.ts';
import * as reservations from '../../../server/shop/reservations.ts';
import * as waitlist from '../../../server/shop/waitlist.ts';
import { freeHandle, handleOf } from '../../../server/shop/words.ts';
import { productBody } from '../../../shared/shop-bodies.ts';
import { device, openTestShop } from '../../helpers/shop.ts';

const by = { at: 2000, actor: 'staff:Host', reason: '' };
const body = (given: Partial<v.InferInput<typeof productBody>> = {}) =>
  v.parse(productBody, {
    title: 'Camicia di lino',
    options: ['Taglia', 'Colore'],
    variants: [
      { options: ['S', 'Blu'], sku: 'C-S', cents: 3900, onHand: 2 },
      { options: ['M', 'Blu'], sku: 'C-M', cents: 3900, onHand: 3 },
    ],
    ...given,
  });

const open = async () => {
  const shop = await openTestShop();
  const make = (given?: Parameters<typeof body>[0]) =>
    shop.db.write((tx) => catalogue.create(tx, body(given), by));
  const detail = (id: ProductId) => shop.db.read((sql) => list.product(sql, id));
  const save = (id: ProductId, given: Parameters<typeof body>[0], version: number | null = null) =>
    shop.db.write((tx) => catalogue.change(tx, id, body(given), version, { ...by, at: 3000 }));
  const rows = (table: string) =>
    shop.db.read((sql) => sql.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))?.n;
  return { ...shop, make, detail, save, rows };
};

describe('creating', () => {
  test('CAT-1 CAT-5: a product with its variants, prices and first stock', async () => {
    const shop = await open();
    const id = await shop.make();
    expect(shop.detail(id)).toMatchObject({
      handle: 'camicia-di-lino',
      options: ['Taglia', 'Colore'],
      version: 1,
      archivedAt: null,
      variants: [
        { options: ['S', 'Blu'], sku: 'C-S', onHand: 2, held: 0, sold: 0, waiting: 0, available: 2 },
        { options: ['M', 'Blu'], price: { cents: 3900, currency: 'EUR', referenceCents: null } },
      ],
    });
    const [first] = shop.detail(id).variants;
    const ledger = shop.db.read((sql) =>
      list.ledgerOf(sql, first!.id as VariantId, { cursor: null, limit: 10 }),
    );
    expect(ledger.rows).toMatchObject([{ kind: 'adjust', onHand: 2, actor: 'staff:Host', code: null }]);
    expect(shop.verdict()).toBe(null);
  });

  test.each<[string, Partial<v.InferInput<typeof productBody>>]>([
    ['a value too few', { variants: [{ options: ['S'] }] }],
    ['a value too many', { variants: [{ options: ['S', 'Blu', 'x'] }] }],
    ['a combination twice', { variants: [{ options: ['S', 'Blu'] }, { options: ['S', 'Blu'] }] }],
    [
      'a SKU twice',
      {
        variants: [
          { options: ['S', 'Blu'], sku: 'x' },
          { options: ['M', 'Blu'], sku: 'x' },
        ],
      },
    ],
    ['an option twice', { options: ['Taglia', 'taglia'] }],
  ])('CAT-1 %s is a bad_request', async (_name, given) => {
    const shop = await open();
    await expect(shop.make(given)).rejects.toMatchObject({ code: 'bad_request' });
    expect(shop.rows('products')).toBe(0);
  });

  test('CAT-1 a SKU of another product is sku_taken, and says whose', async () => {
    const shop = await open();
    await shop.make();
    await expect(
      shop.make({ title: 'Altra', options: [], variants: [{ options: [], sku: 'C-M' }] }),
    ).rejects.toMatchObject({ code: 'sku_taken', details: { sku: 'C-M', handle: 'camicia-di-lino' } });
    expect(shop.rows('products')).toBe(1);
  });

  test('CAT-3 handles come from titles, each once', async () => {
    const shop = await open();
    const plain = { options: [], variants: [{ options: [] }] };
    const first = await shop.make({ ...plain, title: 'Perché no?' });
    const second = await shop.make({ ...plain, title: 'Perché no!' });
    expect([shop.detail(first).handle, shop.detail(second).handle]).toEqual(['perche-no', 'perche-no-2']);
    expect(shop.db.read((sql) => freeHandle(sql, 'perche no'))).toBe('perche-no-3');
    expect([handleOf('  Ænima & Co. 50% '), handleOf('靴'), handleOf('x'.repeat(200)).length]).toEqual([
      'nima-co-50',
      'product',
      75,
    ]);
    await expect(shop.make({ ...plain, handle: 'perche-no' })).rejects.toMatchObject({
      code: 'handle_taken',
    });
    await expect(shop.save(first, { ...plain, handle: 'other' })).rejects.toMatchObject({
      code: 'bad_request',
    });
  });
});

describe('saving', () => {
  test('CAT-5 the same again changes nothing', async () => {
    const shop = await open();
    const id = await shop.make();
    const count = () => ['prices', 'ledger', 'events'].map(shop.rows);
    const before = [shop.detail(id), count()];
    await shop.save(id, {});
    expect([shop.detail(id), count()]).toEqual(before);
  });

  test('CAT-5 CAT-7: a new price is logged, and only of the variant that has it', async () => {
    const shop = await open();
    const id = await shop.make();
    const [s, m] = shop.detail(id).variants;
    await shop.save(id, {
      variants: [
        { id: s!.id, options: ['S', 'Blu'], sku: 'C-S', cents: 4200 },
        { id: m!.id, options: ['M', 'Blu'], sku: 'C-M', cents: 3900 },
      ],
    });
    expect(shop.detail(id)).toMatchObject({
      version: 2,
      variants: [{ onHand: 2, price: { cents: 4200 } }, { price: { cents: 3900 } }],
    });
    expect(shop.rows('prices')).toBe(3);
    expect(shop.db.read((sql) => list.pricesOf(sql, s!.id as VariantId)).map(({ cents }) => cents)).toEqual([
      4200, 3900,
    ]);
  });

  test('CAT-4 what is not named is archived, and comes back under its SKU', async () => {
    const shop = await open();
    const id = await shop.make();
    const [s, m] = shop.detail(id).variants;
    await shop.save(id, { variants: [{ options: ['S', 'Blu'], sku: 'C-S' }] });
    expect(shop.detail(id).variants.map((variant) => variant.id)).toEqual([s!.id]);
    await shop.save(id, {
      variants: [
        { options: ['L', 'Rosso'], sku: 'C-M' },
        { options: ['S', 'Blu'], sku: 'C-S' },
      ],
    });
    expect(shop.detail(id).variants).toMatchObject([
      { id: m!.id, options: ['L', 'Rosso'], onHand: 3 },
      { id: s!.id },
    ]);
    expect(shop.rows('variants')).toBe(2);
  });

  test('CAT-4 an archived variant gives its SKU to another product', async () => {
    const shop = await open();
    const id = await shop.make();
    await shop.save(id, { variants: [{ options: ['S', 'Blu'], sku: 'C-S' }] });
    const other = await shop.make({ title: 'Altra', options: [], variants: [{ options: [], sku: 'C-M' }] });
    expect(shop.detail(other).variants[0]?.sku).toBe('C-M');
  });

  test('CAT-4 two variants exchange their values and SKUs', async () => {
    const shop = await open();
    const id = await shop.make();
    const [s, m] = shop.detail(id).variants;
    await shop.save(id, {
      variants: [
        { id: m!.id, options: ['S', 'Blu'], sku: 'C-S' },
        { id: s!.id, options: ['M', 'Blu'], sku: 'C-M' },
      ],
    });
    expect(shop.detail(id).variants).toMatchObject([
      { id: m!.id, options: ['S', 'Blu'], sku: 'C-S', onHand: 3 },
      { id: s!.id, options: ['M', 'Blu'], sku: 'C-M', onHand: 2 },
    ]);
  });

  test('CAT-4 what somebody holds is not archived: stock_held, and nothing of the change is kept', async () => {
    const shop = await open();
    const id = await shop.make();
    const variantId = shop.detail(id).variants[1]!.id as VariantId;
    await shop.db.write((tx) => reservations.place(tx, shop.wish(variantId), 2500));
    const before = shop.detail(id);
    await expect(
      shop.save(id, { title: 'Nuova', variants: [{ options: ['S', 'Blu'], sku: 'C-S' }] }),
    ).rejects.toMatchObject({ code: 'stock_held', details: { variantId } });
    await expect(shop.db.write((tx) => catalogue.archive(tx, id, 3000))).rejects.toMatchObject({
      code: 'stock_held',
    });
    expect(shop.detail(id)).toEqual(before);
  });

  test('CAT-4 the waiting list of what goes ends, and nobody is offered it', async () => {
    const shop = await open();
    const id = await shop.make();
    const variantId = shop.detail(id).variants[0]!.id as VariantId;
    const waiters = [device(), device()];
    await shop.db.write((tx) => {
      const all = waiters.map((deviceId) => shop.wish(variantId, deviceId, 3));
      for (const wish of all) waitlist.join(tx, wish, 2500);
    });
    expect(shop.detail(id).variants[0]?.waiting).toBe(2);
    await shop.db.write((tx) => catalogue.archive(tx, id, 3000));
    expect(shop.db.read((sql) => waitlist.queue(sql, variantId))).toEqual([]);
    expect(shop.counters(variantId)).toEqual({ onHand: 2, held: 0, sold: 0 });
    expect(shop.verdict()).toBe(null);
  });

  test('CAT-7 a change based on an older version is changed_meanwhile', async () => {
    const shop = await open();
    const id = await shop.make();
    await shop.save(id, { title: 'Una' }, 1);
    await expect(shop.save(id, { title: 'Due' }, 1)).rejects.toMatchObject({
      code: 'changed_meanwhile',
      details: { version: 2 },
    });
    expect(shop.detail(id).title).toBe('Una');
  });
});

describe('in the shop', () => {
  const events = (shop: Awaited<ReturnType<typeof open>>) =>
    shop.db
      .read((sql) => sql.all<{ type: string }>('SELECT type FROM events ORDER BY seq'))
      .map(({ type }) => type);

  test('CAT-6 CAT-7 LUP-3: rooms hear of changes; an archived product leaves them and comes back whole', async () => {
    const shop = await open();
    const id = await shop.make();
    const variantId = shop.detail(id).variants[0]!.id as VariantId;
    await shop.save(id, {
      variants: [...body().variants, { options: ['L', 'Blu'], sku: 'C-L', cents: 3900, onHand: 1 }],
    });
    await shop.save(id, {});
    await shop.db.write((tx) => lineUp.set(tx, shop.roomId, [id], 3000));
    await shop.db.write((tx) => catalogue.setPrice(tx, variantId, 'regular', 4500, 3100));
    await shop.db.write((tx) => catalogue.setPrice(tx, variantId, 'regular', 4500, 3200));
    await shop.db.write((tx) => catalogue.archive(tx, id, 3300));
    await shop.db.write((tx) => catalogue.archive(tx, id, 3400));
    expect(events(shop).slice(1)).toEqual(['lineUp.changed', 'product.changed', 'lineUp.changed']);
    expect(shop.db.read((sql) => productViews(sql, [id]))).toEqual([]);
    expect(shop.detail(id)).toMatchObject({ archivedAt: 3300, variants: [{ sku: 'C-S' }, { sku: 'C-M' }] });
    await expect(
      shop.db.write((tx) => reservations.place(tx, shop.wish(variantId), 3500)),
    ).rejects.toMatchObject({ code: 'sold_out' });
    await expect(shop.save(id, {})).rejects.toMatchObject({ code: 'not_found' });
    await shop.db.write((tx) => catalogue.restore(tx, id, 3600));
    await shop.db.write((tx) => catalogue.restore(tx, id, 3700));
    expect(shop.detail(id)).toMatchObject({ archivedAt: null, version: 6 });
    expect(shop.detail(id).variants).toHaveLength(2);
  });

  test('CAT-2 PRC-2: stock and prices are shown as they are; views take few statements, in the asked order', async () => {
    const shop = await open();
    const ids = [
      await shop.make(),
      await shop.make({ title: 'B', variants: [{ options: ['S', 'Blu'], cents: 5000, onHand: 1 }] }),
    ];
    const variantId = shop.detail(ids[1]!).variants[0]!.id as VariantId;
    const soon = 40 * 24 * 60 * 60 * 1000;
    await shop.db.write((tx) => catalogue.setPrice(tx, variantId, 'show', 4000, soon));
    await expect(
      shop.db.write((tx) => catalogue.setPrice(tx, variantId, 'show', 5000, soon + 1)),
    ).rejects.toMatchObject({ code: 'no_reduction' });
    await shop.db.write((tx) => reservations.place(tx, shop.wish(variantId), soon));
    await shop.db.write((tx) => catalogue.adjustStock(tx, variantId, 4, { ...by, reason: 'goods in' }));
    let statements = 0;
    const views = shop.db.read((sql) =>
      productViews(
        {
          get: (text, ...values) => sql.get(text, ...values),
          all: (text, ...values) => {
            statements += 1;
            return sql.all(text, ...values);
          },
        },
        ids.toReversed(),
      ),
    );
    expect(statements).toBe(3);
    expect(views.map(({ title }) => title)).toEqual(['B', 'Camicia di lino']);
    expect(views[0]?.variants[0]).toMatchObject({
      available: 4,
      price: { cents: 4000, currency: 'EUR', referenceCents: 5000 },
    });
    await expect(
      shop.db.write((tx) => catalogue.adjustStock(tx, variantId, -5, { ...by, reason: 'broken' })),
    ).rejects.toMatchObject({ code: 'stock_held' });
  });

  test('CAT-8 HTTP-9: the search finds all words anywhere, page by page', async () => {
    const shop = await open();
    const titles = ['Felpa Perché', 'Gonna 100%', 'Gonna_rossa', 'Camicia'];
    const add = (tx: Tx, title: string, index: number) =>
      catalogue.create(tx, body({ title, variants: [{ options: ['S', 'Città'], sku: `SKU-${index}` }] }), {
        ...by,
        at: 2000 + index,
      });
    for (const [index, title] of titles.entries()) await shop.db.write((tx) => add(tx, title, index));
    const find = (q: string, cursor: string | null = null, limit = 10) =>
      shop.db.read((sql) => list.products(sql, { q, archived: false }, { cursor, limit }));
    const found = (q: string) => find(q).rows.map(({ title }) => title);
    expect(found('PERCHE felpa')).toEqual(['Felpa Perché']);
    expect(found('citta sku-2')).toEqual(['Gonna_rossa']);
    expect(found('100%')).toEqual(['Gonna 100%']);
    expect(found('_')).toEqual(['Gonna_rossa']);
    expect(found('nothing')).toEqual([]);
    const first = find('', null, 3);
    expect(first.rows.map(({ title }) => title)).toEqual(['Camicia', 'Gonna_rossa', 'Gonna 100%']);
    await shop.db.write((tx) => add(tx, 'Meanwhile', 9));
    expect(find('', first.next, 3).rows.map(({ title }) => title)).toEqual(['Felpa Perché']);
    expect(() => find('', 'x; DROP')).toThrow('bad_request');
  });
});
