// How much picture the house can send, and who gets it. Everyone who wants video has a place in the order of coming; each
// change is answered by dealing the line out anew: a small picture for as many as it carries, the full one for those who came
// first, photos for the last ones whom nothing is left for. What is taken is taken at once; what is free is given back every
// few seconds and never to the last bit, so that comings and goings make nobody flicker. Who looks away takes sound alone, and is
// dealt with like one that comes when it looks again. Knows no transports. Rules: MED-120 … MED-125, MED-140, MED-141.
import { limits, simulcastLayers, topLayer } from '../../shared/limits.ts';
import type { Capacity } from '../../shared/media.ts';
import type { Clock, Disposer } from '../clock.ts';

/** A simulcast layer; null: photos. */
export type Share = number | null;

/** One viewer's place. */
export type Place = {
  /** The largest layer that it may have now. */
  readonly share: Share;
  /** It wants no picture for now. */
  readonly away: boolean;
  /** The largest that it wants (a small player, a saver); `changed` is not called for what follows for it. */
  want(layer: number): void;
  /** It looks away, or again: its share is another one then, for which `changed` is not called. */
  look(away: boolean): void;
  /** Idempotent. */
  leave(): void;
};

export type UplinkOptions = {
  clock: Clock;
  /** Null: unknown, and then not the limit. */
  bitsPerSecond: number | null;
  /** How busy the least busy worker is, from 0 to 1. */
  load?: () => number;
};

type Seat = {
  share: Share;
  wish: number;
  away: boolean;
  changed: (share: Share) => void;
  plain: () => boolean;
};

/** With the headers of IP, UDP and SRTP. */
const onTheLine = (bitsPerSecond: number) => bitsPerSecond * 1.08;
const soundCost = onTheLine(limits.audioBitsPerSecond);
const costs = simulcastLayers.map(({ maxBitrate }) => onTheLine(maxBitrate + limits.audioBitsPerSecond));
const costOf = (share: Share): number =>
  share === null ? limits.stillBitsPerSecond : (costs[share] ?? Infinity);

export class Uplink {
  readonly #options: UplinkOptions;
  readonly #seats = new Set<Seat>();
  readonly #listeners = new Set<() => void>();
  #rising: Disposer | null = null;
  #tight = false;

  constructor(options: UplinkOptions) {
    this.#options = options;
  }

  /** `changed` is called when the share changes later. `plain`: there is one picture, and no smaller one to give. */
  enter(changed: (share: Share) => void, plain: () => boolean = () => false): Place {
    const seat: Seat = { share: null, wish: topLayer, away: false, changed, plain };
    this.#seats.add(seat);
    this.#settle(seat);
    return {
      get share() {
        return seat.share;
      },
      get away() {
        return seat.away;
      },
      want: (layer) => {
        if (seat.wish === layer) return;
        seat.wish = layer;
        this.#settle(seat.share === null || seat.away ? null : seat);
      },
      look: (away) => {
        if (seat.away === away) return;
        seat.away = away;
        if (!away) seat.share = null;
        this.#settle(away ? null : seat);
      },
      leave: () => {
        if (this.#seats.delete(seat)) this.#settle(null);
      },
    };
  }

  /** A picture comes in other layers than before: for whom it is too large now, there are photos. */
  redeal(): void {
    this.#settle(null);
  }

  get capacity(): Capacity {
    const seats = this.#looking;
    return {
      fits: this.#fits(seats),
      smaller: seats.filter(({ share, wish }) => share !== null && share < wish).length,
      photos: seats.filter(({ share }) => share === null).length,
    };
  }

  onChanged(listener: () => void): Disposer {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#rising?.();
    this.#rising = null;
  }

  get #budget(): number {
    const { bitsPerSecond } = this.#options;
    return bitsPerSecond === null ? Infinity : bitsPerSecond * limits.uplinkShare;
  }

  #fits(seats: Seat[]): number | null {
    if (this.#isTight()) return 0;
    if (this.#budget === Infinity) return null;
    if (seats.some(({ share, wish }) => share === null || share < wish)) return 0;
    const unseen = (this.#seats.size - seats.length) * soundCost;
    const used = seats.reduce((sum, { share }) => sum + costOf(share), unseen);
    return Math.max(0, Math.floor((this.#budget - used) / costOf(topLayer)));
  }

  get #looking(): Seat[] {
    return [...this.#seats].filter(({ away }) => !away);
  }

  /** Takes at once; gives to `asking` alone, who asks for itself, and to the others now and then. */
  #settle(asking: Seat | null): void {
    // A line without an end is not dealt out: that would be asked for by each of thousands who come.
    const endless = this.#budget === Infinity;
    const dealt = endless ? new Map(asking && [[asking, asking.wish]]) : this.#dealt(1);
    for (const [seat, share] of dealt)
      if (seat === asking) seat.share = this.#newcomers(seat, share ?? seat.share);
      // A plain picture flows whole whatever is said of it: there is nothing to give later.
      else if (isLess(share, seat.share) || (seat.share !== null && seat.plain())) this.#give(seat, share);
    const owed = [...dealt].some(([seat, share]) => isLess(seat.share, share));
    if (owed) this.#riseLater();
    for (const tell of this.#listeners) tell();
  }

  #riseLater(): void {
    this.#rising ??= this.#options.clock.after(limits.uplinkRestMs, () => this.#rise());
  }

  #rise(): void {
    this.#rising = null;
    if (this.#isTight()) return this.#riseLater();
    // With something to spare, so that the next one who comes does not take back what was just given.
    for (const [seat, share] of this.#dealt(limits.uplinkSpareShare))
      if (isLess(seat.share, share)) this.#give(seat, share);
    this.#settle(null);
  }

  /** Of `part` of the line, in the order of coming. */
  #dealt(part: number): Map<Seat, Share> {
    const looking = this.#looking;
    let left = this.#budget * part;
    const dealt = new Map<Seat, Share>();
    const take = (seat: Seat, share: number, kept = false): void => {
      const more = costOf(share) - costOf(dealt.get(seat) ?? null);
      if (more > left && !kept) return;
      left -= more;
      dealt.set(seat, share);
    };
    left -= (this.#seats.size - looking.length) * soundCost;
    for (const seat of looking) {
      dealt.set(seat, null);
      left -= costOf(null);
    }
    // Who has a picture keeps one: photos are for those who come when there is nothing left.
    for (const seat of looking) if (holds(seat)) take(seat, least(seat), true);
    for (const seat of looking) if (!holds(seat)) take(seat, least(seat));
    const seen = looking.filter((seat) => dealt.get(seat) !== null);
    for (const layer of [topLayer, 1])
      for (const seat of seen)
        if (dealt.get(seat) === 0 && seat.wish > 0) take(seat, Math.min(layer, seat.wish));
    return dealt;
  }

  /** Busy workers let those in peace whom they serve already. */
  #newcomers({ plain }: Seat, share: Share): Share {
    return this.#isTight() && share !== null && !plain() ? 0 : share;
  }

  /** Tight from one load on, and no more from a lower one on. */
  #isTight(): boolean {
    const load = this.#options.load?.() ?? 0;
    this.#tight = load > (this.#tight ? limits.workerRelaxedLoad : limits.workerTightLoad);
    return this.#tight;
  }

  #give(seat: Seat, share: Share): void {
    if (seat.share === share) return;
    seat.share = share;
    seat.changed(share);
  }
}

const least = ({ plain }: Seat): number => (plain() ? topLayer : 0);
/** Whether it has what its picture takes at least. */
const holds = (seat: Seat): boolean => seat.share !== null && seat.share >= least(seat);
const isLess = (one: Share, other: Share): boolean => (one ?? -1) < (other ?? -1);
