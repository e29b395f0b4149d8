// When the pictures of newcomers begin. Each beginning picture needs a key frame, which all who watch already pay for with a
// coarser one; one serves all who begin in the same `keyFrameRequestDelayMs`. Few are let in as they come; while many come,
// they gather, and a wave of them begins every `waveMs`. Knows no consumers. Rules: MED-142.
import { limits } from '../../shared/limits.ts';
import type { Clock, Disposer } from '../clock.ts';

export class Waves {
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #openedAt = -Infinity;
  #begun = 0;
  #next: Disposer | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `begin` at once or with the next wave. */
  enter(begin: () => void): void {
    const sinceMs = this.#clock.now() - this.#openedAt;
    if (sinceMs >= limits.keyFrameRequestDelayMs && !this.#next) {
      const crowd = this.#begun > limits.beginAsTheyCome && sinceMs < limits.waveMs;
      if (crowd) this.#next = this.#clock.after(limits.waveMs - sinceMs, () => this.#open());
      else this.#open();
    }
    if (this.#next) this.#waiting.push(begin);
    else this.#let([begin]);
  }

  close(): void {
    this.#next?.();
    this.#waiting.length = 0;
  }

  #open(): void {
    this.#next = null;
    this.#openedAt = this.#clock.now();
    this.#begun = 0;
    this.#let(this.#waiting.splice(0));
  }

  /** In one tick, so that the worker hears of all before it asks for the next key frame. */
  #let(begin: (() => void)[]): void {
    this.#begun += begin.length;
    for (const each of begin) each();
  }
}
