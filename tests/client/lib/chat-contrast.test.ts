// The lines over the picture read on any frame: words and scrim are composed over white and over black as the browser does it.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync('client/room/chat.css', 'utf8');
const tokens = readFileSync('client/styles/tokens.css', 'utf8');
const numbers = (source: string, pattern: RegExp): number[] =>
  pattern.exec(source)?.slice(1).map(Number) ?? [];

/** A grey of that lightness, as its share of white in sRGB: the chroma of these tones is next to none. */
const grey = (lightness: number): number => {
  const linear = lightness ** 3;
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
};
const luminance = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const contrast = (a: number, b: number): number => {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((one, other) => other - one) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
};

test('CHT-37: the faintest line passes AA on white and on black frames', () => {
  const [scrim = 0, opacity = 0] = numbers(css, /--line: oklch\(([\d.]+) [\d.]+ [\d.]+ \/ ([\d.]+)\)/);
  const [words = 0] = numbers(tokens, /--on-scrim: oklch\(([\d.]+)/);
  const [write = 0] = numbers(css, /\.write \{[^}]*?color: oklch\(([\d.]+)/);
  const faded = [...css.matchAll(/opacity: (0\.[\d]+);/g)].map(([, value]) => Number(value));
  expect(faded.length).toBeGreaterThanOrEqual(3);
  for (const frame of [0, 1]) {
    for (const faint of [1, ...faded]) {
      const over = (value: number) => faint * value + (1 - faint) * frame;
      const ground = over(opacity * grey(scrim) + (1 - opacity) * frame);
      expect(contrast(over(grey(words)), ground)).toBeGreaterThan(4.5);
    }
    const ground = opacity * grey(scrim) + (1 - opacity) * frame;
    expect(contrast(grey(write), ground)).toBeGreaterThan(4.5);
  }
});
