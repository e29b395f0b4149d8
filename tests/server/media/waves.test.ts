// When pictures begin, by a clock that is moved by hand; no media.
import { expect, test } from 'vitest';
import { ManualClock } from '../../../server/clock.ts';
import { Waves } from '../../../server/media/waves.ts';
import { limits } from '../../../shared/limits.ts';

const few = limits.beginAsTheyCome;

/** So many come, one each `everyMs`: when each of them began, how long it waited, and when a wave of them began. */
const arrive = (count: number, everyMs: number) => {
  const clock = new ManualClock(0);
  const waves = new Waves(clock);
  const begun: number[] = [];
  for (let n = 0; n < count; n += 1) {
    waves.enter(() => begun.push(clock.now()));
    clock.advance(everyMs);
  }
  clock.advance(2 * limits.waveMs);
  const began: number[] = [];
  for (const at of begun)
    if (at - (began.at(-1) ?? -Infinity) >= limits.keyFrameRequestDelayMs) began.push(at);
  return { begun, waits: begun.map((at, index) => at - index * everyMs), began };
};

test('MED-142 those who come now and then begin as they come', () => {
  const { waits } = arrive(50, limits.keyFrameRequestDelayMs / few);
  expect(new Set(waits)).toEqual(new Set([0]));
});

test('MED-142 of two hundred in five seconds nobody waits longer than for the next wave, and there are three', () => {
  const { begun, waits, began } = arrive(200, 25);
  expect(begun).toHaveLength(200);
  expect(waits.slice(0, few + 1)).toEqual([0, 0, 0, 0, 0]);
  expect(Math.max(...waits)).toBe(limits.waveMs - limits.keyFrameRequestDelayMs);
  expect(began).toEqual([0, limits.waveMs, 2 * limits.waveMs]);
});

test('MED-142 a crowd that comes all at once begins at once', () => {
  expect(arrive(200, 0).began).toEqual([0]);
});

test('MED-142 after a crowd those who come alone begin at once again', () => {
  const clock = new ManualClock();
  const waves = new Waves(clock);
  for (let n = 0; n < 20; n += 1) waves.enter(() => {});
  clock.advance(limits.waveMs);
  let begun = false;
  waves.enter(() => (begun = true));
  expect(begun).toBe(true);
});

test('MED-142 who waits when the room closes never begins', () => {
  const clock = new ManualClock();
  const waves = new Waves(clock);
  for (let n = 0; n <= few; n += 1) waves.enter(() => {});
  clock.advance(limits.keyFrameRequestDelayMs);
  let begun = false;
  waves.enter(() => (begun = true));
  waves.close();
  clock.advance(limits.waveMs);
  expect(begun).toBe(false);
});
