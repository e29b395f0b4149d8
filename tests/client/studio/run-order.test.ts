// The order of a run of show: steps, moves, and drafts that meet a colleague's change.
import { describe, expect, test } from 'vitest';
import { isSameOrder, moved, rebased, stepTo, type Step } from '../../../client/studio/run-order.ts';

const ids = ['a', 'b', 'c'];
const place = (shownId: string | null, markedId: string | null = shownId, ...seen: string[]) => ({
  ids,
  shownId,
  markedId,
  seen: new Set(seen),
});

describe('a step', () => {
  const cases: [string, ReturnType<typeof place>, Step, string | null][] = [
    ['down from the one that shows', place('a'), 1, 'b'],
    ['up from the one that shows', place('b'), -1, 'a'],
    ['down at the end', place('c'), 1, null],
    ['up at the beginning', place('a'), -1, null],
    ['the first of a show, the marked one', place(null, 'a'), 1, 'a'],
    ['up with none showing, the one before the marked one', place(null, 'b'), -1, 'a'],
    ['up before the first of a show', place(null, 'a'), -1, null],
    ['down after the marked one was taken down', place(null, 'a', 'a'), 1, 'b'],
    ['up after the marked one was taken down', place(null, 'b', 'a', 'b'), -1, 'a'],
    ['down with nothing marked', place(null), 1, 'a'],
    ['up with nothing marked', place(null), -1, 'c'],
    ['from the one that shows, whatever is marked', place('a', 'c'), 1, 'b'],
    ['from one that has left the list', place('gone'), 1, 'a'],
  ];
  test.each(cases)('STU-50 %s', (_name, from, step, to) => {
    expect(stepTo(from, step)).toBe(to);
  });

  test('STU-50 in an empty list leads nowhere', () => {
    expect(stepTo({ ...place(null), ids: [] }, 1)).toBeNull();
    expect(stepTo({ ...place(null), ids: [] }, -1)).toBeNull();
  });
});

describe('a move', () => {
  test('STU-54 changes places with the neighbour, and stops at the ends', () => {
    expect(moved(ids, 'b', -1)).toEqual(['b', 'a', 'c']);
    expect(moved(ids, 'b', 1)).toEqual(['a', 'c', 'b']);
    expect(moved(ids, 'a', -1)).toBe(ids);
    expect(moved(ids, 'c', 1)).toBe(ids);
    expect(moved(ids, 'gone', 1)).toBe(ids);
  });

  test('STU-54 two orders are the same when each place is', () => {
    expect(isSameOrder(ids, ['a', 'b', 'c'])).toBe(true);
    expect(isSameOrder(ids, ['a', 'c', 'b'])).toBe(false);
    expect(isSameOrder(ids, ['a', 'b'])).toBe(false);
  });
});

describe('a draft', () => {
  test('STU-54 is taken as it is when nothing changed meanwhile', () => {
    expect(rebased(['c', 'a'], ids, ids)).toEqual(['c', 'a']);
  });

  test('STU-54 keeps what a colleague added and leaves away what he removed', () => {
    expect(rebased(['c', 'a', 'b'], ids, ['a', 'c', 'd'])).toEqual(['c', 'a', 'd']);
  });

  test('STU-54 does not bring back what the host took out', () => {
    expect(rebased(['a'], ids, ['a', 'b', 'c'])).toEqual(['a']);
  });
});
