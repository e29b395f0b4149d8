// `npm run import -- FILE.csv [--dry-run]`: products from a CSV file, our columns or Shopify's; all rows or none. Says what
// changes, and what is wrong by its row; exit 1 then. Works beside a running server: SQLite serialises the two. Rules: CSV-9.
import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { importWords } from '../shared/i18n/en/import.ts';
import { limits } from '../shared/limits.ts';
import type { ImportReport, RowError, RowNote } from '../shared/shop-api.ts';
import { openDatabase } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { AppError } from './errors.ts';
import { importProducts } from './shop/import.ts';

class UsageError extends Error {}

const usage = 'Use: npm run import -- FILE.csv [--dry-run]';
const mostLines = 40;

const readArgs = () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean', default: false } },
  });
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw new UsageError(usage);
  return { file, dryRun: values['dry-run'] };
};

const bytesOf = (file: string): Buffer => {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new UsageError(`There is no file ${file}. ${usage}`);
  if (size > limits.maxCsvBytes)
    throw new UsageError(`The file is larger than ${limits.maxCsvBytes / 1024 / 1024} MB. Split it.`);
  return readFileSync(file);
};

const inWords = ({ row, column = '', code, value = '' }: RowError | RowNote): string =>
  `  row ${row}: ${importWords[`import.${code}`].replace('{column}', () => column).replace('{value}', () => value)}`;

const cut = (lines: string[]): string[] =>
  lines.length > mostLines
    ? [...lines.slice(0, mostLines), `  … and ${lines.length - mostLines} more`]
    : lines;

const table = ({ changes }: ImportReport): string[] => {
  const told = changes.filter(({ action }) => action !== 'unchanged');
  const width = Math.min(40, Math.max(0, ...told.map(({ handle }) => handle.length)));
  return cut(
    told.map(({ action, handle, variants, details }) => {
      const what =
        action === 'create' ? `${variants} ${variants === 1 ? 'variant' : 'variants'}` : details.join(', ');
      return `  ${action === 'create' ? 'new   ' : 'change'}  ${handle.padEnd(width)}  ${what}`;
    }),
  );
};

const told = (report: ImportReport, writingMs: number): string[] => {
  const { created, changed, unchanged } = report.products;
  const rows = `${report.rows} ${report.rows === 1 ? 'row' : 'rows'}`;
  const notes = report.notes.length > 0 ? ['Left out:', ...cut(report.notes.map(inWords))] : [];
  const end = report.dryRun
    ? 'Nothing was written (dry run).'
    : created + changed === 0
      ? 'There was nothing to change.'
      : `Written in one transaction of ${Math.round(writingMs)} ms. A server that is running shows it to whoever opens a page from now on.`;
  return [
    `${rows}, ${report.format === 'shopify' ? 'Shopify’s columns' : 'our own columns'}: ${created} new, ${changed} changed, ${unchanged} as they were.`,
    ...table(report),
    ...notes,
    end,
  ];
};

const progress = process.stderr.isTTY
  ? (done: number, total: number) =>
      void process.stderr.write(done < total ? `\r${done} of ${total} rows` : '\r\u001b[K')
  : undefined;

const rowsOf = (error: unknown): RowError[] | null =>
  error instanceof AppError && error.code === 'bad_csv' ? ((error.details?.rows ?? []) as RowError[]) : null;

const explain = (error: unknown): void => {
  const rows = rowsOf(error);
  const expected =
    error instanceof UsageError ||
    error instanceof ConfigError ||
    (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  if (rows) console.error(['Nothing was imported:', ...cut(rows.map(inWords))].join('\n'));
  else console.error(expected ? (error as Error).message : error);
};

try {
  const { file, dryRun } = readArgs();
  const bytes = bytesOf(file);
  const db = openDatabase(readConfig(process.env));
  const { report, writingMs } = await importProducts({
    db,
    bytes,
    dryRun,
    actor: 'import',
    now: () => Date.now(),
    ...(progress && { onProgress: progress }),
  }).finally(() => db.close());
  console.log(told(report, writingMs).join('\n'));
} catch (error) {
  explain(error);
  process.exitCode = 1;
}
