// How well the picture leaves this device: measured while it is sent, one verdict out of it, and what of it the viewers'
// delay needs is told to the room. Owns its timers. Rules: STU-25 … STU-27, SES-23.
import { effect, signal } from '@preact/signals';
import type { Connection } from '../lib/connection.ts';
import type { Publisher } from '../lib/publisher.ts';
import type { ServerClock } from '../lib/server-clock.ts';
import {
  healthBetween,
  steadied,
  uplinkMs,
  verdictOf,
  type Health,
  type Sample,
  type Verdict,
} from '../lib/stats.ts';

const measureEveryMs = 2_000;
const reportTimingEveryMs = 5_000;
const longestUplinkMs = 60_000;

type Parts = { publisher: Publisher; connection: Connection; clock: ServerClock; isLive: () => boolean };

export class StreamHealth {
  readonly health = signal<Health | null>(null);
  readonly verdict = signal<Verdict>('starting');
  readonly #parts: Parts;
  readonly #undo: (() => void)[];
  #lastSample: Sample | null = null;
  #measured: Verdict[] = [];
  #sinceMs = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#undo = [
      effect(() => this.#followSending()),
      every(measureEveryMs, () => this.#measure()),
      every(reportTimingEveryMs, () => this.#reportTiming()),
    ];
  }

  /** Another camera starts its layers anew: what was measured with the one before says nothing about it. */
  startAnew(): void {
    this.#sinceMs = performance.now();
    this.#measured = [];
    this.verdict.value = 'starting';
  }

  close(): void {
    for (const undo of this.#undo) undo();
  }

  #followSending(): void {
    const sending = this.#parts.publisher.state.value === 'sending';
    this.startAnew();
    if (sending) return;
    this.#lastSample = null;
    this.health.value = null;
  }

  async #measure(): Promise<void> {
    const { publisher } = this.#parts;
    if (publisher.state.peek() !== 'sending') return;
    const sample = await publisher.sample().catch(() => null);
    if (!sample || publisher.state.peek() !== 'sending') return;
    const health = this.#lastSample && healthBetween(this.#lastSample, sample);
    this.#lastSample = sample;
    if (health) this.health.value = health;
    const verdict = verdictOf(this.health.peek(), performance.now() - this.#sinceMs);
    this.#measured = [...this.#measured.slice(-5), verdict];
    this.verdict.value = steadied(this.verdict.peek(), this.#measured);
  }

  async #reportTiming(): Promise<void> {
    const { connection, clock, isLive } = this.#parts;
    const health = this.health.peek();
    const known = Number.isFinite(clock.errorMs.peek());
    if (!health || !known || !isLive()) return;
    await connection
      .request('media.reportTiming', {
        clockOffsetMs: clock.offsetMs.peek(),
        uplinkMs: Math.min(longestUplinkMs, uplinkMs(health)),
      })
      .catch(() => {}); // the next one is five seconds away
  }
}

const every = (ms: number, task: () => Promise<void>): (() => void) => {
  const timer = setInterval(() => void task(), ms);
  return () => clearInterval(timer);
};
