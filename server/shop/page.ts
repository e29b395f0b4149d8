// Pages of lists, by a cursor that names the last row that was seen: what comes or goes meanwhile neither doubles nor hides
// a row. Rules: HTTP-9.
import { AppError } from '../errors.ts';

export type Asked = { cursor: string | null; limit: number };
type Place = { at: number; id: string };
export type Paged<Row> = { rows: Row[]; next: string | null };

const first: Place = { at: Number.MAX_SAFE_INTEGER, id: '' };

/** Where a page begins, newest first: rows with (at, id) below it. Throws `bad_request` for a cursor that is not ours. */
export const placeOf = (cursor: string | null): Place => {
  if (cursor === null) return first;
  const [, at, id] = /^(\d{1,16})\.([\w.-]{0,80})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined)
    throw new AppError('bad_request', { issues: [{ path: 'cursor', expected: 'a cursor of this list' }] });
  return { at: Number(at), id };
};

/** A row of an answer, without the time that only pages go by. */
export const withoutPlace = <Row extends { at: number }>(row: Row): Omit<Row, 'at'> => {
  const { at: _at, ...told } = row;
  return told;
};

/** From one row more than was asked for. */
export const pageOf = <Row extends Place>(rows: Row[], limit: number): Paged<Row> => {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { rows: shown, next: last ? `${last.at}.${last.id}` : null };
};
