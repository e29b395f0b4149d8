// Looks at a database without changing it: is it whole, and of which version. Works beside a running server, and takes as long
// as reading the file does: never in the server's own process. Rules: OPS-52.
import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { newestVersion } from './migrate.ts';

export type Inspection =
  | { is: 'none' }
  | { is: 'closed' | 'damaged'; reason: string }
  /** `since`: when the shop's first room was made. */
  | { is: 'whole'; version: number; newest: number; since: number | null };

const damage = /^SQLITE_(CORRUPT|NOTADB)/;

const look = (raw: Database.Database): Inspection => {
  // Without the cross-check of every index against its table (https://sqlite.org/pragma.html#pragma_quick_check).
  const found = raw.pragma('quick_check(1)', { simple: true }) as string;
  if (found !== 'ok') return { is: 'damaged', reason: found };
  const version = raw.pragma('user_version', { simple: true }) as number;
  const isShop = raw.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'rooms'").get() !== undefined;
  const since = isShop
    ? (raw.prepare('SELECT min(created_at) FROM rooms').pluck().get() as number | null)
    : null;
  return { is: 'whole', version, newest: newestVersion(), since };
};

export const inspect = (file: string): Inspection => {
  if (!existsSync(file)) return { is: 'none' };
  let raw: Database.Database | undefined;
  try {
    raw = new Database(file, { readonly: true, timeout: 5000 });
    return look(raw);
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    return { is: damage.test(code) ? 'damaged' : 'closed', reason: message };
  } finally {
    raw?.close();
  }
};
