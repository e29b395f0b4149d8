import { expect, test } from 'vitest';
import { Backoff, reconnectDelaysMs } from '../../../client/lib/backoff.ts';

const delays = (backoff: Backoff, count: number) => Array.from({ length: count }, () => backoff.next());

test('SES-33: delays grow as the table says and the last one repeats', () => {
  const middle = new Backoff(reconnectDelaysMs, () => 0.5);
  expect(delays(middle, 8)).toEqual([0, 300, 1000, 2000, 4000, 8000, 8000, 8000]);
  expect(middle.failures).toBe(8);
});

test('SES-33: chance moves a delay by 30 % at most, to both sides', () => {
  expect(delays(new Backoff([1000], () => 0), 1)).toEqual([700]);
  expect(delays(new Backoff([1000], () => 1), 1)).toEqual([1300]);
  for (const delayMs of delays(new Backoff([1000]), 500)) {
    expect(delayMs).toBeGreaterThanOrEqual(700);
    expect(delayMs).toBeLessThanOrEqual(1300);
  }
});

test('SES-33: a pause that the server asked for is kept, and spread only to later', () => {
  expect(new Backoff([0], () => 0).next(2000)).toBe(2000);
  expect(new Backoff([0], () => 1).next(2000)).toBe(2600);
  expect(new Backoff([9000], () => 0.5).next(2000)).toBe(9000);
});

test('SES-33: delays stay at the one that is the furthest for now, and grow from there', () => {
  const backoff = new Backoff([0, 300, 1000, 2000], () => 0.5);
  const soon = Array.from({ length: 4 }, () => backoff.next(0, 1));
  expect([...soon, ...delays(backoff, 2)]).toEqual([0, 300, 300, 300, 1000, 2000]);
});

test('SES-33: after a reset the shortest delay is next', () => {
  const backoff = new Backoff([0, 300], () => 0.5);
  delays(backoff, 4);
  backoff.reset();
  expect(backoff.next()).toBe(0);
});
