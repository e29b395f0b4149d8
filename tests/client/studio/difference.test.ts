// What counts as a difference of stock.
import { expect, test } from 'vitest';
import { differenceOf } from '../../../client/studio/difference.ts';

test('STU-53 a difference is a whole number other than 0, with any minus that a phone types', () => {
  expect(['2', '+2', ' -1 ', '−3', '100000'].map(differenceOf)).toEqual([2, 2, -1, -3, 100_000]);
  for (const text of ['', '0', '+', '1,5', '2 pieces', '1e3', '100001', '--1'])
    expect(differenceOf(text), text).toBeNull();
});
