// Lets everyone else have a turn during long work: frames, pings and other people's requests. Rules: CSV-4.
import { setImmediate } from 'node:timers/promises';

const stretchMs = 15;

/** Resolves at once, or after a turn of the event loop when the last one is a while ago. */
export type Breathe = () => Promise<void> | void;

export const breather = (): Breathe => {
  let since = performance.now();
  return () => {
    if (performance.now() - since < stretchMs) return;
    return setImmediate().then(() => {
      since = performance.now();
    });
  };
};
