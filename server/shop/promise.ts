// One promise of pieces to one device: the reservation's row and the stock's movement, together or not at all. Placing and
// the waiting list both make theirs here. Rules: RES-1, RES-2.
import { randomInt } from 'node:crypto';
import type { Tx } from '../db/open.ts';
import {
  hashSecret,
  newId,
  type DeviceId,
  type ReservationId,
  type RoomId,
  type ShowId,
  type VariantId,
} from '../ids.ts';
import type { Price } from './prices.ts';
import * as receipts from './receipts.ts';
import * as stock from './stock.ts';

export type Wish = {
  roomId: RoomId;
  showId: ShowId;
  variantId: VariantId;
  deviceId: DeviceId;
  quantity: number;
};

/** When a hold ends: at a time, or so long after the show's end. `offered`: it comes from the waiting list. */
export type Deadline = { expiresAt: number | null; afterShowMs: number | null; offered: boolean };

/** `receipt` is the secret of the receipt's address, stored as a hash only; `entry` is the ledger entry's hash. */
export type Promised = Deadline & {
  id: ReservationId;
  code: string;
  receipt: string;
  entry: string;
  placedAt: number;
  unitCents: number;
  currency: string;
};

// No vowels (they spell), no 0 1 5 8 (they look like O I S B): to be read out at the counter.
const codeLetters = '234679CDFGHJKMNPQRTVWXYZ';

const newCode = (): string => {
  const letters = Array.from({ length: 6 }, () => codeLetters[randomInt(codeLetters.length)]).join('');
  return `${letters.slice(0, 3)}-${letters.slice(3)}`;
};

/** Throws `sold_out`, `not_found`. */
export const promise = (
  tx: Tx,
  wish: Wish,
  price: Price,
  deadline: Deadline,
  actor: 'viewer' | 'waitlist',
  now: number,
): Promised => {
  // First, so that a refusal comes before any change (db/open.ts).
  const enter = stock.hold(tx, wish.variantId, wish.quantity);
  const id = newId('reservation');
  const receipt = receipts.secretOf(tx, id);
  const code = insert(tx, id, receipt, wish, price, deadline, now);
  tx.marks.push({ of: 'reservation', id, deviceId: wish.deviceId, roomId: wish.roomId });
  const entry = enter({ at: now, actor, reservationId: id });
  const { cents: unitCents, currency } = price;
  return { ...deadline, id, code, receipt, entry, placedAt: now, unitCents, currency };
};

/** Returns the code: the first one that no open reservation has. */
const insert = (
  tx: Tx,
  id: ReservationId,
  receipt: string,
  wish: Wish,
  price: Price,
  deadline: Deadline,
  now: number,
): string => {
  const code = newCode();
  const inserted = tx.run(
    `INSERT INTO reservations (id, room_id, show_id, variant_id, device_id, quantity, unit_cents, currency, state, code,
       receipt_hash, placed_at, expires_at, after_show_ms, offered) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'held', ?, ?, ?, ?, ?, ?)
     ON CONFLICT (code) WHERE ended_at IS NULL DO NOTHING`,
    id,
    wish.roomId,
    wish.showId,
    wish.variantId,
    wish.deviceId,
    wish.quantity,
    price.cents,
    price.currency,
    code,
    hashSecret(receipt),
    now,
    deadline.expiresAt,
    deadline.afterShowMs,
    deadline.offered ? 1 : 0,
  );
  return inserted === 1 ? code : insert(tx, id, receipt, wish, price, deadline, now);
};
