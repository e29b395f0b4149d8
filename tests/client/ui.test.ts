// The colours: every pair of text and ground that base.css uses passes WCAG AA in light and in dark, and the accent with any hue.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Rgb = [number, number, number];

/** OKLCH to linear sRGB, clipped to the gamut. Source: https://bottosson.github.io/posts/oklab/ */
const linear = (l: number, c: number, hue: number): Rgb => {
  const a = c * Math.cos((hue * Math.PI) / 180);
  const b = c * Math.sin((hue * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const rgb: Rgb = [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
  return rgb.map((value) => Math.min(1, Math.max(0, value))) as Rgb;
};

const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
const contrast = (one: Rgb, other: Rgb): number => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

const css = readFileSync('client/styles/tokens.css', 'utf8');
const blocks = [...css.matchAll(/:root[^{]*\{([^}]*)\}/g)].map(([, body]) => body ?? '');
const [shared = '', light = '', dark = '', forcedDark = ''] = blocks;

type Shop = { lightness: number; chroma: number; hue: number };
const vermilion: Shop = { lightness: 0.575, chroma: 0.19, hue: 36 };

const tokens = (shop: Shop, ...bodies: string[]): Record<string, Rgb> => {
  const filled = bodies
    .join(';')
    .replace(/var\(--shop-(lightness|chroma|hue)\)/g, (_all, name: keyof Shop) => String(shop[name]));
  const number = (text: string): number => {
    const product = /calc\(([\d.]+) \* ([\d.]+)\)/.exec(text);
    return product ? Number(product[1]) * Number(product[2]) : Number(text);
  };
  const found = filled.matchAll(
    /--([\w-]+): oklch\((calc\([^)]*\)|[\d.]+) (calc\([^)]*\)|[\d.]+) ([\d.]+)\)/g,
  );
  return Object.fromEntries(
    [...found].map(([, name, l, c, h]) => [name, linear(number(l ?? ''), number(c ?? ''), Number(h))]),
  );
};

const pairs: [text: string, grounds: string[], least: number][] = [
  ['n-9', ['n-0', 'surface', 'n-1', 'n-2', 'ok-soft', 'warn-soft', 'bad-soft', 'accent-soft'], 7],
  ['n-7', ['n-0', 'surface', 'n-1'], 4.5],
  ['n-6', ['n-0', 'surface', 'n-1', 'n-2', 'ok-soft', 'warn-soft', 'bad-soft'], 4.5],
  ['accent-strong', ['n-0', 'surface'], 4.5],
  ['on-accent', ['accent'], 4.5],
  ['on-live', ['live'], 4.5],
  ['ok', ['surface', 'n-0', 'ok-soft'], 4.5],
  ['warn', ['surface', 'n-0', 'warn-soft'], 4.5],
  ['bad', ['surface', 'n-0', 'bad-soft'], 4.5],
  ['n-5', ['n-0', 'surface'], 3],
  ['ring', ['n-0', 'surface', 'n-1'], 3],
];

test('UI-3 dark by the system and dark by force are the same colours', () => {
  const words = (body: string) => body.split(/\s+/).filter(Boolean);
  expect(words(forcedDark)).toEqual(words(dark));
});

describe.each([
  ['light', light],
  ['dark', `${light};${dark}`],
])('%s', (_theme, body) => {
  const colours = tokens(vermilion, shared, body);
  const cases = pairs.flatMap(([text, grounds, least]) =>
    grounds.map((ground) => [text, ground, least] as const),
  );

  test.each(cases)('UI-2 %s on %s reaches %d', (text, ground, least) => {
    expect(contrast(colours[text]!, colours[ground]!)).toBeGreaterThanOrEqual(least);
  });
});

describe.each([20, 90, 150, 200, 260, 330])('with the shop’s hue %d', (hue) => {
  test.each([
    ['light', light],
    ['dark', `${light};${dark}`],
  ])('UI-2 the accent stays readable in %s', (_theme, body) => {
    const colours = tokens({ lightness: 0.5, chroma: 0.16, hue }, shared, body);
    expect(contrast(colours['on-accent']!, colours.accent!)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours['accent-strong']!, colours['n-0']!)).toBeGreaterThanOrEqual(4.5);
  });
});
