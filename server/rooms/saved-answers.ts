// Answers that were worth keeping, offered again when a similar question comes. Shop-wide, by product. Rules: QNA-11, QNA-14.
import type { SavedAnswer } from '../../shared/questions.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { newId, type AnswerId } from '../ids.ts';
import { pageOf, placeOf, withoutPlace, type Asked, type Paged } from '../shop/page.ts';

/** The same answer to the same question is kept once, and counted. */
export const keep = (
  tx: Tx,
  productId: string | null,
  question: string,
  answer: string,
  now: number,
): void => {
  tx.run(
    `INSERT INTO saved_answers (id, product_id, question, answer, uses, created_at) VALUES (?, ?, ?, ?, 1, ?)
     ON CONFLICT DO UPDATE SET uses = uses + 1`,
    newId('answer'),
    productId,
    question,
    answer,
    now,
  );
};

const most = 200;
const columns = 'a.id, a.product_id AS productId, p.title, a.question, a.answer, a.uses';
const tables = 'saved_answers a LEFT JOIN products p ON p.id = a.product_id';

/** What may fit: those of the product and those of no product, most used first. */
export const offered = (sql: Sql, productId: string | null): SavedAnswer[] =>
  sql.all<SavedAnswer>(
    `SELECT ${columns} FROM ${tables}
     WHERE a.product_id IS NULL OR a.product_id = ? ORDER BY a.uses DESC, a.created_at DESC LIMIT ${most}`,
    productId,
  );

/** All of the shop in pages, the last kept first. */
export const list = (sql: Sql, { cursor, limit }: Asked): Paged<SavedAnswer> => {
  const place = placeOf(cursor);
  const { rows, next } = pageOf(
    sql.all<SavedAnswer & { at: number }>(
      `SELECT ${columns}, a.created_at AS at FROM ${tables}
       WHERE (a.created_at, a.id) < (?, ?) ORDER BY a.created_at DESC, a.id DESC LIMIT ?`,
      place.at,
      place.id,
      limit + 1,
    ),
    limit,
  );
  return { rows: rows.map(withoutPlace), next };
};

/** Throws `not_found`. */
export const remove = (tx: Tx, id: AnswerId): void => {
  if (tx.run('DELETE FROM saved_answers WHERE id = ?', id) === 0) throw new AppError('not_found', { id });
};
