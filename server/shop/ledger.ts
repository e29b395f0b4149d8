// The stock ledger: one row for each movement, chained by hashes, so that a row which was changed, removed or slipped in
// shows. Append-only (triggers refuse the rest). `verify` replays it. Rules: STK-4, STK-5.
import { hash } from 'node:crypto';
import type { Sql, Tx } from '../db/open.ts';
import type { ReservationId, VariantId } from '../ids.ts';

export type MovementKind = 'hold' | 'release' | 'extend' | 'confirm' | 'collect' | 'cancel' | 'adjust';

/** `onHand`, `held` and `sold` are differences. */
export type Movement = {
  at: number;
  variantId: VariantId;
  kind: MovementKind;
  onHand: number;
  held: number;
  sold: number;
  reservationId: ReservationId | null;
  actor: string;
  reason: string;
};

type Row = Movement & { seq: number; previousHash: string; hash: string };

export const genesis = '0'.repeat(64);

const columns = `seq, at, variant_id AS variantId, kind, on_hand AS onHand, held, sold, reservation_id AS reservationId,
  actor, reason, previous_hash AS previousHash, hash`;

/** SHA-256 over the row as a JSON array in a fixed order, with the previous row's hash in front. */
const hashOf = (seq: number, previousHash: string, m: Movement): string =>
  hash(
    'sha256',
    JSON.stringify([
      previousHash,
      seq,
      m.at,
      m.variantId,
      m.kind,
      m.onHand,
      m.held,
      m.sold,
      m.reservationId,
      m.actor,
      m.reason,
    ]),
  );

/** Appends a movement and returns its hash. */
export const append = (tx: Tx, movement: Movement): string => {
  const last = tx.get<{ seq: number; hash: string }>(
    'SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1',
  );
  const seq = (last?.seq ?? 0) + 1;
  const previousHash = last?.hash ?? genesis;
  const ownHash = hashOf(seq, previousHash, movement);
  const { at, variantId, kind, onHand, held, sold, reservationId, actor, reason } = movement;
  tx.run(
    `INSERT INTO ledger (seq, at, variant_id, kind, on_hand, held, sold, reservation_id, actor, reason, previous_hash, hash)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    seq,
    at,
    variantId,
    kind,
    onHand,
    held,
    sold,
    reservationId,
    actor,
    reason,
    previousHash,
    ownHash,
  );
  return ownHash;
};

export type Verdict = { rows: number; broken: string | null };

/** Replays chain and counters. `broken` says the first thing that is wrong, in words; null when all is well. */
export const verify = (sql: Sql): Verdict => {
  const rows = sql.all<Row>(`SELECT ${columns} FROM ledger ORDER BY seq`);
  return { rows: rows.length, broken: brokenLink(rows) ?? wrongCounter(sql) ?? wrongHolds(sql) };
};

const brokenLink = (rows: Row[]): string | null => {
  let previousHash = genesis;
  for (const [index, row] of rows.entries()) {
    if (row.seq !== index + 1) return `Row ${index + 1} is missing.`;
    if (row.previousHash !== previousHash) return `Row ${row.seq} does not follow the row before it.`;
    if (row.hash !== hashOf(row.seq, row.previousHash, row)) return `Row ${row.seq} was changed.`;
    previousHash = row.hash;
  }
  return null;
};

const wrongCounter = (sql: Sql): string | null => {
  const wrong = sql.get<{ id: string }>(
    `SELECT id FROM variants WHERE (on_hand, held, sold) IS NOT (
       SELECT coalesce(sum(on_hand), 0), coalesce(sum(held), 0), coalesce(sum(sold), 0) FROM ledger
       WHERE variant_id = variants.id)`,
  );
  return wrong ? `The counters of variant ${wrong.id} are not the sum of its movements.` : null;
};

const wrongHolds = (sql: Sql): string | null => {
  const wrong = sql.get<{ id: string }>(
    `SELECT id FROM variants LEFT JOIN (
       SELECT variant_id, sum(quantity) AS promised FROM reservations WHERE ended_at IS NULL GROUP BY variant_id)
       ON variant_id = id
     WHERE held <> coalesce(promised, 0)`,
  );
  return wrong ? `What is held of variant ${wrong.id} is not what its open reservations hold.` : null;
};
