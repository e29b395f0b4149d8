// `npm run restore -- FILE`: puts a backup in the place of what the data folder holds, once it has proved whole: hashes, database,
// ledger. What was there is kept in a dated folder inside. Refused while a server serves from it. Rules: STO-22 … STO-24.
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { ConfigError, readConfig } from './config.ts';
import { ArchiveError } from './db/archive.ts';
import { FolderHeldError } from './db/hold.ts';
import { restore, RestoreError } from './db/restore.ts';
import { verify } from './shop/ledger.ts';

const readFile = (): string => {
  const [file, ...more] = parseArgs({ allowPositionals: true }).positionals;
  if (!file || more.length > 0) throw new RestoreError('Use: npm run restore -- FILE.tar.gz');
  return resolve(file);
};

process.umask(0o077);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const slow = setTimeout(() => console.error('Unpacking and checking …'), 1000);
try {
  const file = readFile();
  const { dataDir } = readConfig(process.env);
  const { at, rows, kept } = await restore(dataDir, file, {
    now: Date.now(),
    check: (db) => db.read((sql) => verify(sql)).broken,
  });
  console.log(`${dataDir} is as it was on ${new Date(at).toISOString()}: ${rows} rows, the ledger is whole.`);
  if (kept) console.log(`What was there is in ${kept}: personal data is in it, so delete it in time.`);
  console.log('Whoever was removed or signed out after that moment is in again: look at the staff.');
} catch (error) {
  const expected =
    [RestoreError, ArchiveError, FolderHeldError, ConfigError].some((kind) => error instanceof kind) ||
    (error as { code?: string }).code !== undefined;
  console.error(expected ? `Nothing was changed. ${(error as Error).message}` : error);
  process.exitCode = 1;
} finally {
  clearTimeout(slow);
}
