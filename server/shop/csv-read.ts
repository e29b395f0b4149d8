// A CSV file as rows of text cells, whoever wrote it: UTF-8, UTF-16 or Windows-1252, with or without a byte order mark; commas,
// semicolons or tabs; any line ends. Reads in slices, so that a show goes on. Knows nothing of products. Rules: CSV-2, CSV-4, CSV-10.
import { CsvError, parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { limits } from '../../shared/limits.ts';
import type { RowError } from '../../shared/shop-api.ts';
import { AppError } from '../errors.ts';
import { unguarded } from './csv-cells.ts';
import type { Breathe } from './breathe.ts';

/** `row` is the number that a spreadsheet shows; the headings are in row 1. */
export type Row = { row: number; cells: string[] };
export type Table = { headings: string[]; rows: Row[] };

export const badCsv = (...rows: RowError[]): AppError => new AppError('bad_csv', { rows });

const decoded = (bytes: Buffer): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // What Excel writes in western Europe, unless asked for UTF-8.
    return new TextDecoder('windows-1252').decode(bytes);
  }
};

/** The one that the first line has most of, outside quotation marks. */
const delimiterOf = (text: string): string => {
  const line = /^[^\r\n]*/.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? '';
  const count = (mark: string) => line.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
};

const sliceChars = 32 * 1024;
function* slices(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += sliceChars) yield text.slice(from, from + sliceChars);
}

const cellOf = (text: string): string => unguarded(text).trim();

/** Throws `bad_csv`. */
export const readTable = async (bytes: Buffer, breathe: Breathe): Promise<Table> => {
  const text = decoded(bytes);
  if (text.includes('\0')) throw badCsv({ row: 1, code: 'not_text' });
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(text),
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: false,
  });
  const records: string[][] = [];
  try {
    for await (const record of Readable.from(slices(text)).pipe(parser)) {
      records.push((record as string[]).map(cellOf));
      if (records.length > limits.maxCsvRows + 1)
        throw badCsv({ row: records.length, code: 'too_many_rows', value: String(limits.maxCsvRows) });
      await breathe();
    }
  } catch (error) {
    if (error instanceof CsvError) throw badCsv({ row: Number(error.records) + 1, code: 'row_broken' });
    throw error;
  }
  const [headings = [], ...rest] = records;
  const rows = rest
    .map((cells, index) => ({ row: index + 2, cells }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  return { headings, rows };
};
