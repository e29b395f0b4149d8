// Notices a picture that stands still and climbs a ladder, gentlest step first, until a frame comes: a key frame, an ICE
// restart, a new transport, once a new session, then new transports with ever longer pauses. Tells what helped, and for how
// long the picture stood. Pure: the subscriber feeds it twice a second and does what it says. Rules: MED-34 … MED-36, MED-48.
import type { RecoveryStep } from '../../shared/media.ts';

export type Recovery = { step: RecoveryStep; frozenMs: number };
export type Finding = {
  /** What to try now. */
  step: RecoveryStep | null;
  /** Long enough without a frame that the viewer must be told. */
  frozen: boolean;
  moved: boolean;
  /** A frame came, after a step. */
  recovered: Recovery | null;
};

type Rung = { step: RecoveryStep; afterMs: number };

/** Each after so long without a frame since the one before; a stall shorter than the first is the network's daily bread. */
const ladder: readonly Rung[] = [
  { step: 'keyFrame', afterMs: 1500 },
  { step: 'iceRestart', afterMs: 1500 },
  { step: 'transport', afterMs: 1500 },
  { step: 'rejoin', afterMs: 6000 },
];
const longestPauseMs = 24_000;
const toldAfterMs = 2500;
/** After a wake-up we are less patient: what flowed before says nothing. */
const headStartMs = 1000;

const rung = (tries: number): Rung =>
  ladder[tries] ?? {
    step: 'transport',
    afterMs: Math.min(6000 * 2 ** (tries - ladder.length + 1), longestPauseMs),
  };

export class Watchdog {
  #waiting = false;
  /** Null: whatever is counted next is where we start from. */
  #frames: number | null = null;
  #movedAt = 0;
  #triedAt = 0;
  #tries = 0;
  #helped: RecoveryStep | null = null;

  /** There is nothing to wait for: no video on the stage, a hidden page, sound alone. */
  rest(): void {
    this.#waiting = false;
    this.#startAnew(0);
  }

  /** Video was asked to flow, by a key frame; `frames`: how many its receiver has decoded already. */
  expect(now: number, frames: number | null = 0): void {
    if (!this.#waiting) {
      this.#startAnew(now);
      this.#tries = 1;
    }
    this.#waiting = true;
    this.#frames = frames;
    // What has just begun is given as long as a picture that stops.
    this.#triedAt = this.#tries === 1 ? now + ladder[0]!.afterMs : now;
  }

  /** The page was away, or the network has changed. */
  wake(now: number): void {
    if (!this.#waiting || this.#helped) return;
    this.#startAnew(now);
    this.#frames = null;
    this.#triedAt = now - headStartMs;
  }

  /** A step that was taken for another reason: the transport said so, or the server. */
  tried(step: RecoveryStep, now: number): void {
    if (!this.#waiting) return;
    const at = ladder.findIndex((each) => each.step === step);
    this.#tries = Math.max(this.#tries, at + 1);
    this.#helped = step;
    this.#triedAt = now;
  }

  /** `frames` null: no receiver to ask. `mayAct` false: somebody else is at it, or nobody could hear us. */
  check(now: number, frames: number | null, mayAct = true): Finding {
    const nothing = { step: null, frozen: false, moved: false, recovered: null };
    if (!this.#waiting) return nothing;
    const before = this.#frames;
    if (frames !== null) this.#frames = frames;
    if (frames !== null && before !== null && frames !== before) return this.#moved(now);
    const frozen = now - this.#movedAt >= toldAfterMs;
    if (!mayAct) this.#triedAt = Math.max(this.#triedAt, now);
    const { step, afterMs } = rung(this.#tries);
    if (now - this.#triedAt < afterMs) return { ...nothing, frozen };
    this.#tries += 1;
    this.#triedAt = now;
    this.#helped = step;
    return { ...nothing, step, frozen };
  }

  #moved(now: number): Finding {
    const recovered = this.#helped && { step: this.#helped, frozenMs: now - this.#movedAt };
    this.#startAnew(now);
    return { step: null, frozen: false, moved: true, recovered };
  }

  #startAnew(now: number): void {
    this.#movedAt = this.#triedAt = now;
    this.#tries = 0;
    this.#helped = null;
  }
}
