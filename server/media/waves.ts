// Lets viewers in as they come while they are few, and in waves while they are many: each beginning picture needs a key frame,
// which costs all who watch already; one serves a whole wave. The first wave is as short as the host's own pause between two
// key frames, so that a whole room which comes back at once waits for nothing more. Rules: MED-128.
import { limits } from '../../shared/limits.ts';

export class Waves {
  #since = -Infinity;
  #count = 0;
  #lengthMs: number = limits.firstWaveMs;
  #wave: Promise<void> | null = null;

  /** Resolves at once, or with the next wave. Real time: it is the encoder's. */
  enter(): Promise<void> {
    if (this.#wave) return this.#wave;
    const now = performance.now();
    if (now - this.#since >= this.#lengthMs) {
      this.#since = now;
      this.#count = 0;
      this.#lengthMs = limits.firstWaveMs;
    }
    this.#count += 1;
    if (this.#count <= limits.joinsAtOnce) return Promise.resolve();
    this.#wave = new Promise((resolve) => {
      setTimeout(() => {
        this.#wave = null;
        this.#since = performance.now();
        this.#lengthMs = Math.min(this.#lengthMs * 2, limits.longestWaveMs);
        resolve();
      }, this.#lengthMs);
    });
    return this.#wave;
  }
}
