// From what a page saw to the numbers of the report. Pure.
import type { Seen } from './networks-page.ts';
import { rounded } from './numbers.ts';

/** A picture that stands for longer than this is frozen. */
export const frozenMs = 500;

type Gap = { from: number; until: number; open: boolean };

/** Where no new picture came for too long, from the first one since `from`; the last gap may still be open. */
export const gaps = ({ frames }: Pick<Seen, 'frames'>, from: number, until: number): Gap[] => {
  const times = frames.map(([at]) => at).filter((at) => at >= from && at <= until);
  return times.flatMap((at, index) => {
    const next = times[index + 1];
    const gap = { from: at, until: next ?? until, open: next === undefined };
    return gap.until - gap.from > frozenMs ? [gap] : [];
  });
};

export const frozenTime = (all: Gap[]): number =>
  Math.round(all.reduce((sum, gap) => sum + gap.until - gap.from, 0));

/** What the viewer was told, and how long after the picture began to stand. */
export type Told = { screen: string; afterMs: number };
export type Standing = { ms: number; told: Told[] };

/** The longest time that one picture stood, and what the page said meanwhile; short gaps count as well. */
export const longestStanding = ({ frames, screens }: Seen, from: number, until: number): Standing => {
  const times = frames.map(([at]) => at).filter((at) => at >= from && at <= until);
  const all = times.map((at, index) => ({ from: at, until: times[index + 1] ?? until }));
  const [longest] = all.toSorted((a, b) => b.until - b.from - (a.until - a.from));
  if (!longest) return { ms: Math.round(until - from), told: [] };
  const told = screens.filter(([at]) => at > longest.from && at < longest.until);
  return {
    ms: Math.round(longest.until - longest.from),
    told: told.map(([at, screen]) => ({ screen, afterMs: Math.round(at - longest.from) })),
  };
};

/** How long after `endedAt` (of what happened to the network) the picture was renewed: 0 when it never stood, null: never. */
export const renewedMs = (all: Gap[], endedAt: number): number | null => {
  const gap = all.find(({ from, until }) => until > endedAt && from < endedAt + 5000);
  if (!gap) return 0;
  return gap.open ? null : Math.round(gap.until - endedAt);
};

export const framesPerSecond = ({ frames }: Pick<Seen, 'frames'>, from: number, until: number): number =>
  rounded((frames.filter(([at]) => at >= from && at <= until).length * 1000) / (until - from), 2);

export type Size = { height: number; seconds: number };

/** The picture's lines over time, which tell the simulcast layer. */
export const sizes = ({ frames }: Pick<Seen, 'frames'>, from: number, until: number): Size[] => {
  const seen = frames.filter(([at]) => at >= from && at <= until);
  const runs: { height: number; from: number }[] = [];
  for (const [at, height] of seen) if (runs.at(-1)?.height !== height) runs.push({ height, from: at });
  return runs.map((run, index) => ({
    height: run.height,
    seconds: rounded(((runs[index + 1]?.from ?? until) - run.from) / 1000, 1),
  }));
};

/** Durable events that the one heard of and the other should have: neither by itself nor in a snapshot. */
export const lostEvents = (bad: Seen, good: Seen): { told: number; lost: number } => {
  const first = Math.min(bad.covered, ...bad.heard);
  const heard = new Set(bad.heard);
  const told = [...new Set(good.heard)].filter((seq) => seq > first);
  return { told: told.length, lost: told.filter((seq) => seq > bad.covered && !heard.has(seq)).length };
};
