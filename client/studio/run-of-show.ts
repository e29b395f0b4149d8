// The run of show's view-model: what is showing, what is being asked for, what the host has marked, what was shown; and the
// wishes (show, take down, step, add, put in order). A product is "showing" only when the shop's event has said so: until
// then it is pending, and a refusal is told. Reads the shelf of room-state.ts, never changes it. Rules: STU-50 … STU-54, NET-34.
import { computed, effect, signal, untracked, type ReadonlySignal } from '@preact/signals';
import { roleAtLeast, type ShowView } from '../../shared/model.ts';
import type { ProductView } from '../../shared/shop.ts';
import { ApiError, type ApiErrorCode } from '../lib/api.ts';
import { RequestError, type Connection, type RequestFailure } from '../lib/connection.ts';
import type { ShelfState } from '../lib/shelf-state.ts';
import { insist } from './insist.ts';
import { isSameOrder, rebased, stepTo, type Step } from './run-order.ts';
import { keepSeen, readSeen } from './seen.ts';
import type { StudioApi } from './studio-api.ts';

type Deps = {
  room: string;
  connection: Pick<Connection, 'request' | 'status' | 'welcome'>;
  shelf: ReadonlySignal<ShelfState>;
  show: ReadonlySignal<ShowView | null>;
  api: Pick<StudioApi, 'setLineUp'>;
  /** Hears why a wish was not fulfilled. */
  onRefusal: (code: RequestFailure | ApiErrorCode) => void;
};

/** `productId` null: the one that shows is being taken down. */
type Pending = { productId: string | null };

export class RunOfShow {
  readonly products: ReadonlySignal<readonly ProductView[]>;
  readonly pinned: ReadonlySignal<ProductView | null>;
  readonly seen: ReadonlySignal<ReadonlySet<string>>;
  readonly pending = signal<Pending | null>(null);
  /** The product that the key "p" means. */
  readonly marked: ReadonlySignal<string | null>;
  readonly saving = signal(false);
  readonly ready: ReadonlySignal<boolean>;
  readonly online: ReadonlySignal<boolean>;
  readonly mayEdit: ReadonlySignal<boolean>;

  readonly #deps: Deps;
  readonly #chosen = signal<string | null>(null);
  readonly #seen = signal<ReadonlySet<string>>(new Set());
  readonly #undo: (() => void)[] = [];

  constructor(deps: Deps) {
    this.#deps = deps;
    const { connection, shelf } = deps;
    this.products = computed(() => shelf.value.products);
    this.pinned = computed(() => shelf.value.pinned);
    this.seen = this.#seen;
    this.ready = computed(() => connection.welcome.value !== null);
    this.online = computed(() => connection.status.value === 'open');
    this.mayEdit = computed(() => roleAtLeast(connection.welcome.value?.role ?? 'viewer', 'host'));
    this.marked = computed(() => {
      const ids = this.#ids();
      const chosen = this.#chosen.value;
      return chosen !== null && ids.includes(chosen) ? chosen : (this.pinned.value?.id ?? ids[0] ?? null);
    });
    const runningId = computed(() => {
      const show = deps.show.value;
      return show && show.state !== 'ended' ? show.id : null;
    });
    this.#undo.push(
      effect(() => this.#recall(runningId.value)),
      effect(() => this.#note(runningId.value, shelf.value.pinned?.id ?? null)),
    );
  }

  /** What the room sees as soon as all that was asked for is done. */
  shownSoon(): string | null {
    const pending = this.pending.value;
    return pending ? pending.productId : (this.pinned.value?.id ?? null);
  }

  /** Null: nothing is there in this direction. */
  neighbour(step: Step): ProductView | null {
    const id = stepTo(
      { ids: this.#ids(), shownId: this.shownSoon(), markedId: this.marked.value, seen: this.#seen.value },
      step,
    );
    return this.products.value.find((product) => product.id === id) ?? null;
  }

  mark(productId: string): void {
    this.#chosen.value = productId;
  }

  /** Shows the product, or takes it down when it is the one that shows. */
  toggle(productId: string): Promise<boolean> {
    return this.pin(untracked(() => this.shownSoon()) === productId ? null : productId);
  }

  async pin(productId: string | null): Promise<boolean> {
    if (productId !== null) this.mark(productId);
    const pending: Pending = { productId };
    this.pending.value = pending;
    try {
      const isWanted = () => this.pending.peek() === pending;
      return (await insist(this.#deps.connection, 'product.pin', { productId }, isWanted)) !== null;
    } catch (error) {
      this.#deps.onRefusal(error instanceof RequestError ? error.code : 'internal');
      return false;
    } finally {
      // The event is told before the reply. A newer wish is still waiting for its own.
      if (this.pending.peek() === pending) this.pending.value = null;
    }
  }

  /** At the end of the run. */
  add(productId: string): Promise<void> {
    return this.#save((ids) => [...ids, productId]);
  }

  /** `draft` was made from `base`. Throws ApiError. */
  async reorder(draft: readonly string[], base: readonly string[]): Promise<void> {
    await this.#save((ids) => rebased(draft, base, ids));
  }

  close(): void {
    for (const undo of this.#undo) undo();
  }

  #ids(): string[] {
    return this.products.value.map(({ id }) => id);
  }

  async #save(change: (ids: string[]) => string[]): Promise<void> {
    const now = untracked(() => this.#ids());
    const wanted = change(now);
    if (isSameOrder(now, wanted)) return;
    this.saving.value = true;
    try {
      await this.#deps.api.setLineUp(this.#deps.room, wanted);
    } catch (error) {
      throw error instanceof ApiError ? error : new ApiError('internal');
    } finally {
      this.saving.value = false;
    }
  }

  #recall(showId: string | null): void {
    this.#seen.value = readSeen(this.#deps.room, showId);
  }

  #note(showId: string | null, pinnedId: string | null): void {
    const seen = this.#seen.peek();
    if (showId === null || pinnedId === null || seen.has(pinnedId)) return;
    this.#seen.value = new Set([...seen, pinnedId]);
    keepSeen(this.#deps.room, showId, this.#seen.peek());
  }
}
