import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { clockface, dueReminders, leftMs, nextToEnd, stateAt } from '../../../client/lib/hold-time.ts';
import { keepSaid, readSaid } from '../../../client/lib/said.ts';
import { startTicker } from '../../../client/lib/ticker.ts';
import { reservation } from './shop-views.ts';

const minute = 60_000;
const until = (expiresAt: number, id = 'a') => reservation(id, { placedAt: 0, expiresAt });

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

test('CLI-20: what is left is the deadline minus the server’s time, and only a running hold has it', () => {
  expect(leftMs(until(90_000), 30_000)).toBe(60_000);
  expect(leftMs(until(90_000), 100_000)).toBe(0);
  expect(leftMs(reservation('a'), 0)).toBeNull();
  expect(leftMs(reservation('a', { state: 'confirmed', expiresAt: 90_000 }), 0)).toBeNull();
});

test('CLI-20: after its deadline a hold is expired, without any event', () => {
  expect(stateAt(until(90_000), 89_999)).toBe('held');
  expect(stateAt(until(90_000), 90_000)).toBe('expired');
  expect(stateAt(reservation('a'), 10 ** 12)).toBe('held');
  expect(stateAt(reservation('a', { state: 'collected', expiresAt: 1 }), 5)).toBe('collected');
});

test('CLI-23: figures keep their width, and the last second is shown as a second', () => {
  const shown = [1, 1000, 59_001, 60_000, 9 * minute + 59_000, 10 * minute, 60 * minute, 25 * 60 * minute];
  expect(shown.map(clockface)).toEqual([
    '00:01',
    '00:01',
    '01:00',
    '01:00',
    '09:59',
    '10:00',
    '1:00:00',
    '25:00:00',
  ]);
});

test('CLI-20: of several holds the one that ends first is shown', () => {
  const holds = [until(90_000, 'late'), reservation('hanging'), until(50_000, 'next'), until(10_000, 'over')];
  expect(nextToEnd(holds, 20_000)?.id).toBe('next');
  expect(nextToEnd([reservation('hanging')], 0)).toBeNull();
});

const saying = (expiresAt: number) => {
  const said = new Set<string>();
  return (now: number, hold = until(expiresAt)) =>
    dueReminders([hold], now, said).map(({ minutes, keys }) => {
      for (const key of keys) said.add(key);
      return minutes;
    });
};

test('CLI-22: reminders come at five minutes and at one, each once', () => {
  const say = saying(15 * minute);
  const told = Array.from({ length: 15 * 60 }, (_, second) => say(second * 1000)).flat();
  expect(told).toEqual([5, 1]);
});

test('CLI-22: what was slept through is said once, in the minutes that are left', () => {
  const say = saying(15 * minute);
  expect(say(12 * minute)).toEqual([3]);
  expect(say(13 * minute)).toEqual([]);
  expect(say(14.5 * minute)).toEqual([1]);
  expect(saying(15 * minute)(14.5 * minute)).toEqual([1]);
});

test('CLI-22: an extended hold is reminded of its new deadline, a short one not as it begins', () => {
  const say = saying(15 * minute);
  expect(say(11 * minute)).toEqual([4]);
  expect(say(11 * minute, until(25 * minute))).toEqual([]);
  expect(say(20 * minute, until(25 * minute))).toEqual([5]);
  expect(saying(5 * minute)(0)).toEqual([]);
  expect(dueReminders([until(1000), reservation('hanging')], 2000, new Set())).toEqual([]);
});

test('CLI-22: what was said is known after a reload, and forgetting it is no error', () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  keepSaid(new Set(['a:1:5']));
  expect([...readSaid()]).toEqual(['a:1:5']);
  vi.stubGlobal('sessionStorage', undefined);
  keepSaid(new Set(['b']));
  expect([...readSaid()]).toEqual([]);
});

test('CLI-21: time ticks each second while something counts, rests otherwise, and never runs backwards', () => {
  let server = 500_300;
  const counts = signal(false);
  const ticker = startTicker(() => server, counts);
  onTestFinished(() => ticker.close());
  server += 5000;
  vi.advanceTimersByTime(5000);
  expect(ticker.now.value).toBe(500_300);
  counts.value = true;
  expect(ticker.now.value).toBe(505_300);
  server = 506_010;
  vi.advanceTimersByTime(710);
  expect(ticker.now.value).toBe(506_010);
  server = 504_000; // the clock was fast, a better sample came
  vi.advanceTimersByTime(1000);
  expect(ticker.now.value).toBe(506_010);
  counts.value = false;
  server = 600_000;
  vi.advanceTimersByTime(10_000);
  expect(ticker.now.value).toBe(506_010);
});
