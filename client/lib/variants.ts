// Choosing one variant of a product by its options' values. Pure. Every value can be chosen: where the combination does not
// exist, the nearest variant with that value is taken. Rule: CLI-40.
import type { ProductView, VariantView } from '../../shared/shop.ts';

/** The values of each option, in the order of the variants. */
export const valuesOf = (product: ProductView): string[][] =>
  product.options.map((_, at) => [...new Set(product.variants.map(({ options }) => options[at] ?? ''))]);

/** What is chosen at first: the first that can be reserved, else the first. */
export const firstChoice = ({ variants }: ProductView): VariantView | undefined =>
  variants.find(({ available, price }) => available > 0 && price !== null) ?? variants[0];

const withValue = (chosen: VariantView, at: number, value: string): string[] =>
  chosen.options.map((own, index) => (index === at ? value : own));

/** The variant with `value` and all other values as chosen. */
export const exact = (
  product: ProductView,
  chosen: VariantView,
  at: number,
  value: string,
): VariantView | undefined => {
  const wanted = withValue(chosen, at, value);
  return product.variants.find(({ options }) => wanted.every((own, index) => options[index] === own));
};

/** `exact`, or the variant with `value` that keeps most of what was chosen; of equals one that is there. */
export const nearest = (
  product: ProductView,
  chosen: VariantView,
  at: number,
  value: string,
): VariantView | undefined => {
  const wanted = withValue(chosen, at, value);
  const kept = ({ options }: VariantView) => wanted.filter((own, index) => options[index] === own).length;
  return product.variants
    .filter(({ options }) => options[at] === value)
    .toSorted((a, b) => kept(b) - kept(a) || Number(b.available > 0) - Number(a.available > 0))[0];
};

/** The price to show for the whole product: the lowest, and whether others are higher. */
export const lowestPrice = ({ variants }: ProductView) => {
  const prices = variants
    .flatMap(({ price }) => (price ? [price] : []))
    .toSorted((a, b) => a.cents - b.cents);
  const lowest = prices[0] ?? null;
  return { price: lowest, from: prices.some(({ cents }) => cents !== lowest?.cents) };
};

export const isSoldOut = ({ variants }: ProductView): boolean =>
  variants.every(({ available }) => available === 0);

export const variantName = ({ options }: VariantView): string => options.join(' / ');
