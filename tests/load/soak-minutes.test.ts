// The arithmetic of the soak: what counts as growth.
import { expect, test } from 'vitest';
import { judge, least } from './soak-minutes.ts';

const hour = (value: (minute: number) => number) => Array.from({ length: 60 }, (_, minute) => value(minute));

test('OPS-90 what stays within a tenth of its median in an hour is flat, what grows by more is not', () => {
  expect(
    judge(
      'kb',
      hour(() => 1000),
      10,
    ).flat,
  ).toBe(true);
  expect(
    judge(
      'kb',
      hour((minute) => 1000 + minute),
      10,
    ),
  ).toMatchObject({ perHour: 60, flat: true });
  expect(
    judge(
      'kb',
      hour((minute) => 1000 + 3 * minute),
      10,
    ),
  ).toMatchObject({ perHour: 180, flat: false });
  expect(
    judge(
      'kb',
      hour((minute) => 1000 - 9 * minute),
      10,
    ).flat,
  ).toBe(true);
});

test('OPS-90 small numbers have a tolerance of their own', () => {
  expect(
    judge(
      'handles',
      hour((minute) => 10 + Math.floor(minute / 30)),
      2,
    ).flat,
  ).toBe(true);
  expect(
    judge(
      'handles',
      hour((minute) => 10 + Math.floor(minute / 10)),
      2,
    ).flat,
  ).toBe(false);
});

test('OPS-90 neither the first quarter nor one bad minute bends the slope', () => {
  expect(
    judge(
      'kb',
      hour((minute) => (minute < 15 ? 100 * minute : 1500)),
      10,
    ).perHour,
  ).toBe(0);
  expect(
    judge(
      'kb',
      hour((minute) => (minute === 40 ? 90_000 : 1000)),
      10,
    ).perHour,
  ).toBe(0);
});

test('OPS-90 a few minutes are too short to say', () => {
  expect(judge('kb', [1, 2, 3, 4, 5], 10).flat).toBeNull();
  expect(
    judge(
      'kb',
      hour(() => NaN).map(() => null),
      10,
    ).flat,
  ).toBeNull();
});

test('OPS-90 of a minute the least of each number counts', () => {
  const zero = {
    nodeKb: 9,
    workersKb: 5,
    heapKb: 7,
    handles: 3,
    nodeFds: 1,
    workerFds: 2,
    consumers: 4,
    sockets: 6,
  };
  expect(least([zero, { ...zero, nodeKb: 8, workersKb: 6 }])).toEqual({ ...zero, nodeKb: 8 });
});
