// When to try again: the delays as data, one after another, each spread by chance so that a room full of phones does
// not come back in one instant. Never keeps a timer itself. Rule: SES-33.

/** Milliseconds before the 1st, 2nd, … attempt; the last one repeats. */
export const reconnectDelaysMs = [0, 300, 1000, 2000, 4000, 8000] as const;
export const mediaDelaysMs = [300, 1000, 2000, 4000, 8000] as const;

const spread = 0.3;

export class Backoff {
  readonly #delaysMs: readonly number[];
  readonly #random: () => number;
  #failures = 0;

  constructor(delaysMs: readonly number[], random: () => number = Math.random) {
    this.#delaysMs = delaysMs;
    this.#random = random;
  }

  get failures(): number {
    return this.#failures;
  }

  /**
   * The delay before the next attempt, ± 30 %, and at least `leastMs` when the other side asked for a pause; of the table's delays
   * none beyond the `furthest`.
   */
  next(leastMs = 0, furthest = Infinity): number {
    this.#failures = Math.min(this.#failures, furthest);
    const delayMs = this.#delaysMs[Math.min(this.#failures, this.#delaysMs.length - 1)] ?? 0;
    this.#failures += 1;
    const spreadMs = delayMs * (1 + spread * (2 * this.#random() - 1));
    return Math.max(spreadMs, leastMs * (1 + spread * this.#random()));
  }

  reset(): void {
    this.#failures = 0;
  }
}
