// What was wanted, as lines of the demand table: its sums, and the period and order that the address asks for. Pure.
// Rules: BOF-23, BOF-24.
import type { DemandRow } from '../../../shared/questions.ts';

export const periods = ['7', '30', '90'] as const;
export type Period = (typeof periods)[number];
export const kinds = ['asked', 'tryOns', 'meToos', 'waiting', 'missed'] as const;
export const columns = ['product', ...kinds, 'total'] as const;
export type Column = (typeof columns)[number];

/** `asked`: the questions without the wishes to see it tried on, so that the columns add up to the total. */
export type DemandLine = DemandRow & { key: string; asked: number; total: number };
/** `turned`: least first, or the names from Z to A. */
export type DemandOrder = { by: Column; turned: boolean };

const usual = { days: '30', by: 'total' } as const;

export const lineOf = (row: DemandRow): DemandLine => ({
  ...row,
  key: `${row.productId} ${row.variantId ?? ''}`,
  asked: row.questions - row.tryOns,
  total: row.questions + row.meToos + row.waiting + row.missed,
});

const byName = (a: DemandLine, b: DemandLine): number =>
  a.title.localeCompare(b.title) || a.variant.localeCompare(b.variant, undefined, { numeric: true });

export const ranked = (lines: DemandLine[], { by, turned }: DemandOrder): DemandLine[] => {
  const sign = turned ? -1 : 1;
  return lines.toSorted((a, b) =>
    by === 'product'
      ? sign * byName(a, b)
      : sign * (b[by] - a[by]) || b.total - a.total || byName(a, b) || a.key.localeCompare(b.key),
  );
};

export const periodOf = (query: Record<string, string>): Period =>
  periods.find((each) => each === query.days) ?? usual.days;

export const orderOf = (query: Record<string, string>): DemandOrder => ({
  by: columns.find((each) => each === query.sort) ?? usual.by,
  turned: query.turned === '1',
});

type Change = Record<string, string | null>;

/** For the address, where the usual is left out. */
export const periodQuery = (days: Period): Change => ({ days: days === usual.days ? null : days });

/** The column once more turns the order round. */
export const sortQuery = (now: DemandOrder, by: Column): Change => ({
  sort: by === usual.by ? null : by,
  turned: now.by === by && !now.turned ? '1' : null,
});
