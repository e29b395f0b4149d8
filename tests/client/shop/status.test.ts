// The status page's plots and words, apart from the drawing.
import { beforeAll, describe, expect, test } from 'vitest';
import { addWords, setLocale } from '../../../client/i18n.ts';
import { byMinute, bytesText, measures, spanText, worriesOf } from '../../../client/shop/status/measures.ts';
import { plotLine, roundTop } from '../../../client/shop/status/plot-line.ts';
import { statusWords as en } from '../../../shared/i18n/en/status.ts';
import { statusWords as it } from '../../../shared/i18n/it/status.ts';
import type { Status, StatusSample } from '../../../shared/status.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const box = { from: 0, until: 100_000, everyMs: 5000, width: 200, height: 50, least: 5 };
const numbersIn = (path: string) => (path.match(/-?[\d.]+/g) ?? []).map(Number);

describe('plot', () => {
  test('SHP-20 the line ends now, its highest is inside, and zero is the floor', () => {
    const points = Array.from({ length: 21 }, (_, n) => ({ at: n * 5000, value: n === 10 ? 37 : 0 }));
    const plot = plotLine(points, box);
    expect(plot).toMatchObject({ top: 50, highest: 37, lowest: 0, latest: 0 });
    expect(plot.line.startsWith('M0 50L')).toBe(true);
    expect(plot.line.endsWith('L200 50')).toBe(true);
    expect(plot.line).toContain('L100 13L');
    expect(plot.area).toBe(`M0 50L${plot.line.slice(1)}L200 50Z`);
  });

  test('SHP-20 whatever the values, it lies inside its box', () => {
    for (const values of [[0], [1e9, 3], [0.0004, 0.2], [7, 7, 7], [99.99, 100, 100.01]]) {
      const points = values.map((value, n) => ({ at: n * 5000, value }));
      const { line, top } = plotLine(points, { ...box, least: 0.01 });
      expect(top).toBeGreaterThanOrEqual(Math.max(...values));
      for (const number of numbersIn(line)) {
        expect(number).toBeGreaterThanOrEqual(0);
        expect(number).toBeLessThanOrEqual(200);
      }
    }
  });

  test('SHP-20 a gap where the server was down, none for one late sample; what is older than the box is left out', () => {
    const at = (...times: number[]) => times.map((time) => ({ at: time, value: 1 }));
    const count = (points: { at: number; value: number | null }[]) =>
      (plotLine(points, box).line.match(/M/g) ?? []).length;
    expect(count(at(0, 5000, 15_000, 20_000))).toBe(1);
    expect(count(at(0, 5000, 60_000, 65_000))).toBe(2);
    expect(count([...at(0, 5000), { at: 10_000, value: null }, ...at(15_000)])).toBe(2);
    expect(plotLine(at(-5000, -1), box)).toMatchObject({ line: '', highest: null, latest: null, top: 5 });
    // One sample alone is a dot.
    expect(plotLine(at(50_000), box).line).toBe('M100 40H100');
  });

  test('SHP-20 the top is 1, 2 or 5 with zeros', () => {
    expect([0, 0.3, 1, 3, 6, 11, 49, 51, 1000, 1001].map((value) => roundTop(value, 1))).toEqual([
      ...[1, 1, 1, 5, 10, 20, 50, 100, 1000, 2000],
    ]);
  });
});

const sample = (at: number, rest: Partial<StatusSample> = {}): StatusSample => ({
  ...{
    at,
    viewers: 1,
    outKbps: 2400,
    inKbps: 600,
    pingMs: null,
    serverCpu: 0.256,
    workersCpu: 1.5,
    holds: 3,
  },
  ...rest,
});
const status = (rest: Partial<Status> = {}): Status => ({
  ...{ at: 10 * day, everyMs: 5000, samples: [], databaseBytes: 1 },
  disk: { freeBytes: 50, totalBytes: 100 },
  backup: { at: 9 * day, bytes: 1 },
  retention: { ranAt: null, kinds: [] },
  ...rest,
});

describe('words', () => {
  beforeAll(() => addWords({ en, it }));

  test('SHP-22 numbers are told in their units, in both languages', async () => {
    const told = () =>
      measures.map(({ value, text }) => {
        const now = value(sample(0, { pingMs: 41, outKbps: 2400 }));
        return now === null ? null : text(now);
      });
    await setLocale('en');
    expect(told()).toEqual(['1', '2.4 Mbit/s', '41 ms', '3', '26%', '150%']);
    expect([bytesText(0), bytesText(999), bytesText(3_200_000), bytesText(42.5e9)]).toEqual([
      ...['0 byte', '999 byte', '3.2 MB', '42.5 GB'],
    ]);
    expect([spanText(6 * hour), spanText(7 * day), spanText(hour)]).toEqual(['6 hours', '7 days', '1 hour']);
    await setLocale('it');
    expect(told()).toEqual(['1', '2,4 Mbit/s', '41 ms', '3', '26%', '150%']);
    expect([spanText(6 * hour), spanText(90 * day)]).toEqual(['6 ore', '90 giorni']);
    expect(measures.find(({ name }) => name === 'ping')?.value(sample(0))).toBe(null);
  });

  test('SHP-22 worries: no backup, an old one, a disk with less than a tenth left', () => {
    expect(worriesOf(status())).toEqual([]);
    expect(worriesOf(status({ backup: null }))).toEqual(['noBackup']);
    expect(worriesOf(status({ backup: { at: 3 * day, bytes: 1 } }))).toEqual([]);
    expect(worriesOf(status({ backup: { at: 3 * day - 1, bytes: 1 } }))).toEqual(['oldBackup']);
    expect(worriesOf(status({ disk: { freeBytes: 9, totalBytes: 100 } }))).toEqual(['diskFull']);
  });

  test('SHP-21 the table has the last sample of each minute, newest first', () => {
    const samples = [0, 5000, 55_000, 60_000, 115_000, 121_000].map((at) => sample(at));
    expect(byMinute(status({ samples })).map(({ at }) => at)).toEqual([121_000, 115_000, 55_000]);
  });
});
