// Shopify's product export. A product spans several rows: the first one has its texts and the options' names, each row with a
// value is a variant, and rows with a picture alone are none. Rules: CSV-5.
// Source: https://help.shopify.com/en/manual/products/import-export/using-csv
import type { Breathe } from './breathe.ts';
import {
  grouped,
  onHandOf,
  optionNamesOf,
  textsOf,
  variantOf,
  type Columns,
  type Draft,
  type DraftVariant,
  type Reading,
} from './csv-draft.ts';
import { isFormatted, textOf } from './csv-html.ts';
import type { Row, Table } from './csv-read.ts';
import type { Texts } from './product-wish.ts';

const numbers = [1, 2, 3];

export const shopifyColumns: Columns = {
  handle: ['handle', 'url handle'],
  texts: { title: ['title'], description: ['body (html)', 'body', 'description'] },
  optionNames: numbers.map((n) => [`option${n} name`]),
  optionValues: numbers.map((n) => [`option${n} value`]),
  sku: ['variant sku', 'sku'],
  price: ['variant price', 'price'],
  onHand: [
    'variant inventory qty',
    'variant inventory quantity',
    'inventory quantity',
    'inventory qty',
    'available quantity',
    'available',
    'on hand',
    'on hand (current)',
    'quantity',
  ],
};
// Of the product, not of a variant: of use only where it has one.
const totals = ['total inventory qty', 'total inventory quantity', 'total inventory', 'total quantity'];
const image = ['image src', 'product image url', 'image url'];
const comparePrice = ['variant compare at price', 'compare-at price', 'compare at price'];

/** Whether these headings are Shopify's. */
export const isShopify = (headings: readonly string[]): boolean =>
  headings.some((heading) => /^(variant price|option1 value|body \(html\))$/i.test(heading));

const mostHtmlChars = 50_000;

const textsFrom = (reading: Reading, first: Row): Partial<Texts> => {
  const texts = textsOf(reading, first);
  const html = texts.description;
  if (!html) return texts;
  const column = reading.cells.heading(reading.columns.texts.description ?? []);
  if (html.length > mostHtmlChars) {
    reading.errors.push({ row: first.row, column, code: 'text_long' });
    return texts;
  }
  return { ...texts, description: textOf(html) };
};

// A product without options has one variant, "Title: Default Title".
const withoutOptions = ({ cells, columns }: Reading, first: Row, options: string[]): boolean => {
  const [name = [], value = []] = [columns.optionNames[0], columns.optionValues[0]];
  const isDefault = /^default title$/i.test(cells.of(first, value) ?? '');
  return isDefault && options.length <= 1 && /^(title|)$/i.test(cells.of(first, name) ?? '');
};

const isVariant = ({ cells, columns }: Reading, row: Row): boolean =>
  [columns.optionValues[0] ?? [], columns.sku, columns.price].some((names) => Boolean(cells.of(row, names)));

// One note for each kind, at the first row of it, with how many there are: a shop's whole export has thousands.
const noteSkipped = ({ cells, columns, notes }: Reading, rows: readonly Row[]): void => {
  const kinds = [
    { code: 'image_skipped', names: image, is: Boolean },
    {
      code: 'compare_price_skipped',
      names: comparePrice,
      is: (cell: string) => !/^(0([.,]0+)?)?$/.test(cell),
    },
    { code: 'html_to_text', names: columns.texts.description ?? [], is: isFormatted },
  ] as const;
  for (const { code, names, is } of kinds) {
    const found = rows.filter((row) => is((cells.of(row, names) ?? '').slice(0, mostHtmlChars)));
    const [first] = found;
    if (first)
      notes.push({ row: first.row, column: cells.heading(names), code, value: String(found.length) });
  }
};

const draftOf = (reading: Reading, handle: string, rows: [Row, ...Row[]]): Draft => {
  const [first] = rows;
  const named = optionNamesOf(reading, first) ?? [];
  const plain = withoutOptions(reading, first, named);
  const options = plain ? [] : named;
  const texts = textsFrom(reading, first);
  const ofVariants = rows.filter((row, index) => index === 0 || isVariant(reading, row));
  const variants: DraftVariant[] = plain
    ? ofVariants.map((row) => ({ ...variantOf(reading, row, undefined), options: [] }))
    : ofVariants.map((row) => variantOf(reading, row, options));
  return { row: first.row, handle, texts, options, variants };
};

const withTotal = (reading: Reading, draft: Draft, first: Row): void => {
  const { cells, columns, notes } = reading;
  const [only] = draft.variants;
  const isTold = cells.has(totals) && draft.variants.length === 1 && only !== undefined;
  if (isTold) only.onHand = onHandOf({ ...reading, columns: { ...columns, onHand: totals } }, first);
  if (!isTold || only.onHand === undefined) notes.push({ row: draft.row, code: 'stock_unknown' });
};

export const shopifyDrafts = async (table: Table, reading: Reading, breathe: Breathe): Promise<Draft[]> => {
  const { cells, columns, notes } = reading;
  const hasStock = cells.has(columns.onHand);
  if (!hasStock && !cells.has(totals)) notes.push({ row: 1, code: 'stock_unknown' });
  noteSkipped(reading, table.rows);
  await breathe();
  const drafts: Draft[] = [];
  for (const [handle, rows] of await grouped(table, reading, breathe)) {
    const draft = draftOf(reading, handle, rows);
    if (!hasStock && cells.has(totals)) withTotal(reading, draft, rows[0]);
    drafts.push(draft);
    await breathe();
  }
  return drafts;
};
