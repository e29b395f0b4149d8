// Variants from options: "Size: S, M, L" times "Colour: white, blue" is six rows, made at once; those that are there stay as
// they are. And an option added to or taken from rows that are there. Pure. Rules: BOF-8.
import { limits } from '../../../shared/limits.ts';
import { newVariant, type Draft, type VariantDraft } from './draft.ts';

export const mostOptions = 3;

/** `S, M; L` → ["S", "M", "L"], each once. */
export const valuesIn = (text: string): string[] => {
  const values = text
    .split(/[,;\n]/)
    .map((value) => value.trim())
    .filter(Boolean);
  return values.filter((value, at) => values.findIndex((other) => sameValue(other, value)) === at);
};

const sameValue = (a: string | undefined, b: string | undefined): boolean =>
  (a ?? '').trim().toLowerCase() === (b ?? '').trim().toLowerCase();

const product = (lists: string[][]): string[][] =>
  lists.reduce<string[][]>(
    (rows, values) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );

/** The values that an option has already, in the order of the rows. */
const valuesOf = (variants: VariantDraft[], at: number): string[] =>
  valuesIn(variants.map(({ options }) => options[at] ?? '').join(';'));

const isBlank = ({ id, options, sku, price, onHand }: VariantDraft): boolean =>
  id === null && !options.some((value) => value.trim()) && !sku && !price && !onHand;

/** The draft with a row for each combination of what was there and `more` (one list of values for each option). */
export const withCombinations = (draft: Draft, more: string[][]): Draft => {
  const lists = draft.options.map((_, at) =>
    valuesIn([...valuesOf(draft.variants, at), ...(more[at] ?? [])].join(';')),
  );
  const there = draft.variants.filter((variant) => !isBlank(variant));
  if (lists.some((values) => values.length === 0)) return draft;
  const has = (options: string[]) =>
    there.some((variant) => variant.options.every((value, at) => sameValue(value, options[at])));
  // A price that all rows share is most likely the new ones' too.
  const prices = new Set(there.map(({ price }) => price));
  const price = prices.size === 1 ? ([...prices][0] ?? '') : '';
  const added = product(lists)
    .filter((options) => !has(options))
    .map((options) => ({ ...newVariant(options), price }));
  return { ...draft, variants: [...there, ...added].slice(0, limits.variantsPerProduct) };
};

/** How many rows that would add. */
export const newRows = (draft: Draft, more: string[][]): number =>
  withCombinations(draft, more).variants.filter(({ key }) => !draft.variants.some((each) => each.key === key))
    .length;

export const withOption = (draft: Draft, name: string): Draft =>
  draft.options.length >= mostOptions
    ? draft
    : {
        ...draft,
        options: [...draft.options, name],
        variants: draft.variants.map((variant) => ({ ...variant, options: [...variant.options, ''] })),
      };

export const withoutOption = (draft: Draft, at: number): Draft => ({
  ...draft,
  options: draft.options.filter((_, each) => each !== at),
  variants: draft.variants.map((variant) => ({
    ...variant,
    options: variant.options.filter((_, each) => each !== at),
  })),
});
