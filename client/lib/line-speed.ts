// Whether this line looks too slow for the large picture, before any media came: by how fast the page itself came, and by what
// the browser says where it says anything (Chromium). A guess: too low costs seconds of a smaller picture. Rule: MED-113.
// Source: https://www.w3.org/TR/resource-timing/ (transferSize: 0 from the cache), https://wicg.github.io/netinfo/
type Fetched = Pick<PerformanceResourceTiming, 'transferSize' | 'responseStart' | 'responseEnd'>;

/** The large picture and sound, with some room. */
const enoughKbit = 2500;
/** Smaller ones tell more about round trips than about the rate. */
const tellingBytes = 8000;

/** Of the page's parts the one that came fastest: they came side by side, and a line is no slower than that. */
export const kbitPerSecond = (parts: readonly Fetched[]): number | null => {
  const rates = parts
    .filter(({ transferSize }) => transferSize >= tellingBytes)
    .map(
      ({ transferSize, responseStart, responseEnd }) => (transferSize * 8) / (responseEnd - responseStart),
    );
  return rates.length > 0 ? Math.max(...rates) : null;
};

let measured: number | null = null;

export const looksSlow = (): boolean => {
  const { connection } = navigator as { connection?: { effectiveType?: string; saveData?: boolean } };
  if (connection?.saveData || /2g|3g/.test(connection?.effectiveType ?? '')) return true;
  measured ??= kbitPerSecond(performance.getEntriesByType('resource') as PerformanceResourceTiming[]);
  return measured !== null && measured < enoughKbit;
};
