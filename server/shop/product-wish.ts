// What a product is to become, compared with what it is: which variant of the list is which that is there, what differs, and
// what makes no sense. Knows no database. Both the API and the import come through here. Rules: CAT-1, CAT-4, CAT-5.
import type { ChangeDetail } from '../../shared/shop-api.ts';
import type { ProductBody } from '../../shared/shop-bodies.ts';
import { AppError } from '../errors.ts';
import type { ProductRecord, VariantRecord } from './product-views.ts';
import { optionsOf, valuesOf } from './product-views.ts';

export const textFields = [
  'title',
  'description',
  'care',
  'sizeNotes',
  'maker',
  'responsible',
  'warnings',
] as const;
export type Texts = Record<(typeof textFields)[number], string>;

/** `onHand` counts for new variants; with `target` for those that are there as well. */
export type VariantWish = {
  id?: string | undefined;
  sku: string | null;
  options: string[];
  cents?: number | undefined;
  onHand?: number | undefined;
};
export type ProductWish = Texts & { options: string[]; variants: VariantWish[] };

/** A product as it is; `variants` with the archived ones. */
export type Known = { record: ProductRecord; variants: VariantRecord[] };

/** Whether a variant is on sale, or would be if its product were not archived. */
export const isListed = (variant: VariantRecord, record: Pick<ProductRecord, 'archivedAt'>): boolean =>
  variant.archivedAt === null || variant.archivedAt === record.archivedAt;

export const combination = (options: readonly string[]): string => JSON.stringify(options);

const unixLines = (text: string): string => text.replace(/\r\n?/g, '\n');

export const wishOf = (body: ProductBody): ProductWish => ({
  title: body.title,
  description: unixLines(body.description),
  care: unixLines(body.care),
  sizeNotes: unixLines(body.sizeNotes),
  maker: unixLines(body.maker),
  responsible: unixLines(body.responsible),
  warnings: unixLines(body.warnings),
  options: body.options,
  variants: body.variants,
});

type Issue = { path: string; expected: string };

const issuesOf = ({ options, variants }: ProductWish): Issue[] => {
  const issues: Issue[] = [];
  const seen = { options: new Set<string>(), skus: new Set<string>(), ids: new Set<string>() };
  const twice = (set: Set<string>, value: string) => set.has(value) || !set.add(value);
  if (new Set(options.map((name) => name.toLowerCase())).size < options.length)
    issues.push({ path: 'options', expected: 'each name once' });
  for (const [index, { id, sku, options: values }] of variants.entries()) {
    const path = `variants.${index}`;
    if (values.length !== options.length)
      issues.push({ path: `${path}.options`, expected: `${options.length} values, one for each option` });
    if (twice(seen.options, combination(values)))
      issues.push({ path: `${path}.options`, expected: 'a combination that no other variant has' });
    if (sku && twice(seen.skus, sku)) issues.push({ path: `${path}.sku`, expected: 'each SKU once' });
    if (id && twice(seen.ids, id)) issues.push({ path: `${path}.id`, expected: 'each variant once' });
  }
  return issues;
};

/** Throws `bad_request` with the paths that are wrong. */
export const refuseNonsense = (wish: ProductWish): void => {
  const issues = issuesOf(wish).slice(0, 5);
  if (issues.length > 0) throw new AppError('bad_request', { issues });
};

/**
 * For each wished variant the one that it is: by its id, else by its combination, else by its SKU (an archived one comes
 * back). Null: new. Throws `not_found` for an id of another product.
 */
export const matched = (known: Known | null, wishes: readonly VariantWish[]): (VariantRecord | null)[] => {
  if (!known) return wishes.map(() => null);
  const { record, variants } = known;
  const count = optionsOf(record).length;
  const free = new Set(variants);
  const take = (found: VariantRecord | undefined): VariantRecord | null => {
    if (found) free.delete(found);
    return found ?? null;
  };
  const find = (is: (variant: VariantRecord) => boolean) => take([...free].find(is));
  const byId = wishes.map(({ id }) => {
    if (id === undefined) return null;
    const found = find((variant) => variant.id === id);
    if (!found) throw new AppError('not_found', { variantId: id });
    return found;
  });
  const byOptions = wishes.map(
    ({ options }, index) =>
      byId[index] ??
      find(
        (variant) =>
          isListed(variant, record) && combination(valuesOf(variant, count)) === combination(options),
      ),
  );
  return wishes.map(
    ({ sku }, index) => byOptions[index] ?? (sku === null ? null : find((variant) => variant.sku === sku)),
  );
};

/** The variants that are on sale and not wished for any longer. */
export const unwished = (known: Known | null, matches: readonly (VariantRecord | null)[]): VariantRecord[] =>
  known?.variants.filter((variant) => isListed(variant, known.record) && !matches.includes(variant)) ?? [];

export const samePlace = (variant: VariantRecord, wish: VariantWish, position: number): boolean =>
  variant.position === position &&
  variant.sku === wish.sku &&
  variant.archivedAt === null &&
  combination([variant.option1, variant.option2, variant.option3]) === combination(threeOf(wish.options));

/** Values for the three columns. */
export const threeOf = ([first = '', second = '', third = '']: readonly string[]): [
  string,
  string,
  string,
] => [first, second, third];

/** What would change; with `target` the wished stock of variants that are there counts too. */
export const differences = (
  known: Known,
  wish: ProductWish,
  matches: readonly (VariantRecord | null)[],
  { target, currency }: { target: boolean; currency: string },
): ChangeDetail[] => {
  const { record } = known;
  const found = new Set<ChangeDetail>(textFields.filter((field) => record[field] !== wish[field]));
  if (record.archivedAt !== null) found.add('restored');
  if (record.options !== JSON.stringify(wish.options)) found.add('options');
  if (unwished(known, matches).length > 0) found.add('variants');
  for (const [position, variantWish] of wish.variants.entries()) {
    const variant = matches[position] ?? null;
    if (!variant || !isListed(variant, record)) found.add('variants');
    else if (!samePlace({ ...variant, archivedAt: null }, variantWish, position))
      found.add(variant.sku === variantWish.sku ? 'variants' : 'sku');
    if (newPrice(variant, variantWish, currency)) found.add('price');
    if (target && (variantWish.onHand ?? variant?.onHand ?? 0) !== (variant?.onHand ?? 0)) found.add('stock');
  }
  return [...found];
};

/** Whether the wished price is another one than that of today. */
export const newPrice = (variant: VariantRecord | null, { cents }: VariantWish, currency: string): boolean =>
  cents !== undefined && (variant?.cents !== cents || variant.currency !== currency);
