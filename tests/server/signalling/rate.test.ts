// The token bucket.
import { expect, test } from 'vitest';
import { ManualClock } from '../../../server/clock.ts';
import { Bucket } from '../../../server/signalling/rate.ts';

const takes = (bucket: Bucket, times: number) =>
  Array.from({ length: times }, () => bucket.take()).filter(Boolean).length;

test('SES-8 a burst at once, then so many a second', () => {
  const clock = new ManualClock();
  const bucket = new Bucket(clock, 10, 2);
  expect(takes(bucket, 20)).toBe(10);
  clock.advance(499);
  expect(takes(bucket, 5)).toBe(0);
  clock.advance(1);
  expect(takes(bucket, 5)).toBe(1);
  clock.advance(3000);
  expect(takes(bucket, 20)).toBe(6);
});

test('SES-8 it never holds more than a burst, however long it waits', () => {
  const clock = new ManualClock();
  const bucket = new Bucket(clock, 3, 100);
  clock.advance(86_400_000);
  expect(takes(bucket, 50)).toBe(3);
});

test('SES-8 slow rates keep their fractions', () => {
  const clock = new ManualClock();
  const bucket = new Bucket(clock, 5, 5 / 60);
  takes(bucket, 5);
  for (let tick = 0; tick < 11; tick += 1) {
    clock.advance(1000);
    expect(bucket.take()).toBe(false);
  }
  clock.advance(1001);
  expect(bucket.take()).toBe(true);
});

test('SES-8 a clock that is set back takes nothing away', () => {
  let now = 10_000;
  const bucket = new Bucket({ now: () => now, every: () => () => {}, after: () => () => {} }, 5, 1);
  expect(takes(bucket, 2)).toBe(2);
  now -= 3_600_000;
  expect(takes(bucket, 9)).toBe(3);
});
