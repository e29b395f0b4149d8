// The counters of each variant: on hand, held, sold. Their only writer. The guard is in the UPDATE: zero rows changed is the
// refusal, so there is nothing to lock and nothing to retry. Rules: STK-1 … STK-3.
import type { StockView } from '../../shared/shop.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { ReservationId, VariantId } from '../ids.ts';
import * as ledger from './ledger.ts';

/** Why and by whom a movement is made. */
export type Cause = { at: number; actor: string; reservationId: ReservationId | null; reason?: string };

type Kind = ledger.MovementKind;
type Change = { onHand?: number; held?: number; sold?: number };

const record = (tx: Tx, variantId: VariantId, kind: Kind, change: Change, cause: Cause): string => {
  if (Object.keys(change).length > 0) tx.marks.push({ of: 'stock', id: variantId });
  return ledger.append(tx, {
    at: cause.at,
    variantId,
    kind,
    onHand: change.onHand ?? 0,
    held: change.held ?? 0,
    sold: change.sold ?? 0,
    reservationId: cause.reservationId,
    actor: cause.actor,
    reason: cause.reason ?? '',
  });
};

/** What a viewer may know. Of what is archived nothing is available. Throws `not_found`. */
export const view = (sql: Sql, variantId: VariantId): StockView => {
  const row = sql.get<StockView>(
    `SELECT v.id AS variantId, v.version,
       CASE WHEN v.archived_at IS NULL AND p.archived_at IS NULL THEN v.on_hand - v.held ELSE 0 END AS available
     FROM variants v JOIN products p ON p.id = v.product_id WHERE v.id = ?`,
    variantId,
  );
  if (!row) throw new AppError('not_found', { variantId });
  return row;
};

/**
 * Promises pieces. Returns what enters them in the ledger once their reservation is there, and gives the entry's hash.
 * Throws `sold_out` {available}, `not_found`.
 */
export const hold = (tx: Tx, variantId: VariantId, quantity: number): ((cause: Cause) => string) => {
  const held = tx.run(
    `UPDATE variants SET held = held + ?, version = version + 1
     WHERE id = ? AND archived_at IS NULL AND on_hand - held >= ?
       AND EXISTS (SELECT 1 FROM products WHERE id = product_id AND archived_at IS NULL)`,
    quantity,
    variantId,
    quantity,
  );
  if (held === 0) throw new AppError('sold_out', { available: view(tx, variantId).available });
  return (cause) => record(tx, variantId, 'hold', { held: quantity }, cause);
};

/** Gives promised pieces back. `kind` says whether time or a person did it. */
export const release = (
  tx: Tx,
  variantId: VariantId,
  quantity: number,
  kind: 'release' | 'cancel',
  cause: Cause,
): void => {
  tx.run('UPDATE variants SET held = held - ?, version = version + 1 WHERE id = ?', quantity, variantId);
  record(tx, variantId, kind, { held: -quantity }, cause);
};

/** Hands promised pieces over: what is available does not change. */
export const collect = (tx: Tx, variantId: VariantId, quantity: number, cause: Cause): void => {
  tx.run(
    `UPDATE variants SET on_hand = on_hand - ?, held = held - ?, sold = sold + ?, version = version + 1 WHERE id = ?`,
    quantity,
    quantity,
    quantity,
    variantId,
  );
  record(tx, variantId, 'collect', { onHand: -quantity, held: -quantity, sold: quantity }, cause);
};

/** A movement that changes no counter, for the record: extended, confirmed. */
export const note = (tx: Tx, variantId: VariantId, kind: 'extend' | 'confirm', cause: Cause): void => {
  record(tx, variantId, kind, {}, cause);
};

/** Goods came in (positive) or were counted away (negative). Throws `stock_held` when less would be left than is promised. */
export const adjust = (tx: Tx, variantId: VariantId, difference: number, cause: Cause): StockView => {
  const adjusted = tx.run(
    'UPDATE variants SET on_hand = on_hand + ?, version = version + 1 WHERE id = ? AND on_hand + ? >= held',
    difference,
    variantId,
    difference,
  );
  if (adjusted === 0) throw new AppError('stock_held', { available: view(tx, variantId).available });
  record(tx, variantId, 'adjust', { onHand: difference }, cause);
  return view(tx, variantId);
};
