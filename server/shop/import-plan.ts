// What an import would do, product by product, and everything that stands in its way, each by its row. Reads the shop, writes
// nothing: a dry run ends here. Rules: CSV-2, CSV-3, CSV-4.
import * as v from 'valibot';
import { limits } from '../../shared/limits.ts';
import type { ChangeDetail, RowError, RowErrorCode, RowNote } from '../../shared/shop-api.ts';
import { productBody } from '../../shared/shop-bodies.ts';
import type { Db, Sql } from '../db/open.ts';
import type { ProductId } from '../ids.ts';
import type { Breathe } from './breathe.ts';
import type { ColumnOf, Draft, DraftVariant, Findings } from './csv-draft.ts';
import * as policy from './policy.ts';
import { optionsOf, productRecords, valuesOf, variantRecords, type VariantRecord } from './product-views.ts';
import {
  combination,
  differences,
  matched,
  textFields,
  unwished,
  wishOf,
  type Known,
  type ProductWish,
  type VariantWish,
} from './product-wish.ts';

/** `known` null: to be created. Without `details` there is nothing to do. */
export type Step = {
  row: number;
  handle: string;
  known: Known | null;
  wish: ProductWish;
  details: ChangeDetail[];
};

type Owner = { sku: string; productId: ProductId };
type Shop = { known: Map<string, Known>; skuOwners: Map<string, ProductId>; currency: string };

/** What the shop has of these drafts: one statement for each kind of row. */
const shopOf = (sql: Sql, drafts: readonly Draft[]): Shop => {
  const ids = sql
    .all<{ id: ProductId }>(
      'SELECT id FROM products WHERE handle IN (SELECT value FROM json_each(?))',
      JSON.stringify(drafts.map(({ handle }) => handle)),
    )
    .map(({ id }) => id);
  const variants = Map.groupBy(variantRecords(sql, ids), ({ productId }) => productId);
  const skus = drafts.flatMap((draft) => draft.variants.flatMap(({ sku }) => sku ?? []));
  // What was archived for itself gives its SKU away (variant-rows.ts).
  const owners = sql.all<Owner>(
    `SELECT sku, product_id AS productId FROM variants JOIN products ON products.id = product_id
     WHERE sku IN (SELECT value FROM json_each(?))
       AND (variants.archived_at IS NULL OR variants.archived_at IS products.archived_at)`,
    JSON.stringify(skus),
  );
  return {
    known: new Map(
      productRecords(sql, ids).map((record) => [
        record.handle,
        { record, variants: variants.get(record.id) ?? [] },
      ]),
    ),
    skuOwners: new Map(owners.map(({ sku, productId }) => [sku, productId])),
    currency: policy.read(sql).currency,
  };
};

type Seen = { skus: Map<string, number> };
type Tell = (row: number, code: RowErrorCode, rest?: Partial<RowError>) => void;

// A variant of a stock list without options is found by its SKU.
const valuesFor = (variant: DraftVariant, known: Known | null): string[] | null => {
  if (variant.options) return variant.options;
  const names = known ? optionsOf(known.record) : [];
  if (names.length === 0) return [];
  const found = known?.variants.find(({ sku }) => sku !== null && sku === variant.sku);
  return found ? valuesOf(found, names.length) : null;
};

const bodyOf = (draft: Draft, known: Known | null, values: (string[] | null)[]) => ({
  ...Object.fromEntries(textFields.map((field) => [field, draft.texts[field] ?? known?.record[field] ?? ''])),
  options: draft.options ?? (known ? optionsOf(known.record) : []),
  variants: draft.variants.map(({ sku, cents, onHand }, index) => ({
    sku: sku ?? null,
    options: values[index] ?? [],
    cents,
    onHand,
  })),
});

const codeOf = (path: readonly (string | number)[], type: string): RowErrorCode => {
  const [top, , field] = path;
  if (top === 'title' && type === 'min_length') return 'title_missing';
  if (top === 'variants' && path.length === 1) return 'variants_many';
  if (field === 'sku') return 'sku_bad';
  return type === 'max_length' ? 'text_long' : 'text_bad';
};

const columnOfPath = (
  [top, index, field, option]: readonly (string | number)[],
  column: ColumnOf,
): string => {
  if (field === 'options') return column('optionValues', Number(option));
  if (top === 'options') return column('optionNames', Number(index));
  return column(String(field ?? top));
};

/** The schema's complaints, by their rows. */
const tellIssues = (
  draft: Draft,
  issues: v.InferIssue<typeof productBody>[],
  column: ColumnOf,
  tell: Tell,
): void => {
  for (const issue of issues) {
    const path = (issue.path ?? []).map(({ key }) => key as string | number);
    // That a value is missing was told when the row was read.
    if (path[2] === 'options' && issue.type === 'min_length') continue;
    const code = codeOf(path, issue.type);
    const row = (path[0] === 'variants' && draft.variants[Number(path[1])]?.row) || draft.row;
    if (code === 'variants_many') tell(row, code, { value: String(limits.variantsPerProduct) });
    else
      tell(row, code, {
        column: columnOfPath(path, column),
        ...(code === 'sku_bad' && { value: String(issue.input).slice(0, 80) }),
      });
  }
};

const label = (values: readonly string[]): string => values.join(' / ');

/** A variant as it will be, what it is now, and the row that names it. */
type Entry = { wish: VariantWish; match: VariantRecord | null; row: number };

// What the file leaves open of a SKU stays.
const namedEntries = (draft: Draft, wishes: readonly VariantWish[], known: Known | null): Entry[] => {
  const matches = matched(known, wishes);
  return wishes.map((wish, index) => {
    const match = matches[index] ?? null;
    const said = draft.variants[index];
    const sku = match && said?.sku === undefined ? match.sku : wish.sku;
    return { wish: { ...wish, id: match?.id, sku }, match, row: said?.row ?? draft.row };
  });
};

// Variants that the file does not name stay in their places where they still fit; else they are archived.
const allEntries = (
  draft: Draft,
  wish: ProductWish,
  known: Known | null,
  { notes, tell }: { notes: RowNote[]; tell: Tell },
): Entry[] => {
  const named = namedEntries(draft, wish.variants, known);
  const left = unwished(
    known,
    named.map(({ match }) => match),
  );
  if (!known || left.length === 0) return named;
  const names = optionsOf(known.record);
  if (JSON.stringify(names) === JSON.stringify(wish.options)) {
    const kept = left.map((match): Entry => ({
      wish: { id: match.id, sku: match.sku, options: valuesOf(match, names.length) },
      match,
      row: draft.row,
    }));
    const place = ({ match }: Entry) => match?.position ?? Infinity;
    return [...named, ...kept].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  }
  for (const variant of left)
    if (variant.held > 0) tell(draft.row, 'stock_held', { value: String(variant.held) });
    else
      notes.push({ row: draft.row, code: 'variant_archived', value: label(valuesOf(variant, names.length)) });
  return named;
};

const tellEntries = (
  draft: Draft,
  entries: readonly Entry[],
  shop: Shop,
  { skus }: Seen,
  column: ColumnOf,
  tell: Tell,
): void => {
  if (entries.length > limits.variantsPerProduct)
    tell(draft.row, 'variants_many', { value: String(limits.variantsPerProduct) });
  const owner = shop.known.get(draft.handle)?.record.id;
  const combinations = new Set<string>();
  for (const { wish, match, row } of entries) {
    const { options, sku, onHand } = wish;
    const values = combination(options);
    if (combinations.has(values)) tell(row, 'option_twice', { value: label(options) });
    combinations.add(values);
    const held = match?.held ?? 0;
    if (onHand !== undefined && onHand < held)
      tell(row, 'stock_held', { column: column('onHand'), value: String(held) });
    if (sku === null) continue;
    const taken = shop.skuOwners.get(sku);
    if (taken !== undefined && taken !== owner) tell(row, 'sku_taken', { column: column('sku'), value: sku });
    if (skus.has(sku)) tell(row, 'sku_twice', { column: column('sku'), value: sku });
    skus.set(sku, row);
  }
};

const stepOf = (draft: Draft, shop: Shop, seen: Seen, column: ColumnOf, findings: Findings): Step | null => {
  const before = findings.errors.length;
  const tell: Tell = (row, code, rest = {}) => void findings.errors.push({ row, code, ...rest });
  const known = shop.known.get(draft.handle) ?? null;
  const values = draft.variants.map((variant) => valuesFor(variant, known));
  for (const [index, found] of values.entries())
    if (found === null)
      tell(draft.variants[index]?.row ?? draft.row, 'option_missing', { column: column('optionValues', 0) });
  const parsed = v.safeParse(productBody, bodyOf(draft, known, values));
  if (!parsed.success) tellIssues(draft, parsed.issues, column, tell);
  if (!parsed.success || findings.errors.length > before) return null;
  const named = wishOf(parsed.output);
  const entries = allEntries(draft, named, known, { notes: findings.notes, tell });
  tellEntries(draft, entries, shop, seen, column, tell);
  const wish = { ...named, variants: entries.map((entry) => entry.wish) };
  const matches = entries.map(({ match }) => match);
  const { currency } = shop;
  const details = known ? differences(known, wish, matches, { target: true, currency }) : [];
  return { row: draft.row, handle: draft.handle, known, wish, details };
};

const atOnce = 50;

/** One step for each draft that makes sense; what does not is added to `findings`. `passed` hears how many rows are done. */
export const planOf = async (
  db: Db,
  drafts: readonly Draft[],
  column: ColumnOf,
  findings: Findings,
  { breathe, passed }: { breathe: Breathe; passed: (rows: number) => void },
): Promise<Step[]> => {
  const seen: Seen = { skus: new Map() };
  const steps: Step[] = [];
  for (let from = 0; from < drafts.length; from += atOnce) {
    const some = drafts.slice(from, from + atOnce);
    const shop = db.read((sql) => shopOf(sql, some));
    for (const draft of some) {
      const step = stepOf(draft, shop, seen, column, findings);
      if (step) steps.push(step);
      passed(draft.variants.length);
      await breathe();
    }
  }
  return steps;
};
