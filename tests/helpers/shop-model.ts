// The shop as plain objects in memory: what every step must come to, written from the rules and not from the code. It knows no
// database, no key and no hash. A refused step changes nothing: what it did is taken back. Rules: RES-20, RES-4 … RES-11, WTL-1 … WTL-5.
import type { ReservationState } from '../../shared/reservation-states.ts';
import type { Policy } from '../../shared/shop-bodies.ts';
import {
  minutes,
  ModelLimits,
  Refusal,
  type ModelReservation,
  type ModelWish as Wish,
} from './shop-model-limits.ts';
import { firstPrices, type Plain, type Tap } from './shop-steps.ts';

export type ModelVariant = {
  onHand: number;
  held: number;
  sold: number;
  version: number;
  cents: number | null;
  queue: { device: number; quantity: number; show: number }[];
};
export type Outcome = { code: string; answer: number | null };

export class ShopModel {
  readonly variants: ModelVariant[] = firstPrices.map((cents) => ({
    onHand: 0,
    held: 0,
    sold: 0,
    version: 0,
    cents,
    queue: [],
  }));
  readonly reservations: ModelReservation[] = [];
  /** Held and confirmed ones. */
  readonly open = new Set<number>();
  readonly #policy: Policy;
  readonly #show = { number: 0, running: true };
  readonly #limits: ModelLimits;
  #undo: (() => void)[] = [];

  constructor(policy: Policy) {
    this.#policy = policy;
    this.#limits = new ModelLimits(policy);
  }

  /** `answer`: the reservation, or the place in the list. */
  perform(step: Plain, now: number): Outcome {
    this.#undo = [];
    try {
      return { code: 'ok', answer: this.#perform(step, now) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      for (const back of this.#undo.toReversed()) back();
      return { code: error.code, answer: null };
    }
  }

  #perform(step: Plain, now: number): number | null {
    switch (step.do) {
      case 'place':
        return this.#place(step, now);
      case 'join':
        return this.#join(step, now);
      case 'leave':
        return this.#leave(step, now);
      case 'extend':
      case 'confirm':
      case 'cancel':
        return this.#change(step, now);
      case 'collect':
        return this.#collect(step.reservation);
      case 'adjust':
        return this.#adjust(step.variant, step.difference, now);
      case 'price':
        return this.#set(this.#variant(step.variant), 'cents', step.cents);
      case 'cap':
        return this.#limits.setCap(step.device, step.cents, now);
      case 'start':
        return this.#start();
      case 'end':
        return this.#end(now);
      case 'sweep':
        return this.#sweep(now);
    }
  }

  #set<T, K extends keyof T>(target: T, key: K, value: T[K]): null {
    const before = target[key];
    this.#undo.push(() => (target[key] = before));
    target[key] = value;
    return null;
  }

  #variant(index: number): ModelVariant {
    return this.variants[index] as ModelVariant;
  }

  #move(variant: ModelVariant, change: { onHand?: number; held?: number; sold?: number }): void {
    for (const [key, by] of Object.entries(change) as ['onHand' | 'held' | 'sold', number][])
      this.#set(variant, key, variant[key] + by);
    this.#set(variant, 'version', variant.version + 1);
  }

  #wish({ device, variant, quantity }: Omit<Wish, 'show'>): Wish {
    if (!this.#show.running) throw new Refusal('show_not_live');
    return { device, variant, quantity, show: this.#show.number };
  }

  #place(tap: Omit<Wish, 'show'>, now: number): number {
    const wish = this.#wish(tap);
    this.#sweep(now);
    this.#limits.refuse(wish, this.#variant(wish.variant).cents, now);
    const variant = this.#variant(wish.variant);
    if (variant.onHand - variant.held < wish.quantity) throw new Refusal('sold_out');
    const { from, minutes: count } = this.#policy.hold;
    const deadline =
      from === 'placing'
        ? { expiresAt: now + minutes(count), afterShowMs: null }
        : { expiresAt: null, afterShowMs: minutes(count) };
    return this.#promise(wish, { ...deadline, offered: false }, now);
  }

  #promise(
    { device, variant, quantity, show }: Wish,
    deadline: Pick<ModelReservation, 'expiresAt' | 'afterShowMs' | 'offered'>,
    now: number,
  ): number {
    const cents = this.#variant(variant).cents ?? 0;
    const made = {
      device,
      variant,
      quantity,
      show,
      cents,
      state: 'held',
      extended: false,
      ...deadline,
    } as const;
    const one: ModelReservation = { ...made };
    const index = this.reservations.push(one) - 1;
    const theirs = this.#limits.of({ show, device });
    theirs.push(one);
    this.open.add(index);
    this.#undo.push(() => {
      this.reservations.pop();
      theirs.pop();
      this.open.delete(index);
    });
    if (this.#limits.isLarge(cents * quantity)) this.#set(this.#limits.pastOf(device), 'lastLargeAt', now);
    this.#move(this.#variant(variant), { held: quantity });
    return index;
  }

  #join(tap: Omit<Wish, 'show'>, now: number): number {
    const wish = this.#wish(tap);
    const variant = this.#variant(wish.variant);
    if (variant.onHand - variant.held >= wish.quantity) throw new Refusal('still_available');
    this.#limits.refuse(wish, this.#variant(wish.variant).cents, now);
    if (variant.queue.some(({ device }) => device === wish.device)) throw new Refusal('already_waiting');
    const { device, quantity, show } = wish;
    this.#set(variant, 'queue', [...variant.queue, { device, quantity, show }]);
    return variant.queue.length;
  }

  #leave({ device, variant }: { device: number; variant: number }, now: number): null {
    const { queue } = this.#variant(variant);
    const rest = queue.filter((one) => one.device !== device);
    if (rest.length === queue.length) return null;
    this.#set(this.#variant(variant), 'queue', rest);
    return this.#promote(variant, now);
  }

  #promote(index: number, now: number): null {
    const variant = this.#variant(index);
    for (let [first] = variant.queue; first; [first] = variant.queue) {
      if (variant.onHand - variant.held < first.quantity) return null;
      this.#set(variant, 'queue', variant.queue.slice(1));
      const wish = { ...first, variant: index, show: this.#show.running ? this.#show.number : first.show };
      if (this.#limits.allows(wish, variant.cents, now)) {
        const expiresAt = now + minutes(this.#policy.offerMinutes);
        this.#promise(wish, { expiresAt, afterShowMs: null, offered: true }, now);
      }
    }
    return null;
  }

  #change({ do: what, device, reservation }: Extract<Tap, { reservation: number }>, now: number): number {
    const one = this.reservations[reservation];
    if (!one || one.device !== device) throw new Refusal('not_found');
    const inTime = one.state === 'held' && (one.expiresAt === null || one.expiresAt > now);
    if (what === 'cancel') {
      if (one.state !== 'held' && one.state !== 'confirmed') throw new Refusal('reservation_over');
      this.#free(reservation, 'cancelled', now);
      return reservation;
    }
    if (what === 'extend' && one.extended) throw new Refusal('already_extended');
    if (!inTime) throw new Refusal('reservation_over');
    if (what === 'confirm') {
      this.#set(one, 'state', 'confirmed');
      return reservation;
    }
    const more = minutes(this.#policy.extensionMinutes);
    this.#set(one, 'extended', true);
    if (one.expiresAt !== null) this.#set(one, 'expiresAt', one.expiresAt + more);
    if (one.afterShowMs !== null) this.#set(one, 'afterShowMs', one.afterShowMs + more);
    return reservation;
  }

  #close(index: number, state: ReservationState): ModelReservation {
    const one = this.reservations[index] as ModelReservation;
    this.#set(one, 'state', state);
    this.open.delete(index);
    this.#undo.push(() => this.open.add(index));
    return one;
  }

  #free(index: number, state: 'cancelled' | 'expired', now: number): void {
    const { variant, quantity } = this.#close(index, state);
    this.#move(this.#variant(variant), { held: -quantity });
    this.#promote(variant, now);
  }

  #collect(index: number): null {
    const one = this.reservations[index];
    if (!one) throw new Refusal('not_found');
    if (one.state !== 'confirmed') throw new Refusal('reservation_over');
    const { device, variant, quantity } = this.#close(index, 'collected');
    this.#move(this.#variant(variant), { onHand: -quantity, held: -quantity, sold: quantity });
    return this.#set(this.#limits.pastOf(device), 'collected', true);
  }

  #adjust(index: number, difference: number, now: number): null {
    const variant = this.#variant(index);
    if (variant.onHand + difference < variant.held) throw new Refusal('stock_held');
    this.#move(variant, { onHand: difference });
    return difference > 0 ? this.#promote(index, now) : null;
  }

  #start(): null {
    if (this.#show.running) return null;
    this.#set(this.#show, 'number', this.#show.number + 1);
    return this.#set(this.#show, 'running', true);
  }

  #end(now: number): null {
    if (!this.#show.running) throw new Refusal('show_not_live');
    this.#set(this.#show, 'running', false);
    for (const index of this.open) {
      const one = this.reservations[index] as ModelReservation;
      if (one.state === 'held' && one.expiresAt === null && one.show === this.#show.number)
        this.#set(one, 'expiresAt', now + (one.afterShowMs ?? 0));
    }
    return null;
  }

  #sweep(now: number): null {
    const due = [...this.open].filter((index) => {
      const { state, expiresAt } = this.reservations[index] as ModelReservation;
      return state === 'held' && expiresAt !== null && expiresAt <= now;
    });
    const deadline = (index: number) => this.reservations[index]?.expiresAt ?? 0;
    due.sort((a, b) => deadline(a) - deadline(b) || a - b); // the one that was made first goes first
    for (const index of due) this.#free(index, 'expired', now);
    return null;
  }
}
