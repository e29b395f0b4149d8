// The unguessable link of each reservation. Its secret is derived from the reservation's id and a key of the shop, so the
// holder's own devices are always told it again, and only its hash is in the reservation's row. Rules: RES-2, RES-13.
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Sql } from '../db/open.ts';
import * as settings from '../db/settings.ts';
import { hashSecret, type ReservationId } from '../ids.ts';

// Every reservation asks, and the key never changes: made ready once.
let known: { text: string; key: KeyObject } | null = null;

const keyOf = (sql: Sql): KeyObject => {
  const text = settings.read(sql, 'receipt_key');
  if (!text) throw new Error('no receipt key');
  if (known?.text !== text) known = { text, key: createSecretKey(text, 'utf8') };
  return known.key;
};

/** 256 bits, base64url. */
export const secretOf = (sql: Sql, id: ReservationId): string =>
  createHmac('sha256', keyOf(sql)).update(`receipt.v1.${id}`).digest('base64url');

export const find = (sql: Sql, secret: string): ReservationId | null =>
  sql.get<{ id: ReservationId }>('SELECT id FROM reservations WHERE receipt_hash = ?', hashSecret(secret))
    ?.id ?? null;
