// When a picture counts as jerky, and for how long it is kept small, by a clock that is moved by hand; no media.
import { beforeEach, expect, test } from 'vitest';
import { ManualClock } from '../../../server/clock.ts';
import { Steadiness } from '../../../server/media/steadiness.ts';

let clock: ManualClock;
let seen: [seconds: number, most: number][];
let steadiness: Steadiness;

const layers = (spatialLayer: number, temporalLayer: number) => ({ spatialLayer, temporalLayer });
const wait = (seconds: number) => clock.advance(seconds * 1000);

beforeEach(() => {
  clock = new ManualClock(0);
  seen = [];
  steadiness = new Steadiness(clock, () => seen.push([clock.now() / 1000, steadiness.most]));
});

test('MED-144 a quarter of a large layer’s frames gives way to the layer below after three seconds, for fifteen', () => {
  steadiness.note(layers(1, 0));
  wait(3);
  expect(seen).toEqual([[3, 0]]);
  steadiness.note(layers(0, 2));
  wait(15);
  expect(seen.slice(1)).toEqual([[18, 2]]);
});

test('MED-144 a layer that is given with half of its frames or more, the smallest, and nothing at all are left alone', () => {
  for (const each of [layers(2, 1), layers(1, 2), layers(0, 0), undefined]) {
    steadiness.note(layers(2, 0));
    wait(2.9);
    steadiness.note(each);
    wait(60);
  }
  expect(seen).toEqual([]);
});

test('MED-144 where the layer below is jerky too, the next one is taken', () => {
  steadiness.note(layers(2, 0));
  wait(3);
  steadiness.note(layers(1, 0));
  wait(3);
  expect(seen).toEqual([
    [3, 1],
    [6, 0],
  ]);
});

test('MED-144 what is jerky again rests for twice as long each time, up to four minutes, and anew after a long good time', () => {
  const rests: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    steadiness.note(layers(1, 0));
    wait(3);
    const cappedAt = clock.now();
    steadiness.note(layers(0, 2));
    while (steadiness.most === 0) wait(1);
    rests.push((clock.now() - cappedAt) / 1000);
  }
  expect(rests).toEqual([15, 30, 60, 120, 240, 240]);
  steadiness.note(layers(2, 2));
  wait(300);
  steadiness.note(layers(1, 0));
  wait(3);
  wait(15);
  expect(steadiness.most).toBe(2);
});

test('MED-144 of a picture that is gone nothing is heard', () => {
  steadiness.note(layers(1, 0));
  steadiness.stop();
  wait(60);
  expect(seen).toEqual([]);
});
