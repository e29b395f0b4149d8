// The state behind the product form: the product as it was read, what was written since, and the way back to the server,
// somebody else's changes included. Draws nothing. Rules: BOF-3, BOF-7.
import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { ProductDetail } from '../../../shared/shop-api.ts';
import { formatLocale } from '../../i18n.ts';
import type { ApiError, ApiErrorCode } from '../../lib/api.ts';
import { codeOf } from '../parts/list.ts';
import { office } from '../parts/office-api.ts';
import { refusalOf } from '../parts/refused.tsx';
import { bodyOf, draftOf, emptyDraft, sameDraft, wrongOf, type Draft, type Wrong } from './draft.ts';
import { rebased } from './rebase.ts';

export type Editor = {
  /** Null while it loads, and for a new product. */
  product: ReadonlySignal<ProductDetail | null>;
  draft: Signal<Draft>;
  isDirty: ReadonlySignal<boolean>;
  wrong: ReadonlySignal<Wrong>;
  problem: ReadonlySignal<ApiErrorCode | null>;
  refused: ReadonlySignal<ApiError | null>;
  /** Somebody else changed the product; both changes are now in the form. */
  merged: ReadonlySignal<boolean>;
  busy: ReadonlySignal<boolean>;
  load: () => Promise<void>;
  undo: () => void;
  /** The product as another call told it: under what was written here. */
  take: (product: ProductDetail) => void;
  save: (money: string) => Promise<ProductDetail | 'wrong' | null>;
  /** Archive or restore. */
  run: (call: () => Promise<{ product: ProductDetail }>) => Promise<boolean>;
};

export const productEditor = (id: string | null): Editor => {
  const product = signal<ProductDetail | null>(null);
  const base = signal<Draft>(emptyDraft());
  const draft = signal<Draft>(base.peek());
  const wrong = signal<Wrong>({});
  const problem = signal<ApiErrorCode | null>(null);
  const refused = signal<ApiError | null>(null);
  const merged = signal(false);
  const busy = signal(false);
  const isDirty = computed(() => !sameDraft(draft.value, base.value));

  const take = (now: ProductDetail): void => {
    const before = base.peek();
    const after = draftOf(now, formatLocale());
    draft.value = product.peek() ? rebased(draft.peek(), before, after) : after;
    base.value = after;
    product.value = now;
  };
  const settle = (now: ProductDetail): void => {
    product.value = now;
    base.value = draftOf(now, formatLocale());
    draft.value = base.peek();
    merged.value = false;
  };
  const load = async (): Promise<void> => {
    if (id === null) return;
    try {
      take((await office.product(id)).product);
      problem.value = null;
    } catch (error) {
      problem.value = codeOf(error);
    }
  };
  const refuse = async (error: unknown): Promise<void> => {
    refused.value = refusalOf(error);
    if (refused.value.code !== 'changed_meanwhile') return;
    await load();
    merged.value = problem.peek() === null;
    if (merged.value) refused.value = null;
  };
  const write = async (send: () => Promise<{ product: ProductDetail }>): Promise<ProductDetail | null> => {
    busy.value = true;
    refused.value = null;
    try {
      const { product: now } = await send();
      settle(now);
      return now;
    } catch (error) {
      await refuse(error);
      return null;
    } finally {
      busy.value = false;
    }
  };

  return {
    product,
    draft,
    isDirty,
    wrong,
    problem,
    refused,
    merged,
    busy,
    load,
    take,
    undo: () => {
      draft.value = base.peek();
      wrong.value = {};
      refused.value = null;
      merged.value = false;
    },
    save: async (money) => {
      wrong.value = wrongOf(draft.peek(), money);
      if (Object.keys(wrong.peek()).length > 0) return 'wrong';
      const known = product.peek();
      const body = bodyOf(draft.peek(), known ? base.peek() : null, money);
      return write(() =>
        known ? office.saveProduct(known.id, known.version, body) : office.createProduct(body),
      );
    },
    run: async (call) => (await write(call)) !== null,
  };
};
