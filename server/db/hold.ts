// One server to a data folder: two would not hear of each other's events. The hold is SQLite's own lock on a file beside
// the database, so the system lets go of it however the process ends. Rules: STO-10.
import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Disposer } from '../clock.ts';

export class FolderHeldError extends Error {
  override readonly name = 'FolderHeldError';
}

/** Whether a server holds it now. Takes nothing for longer than the look. */
export const isHeld = (folder: string): boolean => {
  if (!existsSync(join(folder, 'server.lock'))) return false;
  try {
    holdFolder(folder)();
    return false;
  } catch (error) {
    if (error instanceof FolderHeldError) return true;
    throw error;
  }
};

/** Throws FolderHeldError. Keep the disposer (idempotent): a lock that nothing refers to is garbage-collected, and let go. */
export const holdFolder = (folder: string): Disposer => {
  const raw = new Database(join(folder, 'server.lock'), { timeout: 0 });
  try {
    raw.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    raw.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new FolderHeldError(`Another Vetrina is already serving from ${folder}.`);
  }
  return () => void raw.close();
};
