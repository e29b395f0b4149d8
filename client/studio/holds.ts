// The reservations' view-model: the running show's, or the last one's. Asks the API once for the whole list, again after each
// reconnection, and follows the events meanwhile; hands over and releases. Owns the list; reservation-list.ts says how an
// entry enters it. Rules: STU-55 … STU-57.
import { computed, effect, signal, untracked, type ReadonlySignal } from '@preact/signals';
import type { ShowView } from '../../shared/model.ts';
import type { ReservationEntry } from '../../shared/shop.ts';
import type { ApiErrorCode } from '../lib/api.ts';
import type { Connection } from '../lib/connection.ts';
import { merged, tallyOf, withEntry, type Tally } from './reservation-list.ts';
import { codeOf, type StudioApi } from './studio-api.ts';

/** In a rush a hundred come at once: the first is shown at once, the rest together. */
const togetherMs = 100;

type Deps = {
  room: string;
  connection: Pick<Connection, 'onEvent' | 'onWelcome'>;
  show: ReadonlySignal<ShowView | null>;
  api: Pick<StudioApi, 'reservationsOf' | 'collect' | 'release'>;
};

export class Holds {
  /** Null until they were told once. */
  readonly list: ReadonlySignal<readonly ReservationEntry[] | null>;
  readonly tally: ReadonlySignal<Tally>;
  /** Why the list could not be asked for; what was known stays. */
  readonly problem = signal<ApiErrorCode | null>(null);

  readonly #deps: Deps;
  readonly #list = signal<readonly ReservationEntry[] | null>(null);
  readonly #showId: ReadonlySignal<string | null>;
  readonly #undo: (() => void)[];
  /** What was told of the show before its list was there. */
  #early: readonly ReservationEntry[] = [];
  #fresh: ReservationEntry[] = [];
  #resting: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #welcomed = false;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.list = this.#list;
    this.tally = computed(() => tallyOf(this.#list.value ?? []));
    this.#showId = computed(() => deps.show.value?.id ?? null);
    this.#undo = [
      deps.connection.onEvent((event) => {
        if (event.type === 'reservation.listed') this.#hear(event.body.entry);
      }),
      effect(() => this.#begin(this.#showId.value)),
      deps.connection.onWelcome(() => {
        this.#welcomed = true;
        void this.load();
      }),
    ];
  }

  async load(): Promise<void> {
    const showId = this.#showId.peek();
    if (!this.#welcomed) return;
    if (showId === null) {
      this.#list.value = [];
      return;
    }
    const asked = ++this.#asked;
    this.problem.value = null;
    try {
      const told = await this.#deps.api.reservationsOf(this.#deps.room, showId);
      if (asked !== this.#asked) return;
      this.#list.value = merged(told, this.#list.peek() ?? this.#early);
      this.#early = [];
    } catch (error) {
      if (asked === this.#asked) this.problem.value = codeOf(error);
    }
  }

  /** Throws ApiError. */
  async collect(id: string): Promise<void> {
    this.#take([(await this.#deps.api.collect(id)).reservation]);
  }

  /** Throws ApiError. */
  async release(id: string, reason: string): Promise<void> {
    this.#take([(await this.#deps.api.release(id, reason)).reservation]);
  }

  close(): void {
    for (const undo of this.#undo) undo();
    clearTimeout(this.#resting);
  }

  #hear(entry: ReservationEntry): void {
    this.#fresh.push(entry);
    if (this.#resting === undefined) this.#show();
  }

  #show(): void {
    const fresh = this.#fresh;
    this.#fresh = [];
    this.#take(fresh);
    this.#resting = setTimeout(() => {
      this.#resting = undefined;
      if (this.#fresh.length > 0) this.#show();
    }, togetherMs);
  }

  /** Of another show, an older one's at the counter, it is not ours to list. */
  #take(entries: readonly ReservationEntry[]): void {
    const ours = entries.filter(
      ({ showId, room }) => showId === this.#showId.peek() && room === this.#deps.room,
    );
    if (ours.length === 0) return;
    const list = this.#list.peek();
    if (list) this.#list.value = ours.reduce(withEntry, list);
    else this.#early = ours.reduce(withEntry, this.#early);
  }

  /** Another show begins with an empty list. */
  #begin(_showId: string | null): void {
    this.#list.value = null;
    this.#early = [];
    untracked(() => void this.load());
  }
}
