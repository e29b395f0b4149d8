// Somebody else's changes under one's own: what I did not touch becomes as it is now, what I touched stays mine. For a
// product that changed while its form was open. Pure. Rules: BOF-7.
import { textFields, type Draft, type ImageDraft, type ProductTexts, type VariantDraft } from './draft.ts';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const pick = <T>(mine: T, before: T, after: T): T => (same(mine, before) ? after : mine);

const variantOf = (
  mine: VariantDraft,
  before: VariantDraft | undefined,
  after: VariantDraft | undefined,
): VariantDraft => {
  if (!before || !after) return mine;
  return {
    ...mine,
    options: pick(mine.options, before.options, after.options),
    sku: pick(mine.sku, before.sku, after.sku),
    price: pick(mine.price, before.price, after.price),
  };
};

const variantsOf = (mine: Draft, before: Draft, after: Draft): VariantDraft[] => {
  const find = ({ variants }: Draft, id: string | null) =>
    id === null ? undefined : variants.find((each) => each.id === id);
  const kept = mine.variants
    .filter(({ id }) => id === null || find(after, id) || !find(before, id))
    .map((each) => variantOf(each, find(before, each.id), find(after, each.id)));
  const added = after.variants.filter(({ id }) => !find(before, id) && !find(mine, id));
  return [...kept.filter(({ id }) => id !== null), ...added, ...kept.filter(({ id }) => id === null)];
};

const imagesOf = (mine: ImageDraft[], before: ImageDraft[], after: ImageDraft[]): ImageDraft[] => {
  const has = (list: ImageDraft[], id: string) => list.some((each) => each.id === id);
  return [
    ...mine.filter(({ id }) => has(after, id)),
    ...after.filter(({ id }) => !has(before, id) && !has(mine, id)),
  ];
};

/** `mine` as if it had been written on `after` instead of on `before`. */
export const rebased = (mine: Draft, before: Draft, after: Draft): Draft => ({
  ...(Object.fromEntries(
    textFields.map((field) => [field, pick(mine[field], before[field], after[field])]),
  ) as ProductTexts),
  options: pick(mine.options, before.options, after.options),
  variants: variantsOf(mine, before, after),
  images: same(mine.images, before.images)
    ? after.images
    : imagesOf(mine.images, before.images, after.images),
});
