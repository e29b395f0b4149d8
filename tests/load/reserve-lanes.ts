// So many taps at the same time, each lane tapping again as soon as it was answered; what came of them, and how fast.
import { spread, type Spread } from './numbers.ts';

export type Target = {
  /** `ok`, or the code of the refusal. `count` is the tap's number, `lane` the lane's, both from 0. */
  tap: (count: number, lane: number) => Promise<string>;
  /** After so many there is nothing left to tap with. */
  most: number;
  close: () => void | Promise<void>;
};

export type LaneReport = {
  taps: number;
  perSecond: number;
  ms: Spread;
  outcomes: Record<string, number>;
  seconds: number;
};

/** Runs until the time is up or the taps are used up. */
export const runLanes = async (target: Target, lanes: number, forMs: number): Promise<LaneReport> => {
  const times: number[] = [];
  const outcomes: Record<string, number> = {};
  let count = 0;
  const startedAt = performance.now();
  const run = async (_: unknown, lane: number) => {
    for (let now = startedAt; count < target.most && now - startedAt < forMs; now = performance.now()) {
      const outcome = await target.tap(count++, lane);
      times.push(performance.now() - now);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: lanes }, run));
  const seconds = (performance.now() - startedAt) / 1000;
  return { taps: times.length, perSecond: times.length / seconds, ms: spread(times), outcomes, seconds };
};
