// The model's part that says how much one person may have: the shop's limits, one's own, the pause between large reservations.
// Rules: RES-20, RES-4, RES-10, RES-11.
import { limits } from '../../shared/limits.ts';
import type { ReservationState } from '../../shared/reservation-states.ts';
import type { Policy } from '../../shared/shop-bodies.ts';

export type ModelReservation = {
  device: number;
  variant: number;
  show: number;
  quantity: number;
  cents: number;
  state: ReservationState;
  expiresAt: number | null;
  afterShowMs: number | null;
  extended: boolean;
  offered: boolean;
};
export type ModelWish = { device: number; variant: number; quantity: number; show: number };
type Cap = { cents: number | null; nextCents: number | null; nextAt: number | null };
/** What a device has done: for the pause between large reservations. */
type Past = { lastLargeAt: number; collected: boolean };

export class Refusal extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

export const minutes = (count: number): number => count * 60_000;

const counts = new Set<ReservationState>(['held', 'confirmed', 'collected']);

export class ModelLimits {
  readonly #policy: Policy;
  readonly #ofHolder = new Map<string, ModelReservation[]>();
  readonly #caps = new Map<number, Cap>();
  readonly #past = new Map<number, Past>();

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** What a device has had in a show, in order. */
  of({ show, device }: Pick<ModelWish, 'show' | 'device'>): ModelReservation[] {
    const holder = `${show}:${device}`;
    const theirs = this.#ofHolder.get(holder) ?? [];
    this.#ofHolder.set(holder, theirs);
    return theirs;
  }

  pastOf(device: number): Past {
    const past = this.#past.get(device) ?? { lastLargeAt: -Infinity, collected: false };
    this.#past.set(device, past);
    return past;
  }

  isLarge(cents: number): boolean {
    return this.#policy.largeCents > 0 && cents >= this.#policy.largeCents;
  }

  /** Throws Refusal. `unit`: what a piece costs; null: nobody has said yet. */
  refuse(wish: ModelWish, unit: number | null, now: number): void {
    if (unit === null) throw new Refusal('not_reservable');
    const { device, variant, quantity } = wish;
    const { perVariant, perShow, perPersonCents, coolOffMinutes } = this.#policy;
    const theirs = this.of(wish).filter(({ state }) => counts.has(state));
    const pieces = (list: ModelReservation[]) => list.reduce((sum, one) => sum + one.quantity, quantity);
    const cents = theirs.reduce((sum, one) => sum + one.quantity * one.cents, unit * quantity);
    const own = this.#capOf(device, now).cents;
    if (pieces(theirs.filter((one) => one.variant === variant)) > perVariant)
      throw new Refusal('limit_variant');
    if (pieces(theirs) > perShow) throw new Refusal('limit_show');
    if (cents > perPersonCents) throw new Refusal('limit_value');
    if (own !== null && cents > own) throw new Refusal('limit_own');
    const { lastLargeAt, collected } = this.pastOf(device);
    if (this.isLarge(unit * quantity) && !collected && now < lastLargeAt + minutes(coolOffMinutes))
      throw new Refusal('cool_off');
  }

  allows(wish: ModelWish, unit: number | null, now: number): boolean {
    try {
      this.refuse(wish, unit, now);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  /** A lower limit holds at once, a higher one after a day. */
  setCap(device: number, cents: number | null, now: number): null {
    const { cents: before } = this.#capOf(device, now);
    const atOnce = before === null || (cents !== null && cents <= before);
    this.#caps.set(
      device,
      atOnce
        ? { cents, nextCents: null, nextAt: null }
        : { cents: before, nextCents: cents, nextAt: now + limits.capRaiseMs },
    );
    return null;
  }

  #capOf(device: number, now: number): Cap {
    const cap = this.#caps.get(device) ?? { cents: null, nextCents: null, nextAt: null };
    return cap.nextAt !== null && cap.nextAt <= now
      ? { cents: cap.nextCents, nextCents: null, nextAt: null }
      : cap;
  }
}
