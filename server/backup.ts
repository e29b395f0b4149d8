// `npm run backup -- FILE [--force]`: everything that the shop keeps, in one file for the shop's own eyes. Works beside a running
// server, and before an upgrade: it migrates nothing. Rules: STO-20, STO-21.
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { ConfigError, readConfig } from './config.ts';
import { backUp, BackupError, type Told } from './db/backup.ts';

const usage = 'Use: npm run backup -- FILE.tar.gz [--force]';

const readArgs = () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { force: { type: 'boolean', default: false } },
  });
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw new BackupError(usage);
  return { file: resolve(file), force: values.force };
};

const started = performance.now();
const seconds = () => ((performance.now() - started) / 1000).toFixed(1);

let toldAt = started;
const told: Told = (what, done, total) => {
  if (performance.now() - toldAt < 1000) return;
  toldAt = performance.now();
  console.error(`${done} of ${total} ${what} after ${seconds()} s`);
};

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

// What is made here is for nobody else; and a signal ends the process by its exit handlers, which clear away.
process.umask(0o077);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

try {
  const { file, force } = readArgs();
  const { dataDir } = readConfig(process.env);
  const { bytes, rows, pictures, missingPictures, sha256 } = await backUp(dataDir, file, {
    ...{ force, now: Date.now(), told },
  });
  const parts = [counted(rows, 'row', 'rows'), counted(pictures, 'picture', 'pictures')];
  console.log(`${file}: ${parts.join(', ')}, ${(bytes / 1e6).toFixed(1)} MB, ${seconds()} s`);
  console.log(`sha256 ${sha256}`);
  if (missingPictures > 0)
    console.error(
      `Left out, because their files are gone: ${counted(missingPictures, 'picture', 'pictures')}.`,
    );
} catch (error) {
  const expected =
    error instanceof BackupError ||
    error instanceof ConfigError ||
    (error as { code?: string }).code !== undefined;
  console.error(expected ? (error as Error).message : error);
  process.exitCode = 1;
}
