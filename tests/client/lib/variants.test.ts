import { expect, test } from 'vitest';
import {
  exact,
  firstChoice,
  isSoldOut,
  lowestPrice,
  nearest,
  valuesOf,
} from '../../../client/lib/variants.ts';
import { productReserving, reservingOf } from '../../../client/room/reserving.ts';
import type { ShowState, ShowView } from '../../../shared/model.ts';
import { product, variant } from './shop-views.ts';

const price = (cents: number) => ({ cents, currency: 'EUR', referenceCents: null });
const coat = product('coat', {
  options: ['Size', 'Colour'],
  variants: [
    variant('m-blue', { options: ['M', 'Blue'], available: 0, price: price(9000) }),
    variant('m-red', { options: ['M', 'Red'], price: price(8000) }),
    variant('l-blue', { options: ['L', 'Blue'], price: null }),
    variant('xl-red', { options: ['XL', 'Red'], available: 0, price: price(9500) }),
    variant('xl-grey', { options: ['XL', 'Grey'], available: 2, price: price(9500) }),
  ],
});
const at = (index: number) => coat.variants[index]!;

test('CLI-40: the values of an option come once each, in the order of the variants', () => {
  expect(valuesOf(coat)).toEqual([
    ['M', 'L', 'XL'],
    ['Blue', 'Red', 'Grey'],
  ]);
});

test('CLI-40: at first what can be reserved is chosen, else the first', () => {
  expect(firstChoice(coat)?.id).toBe('m-red');
  expect(firstChoice(product('p', { variants: [variant('none', { available: 0 })] }))?.id).toBe('none');
});

test('CLI-40: a value that cannot be had with the others can still be chosen: the nearest variant comes', () => {
  expect(exact(coat, at(1), 0, 'L')).toBeUndefined();
  expect(nearest(coat, at(1), 0, 'L')?.id).toBe('l-blue');
  expect(exact(coat, at(1), 1, 'Blue')?.id).toBe('m-blue');
  expect(nearest(coat, at(2), 0, 'XL')?.id).toBe('xl-grey');
});

test('CLI-40: the lowest price is said, and that others are higher', () => {
  expect(lowestPrice(coat)).toEqual({ price: price(8000), from: true });
  expect(lowestPrice(product('p'))).toMatchObject({ price: { cents: 3900 }, from: false });
  expect(lowestPrice(product('p', { variants: [variant('v', { price: null })] }))).toEqual({
    price: null,
    from: false,
  });
});

const show = (state: ShowState): ShowView => ({
  id: 's',
  state,
  startedAt: 1,
  awayAt: null,
  pausedAt: null,
  endedAt: null,
});

test('CLI-41: reserving is open in a running show, the host’s absence included, of what has a price and is there', () => {
  const told = (of: ShowView | null) => coat.variants.map((each) => reservingOf(of, each));
  const running = ['wait', 'open', 'unpriced', 'wait', 'open'];
  expect(told(show('live'))).toEqual(running);
  expect(told(show('away'))).toEqual(running);
  expect(new Set([...told(show('ended')), ...told(null)])).toEqual(new Set(['before']));
});

test('CLI-41: a product is sold out when all of it is, and unpriced when none of it has a price', () => {
  const of = (...variants: ReturnType<typeof variant>[]) =>
    productReserving(show('live'), product('p', { variants }));
  expect(of(variant('a', { available: 0 }), variant('b', { available: 0 }))).toBe('wait');
  expect(of(variant('a', { available: 0 }), variant('b'))).toBe('open');
  expect(of(variant('a', { price: null }))).toBe('unpriced');
  expect(productReserving(null, coat)).toBe('before');
  expect([isSoldOut(coat), isSoldOut(product('p', { variants: [] }))]).toEqual([false, true]);
});
