import { afterEach, expect, test, vi } from 'vitest';
import { kbitPerSecond } from '../../../client/lib/line-speed.ts';

const part = (transferSize: number, responseStart: number, responseEnd: number) => ({
  transferSize,
  responseStart,
  responseEnd,
});

/** As on a page of its own: what was measured is remembered. */
const looksSlow = async (parts: object[], connection?: object): Promise<boolean> => {
  vi.resetModules();
  vi.stubGlobal('navigator', { connection });
  vi.spyOn(performance, 'getEntriesByType').mockReturnValue(parts as PerformanceEntryList);
  return (await import('../../../client/lib/line-speed.ts')).looksSlow();
};
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('MED-113: the rate is that of the part that came fastest; small and kept parts tell nothing', () => {
  expect(kbitPerSecond([part(20_000, 100, 500), part(30_000, 100, 340), part(400, 50, 51)])).toBe(1000);
  expect(kbitPerSecond([part(0, 0, 0), part(400, 50, 51)])).toBeNull();
});

test('MED-113: a line looks slow by what came, or by what the browser says', async () => {
  const [slow, fast] = [[part(20_000, 0, 400)], [part(20_000, 0, 20)]];
  expect(await looksSlow(slow)).toBe(true);
  expect(await looksSlow(fast)).toBe(false);
  expect(await looksSlow([])).toBe(false);
  expect(await looksSlow(fast, { effectiveType: '4g', saveData: false })).toBe(false);
  expect(await looksSlow(fast, { effectiveType: '3g' })).toBe(true);
  expect(await looksSlow(fast, { effectiveType: '4g', saveData: true })).toBe(true);
});
