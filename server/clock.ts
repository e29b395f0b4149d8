// The one source of time and timers, so that tests move it by hand and never sleep. Every timer returns its disposer.
// Rules: OPS-37.

export type Disposer = () => void;

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  every(ms: number, run: () => void): Disposer;
  after(ms: number, run: () => void): Disposer;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

type Timer = { at: number; everyMs: number | null; run: () => void };

/** Stands still until `advance` moves it; due timers then run in the order of their times. */
export class ManualClock implements Clock {
  #now: number;
  #timers = new Set<Timer>();

  constructor(now = 1_800_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  every(ms: number, run: () => void): Disposer {
    return this.#add({ at: this.#now + ms, everyMs: ms, run });
  }

  after(ms: number, run: () => void): Disposer {
    return this.#add({ at: this.#now + ms, everyMs: null, run });
  }

  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const due = [...this.#timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#now = due.at;
      if (due.everyMs === null) this.#timers.delete(due);
      else due.at += due.everyMs;
      due.run();
    }
    this.#now = until;
  }

  /** The machine slept: what came due meanwhile runs once, after it woke. */
  sleep(ms: number): void {
    this.#now += ms;
    for (const timer of [...this.#timers].filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at)) {
      if (timer.everyMs === null) this.#timers.delete(timer);
      else timer.at = this.#now + timer.everyMs;
      timer.run();
    }
  }

  #add(timer: Timer): Disposer {
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }
}
