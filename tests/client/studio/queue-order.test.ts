// The queue as the host reads it: filters, counts, reasons, selection, and which of two questions lives on.
import { describe, expect, test } from 'vitest';
import {
  countsOf,
  directionOf,
  firstOf,
  passes,
  selectionAfter,
  waitingOf,
  whyOf,
} from '../../../client/studio/queue-order.ts';
import { byQueue } from '../../../shared/question-states.ts';
import { question } from './questions.ts';

const queue = [
  question('camera', { state: 'answering' }),
  question('next', { state: 'next', meToos: 1 }),
  question('many', { meToos: 11, productId: 'shirt' }),
  question('old', { askedAt: 1, kind: 'try_on', productId: 'shirt' }),
  question('young', { askedAt: 2 }),
  question('done', { state: 'answered' }),
].toSorted(byQueue);

describe('the queue', () => {
  test('STU-61 waits without what is on camera and what is over', () => {
    expect(waitingOf(queue).map(({ id }) => id)).toEqual(['next', 'many', 'old', 'young']);
  });

  test('STU-61 each has its reason, and only one has waited longest', () => {
    const waiting = waitingOf(queue);
    expect(queue.slice(0, 5).map((each) => whyOf(each, waiting))).toEqual([
      'answering',
      'next',
      'asked',
      'longest',
      'asked_at',
    ]);
  });

  test('STU-61 the filters leave what they name, and all are counted', () => {
    const waiting = waitingOf(queue);
    expect(countsOf(waiting, 'shirt')).toEqual({ all: 4, try_on: 1, pinned: 2 });
    expect(countsOf(waiting, null).pinned).toBe(0);
    expect(waiting.filter((each) => passes(each, 'try_on', null)).map(({ id }) => id)).toEqual(['old']);
  });
});

describe('the selection', () => {
  const ids = ['a', 'b', 'c'];
  test.each([
    ['the first from none', null, 0, 1, 'a'],
    ['the one after', 'a', 0, 1, 'b'],
    ['the one before', 'b', 1, -1, 'a'],
    ['nothing at the end', 'c', 2, 1, null],
    ['nothing at the beginning', 'a', 0, -1, null],
    ['what has moved up to where the last one went', null, 1, 1, 'b'],
    ['what was before the one that went', null, 1, -1, 'a'],
    ['the last when the end went', null, 9, 1, 'c'],
  ] as const)('STU-64 a step leads to %s', (_what, selected, lastAt, step, expected) => {
    expect(selectionAfter(ids, selected, lastAt, step)).toBe(expected);
  });

  test('STU-64 in an empty list a step leads nowhere', () => {
    expect(selectionAfter([], null, 0, 1)).toBeNull();
  });
});

describe('merging', () => {
  test('STU-65 the first in the queue stays, and what is on camera stays in any case', () => {
    const [camera, , many, old] = queue;
    expect(firstOf([old!, many!])?.id).toBe('many');
    expect(directionOf(many!, old!)).toEqual({ questionId: 'old', into: 'many' });
    expect(directionOf(many!, camera!)).toEqual({ questionId: 'many', into: 'camera' });
  });
});
