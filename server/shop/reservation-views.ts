// Reservations as they are told: to their holder, and to the staff. A hold whose deadline has passed is told as expired even
// before the sweep has freed it. Rules: RES-5, RES-12.
import { limits } from '../../shared/limits.ts';
import type { Mine, ReservationEntry, ReservationView } from '../../shared/shop.ts';
import type { Sql } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { DeviceId, ReservationId } from '../ids.ts';
import * as allowance from './allowance.ts';
import type { Promised, Wish } from './promise.ts';
import * as receipts from './receipts.ts';
import * as waitlist from './waitlist.ts';

/** "M / Blue", from the variant's own columns; a value left empty is left out. */
export const variantLabel = `rtrim(v.option1 || ' / ' || v.option2 || ' / ' || v.option3, ' /')`;

const shared = `r.id, r.variant_id AS variantId, v.product_id AS productId, p.title, ${variantLabel} AS variant,
  r.quantity, r.unit_cents AS unitCents, r.currency, r.state, r.code, r.name, r.contact, r.placed_at AS placedAt,
  r.expires_at AS expiresAt`;
const joined = `reservations r JOIN variants v ON v.id = r.variant_id JOIN products p ON p.id = v.product_id`;

export const asOf = <T extends Pick<ReservationView, 'state' | 'expiresAt'>>(row: T, now: number): T =>
  row.state === 'held' && row.expiresAt !== null && row.expiresAt <= now ? { ...row, state: 'expired' } : row;

type Row = Omit<ReservationView, 'receipt' | 'extended' | 'offered' | 'entry'> & {
  id: ReservationId;
  extended: 0 | 1;
  offered: 0 | 1;
  entry: string | null;
};

const firstImage = '(SELECT i.id FROM images i WHERE i.product_id = p.id ORDER BY i.position LIMIT 1)';

const ownColumns = `${shared}, r.after_show_ms AS afterShowMs, r.extended, r.offered,
  ${firstImage} AS imageId,
  (SELECT l.hash FROM ledger l WHERE l.reservation_id = r.id AND l.kind = 'hold') AS entry`;

const ownView = (sql: Sql, row: Row, now: number): ReservationView =>
  asOf(
    {
      ...row,
      extended: row.extended === 1,
      offered: row.offered === 1,
      entry: row.entry ?? '',
      receipt: receipts.secretOf(sql, row.id),
    },
    now,
  );

/** For its holder. Throws `not_found`. */
export const viewOf = (sql: Sql, id: ReservationId, now: number): ReservationView => {
  const row = sql.get<Row>(`SELECT ${ownColumns} FROM ${joined} WHERE r.id = ?`, id);
  if (!row) throw new AppError('not_found', { id });
  return ownView(sql, row, now);
};

type Ware = Pick<ReservationView, 'variantId' | 'productId' | 'title' | 'variant' | 'imageId'>;

const wareQuery = `SELECT v.id AS variantId, v.product_id AS productId, p.title, ${variantLabel} AS variant,
  ${firstImage} AS imageId FROM variants v JOIN products p ON p.id = v.product_id WHERE v.id = ?`;

/** What `viewOf` would say of a reservation that was placed just now, from what is in hand. */
export const viewOfPlaced = (sql: Sql, { variantId, quantity }: Wish, placed: Promised): ReservationView => {
  const ware = sql.get<Ware>(wareQuery, variantId);
  if (!ware) throw new AppError('not_found', { variantId });
  return { ...placed, ...ware, quantity, state: 'held', extended: false, name: null, contact: null };
};

const mostShown = 100;

export const mineOf = (sql: Sql, deviceId: DeviceId, now: number): Mine => ({
  reservations: sql
    .all<Row>(
      `SELECT ${ownColumns} FROM ${joined} WHERE r.device_id = ? AND coalesce(r.ended_at, ?) > ?
       ORDER BY r.placed_at DESC, r.rowid DESC LIMIT ${mostShown}`,
      deviceId,
      now,
      now - limits.endedShownMs,
    )
    .map((row) => ownView(sql, row, now)),
  waiting: waitlist.placesOf(sql, deviceId),
  cap: allowance.cap(sql, deviceId, now),
});

/** The columns and the tables of a staff entry, for lists with filters of their own (aliases r, v, p, o for the room). */
export const entryColumns = `${shared}, o.slug AS room, r.show_id AS showId, v.sku, r.ended_at AS endedAt,
  (SELECT w.nickname FROM viewers w WHERE w.device_id = r.device_id) AS nickname`;
export const entryTables = `${joined} JOIN rooms o ON o.id = r.room_id`;

/** For the staff. Throws `not_found`. */
export const entryOf = (sql: Sql, id: ReservationId, now: number): ReservationEntry => {
  const row = sql.get<ReservationEntry>(`SELECT ${entryColumns} FROM ${entryTables} WHERE r.id = ?`, id);
  if (!row) throw new AppError('not_found', { id });
  return asOf(row, now);
};
