// The geometry of a status plot: a quarter of an hour that ends now, from zero up to a round number above the highest value. Where
// no sample came (the server was down) the line has a gap. Pure; plot.tsx draws it. Rules: SHP-20.

export type Point = { at: number; value: number | null };
export type PlotLine = {
  /** SVG paths in the box 0 0 `width` `height`. */
  line: string;
  area: string;
  /** The top of the box. */
  top: number;
  /** Null when there is no value at all. */
  lowest: number | null;
  highest: number | null;
  latest: number | null;
};

export type Box = {
  from: number;
  until: number;
  everyMs: number;
  width: number;
  height: number;
  least: number;
};

/** 1, 2 or 5 with zeros, at or above `value` and `least`. */
export const roundTop = (value: number, least: number): number => {
  const wanted = Math.max(value, least);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 2, 5, 10].find((each) => each * power >= wanted - power * 1e-9) ?? 10;
  return step * power;
};

const round = (value: number): number => Math.round(value * 10) / 10;

/** Pieces without a gap: a sample or two may be missing while a worker answers late. */
const pieces = (points: Point[], everyMs: number): { at: number; value: number }[][] => {
  const found: { at: number; value: number }[][] = [];
  let before: number | null = null;
  for (const { at, value } of points) {
    if (value === null) before = null;
    else {
      if (before === null || at - before > everyMs * 3) found.push([]);
      found.at(-1)?.push({ at, value });
      before = at;
    }
  }
  return found;
};

/** `points` oldest first. */
export const plotLine = (points: Point[], { from, until, everyMs, width, height, least }: Box): PlotLine => {
  const inside = points.filter(({ at }) => at >= from && at <= until);
  const values = inside.flatMap(({ value }) => value ?? []);
  const highest = values.length > 0 ? Math.max(...values) : null;
  const top = roundTop(highest ?? 0, least);
  const x = (at: number): number => round(((at - from) / Math.max(1, until - from)) * width);
  const y = (value: number): number => round(height - (value / top) * height);
  const drawn = pieces(inside, everyMs).map((piece) => ({
    start: x(piece[0]?.at ?? from),
    end: x(piece.at(-1)?.at ?? from),
    line: piece.map(({ at, value }) => `${x(at)} ${y(value)}`).join('L'),
  }));
  return {
    ...{ top, highest },
    // A single sample is a dot: a line of no length with round ends.
    line: drawn.map(({ line, end }) => `M${line}${line.includes('L') ? '' : `H${end}`}`).join(''),
    area: drawn.map(({ line, start, end }) => `M${start} ${height}L${line}L${end} ${height}Z`).join(''),
    lowest: values.length > 0 ? Math.min(...values) : null,
    latest: inside.at(-1)?.value ?? null,
  };
};
