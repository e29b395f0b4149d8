// Notices a picture that stands still and says what to try next: first a key frame, then a new transport, and again
// with longer pauses. Pure: the subscriber feeds it once a second and does what it says. Rules: MED-34 … MED-36.

export type Remedy = 'none' | 'resume' | 'reopen';

export const watchdogTimings = {
  /** No new frame for this long is a frozen picture; after a wake-up we are less patient. */
  frozenMs: 3000,
  frozenAfterWakeMs: 1000,
  /** Further silence before the transport is made anew; each time it doubles, up to the last. */
  reopenMs: 3000,
  longestReopenMs: 24_000,
};

export class Watchdog {
  readonly #timings: typeof watchdogTimings;
  #frames = -1;
  #aliveAt = 0;
  #patienceMs: number;
  #resumed = false;
  #reopenings = 0;

  constructor(timings: Partial<typeof watchdogTimings> = {}) {
    this.#timings = { ...watchdogTimings, ...timings };
    this.#patienceMs = this.#timings.frozenMs;
  }

  /** Since the key frame was asked for, until a frame comes. */
  get frozen(): boolean {
    return this.#resumed;
  }

  /** A consumer has begun, or there is nothing to wait for: the clock starts anew, the count of attempts stays. */
  restart(now: number): void {
    this.#frames = -1;
    this.#aliveAt = now;
    this.#resumed = false;
    this.#patienceMs = this.#timings.frozenMs;
  }

  /** The page was away (lock, call, other tab): what flowed before says nothing. */
  wake(now: number): void {
    this.restart(now);
    this.#patienceMs = this.#timings.frozenAfterWakeMs;
  }

  check(now: number, framesDecoded: number): Remedy {
    if (this.#frames === -1) {
      this.#frames = framesDecoded;
      return 'none';
    }
    if (framesDecoded !== this.#frames) {
      this.restart(now);
      this.#frames = framesDecoded;
      this.#reopenings = 0;
      return 'none';
    }
    const silentMs = now - this.#aliveAt;
    if (!this.#resumed) {
      if (silentMs < this.#patienceMs) return 'none';
      this.#resumed = true;
      return 'resume';
    }
    if (silentMs < this.#patienceMs + this.#reopenMs()) return 'none';
    this.#reopenings += 1;
    this.restart(now);
    return 'reopen';
  }

  #reopenMs(): number {
    return Math.min(this.#timings.reopenMs * 2 ** this.#reopenings, this.#timings.longestReopenMs);
  }
}
