// What the product form holds while somebody writes: texts as typed, made from a product and turned back into the API's body
// or into what is wrong. Pure; the server judges last. Rules: BOF-5, BOF-6.
import { limits } from '../../../shared/limits.ts';
import { minorDigits, parseMoney } from '../../../shared/money.ts';
import type { ProductDetail } from '../../../shared/shop-api.ts';
import type { ProductInput } from '../parts/office-api.ts';

export type VariantDraft = {
  /** For the list of fields only; an id of the variant once it is stored. */
  key: string;
  id: string | null;
  options: string[];
  sku: string;
  price: string;
  /** Of a new variant only; later stock changes by movements. */
  onHand: string;
};
export type ImageDraft = { id: string; alt: string };
export type ProductTexts = {
  title: string;
  description: string;
  care: string;
  sizeNotes: string;
  maker: string;
  responsible: string;
  warnings: string;
};
export type Draft = ProductTexts & { options: string[]; variants: VariantDraft[]; images: ImageDraft[] };

/** What is wrong, by field; of variants by `<key>.<field>`. Values are the ends of keys `shop.wrong.…`. */
export type Wrong = Record<
  string,
  'title' | 'option' | 'optionTwice' | 'value' | 'twice' | 'price' | 'stock'
>;

export const textFields = [
  'title',
  'description',
  'care',
  'sizeNotes',
  'maker',
  'responsible',
  'warnings',
] as const;

let made = 0;
export const newVariant = (options: string[]): VariantDraft => ({
  key: `new-${++made}`,
  id: null,
  options,
  sku: '',
  price: '',
  onHand: '',
});

export const emptyDraft = (): Draft => ({
  title: '',
  description: '',
  care: '',
  sizeNotes: '',
  maker: '',
  responsible: '',
  warnings: '',
  options: [],
  variants: [newVariant([])],
  images: [],
});

/** As one types it: no currency, no thousands; "39" or "39,90" by the reader's decimal mark. */
export const typedMoney = (cents: number, currency: string, locale: string): string => {
  const digits = minorDigits(currency);
  return (cents / 10 ** digits).toLocaleString(locale, {
    useGrouping: false,
    minimumFractionDigits: cents % 10 ** digits === 0 ? 0 : digits,
    maximumFractionDigits: digits,
  });
};

export const draftOf = (product: ProductDetail, locale: string): Draft => ({
  ...(Object.fromEntries(textFields.map((field) => [field, product[field]])) as ProductTexts),
  options: product.options,
  variants: product.variants.map(({ id, options, sku, price }) => ({
    key: id,
    id,
    options,
    sku: sku ?? '',
    price: price ? typedMoney(price.cents, price.currency, locale) : '',
    onHand: '',
  })),
  images: product.images.map(({ id, alt }) => ({ id, alt })),
});

export const sameDraft = (a: Draft, b: Draft): boolean =>
  JSON.stringify(plain(a)) === JSON.stringify(plain(b));
const plain = ({ variants, ...rest }: Draft) => ({
  ...rest,
  variants: variants.map(({ id, options, sku, price, onHand }) => [id, options, sku, price, onHand]),
});

const wholeNumber = (text: string): number | null => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : null);

const wrongOfVariant = (variant: VariantDraft, currency: string): Wrong => {
  const { key, options, price, onHand } = variant;
  const cents = price.trim() ? parseMoney(price, currency) : 1;
  const pieces = onHand.trim() ? wholeNumber(onHand) : 0;
  return {
    ...Object.fromEntries(
      options.flatMap((value, at) => (value.trim() ? [] : [[`${key}.option${at}`, 'value' as const]])),
    ),
    ...((cents === null || cents < 1 || cents > limits.maxCents) && { [`${key}.price`]: 'price' as const }),
    ...((pieces === null || pieces > limits.maxPieces) && { [`${key}.onHand`]: 'stock' as const }),
  };
};

const folded = (text: string): string => text.trim().toLowerCase();

export const wrongOf = (draft: Draft, currency: string): Wrong => {
  const wrong: Wrong = {};
  if (!draft.title.trim()) wrong.title = 'title';
  draft.options.forEach((name, at) => {
    if (!name.trim()) wrong[`option${at}`] = 'option';
    else if (draft.options.slice(0, at).some((other) => folded(other) === folded(name)))
      wrong[`option${at}`] = 'optionTwice';
  });
  const seen = new Set<string>();
  for (const variant of draft.variants) {
    Object.assign(wrong, wrongOfVariant(variant, currency));
    const values = JSON.stringify(variant.options.map(folded));
    if (seen.has(values)) wrong[`${variant.key}.option0`] ??= 'twice';
    seen.add(values);
  }
  return wrong;
};

/**
 * `before`: the draft of the version that was read: a price that was not touched is not sent, because what stands there may
 * be a show price.
 */
export const bodyOf = (draft: Draft, before: Draft | null, currency: string): ProductInput => {
  const priceBefore = new Map(before?.variants.map(({ id, price }) => [id, price]));
  return {
    ...(Object.fromEntries(textFields.map((field) => [field, draft[field].trim()])) as ProductTexts),
    options: draft.options.map((name) => name.trim()),
    variants: draft.variants.map(({ id, options, sku, price, onHand }) => {
      const cents = price.trim() ? parseMoney(price, currency) : null;
      const isNew = id === null;
      return {
        ...(!isNew && { id }),
        sku: sku.trim() || null,
        options: options.map((value) => value.trim()),
        ...(cents !== null && (isNew || priceBefore.get(id) !== price) && { cents }),
        ...(isNew && onHand.trim() && { onHand: Number(onHand) }),
      };
    }),
    ...(before && { images: draft.images.map(({ id, alt }) => ({ id, alt: alt.trim() })) }),
  };
};
