// The microphone's needle and the words beside it.
import { describe, expect, test } from 'vitest';
import { decibels, hearing, needle } from '../../../client/lib/mic-meter.ts';

describe('the needle', () => {
  test('STU-10 full scale is 1, silence and less than −60 dB are 0', () => {
    expect(needle(decibels(new Float32Array(64).fill(1)))).toBe(1);
    expect(needle(decibels(new Float32Array(64)))).toBe(0);
    expect(needle(decibels(new Float32Array(0)))).toBe(0);
    expect(needle(decibels(new Float32Array(64).fill(0.0005)))).toBe(0);
  });

  test('STU-10 a tenth of full scale is −20 dB, two thirds of the way', () => {
    const db = decibels(new Float32Array(64).fill(0.1));
    expect(db).toBeCloseTo(-20);
    expect(needle(db)).toBeCloseTo(2 / 3);
  });
});

describe('the words', () => {
  test('STU-11 nothing is claimed before the browser lets us listen, nor in the first seconds', () => {
    expect(hearing(9_000, null, null)).toBe('unknown');
    expect(hearing(9_000, 8_000, null)).toBe('unknown');
  });

  test('STU-11 a voice counts for four seconds, then it is silent', () => {
    expect(hearing(9_000, 1_000, 6_000)).toBe('heard');
    expect(hearing(10_001, 1_000, 6_000)).toBe('silent');
    expect(hearing(9_000, 1_000, null)).toBe('silent');
  });
});
