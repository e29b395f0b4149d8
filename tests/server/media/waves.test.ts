// Joins in waves, in the time of fake timers.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Waves } from '../../../server/media/waves.ts';
import { limits } from '../../../shared/limits.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** When each of them was let in, in milliseconds from the beginning. */
const arrive = async (count: number, everyMs: number): Promise<number[]> => {
  const waves = new Waves();
  const from = performance.now();
  const times: number[] = [];
  for (let n = 0; n < count; n += 1) {
    void waves.enter().then(() => times.push(performance.now() - from));
    await vi.advanceTimersByTimeAsync(everyMs);
  }
  await vi.advanceTimersByTimeAsync(10 * limits.longestWaveMs);
  return times;
};

test('MED-128 few who come are let in at once', async () => {
  const times = await arrive(50, 100);
  expect(times.map((at, index) => at - index * 100)).toEqual(Array.from({ length: 50 }, () => 0));
});

test('MED-128 two hundred in five seconds are let in by a few waves, and nobody waits for long', async () => {
  const times = await arrive(200, 25);
  const moments = new Set(times.slice(limits.joinsAtOnce).map(Math.round));
  expect(times).toHaveLength(200);
  expect(moments.size).toBeLessThanOrEqual(6);
  const waits = times.map((at, index) => at - index * 25);
  expect(Math.max(...waits)).toBeLessThanOrEqual(limits.longestWaveMs);
  expect(waits.slice(0, limits.joinsAtOnce)).toEqual(Array.from({ length: limits.joinsAtOnce }, () => 0));
});

test('MED-128 a whole room that comes at once waits no longer than for the next key frame', async () => {
  const times = await arrive(200, 0);
  expect(Math.max(...times)).toBe(limits.firstWaveMs);
});

test('MED-128 after a storm those who come alone are let in at once again', async () => {
  const waves = new Waves();
  for (let n = 0; n < 200; n += 1) void waves.enter();
  await vi.advanceTimersByTimeAsync(3 * limits.longestWaveMs);
  let inside = false;
  void waves.enter().then(() => (inside = true));
  await vi.advanceTimersByTimeAsync(0);
  expect(inside).toBe(true);
});
