// Where the small picture lies in the large one, for every shape of either.
import { describe, expect, test } from 'vitest';
import { corners, fitBox, insetBox, paint, type Drawn } from '../../../client/lib/inset-layout.ts';

const shapes = [
  { width: 1280, height: 720 },
  { width: 640, height: 480 },
  { width: 720, height: 1280 },
  { width: 360, height: 360 },
  { width: 3000, height: 100 },
];
const cases = shapes.flatMap((frame) =>
  shapes.flatMap((inset) => corners.map((corner) => ({ frame, inset, corner }))),
);

describe('the box of the inset', () => {
  test.each(cases)('STU-80 $inset in $frame, $corner', ({ frame, inset, corner }) => {
    const { x, y, width, height } = insetBox(frame, inset, corner);
    expect(x >= 0 && y >= 0 && x + width <= frame.width && y + height <= frame.height).toBe(true);
    // In its own quarter's half of the frame, and nowhere near the middle of it.
    expect(corner.endsWith('left') ? x : frame.width - x - width).toBeLessThan(frame.width / 20 + 1);
    expect(width).toBeLessThanOrEqual(Math.ceil(frame.width * 0.45));
    expect(height).toBeLessThanOrEqual(Math.ceil(frame.height * 0.45));
    expect((width * height) / (frame.width * frame.height)).toBeLessThan(0.17);
    // Whole: its own shape, to a pixel.
    expect(Math.abs(width - (height * inset.width) / inset.height)).toBeLessThanOrEqual(
      1 + inset.width / inset.height,
    );
  });

  test('STU-80 an upright frame keeps its ends free, where a phone lays names and buttons', () => {
    const frame = { width: 720, height: 1280 };
    expect(insetBox(frame, frame, 'top-right').y).toBeGreaterThan(120);
    const low = insetBox(frame, frame, 'bottom-left');
    expect(low.y + low.height).toBeLessThan(1280 - 120);
  });
});

type Call = [Drawn['image'], number, number, number, number];

/** A canvas that remembers what was drawn. */
const canvas = () => {
  const calls: Call[] = [];
  const context = { fillStyle: '', fillRect: () => {}, drawImage: (...call: Call) => void calls.push(call) };
  return { calls, context: context as unknown as OffscreenCanvasRenderingContext2D };
};
const named = (name: string, width: number, height: number) =>
  ({ image: name, width, height }) as unknown as Drawn;

describe('painting', () => {
  const main = named('camera', 1280, 720);
  const photo = named('photo', 600, 600);

  test('STU-80 the photo is small in the camera, or the camera small in the photo', () => {
    const plain = canvas();
    paint(plain.context, main, photo, { corner: 'top-left', swapped: false });
    expect(plain.calls.map(([image]) => image)).toEqual(['camera', 'photo']);
    expect(plain.calls[0]?.slice(1)).toEqual([0, 0, 1280, 720]);
    const swapped = canvas();
    paint(swapped.context, main, photo, { corner: 'top-left', swapped: true });
    expect(swapped.calls.map(([image]) => image)).toEqual(['photo', 'camera']);
    // Whole and centred in a frame of the camera's size.
    expect(swapped.calls[0]?.slice(1)).toEqual([280, 0, 720, 720]);
  });

  test('STU-80 without a second picture, yet, the camera fills the frame', () => {
    const { calls, context } = canvas();
    paint(context, main, null, { corner: 'top-left', swapped: true });
    expect(calls).toEqual([['camera', 0, 0, 1280, 720]]);
    expect(fitBox({ width: 720, height: 1280 }, main)).toEqual({ x: 0, y: 438, width: 720, height: 405 });
  });
});
