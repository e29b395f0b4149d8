// Files of products for the import's tests, and what comes of them.
import type { ImportReport, RowError } from '../../shared/shop-api.ts';
import type { AppError } from '../../server/errors.ts';
import { importProducts } from '../../server/shop/import.ts';
import { products } from '../../server/shop/csv-write.ts';
import type { Db } from '../../server/db/open.ts';

export const ownHeading =
  'handle,title,description,option1_name,option1,option2_name,option2,sku,price,on_hand';

export const csv = (...lines: string[]): Buffer => Buffer.from([ownHeading, ...lines].join('\n'));

export const runImport = async (
  db: Db,
  bytes: Buffer,
  options: { dryRun?: boolean; onProgress?: (done: number, total: number) => void } = {},
): Promise<ImportReport> => {
  const { report } = await importProducts({
    db,
    bytes,
    dryRun: false,
    actor: 'staff:Owner',
    now: () => 5000,
    ...options,
  });
  return report;
};

/** The rows that are wrong; fails when all is right. */
export const refusedRows = async (db: Db, bytes: Buffer): Promise<RowError[]> => {
  const error = await runImport(db, bytes).then(
    () => null,
    (caught: AppError) => caught,
  );
  if (error?.code !== 'bad_csv') throw error ?? new Error('the file was taken');
  return error.details?.rows as RowError[];
};

export const exported = async (db: Db, format: 'vetrina' | 'shopify'): Promise<Buffer> => {
  let text = '';
  for await (const piece of products(db, format)) text += piece;
  return Buffer.from(text);
};
