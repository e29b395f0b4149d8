// Puts a backup in the place of what a data folder holds. Everything is looked at aside before anything is touched; then a note
// makes it final, and files are moved by the note until it is done. Whatever is cut off before the note is undone, whatever after
// it is finished, by the next who opens the folder. What was there is kept in a dated folder. Rules: STO-22 … STO-24.
import Database from 'better-sqlite3';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { flush, unpack, type Contents } from './archive.ts';
import { FolderHeldError, holdFolder } from './hold.ts';
import { Db } from './open.ts';

export class RestoreError extends Error {
  override readonly name = 'RestoreError';
}

const stageOf = (dataDir: string) => join(dataDir, '.restore');
const noteIn = (stage: string) => join(stage, 'restore.json');

/** `check` looks at the migrated copy and says what is wrong with it, or null. `kept`: where what was there is now. */
export const restore = async (
  dataDir: string,
  file: string,
  { now, check }: { now: number; check: (db: Db) => string | null },
): Promise<Contents & { kept: string | null }> => {
  if (!existsSync(file)) throw new RestoreError(`There is no file ${file}.`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const letGo = holdFolder(dataDir);
  try {
    settle(dataDir);
    const stage = stageOf(dataDir);
    await mkdir(stage, { mode: 0o700 });
    const clear = () => !existsSync(noteIn(stage)) && rmSync(stage, { recursive: true, force: true });
    process.once('exit', clear);
    try {
      return await restoreBy(dataDir, stage, file, now, check);
    } finally {
      clear();
      process.off('exit', clear);
    }
  } finally {
    letGo();
  }
};

const restoreBy = async (
  dataDir: string,
  stage: string,
  file: string,
  now: number,
  check: (db: Db) => string | null,
) => {
  const contents = await unpack(file, stage);
  await mkdir(join(stage, 'images'), { recursive: true });
  const database = join(stage, 'vetrina.db');
  refuseBroken(database);
  const db = new Db(database);
  try {
    const wrong = check(db);
    if (wrong) throw new RestoreError(wrong);
  } finally {
    db.close();
  }
  for (const path of contents.files.map((each) => each.path)) await flush(join(stage, path));
  const old = `before-restore-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  await writeFile(`${noteIn(stage)}.new`, JSON.stringify({ old }), { flush: true });
  renameSync(`${noteIn(stage)}.new`, noteIn(stage));
  await flush(stage);
  settle(dataDir);
  await flush(dataDir);
  const kept = join(dataDir, old);
  return { ...contents, kept: existsSync(kept) ? kept : null };
};

const refuseBroken = (database: string): void => {
  const raw = new Database(database, { readonly: true });
  try {
    const sound = raw.pragma('integrity_check', { simple: true });
    if (sound !== 'ok') throw new RestoreError(`The database in the backup is broken: ${String(sound)}.`);
    const loose = raw.pragma('foreign_key_check') as unknown[];
    if (loose.length > 0)
      throw new RestoreError('The database in the backup has rows that point to nothing.');
  } finally {
    raw.close();
  }
};

/** To be called before the database of a folder is opened. Throws RestoreError while a restore is at work there. */
export const settleRestore = (dataDir: string): void => {
  if (!existsSync(stageOf(dataDir))) return;
  try {
    const letGo = holdFolder(dataDir);
    try {
      settle(dataDir);
    } finally {
      letGo();
    }
  } catch (error) {
    if (!(error instanceof FolderHeldError)) throw error;
    throw new RestoreError(`A restore is under way in ${dataDir}.`, { cause: error });
  }
};

/** Finishes what has its note, undoes what has none. May itself be cut off at any point, and be called again. */
const settle = (dataDir: string): void => {
  const stage = stageOf(dataDir);
  if (existsSync(noteIn(stage))) {
    const { old } = JSON.parse(readFileSync(noteIn(stage), 'utf8')) as { old: string };
    const aside = join(dataDir, old);
    mkdirSync(aside, { recursive: true, mode: 0o700 });
    // The log of the old database first: it belongs to no other.
    for (const name of ['vetrina.db-wal', 'vetrina.db-shm']) move(dataDir, aside, name);
    for (const name of ['images', 'vetrina.db'])
      if (existsSync(join(stage, name))) {
        move(dataDir, aside, name);
        move(stage, dataDir, name);
      }
    if (readdirSync(aside).length === 0) rmdirSync(aside);
    rmSync(noteIn(stage));
  }
  rmSync(stage, { recursive: true, force: true });
};

const move = (from: string, to: string, name: string): void => {
  if (existsSync(join(from, name))) renameSync(join(from, name), join(to, name));
};
