// The arithmetic of the networks bench: what counts as frozen, as renewed and as lost.
import { expect, test } from 'vitest';
import {
  framesPerSecond,
  frozenTime,
  gaps,
  longestStanding,
  lostEvents,
  renewedMs,
  sizes,
} from './networks-sums.ts';

const at = (times: number[], height = 540) => ({
  frames: times.map((time): [number, number] => [time, height]),
});
const every100ms = (from: number, until: number): number[] =>
  Array.from({ length: (until - from) / 100 + 1 }, (_, index) => from + index * 100);
const seen = (heard: number[], covered = 0) => ({
  frames: [],
  screens: [],
  delays: [],
  heard,
  covered,
  welcomes: 1,
});

test('NET-1 a picture that stands for longer than half a second is frozen, until the next one', () => {
  const stood = gaps(at([...every100ms(0, 1000), ...every100ms(3000, 4000)]), 0, 4000);
  expect(frozenTime(stood)).toBe(2000);
  expect(frozenTime(gaps(at(every100ms(0, 4000)), 0, 4000))).toBe(0);
  expect(frozenTime(gaps(at([0, 500, 1001]), 0, 1001))).toBe(501);
});

test('NET-1 a picture is renewed when the next one is there, which may be never', () => {
  const stood = gaps(at([...every100ms(0, 1000), ...every100ms(3000, 4000)]), 0, 4000);
  expect(renewedMs(stood, 1200)).toBe(1800);
  expect(renewedMs(stood, 3500)).toBe(0);
  expect(renewedMs(gaps(at(every100ms(0, 1000)), 0, 9000), 1200)).toBeNull();
});

test('NET-30 the longest time that one picture stood is told with what the page said meanwhile', () => {
  const { frames } = at([...every100ms(0, 1000), ...every100ms(3000, 4000), ...every100ms(8000, 9000)]);
  const screens: [number, string][] = [
    [50, 'live'],
    [6500, 'frozen'],
    [8010, 'live'],
  ];
  const page = { ...seen([]), frames, screens };
  expect(longestStanding(page, 0, 9000)).toEqual({
    ms: 4000,
    told: [{ screen: 'frozen', afterMs: 2500 }],
  });
  expect(longestStanding(page, 0, 15_000)).toEqual({ ms: 6000, told: [] });
  expect(longestStanding({ ...page, frames: [] }, 0, 2000)).toEqual({ ms: 2000, told: [] });
});

test('NET-2 frames are counted within the time that was watched', () => {
  expect(framesPerSecond(at(every100ms(0, 4000)), 1000, 3000)).toBe(10.5);
  const first = at(every100ms(0, 900));
  const then = at(every100ms(1000, 2000), 270);
  expect(sizes({ frames: [...first.frames, ...then.frames] }, 0, 2000)).toEqual([
    { height: 540, seconds: 1 },
    { height: 270, seconds: 1 },
  ]);
});

test('NET-3 an event is lost that one heard and the other did not, neither live nor in a snapshot', () => {
  const good = seen([3, 4, 5, 6, 7]);
  expect(lostEvents(seen([4, 5, 6, 7], 3), good)).toEqual({ told: 4, lost: 0 });
  expect(lostEvents(seen([4, 7], 3), good)).toEqual({ told: 4, lost: 2 });
  expect(lostEvents(seen([4, 7], 6), good)).toEqual({ told: 3, lost: 0 });
});
