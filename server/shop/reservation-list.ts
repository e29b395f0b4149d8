// The reservations as the staff looks through them: by state, show, room and words, page by page, with counts. Reads only.
// Rules: HTTP-12, RES-12.
import { reservationStates, type ReservationState } from '../../shared/reservation-states.ts';
import type { ReservationEntry } from '../../shared/shop.ts';
import type { Sql } from '../db/open.ts';
import type { RoomId } from '../ids.ts';
import { pageOf, placeOf, withoutPlace, type Asked, type Paged } from './page.ts';
import { asOf, entryColumns, entryTables } from './reservation-views.ts';

export type Filter = {
  /** Null: every room. */
  roomId: RoomId | null;
  show: string | null;
  state: ReservationState | null;
  /** Part of a code, a name or a contact. */
  q: string;
};

type Condition = { where: string; values: (string | number | null)[] };

const like = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

// A hold whose deadline has passed counts as expired, also before the sweep has freed it.
const stateNow = `CASE WHEN r.state = 'held' AND r.expires_at <= ? THEN 'expired' ELSE r.state END`;

const conditionOf = ({ roomId, show, q }: Filter): Condition => {
  const words = q.trim();
  const parts: [string, ...(string | null)[]][] = [];
  if (roomId !== null) parts.push(['r.room_id = ?', roomId]);
  if (show !== null) parts.push(['r.show_id = ?', show]);
  if (words)
    parts.push([
      `(replace(r.code, '-', '') LIKE ? ESCAPE '\\' OR r.name LIKE ? ESCAPE '\\' OR r.contact LIKE ? ESCAPE '\\')`,
      like(words.replace(/[\s-]/g, '')),
      like(words),
      like(words),
    ]);
  return {
    where: parts.map(([text]) => text).join(' AND ') || '1',
    values: parts.flatMap(([, ...values]) => values),
  };
};

/** Newest first. */
export const page = (sql: Sql, filter: Filter, asked: Asked, now: number): Paged<ReservationEntry> => {
  const { where, values } = conditionOf(filter);
  const from = placeOf(asked.cursor);
  const rows = sql.all<ReservationEntry & { at: number }>(
    `SELECT ${entryColumns}, r.rowid AS at FROM ${entryTables}
     WHERE ${where} AND (? IS NULL OR ${stateNow} = ?) AND r.rowid < ? ORDER BY r.rowid DESC LIMIT ?`,
    ...values,
    filter.state,
    now,
    filter.state,
    from.at,
    asked.limit + 1,
  );
  const { rows: shown, next } = pageOf(rows, asked.limit);
  return { rows: shown.map((row) => asOf(withoutPlace(row), now)), next };
};

/** How many there are of each state, whatever state is asked for. */
export const counts = (sql: Sql, filter: Filter, now: number): Record<ReservationState, number> => {
  const { where, values } = conditionOf(filter);
  const rows = sql.all<{ state: ReservationState; count: number }>(
    `SELECT ${stateNow} AS state, count(*) AS count FROM ${entryTables} WHERE ${where} GROUP BY 1`,
    now,
    ...values,
  );
  const none = Object.fromEntries(Object.keys(reservationStates).map((state) => [state, 0]));
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) } as Record<
    ReservationState,
    number
  >;
};
