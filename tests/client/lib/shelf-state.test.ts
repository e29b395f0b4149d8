import { expect, test } from 'vitest';
import { reduceShelf, shelfFromSnapshot, type ShelfState } from '../../../client/lib/shelf-state.ts';
import type { EventFrame } from '../../../shared/protocol.ts';
import type { ProductView } from '../../../shared/shop.ts';
import { product, variant } from './shop-views.ts';

const shirt = product('shirt');
const scarf = product('scarf', { title: 'Silk scarf' });
const boots = product('boots', { title: 'Boots' });
const snapshot = shelfFromSnapshot({ products: [shirt, scarf], pinnedId: 'shirt' }, 10);

const linedUp = (seq: number, ...products: ProductView[]): EventFrame => ({
  seq,
  type: 'lineUp.changed',
  body: { products },
});
const changed = (seq: number, changedTo: ProductView): EventFrame => ({
  seq,
  type: 'product.changed',
  body: { product: changedTo },
});
const pinned = (seq: number, productId: string | null): EventFrame => ({
  seq,
  type: 'product.pinned',
  body: { productId },
});
const counted = (variantId: string, available: number, version: number): EventFrame => ({
  type: 'stock.changed',
  body: { stock: [{ variantId, available, version }] },
});

const after = (...events: EventFrame[]) => events.reduce(reduceShelf, snapshot);
const titles = ({ products }: ShelfState) => products.map(({ title }) => title);
const stock = ({ products }: ShelfState, id = 'shirt_m') =>
  products.flatMap(({ variants }) => variants).find((each) => each.id === id)?.available;

test('CLI-1: a snapshot is the whole shelf; line-up, product and pin each change what they tell', () => {
  expect(titles(snapshot)).toEqual(['Linen shirt', 'Silk scarf']);
  expect(snapshot.pinned?.id).toBe('shirt');
  expect(titles(after(linedUp(11, boots, shirt)))).toEqual(['Boots', 'Linen shirt']);
  expect(titles(after(changed(11, { ...scarf, title: 'Wool scarf' })))).toEqual([
    'Linen shirt',
    'Wool scarf',
  ]);
  expect(after(pinned(11, 'scarf')).pinned?.title).toBe('Silk scarf');
  expect(after(pinned(11, null)).pinned).toBeNull();
});

test('CLI-1: what is pinned but not in the line-up is not shown, and is as soon as it is', () => {
  const early = after(pinned(11, 'boots'));
  expect(early.pinned).toBeNull();
  expect(reduceShelf(early, linedUp(12, boots)).pinned?.title).toBe('Boots');
});

test('CLI-1: an event twice, one that the snapshot holds, or one about something else changes nothing', () => {
  const others: EventFrame[] = [
    linedUp(10, boots),
    changed(9, boots),
    pinned(10, null),
    counted('shirt_m', 9, 1),
    { type: 'audience.counted', body: { viewers: 2 } },
  ];
  for (const event of others) expect(after(event)).toBe(snapshot);
});

test('CLI-2: the newest fact wins in every order of arrival', () => {
  const events = [
    changed(11, { ...shirt, title: 'older' }),
    linedUp(12, { ...shirt, title: 'of the line-up' }, boots),
    changed(13, { ...boots, title: 'Rain boots' }),
    pinned(14, 'shirt'),
    pinned(15, 'boots'),
  ];
  for (const order of permutations(events)) {
    const shelf = after(...order);
    expect(titles(shelf)).toEqual(['of the line-up', 'Rain boots']);
    expect(shelf.pinned?.title).toBe('Rain boots');
  }
});

test('CLI-3: stock goes by version: the highest wins, whoever tells it and in whatever order', () => {
  const events = [
    counted('shirt_m', 2, 2),
    counted('shirt_m', 0, 4),
    counted('shirt_m', 1, 3),
    changed(11, { ...shirt, variants: [variant('shirt_m', { available: 7, version: 2 })] }),
  ];
  for (const order of permutations(events)) expect(stock(after(...order))).toBe(0);
  const newer = { ...shirt, variants: [variant('shirt_m', { available: 5, version: 9 })] };
  expect(stock(after(counted('shirt_m', 0, 4), changed(11, newer), counted('shirt_m', 1, 8)))).toBe(5);
});

test('CLI-3: stock that is told before its product is known is not lost', () => {
  const shelf = after(counted('boots_m', 1, 5), linedUp(11, boots));
  expect(stock(shelf, 'boots_m')).toBe(1);
});

test('CLI-3: a snapshot’s stock counts, even with a lower version than what was known', () => {
  const before = after(counted('shirt_m', 0, 40));
  expect(stock(before)).toBe(0);
  expect(stock(shelfFromSnapshot({ products: [shirt], pinnedId: null }, 2))).toBe(3);
});

const permutations = <T>(items: T[]): T[][] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
