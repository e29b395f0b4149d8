// Importing products: reads the file, plans, and then makes all of it true in one transaction, or nothing of it. What changed in
// the shop between plan and transaction makes a new plan. Rules: CSV-1 … CSV-5.
import type { ImportChange, ImportFormat, ImportReport, RowNote } from '../../shared/shop-api.ts';
import type { Db, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { breather, type Breathe } from './breathe.ts';
import * as catalogue from './catalogue.ts';
import { Cells, columnOf, type ColumnOf, type Draft, type Findings, type Reading } from './csv-draft.ts';
import { ownColumns, ownDrafts } from './csv-own.ts';
import { badCsv, readTable, type Table } from './csv-read.ts';
import { isShopify, shopifyColumns, shopifyDrafts } from './csv-shopify.ts';
import { planOf, type Step } from './import-plan.ts';
import * as policy from './policy.ts';

export type Import = {
  db: Db;
  bytes: Buffer;
  dryRun: boolean;
  actor: string;
  now: () => number;
  onProgress?: (done: number, total: number) => void;
  /** Whoever asked is gone: nothing is written. */
  isGone?: () => boolean;
  /** Around the writes, in their transaction: for what must be done once. */
  within?: (tx: Tx, work: () => ImportReport) => ImportReport;
};

const mostTold = 500;
const mostPlans = 3;

const byRow = (a: { row: number }, b: { row: number }) => a.row - b.row;

const formatOf = (table: Table): ImportFormat => {
  if (isShopify(table.headings)) return 'shopify';
  if (table.headings.some((heading) => /^handle$/i.test(heading))) return 'vetrina';
  throw badCsv({ row: 1, code: 'columns_missing', value: 'handle' });
};

type File = {
  format: ImportFormat;
  rows: number;
  drafts: Draft[];
  findings: Findings;
  column: ColumnOf;
};

const fileOf = async ({ db, bytes }: Import, breathe: Breathe): Promise<File> => {
  const table = await readTable(bytes, breathe);
  if (table.headings.every((heading) => heading === '')) throw badCsv({ row: 1, code: 'no_rows' });
  const format = formatOf(table);
  if (table.rows.length === 0) throw badCsv({ row: 1, code: 'no_rows' });
  const findings: Findings = { errors: [], notes: [] };
  const columns = format === 'shopify' ? shopifyColumns : ownColumns;
  const cells = new Cells(table);
  if (!cells.has(columns.handle)) throw badCsv({ row: 1, code: 'columns_missing', value: 'handle' });
  const { currency } = db.read((sql) => policy.read(sql));
  const reading: Reading = { ...findings, cells, columns, currency };
  const drafts = await (format === 'shopify' ? shopifyDrafts : ownDrafts)(table, reading, breathe);
  return { format, rows: table.rows.length, drafts, findings, column: columnOf(reading) };
};

const changeOf = ({ handle, known, wish, details }: Step): ImportChange => ({
  handle,
  title: wish.title,
  action: known === null ? 'create' : details.length > 0 ? 'change' : 'unchanged',
  variants: wish.variants.length,
  details,
});

const reportOf = (file: File, steps: Step[], notes: RowNote[], dryRun: boolean): ImportReport => {
  const changes = steps.map(changeOf);
  const count = (action: ImportChange['action']) =>
    changes.filter((change) => change.action === action).length;
  const told = changes.filter(({ action }) => action !== 'unchanged');
  const same = changes.filter(({ action }) => action === 'unchanged');
  return {
    dryRun,
    format: file.format,
    rows: file.rows,
    products: { created: count('create'), changed: count('change'), unchanged: count('unchanged') },
    changes: [...told, ...same].slice(0, mostTold),
    notes: [...notes].sort(byRow).slice(0, mostTold),
  };
};

// The plan was right when it was made: what is refused now was done by somebody else meanwhile.
const isStale = (error: unknown): boolean =>
  error instanceof AppError &&
  ['changed_meanwhile', 'handle_taken', 'sku_taken', 'stock_held'].includes(error.code);

const apply = (tx: Tx, steps: readonly Step[], by: catalogue.By): void => {
  // New products get times of their own, so that lists and exports keep the file's order.
  const first = by.at - steps.length;
  for (const [index, { handle, known, wish, details }] of steps.entries())
    if (known === null) catalogue.insert(tx, handle, wish, by, first + index);
    else if (details.length > 0) catalogue.update(tx, known, wish, by, true);
};

/**
 * Throws `bad_csv` {rows}: the first 500 errors, in the order of their rows; nothing was written then.
 * `writingMs`: how long the one transaction had the database for itself.
 */
export const importProducts = async (
  wanted: Import,
): Promise<{ report: ImportReport; writingMs: number }> => {
  const { db, dryRun, actor, now, onProgress, isGone, within = (_tx, work) => work() } = wanted;
  const breathe = breather();
  const file = await fileOf(wanted, breathe);
  const total = file.drafts.reduce((sum, { variants }) => sum + variants.length, 0);
  for (let plan = 1; ; plan += 1) {
    let done = 0;
    const found: Findings = { errors: [...file.findings.errors], notes: [...file.findings.notes] };
    const steps = await planOf(db, file.drafts, file.column, found, {
      breathe,
      passed: (rows) => onProgress?.((done += rows), total),
    });
    if (found.errors.length > 0) throw badCsv(...found.errors.sort(byRow).slice(0, mostTold));
    const report = reportOf(file, steps, found.notes, dryRun);
    if (dryRun || isGone?.()) return { report, writingMs: 0 };
    let writingMs = 0;
    try {
      const told = await db.write((tx) => {
        const started = performance.now();
        const answer = within(tx, () => {
          apply(tx, steps, { at: now(), actor, reason: 'import' });
          return report;
        });
        writingMs = performance.now() - started;
        return answer;
      });
      return { report: told, writingMs };
    } catch (error) {
      if (!isStale(error) || plan === mostPlans) throw error;
    }
  }
};
