import { expect, test } from 'vitest';
import { Watchdog, type Finding, type Seen } from '../../../client/lib/watchdog.ts';

/** Of a browser that shows all that comes, and asks for nothing. */
const see = (framesDecoded: number, received: number | null, rttMs = 20): Seen => ({
  framesDecoded,
  framesReceived: framesDecoded,
  keyFrameRequests: 0,
  received,
  rttMs,
});
/** In a browser that does not say how much comes. */
const decoded = (framesDecoded: number | null): Seen | null =>
  framesDecoded === null ? null : see(framesDecoded, null);

/** Checks twice a second from `from` to before `to`, in seconds; `frames(second)` says how many were decoded by then. */
const run = (watchdog: Watchdog, from: number, to: number, frames: (second: number) => number | null) =>
  Array.from({ length: (to - from) * 2 }, (_, at) => {
    const second = from + at / 2;
    return { second, ...watchdog.check(second * 1000, decoded(frames(second))) };
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

test('MED-145: whole frames that the browser holds get a new transport at once; frames that it cannot use a key frame', () => {
  const held = (keyFrameRequests: number) => {
    const watchdog = moving();
    return steps(
      Array.from({ length: 25 }, (_, at) => {
        const second = 10.5 + at / 2;
        const seen = { ...see(300, null), framesReceived: 300 + 5 * at, keyFrameRequests };
        return { second, ...watchdog.check(second * 1000, seen) };
      }),
    );
  };
  expect(held(0)).toEqual(['11.5 transport', '17.5 rejoin']);
  expect(held(1)).toEqual(['11.5 keyFrame', '13 iceRestart', '14.5 transport', '20.5 rejoin']);
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
  watchdog.check(24_000, decoded(1));
  expect(steps(run(watchdog, 24.5, 28, () => 1))).toEqual(['25.5 keyFrame', '27 iceRestart']);
});

test('MED-48: what helped and how long the picture stood is told once', () => {
  const watchdog = moving();
  run(watchdog, 10.5, 13.5, stopped);
  expect(watchdog.check(14_000, decoded(301)).recovered).toEqual({ step: 'iceRestart', frozenMs: 4000 });
  expect(watchdog.check(14_500, decoded(310))).toMatchObject({
    step: null,
    frozen: false,
    moved: true,
    recovered: null,
  });
});

test('MED-48: a stall that ends by itself is no recovery', () => {
  const watchdog = moving();
  run(watchdog, 10.5, 11.5, stopped);
  expect(watchdog.check(11_400, decoded(301)).recovered).toBeNull();
});

test('MED-48: steps that were taken for other reasons count as well, the gentler ones are not gone back to', () => {
  const watchdog = moving();
  watchdog.tried('rejoin', 10_500);
  watchdog.expect(11_000);
  expect(watchdog.check(12_000, decoded(5)).recovered).toEqual({ step: 'rejoin', frozenMs: 2000 });
  const other = moving();
  other.tried('transport', 10_500);
  expect(steps(run(other, 10.5, 17, stopped))).toEqual(['16.5 rejoin']);
});

test('MED-48: nothing is tried while nobody could hear it, or the host stands still for everyone; it is told all the same', () => {
  const watchdog = moving();
  const findings = Array.from({ length: 40 }, (_, at) =>
    watchdog.check(10_500 + at * 500, decoded(at % 2 ? null : 300), false),
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
  expect(watchdog.check(600_500, decoded(300))).toMatchObject({ step: null, frozen: false });
  expect(watchdog.check(601_000, decoded(330))).toMatchObject({
    step: null,
    frozen: false,
    moved: true,
    recovered: null,
  });
});

/** Nothing comes from second 10 on; `answers`: what the server says, so many milliseconds after it is asked. */
const dead = (rttMs: number, answers: (asked: number) => { at: number; arriving: boolean } | null) => {
  const watchdog = new Watchdog();
  watchdog.expect(0);
  const told: string[] = [];
  let answer: ReturnType<typeof answers> = null;
  for (let now = 9000; now < 22_000; now += 50) {
    if (answer && now >= answer.at) {
      watchdog.judge(now, answer.arriving);
      answer = null;
    }
    const comes = Math.min(now, 10_000);
    const found = watchdog.check(now, see(comes / 50, comes, rttMs));
    if (found.doubted) {
      told.push(`${now} doubt`);
      answer = answers(now);
    }
    if (found.step) told.push(`${now} ${found.step}`);
  }
  return told;
};

test('MED-110: on a dead way key frame, ICE restart and new transport come within two seconds, in that order', () => {
  expect(dead(20, (asked) => ({ at: asked + 300, arriving: true }))).toEqual([
    '10800 doubt',
    '10800 keyFrame',
    '11100 iceRestart',
    '11600 transport',
    '17600 rejoin',
  ]);
});

test('MED-110: a slow line is given its round trips', () => {
  expect(dead(600, (asked) => ({ at: asked + 900, arriving: true })).slice(0, 4)).toEqual([
    '11350 doubt',
    '11350 keyFrame',
    '12250 iceRestart',
    '13750 transport',
  ]);
});

test.each([
  ['the host stands still', (asked: number) => ({ at: asked + 300, arriving: false })],
  ['the socket is dead as well', () => null],
])('MED-110: when %s, the ladder keeps its times', (_why, answers) => {
  expect(dead(20, answers)).toEqual([
    '10800 doubt',
    '10800 keyFrame',
    '13000 iceRestart',
    '14500 transport',
    '20500 rejoin',
  ]);
});

test('MED-110: what comes again, or stands for everyone, ends the haste', () => {
  const silent = (received = 7) => see(300, received);
  const watchdog = moving();
  watchdog.check(10_500, silent());
  expect(watchdog.check(11_400, silent())).toMatchObject({ doubted: true, step: 'keyFrame' });
  watchdog.check(11_500, silent(8));
  watchdog.judge(11_600, true);
  expect(watchdog.check(12_000, silent(8))).toMatchObject({ doubted: false, step: null });
  const waiting = moving();
  waiting.check(10_500, silent());
  waiting.check(11_000, silent(), false);
  expect(waiting.check(11_400, silent())).toMatchObject({ doubted: false, step: null });
});
