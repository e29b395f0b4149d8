// Percentiles and the printing of numbers.

/** The nearest-rank percentile; null of nothing. */
export const percentile = (values: readonly number[], share: number): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
};

export type Spread = {
  count: number;
  min: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
};

export const spread = (values: readonly number[]): Spread => ({
  count: values.length,
  min: rounded(percentile(values, 0), 2),
  p50: rounded(percentile(values, 0.5), 2),
  p95: rounded(percentile(values, 0.95), 2),
  p99: rounded(percentile(values, 0.99), 2),
  max: rounded(percentile(values, 1), 2),
});

export const rounded = <T extends number | null>(value: T, digits: number): T =>
  (value === null ? null : Number(value.toFixed(digits))) as T;

/** "–" for what there is not; few digits for what is large. */
export const show = (value: number | null, unit = ''): string => {
  if (value === null || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  const text = size >= 100 ? String(Math.round(value)) : value.toFixed(size >= 10 ? 1 : 2);
  return unit ? `${text} ${unit}` : text;
};

/** Rows under a title, columns as wide as their widest cell; the first one to the left, the others to the right. */
export const table = (title: string, rows: string[][]): string => {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  );
  const line = (row: string[]) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ');
  return [title, ...rows.map((row) => `  ${line(row).trimEnd()}`)].join('\n');
};
