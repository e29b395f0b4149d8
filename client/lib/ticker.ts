// The server's time as a signal, once a second while something counts down, else at rest. Never runs backwards: a clock
// that turns out to be fast stands still until the truth has caught up. Rule: CLI-21.
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';

const second = 1000;

export type Ticker = {
  /** Milliseconds since 1970 by the server. */
  now: ReadonlySignal<number>;
  close: () => void;
};

export const startTicker = (readNow: () => number, counts: ReadonlySignal<boolean>): Ticker => {
  const now = signal(readNow());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tick = (): void => {
    now.value = Math.max(now.peek(), readNow());
    // Just after the server's full second, so that all timers change together and none skips one.
    timer = setTimeout(tick, second - (readNow() % second) + 10);
  };
  const isCounting = computed(() => counts.value);
  const stop = effect(() => {
    clearTimeout(timer);
    if (isCounting.value) tick();
  });
  const seen = (): void => {
    now.value = Math.max(now.peek(), readNow());
  };
  if (typeof document !== 'undefined') document.addEventListener('visibilitychange', seen);
  return {
    now,
    close: () => {
      stop();
      clearTimeout(timer);
      if (typeof document !== 'undefined') document.removeEventListener('visibilitychange', seen);
    },
  };
};
