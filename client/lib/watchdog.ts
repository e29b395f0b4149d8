// Notices a picture that stands still and climbs a ladder, gentlest step first, until a frame comes: a key frame, an ICE
// restart, a new transport, once a new session, then new transports with ever longer pauses. Faster where the way is dead
// (nothing comes, though the server says that it has the picture). Tells what helped, and for how long the picture stood.
// A browser that holds back what it has received whole gets a new transport at once: there nothing else helps.
// Pure: the subscriber feeds it four times a second and does what it says. Rules: MED-34 … MED-36, MED-48, MED-110, MED-145.
import type { RecoveryStep } from '../../shared/media.ts';
import { deadWayMs, Silence } from './silence.ts';

export type Recovery = { step: RecoveryStep; frozenMs: number };
export type Finding = {
  /** What to try now. */
  step: RecoveryStep | null;
  /** Nothing comes: the server is to be asked whether it has the picture (`judge`). */
  doubted: boolean;
  /** Long enough without a frame that the viewer must be told. */
  frozen: boolean;
  moved: boolean;
  /** A frame came, after a step. */
  recovered: Recovery | null;
};

export type Seen = {
  framesDecoded: number;
  /** Whole ones, decoded or not. */
  framesReceived: number;
  /** Key frames that the browser itself has asked for. */
  keyFrameRequests: number;
  received: number | null;
  rttMs: number;
};

type Rung = { step: RecoveryStep; afterMs: number };

/** Each after so long without a frame since the one before; a stall shorter than the first is the network's daily bread. */
const ladder: readonly Rung[] = [
  { step: 'keyFrame', afterMs: 1500 },
  { step: 'iceRestart', afterMs: 1500 },
  { step: 'transport', afterMs: 1500 },
  { step: 'rejoin', afterMs: 6000 },
];
const transportTries = ladder.findIndex(({ step }) => step === 'transport');
const longestPauseMs = 24_000;
/**
 * So many whole frames and not one shown, though the browser asks for no key frame: it holds them. Chromium guesses from the
 * first two frames when the next one is due, and when a host's line was full between them, seconds late.
 */
const heldFrames = 5;
const toldAfterMs = 2500;
/** After a wake-up we are less patient: what flowed before says nothing. */
const headStartMs = 1000;

const rung = (tries: number): Rung =>
  ladder[tries] ?? {
    step: 'transport',
    afterMs: Math.min(6000 * 2 ** (tries - ladder.length + 1), longestPauseMs),
  };

const nothing: Finding = { step: null, doubted: false, frozen: false, moved: false, recovered: null };

export class Watchdog {
  readonly #silence = new Silence();
  #waiting = false;
  /** Null: whatever is counted next is where we start from. */
  #frames: number | null = null;
  /** What was seen with the last frame that was decoded. */
  #shown: Seen | null = null;
  #movedAt = 0;
  #triedAt = 0;
  #tries = 0;
  #dead = false;
  #helped: RecoveryStep | null = null;

  /** There is nothing to wait for: no video on the stage, a hidden page, sound alone. */
  rest(): void {
    this.#waiting = false;
    this.#silence.reset();
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

  /** `seen` null: no receiver to ask. `mayAct` false: somebody else is at it, or nobody could hear us. */
  check(now: number, seen: Seen | null, mayAct = true): Finding {
    if (!this.#waiting) return nothing;
    const doubted = this.#listen(now, seen, mayAct);
    const before = this.#frames;
    if (seen) this.#frames = seen.framesDecoded;
    if (seen?.framesDecoded !== before) this.#shown = seen;
    if (seen && before !== null && seen.framesDecoded !== before) return this.#moved(now);
    const finding = { ...nothing, doubted, frozen: now - this.#movedAt >= toldAfterMs };
    if (!mayAct) this.#triedAt = Math.max(this.#triedAt, now);
    // The ladder's later steps keep their times: as yet only the server can tell whether the way is dead.
    if (doubted && this.#tries === 0)
      return { ...finding, step: this.#try(this.#movedAt + ladder[0]!.afterMs) };
    const { afterMs } = rung(this.#tries);
    const waitMs = this.#dead ? this.#hurry(afterMs, seen?.rttMs ?? 0) : afterMs;
    return now - this.#triedAt < waitMs ? finding : { ...finding, step: this.#try(now, this.#holds(seen)) };
  }

  /** The server's answer to a doubt: whether the picture arrives there. */
  judge(now: number, arriving: boolean): void {
    if (!arriving || !this.#waiting || !this.#silence.lasts) return;
    this.#dead = true;
    this.#triedAt = now;
  }

  #listen(now: number, seen: Seen | null, mayAct: boolean): boolean {
    if (!seen || !mayAct) this.#silence.reset();
    const doubted = seen !== null && mayAct && this.#silence.notice(now, seen);
    if (!this.#silence.lasts) this.#dead = false;
    return doubted;
  }

  /** Only once up the ladder: what does not help at once gets its time. */
  #hurry(afterMs: number, rttMs: number): number {
    if (this.#tries === 1) return 0;
    return this.#tries === 2 ? Math.min(afterMs, deadWayMs(rttMs)) : afterMs;
  }

  #holds(seen: Seen | null): boolean {
    if (!seen || !this.#shown || this.#tries > 0) return false;
    return (
      seen.framesReceived - this.#shown.framesReceived >= heldFrames &&
      seen.keyFrameRequests === this.#shown.keyFrameRequests
    );
  }

  #try(at: number, held = false): RecoveryStep {
    if (held) this.#tries = transportTries;
    const { step } = rung(this.#tries);
    this.#tries += 1;
    this.#triedAt = at;
    this.#helped = step;
    return step;
  }

  #moved(now: number): Finding {
    const recovered = this.#helped && { step: this.#helped, frozenMs: now - this.#movedAt };
    this.#startAnew(now);
    return { ...nothing, moved: true, recovered };
  }

  #startAnew(now: number): void {
    this.#movedAt = this.#triedAt = now;
    this.#tries = 0;
    this.#dead = false;
    this.#helped = null;
  }
}
