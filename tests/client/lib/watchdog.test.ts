import { expect, test } from 'vitest';
import { Watchdog, type Finding } from '../../../client/lib/watchdog.ts';

/** Checks twice a second from `from` to before `to`, in seconds; `frames(second)` says how many were decoded by then. */
const run = (watchdog: Watchdog, from: number, to: number, frames: (second: number) => number | null) =>
  Array.from({ length: (to - from) * 2 }, (_, at) => {
    const second = from + at / 2;
    return { second, ...watchdog.check(second * 1000, frames(second)) };
  });

const steps = (findings: (Finding & { second: number })[]) =>
  findings.flatMap(({ second, step }) => (step ? [`${second} ${step}`] : []));

/** A picture that has moved until second 10. */
const moving = () => {
  const watchdog = new Watchdog();
  watchdog.expect(0);
  run(watchdog, 0, 10.5, (second) => second * 30);
  return watchdog;
};
const stopped = () => 300;

test('MED-34: a picture that moves is left alone', () => {
  const watchdog = new Watchdog();
  watchdog.expect(0);
  const findings = run(watchdog, 0, 60, (second) => second * 30);
  expect(findings.every(({ step, frozen, recovered }) => !step && !frozen && !recovered)).toBe(true);
});

test('MED-34: a key frame, an ICE restart, a new transport, a new session: in that order', () => {
  expect(steps(run(moving(), 10.5, 23, stopped))).toEqual([
    '11.5 keyFrame',
    '13 iceRestart',
    '14.5 transport',
    '20.5 rejoin',
  ]);
});

test('MED-48: a picture that stands is told before three seconds are over, and until it moves', () => {
  const findings = run(moving(), 10.5, 40, stopped);
  const told = findings.filter(({ frozen }) => frozen).map(({ second }) => second);
  expect(told[0]).toBe(12.5);
  expect(told.at(-1)).toBe(39.5);
});

test('MED-34: a new video has asked for its key frame itself, and is given as long as one that stops', () => {
  const watchdog = new Watchdog();
  watchdog.expect(0);
  expect(steps(run(watchdog, 0, 13, () => 0))).toEqual(['3 iceRestart', '4.5 transport', '10.5 rejoin']);
});

test('MED-35: after the one new session only transports, each waited for twice as long, up to 24 seconds', () => {
  const findings = run(moving(), 10.5, 140, stopped);
  const at = steps(findings).slice(3);
  expect(at).toEqual([
    '20.5 rejoin',
    '32.5 transport',
    '56.5 transport',
    '80.5 transport',
    '104.5 transport',
    '128.5 transport',
  ]);
});

test('MED-35: the count of attempts outlives a new transport, and ends with a frame', () => {
  const watchdog = moving();
  run(watchdog, 10.5, 16.5, stopped);
  watchdog.expect(17_000);
  expect(steps(run(watchdog, 17, 24, () => 0))).toEqual(['23 rejoin']);
  watchdog.check(24_000, 1);
  expect(steps(run(watchdog, 24.5, 28, () => 1))).toEqual(['25.5 keyFrame', '27 iceRestart']);
});

test('MED-48: what helped and how long the picture stood is told once', () => {
  const watchdog = moving();
  run(watchdog, 10.5, 13.5, stopped);
  expect(watchdog.check(14_000, 301).recovered).toEqual({ step: 'iceRestart', frozenMs: 4000 });
  expect(watchdog.check(14_500, 310)).toMatchObject({
    step: null,
    frozen: false,
    moved: true,
    recovered: null,
  });
});

test('MED-48: a stall that ends by itself is no recovery', () => {
  const watchdog = moving();
  run(watchdog, 10.5, 11.5, stopped);
  expect(watchdog.check(11_400, 301).recovered).toBeNull();
});

test('MED-48: steps that were taken for other reasons count as well, the gentler ones are not gone back to', () => {
  const watchdog = moving();
  watchdog.tried('rejoin', 10_500);
  watchdog.expect(11_000);
  expect(watchdog.check(12_000, 5).recovered).toEqual({ step: 'rejoin', frozenMs: 2000 });
  const other = moving();
  other.tried('transport', 10_500);
  expect(steps(run(other, 10.5, 17, stopped))).toEqual(['16.5 rejoin']);
});

test('MED-48: nothing is tried while nobody could hear it, or the host stands still for everyone; it is told all the same', () => {
  const watchdog = moving();
  const findings = Array.from({ length: 40 }, (_, at) =>
    watchdog.check(10_500 + at * 500, at % 2 ? null : 300, false),
  );
  expect(findings.some(({ step }) => step)).toBe(false);
  expect(findings.at(-1)?.frozen).toBe(true);
  expect(steps(run(watchdog, 30.5, 33, stopped))).toEqual(['31.5 keyFrame']);
});

test('MED-36: another network is given half a second before the key frame', () => {
  const watchdog = moving();
  watchdog.wake(10_400);
  expect(steps(run(watchdog, 10.5, 13, stopped))).toEqual(['11 keyFrame', '12.5 iceRestart']);
});

test('MED-36: what was climbed already is not begun anew by another sign of the same trouble', () => {
  const watchdog = moving();
  run(watchdog, 10.5, 13.5, stopped);
  watchdog.wake(13_500);
  expect(steps(run(watchdog, 13.5, 17, stopped))).toEqual(['14.5 transport']);
});

test('MED-36: time in the background is not held against the picture', () => {
  const watchdog = moving();
  watchdog.rest();
  expect(steps(run(watchdog, 11, 600, stopped))).toEqual([]);
  watchdog.expect(600_000, null);
  expect(watchdog.check(600_500, 300)).toMatchObject({ step: null, frozen: false });
  expect(watchdog.check(601_000, 330)).toMatchObject({
    step: null,
    frozen: false,
    moved: true,
    recovered: null,
  });
});
