// A copy of everything that a shop keeps, taken beside a running server: the database as it was at one moment, and the pictures
// that it names. Keys and secrets lie in the database, so the copy is for the shop's own eyes. Rules: STO-20, STO-21.
import Database from 'better-sqlite3';
import { constants, existsSync, readdirSync, rmSync } from 'node:fs';
import { copyFile, link, mkdir, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { flushFolderOf, pack, sha256Of } from './archive.ts';

export type Told = (what: string, done: number, total: number) => void;
export type BackedUp = {
  bytes: number;
  rows: number;
  pictures: number;
  missingPictures: number;
  sha256: string;
};

export class BackupError extends Error {
  override readonly name = 'BackupError';
}

const pagesAtOnce = 200;
const triesForPictures = 3;

/**
 * Writes `file` whole or not at all. Throws BackupError: there is no shop, the file is there already and not to be replaced, or
 * the database is broken.
 */
export const backUp = async (
  dataDir: string,
  file: string,
  { force, now, told }: { force: boolean; now: number; told: Told },
): Promise<BackedUp> => {
  const database = join(dataDir, 'vetrina.db');
  if (!existsSync(database)) throw new BackupError(`There is no shop in ${dataDir}.`);
  if (existsSync(file) && !force)
    throw new BackupError(`${file} is there already. Another name, or --force to replace it.`);
  const stage = join(dirname(file), `.${basename(file)}.part-${process.pid}`);
  clearLeftOvers(file);
  await mkdir(stage, { mode: 0o700 });
  const clear = () => rmSync(stage, { recursive: true, force: true });
  process.once('exit', clear);
  try {
    const { rows, paths, missing } = await collect(dataDir, database, stage, told);
    const made = `${stage}/archive`;
    let packed = 0;
    await pack(stage, paths, made, { at: now, rows }, () => told('files', (packed += 1), paths.length));
    const sha256 = await sha256Of(made);
    const { size } = await stat(made);
    await rename(made, file);
    await flushFolderOf(file);
    note(database, { at: now, bytes: size });
    return {
      ...{ bytes: size, rows, sha256, missingPictures: missing },
      pictures: new Set(paths.map(dirname)).size - 1,
    };
  } finally {
    clear();
    process.off('exit', clear);
  }
};

/** What a killed backup to the same file had begun. */
const clearLeftOvers = (file: string): void => {
  const begun = `.${basename(file)}.part-`;
  for (const name of readdirSync(dirname(file)))
    if (name.startsWith(begun) && !existsSync(`/proc/${name.slice(begun.length)}`))
      rmSync(join(dirname(file), name), { recursive: true, force: true });
};

// Pictures never change, but one may be taken away between the database's moment and ours: then another moment is taken.
const collect = async (dataDir: string, database: string, stage: string, told: Told) => {
  for (let tries = triesForPictures; ; tries -= 1) {
    await copyDatabase(database, join(stage, 'vetrina.db'), told);
    const { rows, images } = look(join(stage, 'vetrina.db'));
    const { paths, missing } = await takePictures(dataDir, stage, images);
    if (missing === 0 || tries === 1) return { rows, paths: ['vetrina.db', ...paths], missing };
  }
};

/**
 * The open read transaction keeps every step at one moment. Without it SQLite begins anew whenever another process has written
 * meanwhile, and in a rush never ends. Source: https://sqlite.org/c3ref/backup_finish.html
 */
const copyDatabase = async (from: string, to: string, told: Told): Promise<void> => {
  rmSync(to, { force: true });
  const raw = new Database(from, { readonly: true, fileMustExist: true });
  try {
    raw.exec('BEGIN');
    raw.prepare('SELECT count(*) FROM sqlite_schema').get();
    await raw.backup(to, {
      progress({ totalPages, remainingPages }) {
        told('pages', totalPages - remainingPages, totalPages);
        return pagesAtOnce;
      },
    });
  } finally {
    raw.close();
  }
};

const look = (file: string): { rows: number; images: string[] } => {
  const raw = new Database(file);
  try {
    // One file, without a log of its own beside it.
    raw.pragma('journal_mode = DELETE');
    const sound = raw.pragma('integrity_check', { simple: true });
    if (sound !== 'ok') throw new BackupError(`The database is broken: ${String(sound)}.`);
    const tables = raw
      .prepare<[], { name: string }>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
      )
      .all();
    const count = (table: string) =>
      raw.prepare<[], { n: number }>(`SELECT count(*) AS n FROM "${table}"`).get()?.n ?? 0;
    const known = tables.some(({ name }) => name === 'images');
    return {
      rows: tables.reduce((sum, { name }) => sum + count(name), 0),
      images: known
        ? raw
            .prepare<[], { id: string }>('SELECT id FROM images ORDER BY id')
            .all()
            .map(({ id }) => id)
        : [],
    };
  } finally {
    raw.close();
  }
};

const takePictures = async (dataDir: string, stage: string, ids: string[]) => {
  const paths: string[] = [];
  let missing = 0;
  for (const id of ids) {
    const folder = join('images', id);
    const from = join(dataDir, folder);
    const names = existsSync(from) ? readdirSync(from) : [];
    await mkdir(join(stage, folder), { recursive: true });
    const taken = await Promise.all(names.map((name) => take(join(from, name), join(stage, folder, name))));
    if (names.length === 0 || taken.includes(false)) missing += 1;
    else paths.push(...names.map((name) => join(folder, name)));
  }
  return { paths, missing };
};

/** A second name costs nothing and keeps the file; on another disk it is copied. False: it went away meanwhile. */
const take = async (from: string, to: string): Promise<boolean> => {
  try {
    if (!existsSync(to)) await link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_FICLONE));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return false;
  }
};

// For the owner's page and the metrics, which tell how old the last one is.
const note = (database: string, last: { at: number; bytes: number }): void => {
  const raw = new Database(database, { timeout: 5000 });
  try {
    raw
      .prepare(
        `INSERT INTO settings (key, value) VALUES ('last_backup', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
      )
      .run(JSON.stringify(last));
  } finally {
    raw.close();
  }
};
