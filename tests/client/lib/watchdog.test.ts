import { expect, test } from 'vitest';
import { Watchdog } from '../../../client/lib/watchdog.ts';

/** Checks once a second from `from`; `frames(second)` says how many were decoded by then. */
const run = (watchdog: Watchdog, seconds: number, frames: (second: number) => number, from = 0) =>
  Array.from({ length: seconds }, (_, at) => watchdog.check((from + at) * 1000, frames(from + at)));

const started = () => {
  const watchdog = new Watchdog();
  watchdog.restart(0);
  return watchdog;
};

test('MED-34: a picture that moves is left alone', () => {
  expect(new Set(run(started(), 60, (second) => second * 30))).toEqual(new Set(['none']));
});

test('MED-34: three seconds without a frame: a key frame; three more: a new transport', () => {
  const remedies = run(started(), 8, (second) => Math.min(second, 1) * 30);
  expect(remedies).toEqual(['none', 'none', 'none', 'none', 'resume', 'none', 'none', 'reopen']);
});

test('MED-34: a first frame that never comes is treated the same', () => {
  expect(run(started(), 7, () => 0)).toEqual(['none', 'none', 'none', 'resume', 'none', 'none', 'reopen']);
});

test('MED-34: a frame after the key frame ends the alarm', () => {
  const watchdog = started();
  run(watchdog, 4, () => 0);
  expect(watchdog.frozen).toBe(true);
  expect(watchdog.check(4000, 1)).toBe('none');
  expect(watchdog.frozen).toBe(false);
});

test('MED-35: each further transport is waited for twice as long, up to 24 seconds, until a frame comes', () => {
  const watchdog = started();
  const remedies = run(watchdog, 200, () => 0);
  const at = remedies.flatMap((remedy, second) => (remedy === 'reopen' ? [second] : []));
  const pauses = at.map((second, index) => second - (at[index - 1] ?? 0));
  // Three seconds until the key frame, then 3, 6, 12, 24, 24 …; one check more for the new start.
  expect(pauses.slice(0, 5)).toEqual([6, 9, 15, 27, 27]);
  run(watchdog, 2, (second) => second, 200);
  const again = run(watchdog, 8, () => 201, 202);
  expect(again.indexOf('reopen')).toBe(5);
});

test('MED-36: after a wake-up one second without a frame is enough', () => {
  const watchdog = started();
  run(watchdog, 3, (second) => second * 30);
  watchdog.wake(60_000);
  expect(run(watchdog, 2, () => 60, 60)).toEqual(['none', 'resume']);
});

test('MED-36: time that passed while nobody looked is not held against the picture', () => {
  const watchdog = started();
  run(watchdog, 3, (second) => second * 30);
  watchdog.restart(600_000);
  expect(watchdog.check(600_000, 60)).toBe('none');
  expect(watchdog.check(601_000, 90)).toBe('none');
});
