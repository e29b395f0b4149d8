// Millions of times in a few hundred kilobytes: counted by tenths of a millisecond, up to ten seconds.
import { rounded, type Spread } from './numbers.ts';

const perMs = 10;
const buckets = 10_000 * perMs;

export class Histogram {
  readonly #counts = new Uint32Array(buckets + 1);
  #count = 0;

  add(ms: number): void {
    const bucket = Math.min(buckets, Math.max(0, Math.floor(ms * perMs)));
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#count += 1;
  }

  /** Each to its tenth's upper end. */
  get spread(): Spread {
    const [min = null, p50 = null, p95 = null, p99 = null, max = null] = [0, 0.5, 0.95, 0.99, 1].map(
      (share) => this.#at(share),
    );
    return { count: this.#count, min, p50, p95, p99, max };
  }

  #at(share: number): number | null {
    const rank = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    for (const [bucket, count] of this.#counts.entries()) {
      seen += count;
      if (seen >= rank) return rounded((bucket + 1) / perMs, 1);
    }
    return null;
  }
}
