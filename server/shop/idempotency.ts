// The same key with the same body gets the first answer again; with another body it is refused. The answer is stored in the
// transaction of the work itself, so the two cannot part. Keys are kept for a week. Rules: RES-7, RES-8.
import { hash } from 'node:crypto';
import type { Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';

const hashOf = (body: unknown): string => hash('sha256', JSON.stringify(body), 'base64url');

type Stored = { requestHash: string; answer: string };

/** Throws `key_reused`, or what `work` throws; a refusal is not remembered, so the same key may try again. */
export const once = <T>(tx: Tx, actor: string, key: string, body: unknown, now: number, work: () => T): T => {
  const requestHash = hashOf(body);
  const known = tx.get<Stored>(
    'SELECT request_hash AS requestHash, answer FROM idempotency WHERE actor = ? AND key = ?',
    actor,
    key,
  );
  if (known && known.requestHash !== requestHash) throw new AppError('key_reused');
  if (known) return JSON.parse(known.answer) as T;
  const answer = work();
  tx.run(
    'INSERT INTO idempotency (actor, key, request_hash, answer, at) VALUES (?, ?, ?, ?, ?)',
    actor,
    key,
    requestHash,
    JSON.stringify(answer),
    now,
  );
  return answer;
};

/** Returns how many went. */
export const forgetOld = (tx: Tx, before: number): number => {
  // By id, which is the order of time: an index over `at` would cost every reservation more than this costs each hour.
  const since = tx.get<{ id: number }>(
    'SELECT id FROM idempotency WHERE at >= ? ORDER BY id LIMIT 1',
    before,
  );
  return tx.run('DELETE FROM idempotency WHERE id < ?', since?.id ?? Number.MAX_SAFE_INTEGER);
};
