// Collects what changed and tells it at once when the last telling is long enough ago, else when it is.
import type { Clock, Disposer } from '../clock.ts';

export class Conflated<Id> {
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #tell: (ids: Id[]) => void;
  #ids = new Set<Id>();
  #resting: Disposer | null = null;

  constructor(clock: Clock, everyMs: number, tell: (ids: Id[]) => void) {
    this.#clock = clock;
    this.#everyMs = everyMs;
    this.#tell = tell;
  }

  add(id: Id): void {
    this.#ids.add(id);
  }

  soon(): void {
    if (this.#resting || this.#ids.size === 0) return;
    const ids = [...this.#ids];
    this.#ids.clear();
    this.#resting = this.#clock.after(this.#everyMs, () => {
      this.#resting = null;
      this.soon();
    });
    this.#tell(ids);
  }

  close(): void {
    this.#resting?.();
    this.#ids.clear();
  }
}
