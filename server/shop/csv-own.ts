// Our own columns: one row for each variant; what is the product's is taken from its first row. Rules: CSV-1.
import type { Breathe } from './breathe.ts';
import {
  grouped,
  optionNamesOf,
  textsOf,
  variantOf,
  type Columns,
  type Draft,
  type Reading,
} from './csv-draft.ts';
import type { Table } from './csv-read.ts';

export const ownHeadings = [
  'handle',
  'title',
  'description',
  'care',
  'size_notes',
  'maker',
  'responsible',
  'warnings',
  'option1_name',
  'option1',
  'option2_name',
  'option2',
  'option3_name',
  'option3',
  'sku',
  'price',
  'on_hand',
] as const;

const numbers = [1, 2, 3];

export const ownColumns: Columns = {
  handle: ['handle'],
  texts: {
    title: ['title'],
    description: ['description'],
    care: ['care'],
    sizeNotes: ['size_notes'],
    maker: ['maker'],
    responsible: ['responsible'],
    warnings: ['warnings'],
  },
  optionNames: numbers.map((n) => [`option${n}_name`]),
  optionValues: numbers.map((n) => [`option${n}`]),
  sku: ['sku'],
  price: ['price'],
  onHand: ['on_hand'],
};

export const ownDrafts = async (table: Table, reading: Reading, breathe: Breathe): Promise<Draft[]> => {
  const known = new Set<string>(ownHeadings);
  const odd = table.headings.filter((heading) => heading && !known.has(heading.toLowerCase()));
  if (odd.length > 0)
    reading.notes.push({ row: 1, code: 'columns_skipped', value: odd.join(', ').slice(0, 300) });
  const drafts: Draft[] = [];
  for (const [handle, rows] of await grouped(table, reading, breathe)) {
    const [first] = rows;
    const options = optionNamesOf(reading, first);
    const variants = rows.map((row) => variantOf(reading, row, options));
    drafts.push({ row: first.row, handle, texts: textsOf(reading, first), options, variants });
    await breathe();
  }
  return drafts;
};
