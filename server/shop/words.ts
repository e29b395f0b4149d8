// Words of the catalogue made plain: handles from titles, and the text that the search looks in. Rules: CAT-3, CAT-8.
import { limits } from '../../shared/limits.ts';
import type { Sql } from '../db/open.ts';

/** Lower case, without accents: "Felpa Perché" → "felpa perche". */
export const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** "Camicia di lino" → "camicia-di-lino"; "product" where nothing is left. */
export const handleOf = (title: string): string => {
  const words = plain(title)
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, limits.handleChars - 5)
    .replace(/^-+|-+$/g, '');
  return words || 'product';
};

/** The title's handle, with a number where another product has it already. */
export const freeHandle = (sql: Sql, title: string): string => {
  const stem = handleOf(title);
  const taken = new Set(
    sql
      .all<{ handle: string }>(
        'SELECT handle FROM products WHERE handle = ? OR handle GLOB ?',
        stem,
        `${stem}-[0-9]*`,
      )
      .map(({ handle }) => handle),
  );
  let handle = stem;
  for (let n = 2; taken.has(handle); n += 1) handle = `${stem}-${n}`;
  return handle;
};

/** A condition that every word of `q` is in `column`, and its values. Without words it is always true. */
export const wordsIn = (column: string, q: string): { where: string; values: string[] } => {
  const words = plain(q).split(/\s+/).filter(Boolean).slice(0, 8);
  return {
    where: words.map(() => `${column} LIKE ? ESCAPE '\\'`).join(' AND ') || '1',
    values: words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`),
  };
};
