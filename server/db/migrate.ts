// Brings a database up to the newest numbered migration, one transaction each. `user_version` is the last one applied.
// Rules: STO-8.
import type { Database } from 'better-sqlite3';
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('./migrations/', import.meta.url);

type Migration = { version: number; file: string };

const numbered = (): Migration[] =>
  readdirSync(folder)
    .filter((file) => /^\d{3}-.+\.sql$/.test(file))
    .map((file) => ({ version: Number(file.slice(0, 3)), file }))
    .sort((a, b) => a.version - b.version);

/** The version that this Vetrina brings a database to. */
export const newestVersion = (): number => numbered().at(-1)?.version ?? 0;

/** Throws when the database was written by a newer Vetrina than this one. */
export const migrate = (raw: Database): void => {
  const all = numbered();
  const newest = all.at(-1)?.version ?? 0;
  const current = raw.pragma('user_version', { simple: true }) as number;
  if (current > newest)
    throw new Error(
      `The database is of version ${current}; this Vetrina knows up to ${newest}. Run a newer one.`,
    );
  // A table is rebuilt by dropping the old one, to which others point (https://sqlite.org/lang_altertable.html#otheralter).
  raw.pragma('foreign_keys = OFF');
  for (const { version, file } of all.filter((migration) => migration.version > current)) {
    raw
      .transaction(() => {
        raw.exec(readFileSync(new URL(file, folder), 'utf8'));
        const broken = raw.pragma('foreign_key_check') as unknown[];
        if (broken.length > 0) throw new Error(`Migration ${file} would break references.`);
        raw.pragma(`user_version = ${version}`);
      })
      .immediate();
  }
  raw.pragma('foreign_keys = ON');
};
