// Where one is in the back office: from the address and back, always to the same place.
import { describe, expect, test } from 'vitest';
import { addressOf, placeOf, queryWith } from '../../../client/shop/parts/address.ts';
import { filterOf } from '../../../client/shop/reservations/filter.ts';

describe('the address', () => {
  test.each([
    ['/shop', '', { page: 'shows', rest: [], query: {} }],
    ['/shop/nothing-here', '', { page: 'shows', rest: [], query: {} }],
    ['/shop/products', '?q=lino%20blu', { page: 'products', rest: [], query: { q: 'lino blu' } }],
    ['/shop/shows/line-up/demo', '', { page: 'shows', rest: ['line-up', 'demo'], query: {} }],
    ['/shop/products/%E0', '', { page: 'products', rest: ['%E0'], query: {} }],
  ])('BOF-1 %s%s is a place', (path, search, expected) => {
    expect(placeOf(path, search)).toEqual(expected);
  });

  test('BOF-1 a place leads back to itself', () => {
    const place = { page: 'reservations' as const, rest: ['rsv_1/2'], query: { q: 'a&b', state: 'held' } };
    const [path = '', search = ''] = addressOf(place).split('?');
    expect(placeOf(path, `?${search}`)).toEqual(place);
  });

  test('BOF-1 what is empty leaves the address', () => {
    expect(addressOf({ page: 'products', query: { q: '', archived: '1' } })).toBe(
      '/shop/products?archived=1',
    );
    expect(queryWith({ q: 'x', archived: '1' }, { q: '', archived: null })).toEqual({});
    expect(queryWith({ q: 'x' }, { show: 's' })).toEqual({ q: 'x', show: 's' });
  });

  test('BOF-1 a state that is none is all of them', () => {
    expect(filterOf({ state: 'constructor', q: 'k7' })).toEqual({ state: '', show: '', room: '', q: 'k7' });
    expect(filterOf({ state: 'confirmed' }).state).toBe('confirmed');
  });
});
