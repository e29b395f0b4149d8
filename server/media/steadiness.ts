// Of one viewer's picture: rather all frames of a smaller layer than a few of a larger one. Where the line takes a large layer's
// base frames alone (a quarter of them), the worker prefers that to the whole smaller one: at 400 kbit/s 405 lines with 3 frames
// a second instead of 270 lines with 12. It is capped one layer below then, for longer each time that it comes back. Knows no
// consumers. Rule: MED-144. Source: mediasoup worker, SimulcastConsumer.cpp (IncreaseLayer)
import type { ConsumerLayers } from 'mediasoup/types';
import { topLayer } from '../../shared/limits.ts';
import type { Clock, Disposer } from '../clock.ts';

/** The estimate of a line that has just begun grows for a while. */
const jerkyMs = 3_000;
const firstRestMs = 15_000;
const longestRestMs = 4 * 60_000;

export class Steadiness {
  readonly #clock: Clock;
  readonly #changed: () => void;
  #most = topLayer;
  #restMs = firstRestMs;
  #liftedAt = -Infinity;
  #jerky: Disposer | null = null;
  #lifting: Disposer | null = null;

  /** `changed`: the largest layer that is steady is another one now. */
  constructor(clock: Clock, changed: () => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  /** The largest simulcast layer that the line takes with its frames, as far as is known. */
  get most(): number {
    return this.#most;
  }

  /** What the worker sends now; undefined: nothing. */
  note({ spatialLayer, temporalLayer = 0 }: ConsumerLayers = { spatialLayer: 0 }): void {
    this.#jerky?.();
    const jerky = spatialLayer > 0 && temporalLayer === 0;
    this.#jerky = jerky ? this.#clock.after(jerkyMs, () => this.#cap(spatialLayer - 1)) : null;
  }

  stop(): void {
    this.#jerky?.();
    this.#lifting?.();
  }

  #cap(most: number): void {
    if (this.#most === topLayer) {
      const again = this.#clock.now() - this.#liftedAt < this.#restMs;
      this.#restMs = again ? Math.min(2 * this.#restMs, longestRestMs) : firstRestMs;
    }
    this.#set(Math.min(most, this.#most));
    this.#lifting?.();
    this.#lifting = this.#clock.after(this.#restMs, () => {
      this.#liftedAt = this.#clock.now();
      this.#set(topLayer);
    });
  }

  #set(most: number): void {
    this.#most = most;
    this.#changed();
  }
}
