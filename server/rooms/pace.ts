// What one network may say in a room, beside what each device may: the same long words a few times a minute, and one pace for
// all identities that were made there lately (a new tab with cleared storage is one). Households and those who were there
// before feel none of it. In memory alone: an address is kept for a ban and for nothing else. Rules: MOD-15, MOD-16.
import { limits } from '../../shared/limits.ts';
import { plainWords } from '../../shared/moderation.ts';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { timeOf } from '../ids.ts';
import type { Member } from './member.ts';

const minuteMs = 60_000;
/** So many are kept before the old ones are looked for. */
const mostKept = 5000;

type Sender = Pick<Member, 'deviceId' | 'network' | 'role'>;

/** Numbers aside: a counter at the end makes no new words. */
const sameness = (text: string): string => {
  const words = plainWords(text.replace(/\d/g, '')).join('');
  return words || text;
};

export class Pace {
  readonly #clock: Clock;
  /** When the same words were said last, by network and words. */
  readonly #said = new Map<string, number[]>();
  /** What was said already: sent again, it is the same. */
  readonly #keys = new Map<string, number>();
  /** What is left of the new identities' burst, by network. */
  readonly #newcomers = new Map<string, { left: number; at: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Gives what is to be called once it was said. `about`: what the words belong to; the same about something else is not the
   * same. Throws `slow_down` {until}, `said_already`.
   */
  admit({ deviceId, network, role }: Sender, key: string, text: string, about = ''): () => void {
    const now = this.#clock.now();
    const id = `${deviceId} ${key}`;
    if (role !== 'viewer' || this.#keys.has(id)) return () => {};
    const words = sameness(text);
    const place = words.length < limits.sameWordsChars ? null : `${network} ${about} ${words}`;
    const before = this.#lately(place, now);
    if (before.length >= limits.sameWordsPerMinute) throw new AppError('said_already');
    if (timeOf(deviceId) > now - limits.newIdentityMs) this.#take(network, now);
    return () => {
      this.#keys.set(id, now);
      if (place) this.#said.set(place, [...this.#lately(place, now), now]);
      if (this.#keys.size > mostKept) this.#forget(now);
    };
  }

  #lately(place: string | null, now: number): number[] {
    return place === null ? [] : (this.#said.get(place) ?? []).filter((at) => at > now - minuteMs);
  }

  #take(network: string, now: number): void {
    const { newIdentitiesBurst: most, newIdentitiesPerMinute: rate } = limits;
    const { left, at } = this.#newcomers.get(network) ?? { left: most, at: now };
    const have = Math.min(most, left + ((now - at) * rate) / minuteMs);
    if (have < 1) throw new AppError('slow_down', { until: now + Math.ceil(((1 - have) * minuteMs) / rate) });
    this.#newcomers.set(network, { left: have - 1, at: now });
  }

  #forget(now: number): void {
    for (const [id, at] of this.#keys) if (at <= now - minuteMs) this.#keys.delete(id);
    for (const [place, times] of this.#said)
      if ((times.at(-1) ?? 0) <= now - minuteMs) this.#said.delete(place);
    for (const [network, { at }] of this.#newcomers)
      if (at <= now - limits.newIdentityMs) this.#newcomers.delete(network);
  }
}
