import { expect, test } from 'vitest';
import { containedSize, layerFor } from '../../../client/lib/layers.ts';

const wide = { width: 1280, height: 720 };
const upright = { width: 720, height: 1280 };

test('MED-37: a picture is measured as it is drawn, whole, in its box', () => {
  expect(containedSize({ width: 640, height: 640 }, wide)).toEqual({ width: 640, height: 360 });
  expect(containedSize({ width: 390, height: 780 }, upright)).toEqual({
    width: 390,
    height: 390 * (1280 / 720),
  });
  expect(containedSize({ width: 390, height: 780 }, { width: 0, height: 0 })).toEqual({
    width: 390,
    height: 780,
  });
});

test('MED-37: a small player never pulls the large layer', () => {
  expect(layerFor({ width: 320, height: 180 }, 1)).toBe(0);
  expect(layerFor({ width: 320, height: 180 }, 2)).toBe(0);
  expect(layerFor({ width: 320, height: 180 }, 3)).toBe(1);
  expect(layerFor({ width: 390, height: 219 }, 3)).toBe(2);
});

test('MED-37: the limits are 360 and 540 lines of the shorter side, with a little slack', () => {
  expect(
    [360, 378, 379, 540, 567, 568, 720, 2160].map((height) => layerFor({ width: 4000, height }, 1)),
  ).toEqual([0, 0, 1, 1, 1, 2, 2, 2]);
  expect(layerFor({ width: 360, height: 4000 }, 1)).toBe(0);
});
