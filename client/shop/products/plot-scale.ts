// The price plot's geometry: a price holds until the next one, so the line goes in steps, from the first price to now. Pure;
// price-plot.tsx draws it. Rules: BOF-9.
import type { PriceEntry } from '../../../shared/shop-api.ts';

export type Plot = {
  /** An SVG path in the box 0 0 `width` `height`. */
  line: string;
  dots: { x: number; y: number; entry: PriceEntry }[];
  lowest: number;
  highest: number;
};

const margin = 8;

/** `prices` newest first, as the API tells them; null when there is nothing to draw. */
export const plotOf = (prices: PriceEntry[], now: number, width: number, height: number): Plot | null => {
  const entries = prices.toReversed();
  const first = entries[0];
  if (!first) return null;
  const values = entries.map(({ cents }) => cents);
  const lowest = Math.min(...values);
  const highest = Math.max(...values);
  const span = Math.max(1, now - first.at);
  const range = highest - lowest;
  const x = (at: number): number => round(margin + ((at - first.at) / span) * (width - 2 * margin));
  const y = (cents: number): number =>
    round(range === 0 ? height / 2 : margin + ((highest - cents) / range) * (height - 2 * margin));
  const dots = entries.map((entry) => ({ x: x(entry.at), y: y(entry.cents), entry }));
  const steps = dots.map((dot, at) => (at === 0 ? `M${dot.x} ${dot.y}` : `H${dot.x}V${dot.y}`));
  return { line: `${steps.join('')}H${round(width - margin)}`, dots, lowest, highest };
};

const round = (value: number): number => Math.round(value * 10) / 10;
