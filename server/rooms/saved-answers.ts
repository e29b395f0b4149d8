// Answers that were worth keeping, offered again when a similar question comes. Shop-wide, by product. Rules: QNA-11.
import type { SavedAnswer } from '../../shared/questions.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import { newId, type AnswerId } from '../ids.ts';

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

/** Those of the product and those of no product, most used first. */
export const list = (sql: Sql, productId: string | null): SavedAnswer[] =>
  sql.all<SavedAnswer>(
    `SELECT id, product_id AS productId, question, answer, uses FROM saved_answers
     WHERE product_id IS NULL OR product_id = ? ORDER BY uses DESC, created_at DESC LIMIT ${most}`,
    productId,
  );

/** Throws `not_found`. */
export const remove = (tx: Tx, id: AnswerId): void => {
  if (tx.run('DELETE FROM saved_answers WHERE id = ?', id) === 0) throw new AppError('not_found', { id });
};
