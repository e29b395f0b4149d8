// What a CSV file says of products, format by format turned into the same drafts. Each draft keeps the rows that it came from,
// so that whatever is wrong later can be told by its row. Knows no database. Rules: CSV-1, CSV-2.
import { limits } from '../../shared/limits.ts';
import { parseMoney } from '../../shared/money.ts';
import type { RowError, RowNote } from '../../shared/shop-api.ts';
import * as v from 'valibot';
import { handle as handleSchema } from '../../shared/shop-bodies.ts';
import type { Breathe } from './breathe.ts';
import type { Row, Table } from './csv-read.ts';
import type { Texts } from './product-wish.ts';
import { handleOf } from './words.ts';

/** What is undefined the file does not say: it stays as it is. */
export type DraftVariant = {
  row: number;
  sku: string | undefined;
  options: string[] | undefined;
  cents: number | undefined;
  onHand: number | undefined;
};
export type Draft = {
  row: number;
  handle: string;
  texts: Partial<Texts>;
  options: string[] | undefined;
  variants: DraftVariant[];
};

export type Findings = { errors: RowError[]; notes: RowNote[] };

/** The columns of a format, as headings in small letters; the first one that a file has counts. */
export type Columns = {
  handle: string[];
  texts: Partial<Record<keyof Texts, string[]>>;
  optionNames: string[][];
  optionValues: string[][];
  sku: string[];
  price: string[];
  onHand: string[];
};

/** Reads cells by the names of their columns. */
export class Cells {
  readonly #index: Map<string, number>;
  readonly #headings: string[];

  constructor({ headings }: Table) {
    this.#headings = headings;
    this.#index = new Map(
      headings.map((heading, index) => [heading.toLowerCase(), index] as const).toReversed(),
    );
  }

  has(names: readonly string[]): boolean {
    return names.some((name) => this.#index.has(name));
  }

  /** As the file writes it. */
  heading(names: readonly string[]): string {
    const index = this.#at(names);
    return (index === undefined ? names[0] : this.#headings[index]) ?? '';
  }

  /** Undefined without such a column. */
  of({ cells }: Row, names: readonly string[]): string | undefined {
    const index = this.#at(names);
    return index === undefined ? undefined : (cells[index] ?? '');
  }

  #at(names: readonly string[]): number | undefined {
    return names.map((name) => this.#index.get(name)).find((index) => index !== undefined);
  }
}

export type Reading = Findings & { cells: Cells; columns: Columns; currency: string };

/** What a column is called in the file, for whoever reads about an error in it. */
export type ColumnOf = (name: string, index?: number) => string;
export const columnOf =
  ({ cells, columns }: Reading): ColumnOf =>
  (name, index = 0) => {
    const { texts, optionNames, optionValues, ...single } = columns;
    const many: Record<string, string[][]> = { optionNames, optionValues };
    const one: Record<string, string[]> = { ...single, ...texts };
    return cells.heading(many[name]?.[index] ?? one[name] ?? [name]);
  };

/** Undefined for an empty cell, and, with an error, for what is no amount. */
export const priceOf = (reading: Reading, row: Row): number | undefined => {
  const { cells, columns, currency, errors } = reading;
  const text = cells.of(row, columns.price);
  if (!text) return undefined;
  const cents = parseMoney(text, currency);
  if (cents !== null && cents > 0 && cents <= limits.maxCents) return cents;
  errors.push({ row: row.row, column: cells.heading(columns.price), code: 'price_bad', value: text });
  return undefined;
};

export const onHandOf = (reading: Reading, row: Row): number | undefined => {
  const { cells, columns, errors, notes } = reading;
  const text = cells.of(row, columns.onHand);
  if (!text || /^not stocked$/i.test(text)) return undefined;
  const column = cells.heading(columns.onHand);
  const pieces = /^-?\d{1,9}(?:[.,]0+)?$/.test(text) ? parseInt(text, 10) : NaN;
  if (pieces < 0) {
    notes.push({ row: row.row, column, code: 'stock_negative', value: text });
    return 0;
  }
  if (pieces <= limits.maxPieces) return pieces;
  errors.push({ row: row.row, column, code: 'stock_bad', value: text });
  return undefined;
};

/** The values that belong to the options named in the product's first row. */
const valuesOf = ({ cells, columns, errors }: Reading, row: Row, options: string[]): string[] => {
  const values = columns.optionValues.map((names) => cells.of(row, names) ?? '');
  for (const [index, value] of values.entries()) {
    const column = cells.heading(columns.optionValues[index] ?? []);
    const isNamed = index < options.length;
    if (isNamed && !value) errors.push({ row: row.row, column, code: 'option_missing' });
    if (!isNamed && value) errors.push({ row: row.row, column, code: 'option_unnamed', value });
  }
  return values.slice(0, options.length);
};

export const variantOf = (reading: Reading, row: Row, options: string[] | undefined): DraftVariant => ({
  row: row.row,
  sku: reading.cells.of(row, reading.columns.sku) || undefined,
  options: options && valuesOf(reading, row, options),
  cents: priceOf(reading, row),
  onHand: onHandOf(reading, row),
});

export const textsOf = ({ cells, columns }: Reading, row: Row): Partial<Texts> => {
  const texts: Partial<Texts> = {};
  for (const [field, names] of Object.entries(columns.texts)) {
    const text = cells.of(row, names);
    if (text !== undefined) texts[field as keyof Texts] = text.replace(/\r\n?/g, '\n');
  }
  return texts;
};

/** Up to the first one without a name; undefined when the file has no such columns at all. */
export const optionNamesOf = ({ cells, columns }: Reading, row: Row): string[] | undefined => {
  if (!columns.optionNames.some((names) => cells.has(names))) return undefined;
  const names = columns.optionNames.map((headings) => cells.of(row, headings) ?? '');
  const end = names.indexOf('');
  return end === -1 ? names : names.slice(0, end);
};

/** The rows of each product, in the order of the first ones, wherever they stand in the file. */
export const grouped = async (
  { rows }: Table,
  { cells, columns, errors }: Reading,
  breathe: Breathe,
): Promise<Map<string, [Row, ...Row[]]>> => {
  const groups = new Map<string, [Row, ...Row[]]>();
  const writtenAs = new Map<string, string>();
  for (const row of rows) {
    const written = cells.of(row, columns.handle) ?? '';
    const column = cells.heading(columns.handle);
    if (!written) {
      errors.push({ row: row.row, column, code: 'handle_missing' });
      continue;
    }
    const handle = v.is(handleSchema, written) ? written : handleOf(written);
    const before = writtenAs.get(handle) ?? written;
    writtenAs.set(handle, before);
    if (before !== written) {
      errors.push({ row: row.row, column, code: 'handle_bad', value: written });
      continue;
    }
    const group = groups.get(handle);
    if (group) group.push(row);
    else groups.set(handle, [row]);
    await breathe();
  }
  return groups;
};
