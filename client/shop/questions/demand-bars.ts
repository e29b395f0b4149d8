// The chart of the most wanted: bars from zero, to the scale of the largest. Pure; demand-chart.tsx draws it. Rules: BOF-25.
import type { DemandLine } from './demand-order.ts';

export const barParts = ['asking', 'waiting', 'missed'] as const;
export type BarPart = (typeof barParts)[number];

/** `from` and `width` in hundredths of the chart's width. */
export type Bar = {
  line: DemandLine;
  parts: { part: BarPart; count: number; from: number; width: number }[];
};

const countOf = ({ asked, tryOns, meToos, waiting, missed }: DemandLine, part: BarPart): number =>
  ({ asking: asked + tryOns + meToos, waiting, missed })[part];

/** `lines`: most wanted first. */
export const barsOf = (lines: DemandLine[], most: number): Bar[] => {
  const shown = lines.filter(({ total }) => total > 0).slice(0, most);
  const largest = Math.max(1, ...shown.map(({ total }) => total));
  return shown.map((line) => {
    let from = 0;
    const parts = barParts.map((part) => {
      const count = countOf(line, part);
      const width = (count / largest) * 100;
      from += width;
      return { part, count, from: from - width, width };
    });
    return { line, parts };
  });
};
