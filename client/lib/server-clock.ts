// The server's time on this device: an offset as NTP computes it (RFC 5905 §8), from `clock.read` round trips.
// The sample with the shortest round trip wins, because its two ways can differ the least.
// Never sets anything by one reading alone when a better one is fresh. Rules: SES-45 … SES-47.
import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { Connection } from './connection.ts';

/** This device's wall clock, monotonic since the page began: RTP capture times are on the same one (libwebrtc). */
export const localNow = (): number => performance.timeOrigin + performance.now();

export type ClockSample = { offsetMs: number; rttMs: number; takenAt: number };

export const clockTimings = { burst: 5, gapMs: 200, everyMs: 30_000, refreshBurst: 2, keepMs: 100_000 };

/** The true offset lies within half a round trip of the measured one; what cannot overlap means a clock jumped. */
const agree = (a: ClockSample, b: ClockSample): boolean =>
  Math.abs(a.offsetMs - b.offsetMs) <= (a.rttMs + b.rttMs) / 2 + 5;

/** The samples to keep when `sample` comes in, best first. */
export const withSample = (
  kept: readonly ClockSample[],
  sample: ClockSample,
  keepMs: number,
): ClockSample[] =>
  [...kept.filter((old) => sample.takenAt - old.takenAt <= keepMs && agree(old, sample)), sample].toSorted(
    (a, b) => a.rttMs - b.rttMs,
  );

export const toSample = (sentAt: number, serverNow: number, receivedAt: number): ClockSample => ({
  offsetMs: (sentAt + receivedAt) / 2 - serverNow,
  rttMs: receivedAt - sentAt,
  takenAt: receivedAt,
});

type Socket = Pick<Connection, 'request' | 'onWelcome' | 'welcome'>;

export class ServerClock {
  readonly #connection: Socket;
  readonly #timings: typeof clockTimings;
  readonly #offsetMs = signal(0);
  readonly #errorMs = signal(Number.POSITIVE_INFINITY);
  readonly #stopListening: () => void;
  #samples: ClockSample[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(connection: Socket, timings: Partial<typeof clockTimings> = {}) {
    this.#connection = connection;
    this.#timings = { ...clockTimings, ...timings };
    this.#stopListening = connection.onWelcome(({ serverNow }) => {
      if (this.#samples.length === 0) this.#offsetMs.value = localNow() - serverNow;
      this.#schedule(0, this.#timings.burst);
    });
    if (connection.welcome.peek()) this.#schedule(0, this.#timings.burst);
  }

  /** Local clock minus server clock, in milliseconds; coarse until `errorMs` is finite. */
  get offsetMs(): ReadonlySignal<number> {
    return this.#offsetMs;
  }

  /** How far off `offsetMs` may be: half the best round trip; infinite before the first sample. */
  get errorMs(): ReadonlySignal<number> {
    return this.#errorMs;
  }

  /** Milliseconds since 1970 by the server. */
  now(): number {
    return localNow() - this.#offsetMs.peek();
  }

  close(): void {
    this.#closed = true;
    this.#stopListening();
    clearTimeout(this.#timer);
  }

  #schedule(delayMs: number, left: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#sample(left), delayMs);
  }

  async #sample(left: number): Promise<void> {
    const sentAt = localNow();
    let more = left > 1;
    try {
      const { serverNow } = await this.#connection.request('clock.read', {});
      this.#take(toSample(sentAt, serverNow, localNow()));
    } catch {
      more = false; // offline: the next Welcome starts a new burst
    }
    if (this.#closed) return;
    const { gapMs, everyMs, refreshBurst } = this.#timings;
    if (more) this.#schedule(gapMs, left - 1);
    else this.#schedule(everyMs, refreshBurst);
  }

  #take(sample: ClockSample): void {
    this.#samples = withSample(this.#samples, sample, this.#timings.keepMs);
    const best = this.#samples[0] ?? sample;
    this.#offsetMs.value = best.offsetMs;
    this.#errorMs.value = best.rttMs / 2;
  }
}
