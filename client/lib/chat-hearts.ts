// Hearts: one's own are counted here and sent together, seldom enough for the shop; the others' are read from the total, and a
// few of them are drawn. The total that is shown never steps back while one taps. Never draws. Rules: CHT-25, CHT-26.
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals-core';
import type { Connection } from './connection.ts';
import { RequestError } from './replies.ts';

/** As the shop takes them (shared/moderation.ts, heartBody). */
const mostAtOnce = 20;
/** Who goes on tapping is sent less often: the shop takes sixty requests a minute. */
export const heartTimings = {
  everyMs: 500,
  busyEveryMs: 1500,
  busyFrom: 30,
  minuteMs: 60_000,
  retryMs: 5000,
};
/** Of others', in a second. */
export const drawnPerSecond = 3;

export type HeartParts = {
  connection: Pick<Connection, 'request'>;
  total: ReadonlySignal<number>;
  /** Shows one that rises. */
  onRise: () => void;
};

export class Hearts {
  /** With one's own that the shop has not counted yet. */
  readonly shown: ReadonlySignal<number>;

  readonly #parts: HeartParts;
  readonly #own = signal(0);
  readonly #sending = signal(0);
  readonly #stop: () => void;
  #sentAt: number[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #rising = new Set<ReturnType<typeof setTimeout>>();
  #drawnAt: number[] = [];
  #mine = 0;

  constructor(parts: HeartParts) {
    this.#parts = parts;
    this.shown = computed(() => parts.total.value + this.#own.value + this.#sending.value);
    let before: number | null = null;
    this.#stop = effect(() => {
      const now = parts.total.value;
      const more = before === null ? 0 : now - before;
      before = now;
      if (more > 0) this.#counted(more);
      // Counted anew: what was under way is lost with the old count.
      if (more < 0) this.#settled(this.#mine);
    });
  }

  tap(): void {
    this.#own.value += 1;
    this.#parts.onRise();
    this.#schedule();
  }

  close(): void {
    this.#stop();
    clearTimeout(this.#timer);
    for (const timer of this.#rising) clearTimeout(timer);
  }

  #schedule(afterMs = 0): void {
    if (this.#timer !== undefined || this.#own.peek() === 0) return;
    const now = Date.now();
    const { everyMs, busyEveryMs, busyFrom, minuteMs } = heartTimings;
    this.#sentAt = this.#sentAt.filter((at) => now - at < minuteMs);
    const gap = this.#sentAt.length >= busyFrom ? busyEveryMs : everyMs;
    const waitMs = Math.max(afterMs, (this.#sentAt.at(-1) ?? 0) + gap - now, 0);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#send();
    }, waitMs);
  }

  async #send(): Promise<void> {
    const count = Math.min(this.#own.peek(), mostAtOnce);
    if (count === 0) return;
    this.#sentAt.push(Date.now());
    this.#own.value -= count;
    this.#sending.value += count;
    this.#mine += count;
    let afterMs = 0;
    try {
      await this.#parts.connection.request('chat.heart', { count });
    } catch (error) {
      this.#settled(Math.min(count, this.#mine));
      // Too fast: they wait. Without a line they are let go: a heart is of its moment.
      if (error instanceof RequestError && error.code === 'rate_limited') {
        this.#own.value = Math.min(this.#own.peek() + count, mostAtOnce);
        afterMs = heartTimings.retryMs;
      } else this.#own.value = 0;
    }
    this.#schedule(afterMs);
  }

  #settled(count: number): void {
    this.#mine -= count;
    this.#sending.value = this.#sending.peek() - count;
  }

  /** The total tells of mine as well: those rose when I tapped. */
  #counted(more: number): void {
    const mine = Math.min(more, this.#mine);
    this.#settled(mine);
    this.#rise(more - mine);
  }

  #rise(count: number): void {
    const now = Date.now();
    this.#drawnAt = this.#drawnAt.filter((at) => now - at < 1000);
    const few = Math.min(count, drawnPerSecond - this.#drawnAt.length);
    for (let n = 0; n < few; n += 1) {
      this.#drawnAt.push(now);
      const timer = setTimeout(() => {
        this.#rising.delete(timer);
        this.#parts.onRise();
      }, n * 160);
      this.#rising.add(timer);
    }
  }
}
