// Every tap that asks the shop for something, from the finger to the answer: a key of its own, kept in the store before it
// is sent, sent again with the same key until the server has answered, then forgotten. The server does the work once
// (RES-7), so sending again is safe. Never shows a tap as done. Rules: CLI-30 … CLI-37, CLI-64.
import { signal, type ReadonlySignal } from '@preact/signals-core';
import { errors, isErrorCode } from '../../shared/errors.ts';
import type { ReplyBody } from '../../shared/requests.ts';
import { Backoff } from './backoff.ts';
import type { Connection, RequestInput } from './connection.ts';
import { RequestError } from './replies.ts';
import type { TapStore } from './tap-store.ts';
import { newWriteKey } from './write-key.ts';

export type TapType =
  | 'reservation.place'
  | 'reservation.extend'
  | 'reservation.confirm'
  | 'reservation.cancel'
  | 'waiting.join'
  | 'waiting.leave'
  | 'question.ask'
  | 'question.meToo'
  | 'question.withdraw';
type Body<T extends TapType> = Omit<RequestInput<T>, 'key'>;

/** As it is stored. `about` is the variant's, the reservation's or the question's id, and of a new question all of it. */
export type Tap = {
  [T in TapType]: { key: string; room: string; type: T; about: string; body: Body<T>; at: number };
}[TapType];

/** `waiting`: for the network, or for the next attempt. */
export type PendingTap = Tap & { state: 'sending' | 'waiting'; attempts: number };
export type Answer = { tap: Tap; reply: ReplyBody<TapType>; again: boolean };
export type Refusal = { tap: Tap; error: RequestError };

export type OutboxParts = {
  connection: Pick<Connection, 'request' | 'status' | 'onWelcome'>;
  room: string;
  store: TapStore;
  /** Whether this device is still the one whose taps are in the store. */
  sameDevice: boolean;
  onAnswer: (answer: Answer) => void;
  onRefusal: (refusal: Refusal) => void;
  /** Taps that were given up unanswered: too old (`wishAgeMs`, `tapAgeMs`), or another device's. */
  onDropped: (taps: Tap[]) => void;
};

/** The server remembers keys for seven days (limits.idempotencyMs): an older tap could be done twice. */
export const tapAgeMs = 6 * 24 * 60 * 60 * 1000;
/** What was wanted or asked in one show is not wanted in another. */
export const wishAgeMs = 60 * 60 * 1000;
export const tapDelaysMs = [500, 1000, 2000, 4000, 8000, 15_000] as const;

const isAboutQuestion = ({ type }: Pick<Tap, 'type'>): boolean => type.startsWith('question.');

const isGone = (tap: Tap): boolean => {
  const isWish = tap.type === 'reservation.place' || tap.type === 'waiting.join' || isAboutQuestion(tap);
  return tap.at < Date.now() - (isWish ? wishAgeMs : tapAgeMs);
};

// What can be done twice and is one has no key.
const keyless: ReadonlySet<TapType> = new Set<TapType>(['question.meToo', 'question.withdraw']);

const isRetryable = ({ code }: RequestError): boolean => !isErrorCode(code) || errors[code].retryable;

export class Outbox {
  readonly #parts: OutboxParts;
  readonly #pending = signal<readonly PendingTap[]>([]);
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #backoffs = new Map<string, Backoff>();
  /** Not in the store yet: nothing may send them before. */
  readonly #keeping = new Set<string>();
  readonly #delaysMs: readonly number[];
  readonly #stop: () => void;
  #closed = false;

  constructor(parts: OutboxParts, delaysMs: readonly number[] = tapDelaysMs) {
    this.#parts = parts;
    this.#delaysMs = delaysMs;
    this.#stop = parts.connection.onWelcome(() => this.#sendAll());
    void this.#load();
  }

  /** In the order of their taps; a tap leaves when it was answered. */
  get pending(): ReadonlySignal<readonly PendingTap[]> {
    return this.#pending;
  }

  find(type: TapType, about: string): PendingTap | undefined {
    return this.#pending.value.find((tap) => tap.type === type && tap.about === about);
  }

  /** The tap's key; the earlier one's when the same thing is pending already, for nothing is asked twice. */
  add<T extends TapType>(type: T, about: string, body: Body<T>): string {
    const earlier = this.#pending.peek().find((tap) => tap.type === type && tap.about === about);
    if (earlier) return earlier.key;
    const key = newWriteKey();
    const tap = { key, room: this.#parts.room, type, about, body, at: Date.now() } as unknown as Tap;
    this.#pending.value = [...this.#pending.peek(), { ...tap, state: 'waiting', attempts: 0 }];
    // Kept first: a page that dies between the two sends it on its next visit.
    this.#keeping.add(key);
    void this.#parts.store.keep(tap).then(() => {
      this.#keeping.delete(key);
      return this.#send(key);
    });
    return key;
  }

  /** Takes a tap back that never left this device. False: it may have reached the shop. */
  takeBack(key: string): boolean {
    const tap = this.#pending.peek().find((each) => each.key === key);
    if (!tap || tap.attempts > 0) return false;
    this.#remove(key);
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#stop();
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  async #load(): Promise<void> {
    const stored = await this.#parts.store.load();
    const ours = stored.filter((tap) => tap.room === this.#parts.room);
    const dropped = ours.filter((tap) => isGone(tap) || !this.#parts.sameDevice);
    const goneElsewhere = stored.filter((tap) => tap.room !== this.#parts.room && isGone(tap));
    const useless = [...dropped, ...goneElsewhere];
    if (useless.length > 0) void this.#parts.store.forget(useless.map(({ key }) => key));
    if (dropped.length > 0) this.#parts.onDropped(dropped);
    const here = new Set(this.#pending.peek().map(({ key }) => key));
    const known = ours.filter((tap) => !dropped.includes(tap) && !here.has(tap.key));
    // One attempt at least may have been made before: what was stored is never taken back.
    const again = known.map((tap): PendingTap => ({ ...tap, state: 'waiting', attempts: 1 }));
    this.#pending.value = [...again, ...this.#pending.peek()].toSorted((a, b) => a.at - b.at);
    this.#sendAll();
  }

  #sendAll(): void {
    for (const { key } of this.#pending.peek()) void this.#send(key);
  }

  async #send(key: string): Promise<void> {
    const { connection } = this.#parts;
    const tap = this.#pending.peek().find((each) => each.key === key);
    if (!tap || tap.state === 'sending' || this.#keeping.has(key) || this.#closed) return;
    if (connection.status.peek() !== 'open') return; // the next welcome sends it
    clearTimeout(this.#timers.get(key));
    if (isGone(tap)) {
      this.#remove(key);
      return this.#parts.onDropped([tap]);
    }
    this.#change(key, { state: 'sending', attempts: tap.attempts + 1 });
    try {
      const body = keyless.has(tap.type) ? tap.body : { ...tap.body, key };
      const reply = await connection.request(tap.type, body as RequestInput<TapType>);
      this.#remove(key);
      this.#parts.onAnswer({ tap, reply, again: tap.attempts > 0 });
    } catch (error) {
      this.#failed(tap, error instanceof RequestError ? error : new RequestError('internal'));
    }
  }

  #failed(tap: PendingTap, error: RequestError): void {
    if (!isRetryable(error)) {
      this.#remove(tap.key);
      return this.#parts.onRefusal({ tap, error });
    }
    this.#change(tap.key, { state: 'waiting' });
    if (this.#closed) return;
    const backoff = this.#backoffs.get(tap.key) ?? new Backoff(this.#delaysMs);
    this.#backoffs.set(tap.key, backoff);
    this.#timers.set(
      tap.key,
      setTimeout(() => void this.#send(tap.key), backoff.next(Number(error.details.retryInMs) || 0)),
    );
  }

  #change(key: string, news: Partial<Pick<PendingTap, 'state' | 'attempts'>>): void {
    this.#pending.value = this.#pending.peek().map((tap) => (tap.key === key ? { ...tap, ...news } : tap));
  }

  #remove(key: string): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#backoffs.delete(key);
    this.#pending.value = this.#pending.peek().filter((tap) => tap.key !== key);
    void this.#parts.store.forget([key]);
  }
}
