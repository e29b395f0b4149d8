// The question that is being written: its words, what it is about, whether it asks to try something on. Kept through reloads in
// sessionStorage, where that is allowed. Pure but for the keeping; never sends. Rule: CLI-63.
import type { QuestionKind } from '../../shared/questions.ts';
import type { ShelfState } from './shelf-state.ts';

/** Both null: about the shop in general. */
export type About = { productId: string | null; variantId: string | null };

export type Draft = {
  text: string;
  kind: QuestionKind;
  /** Null: about what is showing now. */
  about: About | null;
  /** `about` was not chosen: it is held only while there are words, so that they go on meaning what they meant. */
  held: boolean;
};

export type Shown = Pick<ShelfState, 'products' | 'pinned'>;

export const emptyDraft: Draft = { text: '', kind: 'question', about: null, held: false };
const general: About = { productId: null, variantId: null };

/** What the draft is about, as the shelf is now: what has left it gives way to the shop in general. */
export const aboutOf = ({ about }: Draft, { products, pinned }: Shown): About => {
  if (!about) return pinned ? { productId: pinned.id, variantId: null } : general;
  const product = products.find(({ id }) => id === about.productId);
  if (!product) return general;
  const variant = product.variants.find(({ id }) => id === about.variantId);
  return { productId: product.id, variantId: variant?.id ?? null };
};

export const withText = (draft: Draft, text: string, shelf: Shown): Draft => {
  if (!text.trim()) return { ...draft, text, ...(draft.held && { about: null, held: false }) };
  return draft.about ? { ...draft, text } : { ...draft, text, about: aboutOf(draft, shelf), held: true };
};

const storageKey = (room: string): string => `vetrina.ask.${room}`;

export const readDraft = (room: string): Draft => {
  try {
    return { ...emptyDraft, ...(JSON.parse(sessionStorage.getItem(storageKey(room)) ?? '{}') as Draft) };
  } catch {
    return emptyDraft;
  }
};

export const keepDraft = (room: string, draft: Draft): void => {
  try {
    if (draft.text || draft.about) sessionStorage.setItem(storageKey(room), JSON.stringify(draft));
    else sessionStorage.removeItem(storageKey(room));
  } catch {
    // kept in memory then
  }
};
