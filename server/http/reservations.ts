// Reservations and shows for the staff of their rooms: lists, details, and what is done at the counter.
// Rules: HTTP-12, RES-6, RES-12.
import * as v from 'valibot';
import { reservationStates, type ReservationState } from '../../shared/reservation-states.ts';
import { holderBody, reason } from '../../shared/shop-bodies.ts';
import { slug } from '../../shared/requests.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { ReservationId, RoomId } from '../ids.ts';
import { worksIn } from '../identity/staff.ts';
import * as shows from '../rooms/shows.ts';
import { ledgerOfReservation, shows as showRows } from '../shop/catalogue-list.ts';
import * as csv from '../shop/csv-write.ts';
import * as list from '../shop/reservation-list.ts';
import * as reservationViews from '../shop/reservation-views.ts';
import * as reservations from '../shop/reservations.ts';
import { askedPage, pageQuery, search } from './asked-page.ts';
import { sendCsv } from './csv-reply.ts';
import { free, read, write, type Asking, type Route } from './route.ts';
import type { ApiDeps } from './sessions.ts';

const tag = 'Reservations';
const states = Object.keys(reservationStates) as [ReservationState, ...ReservationState[]];
const filterQuery = {
  state: v.optional(v.picklist(states)),
  show: v.optional(v.pipe(v.string(), v.maxLength(64))),
  room: v.optional(slug),
  q: search,
};
type FilterQuery = v.InferOutput<v.ObjectSchema<typeof filterQuery, undefined>>;

// Owners work everywhere; who belongs to a room sees that room, whatever is asked for.
const roomAsked = (sql: Sql, asking: Asking, room: string | undefined): RoomId | null => {
  const me = asking.staff();
  if (room === undefined) return me.roomId;
  const found = shows.findRoom(sql, room);
  if (!found) throw new AppError('not_found', { room });
  if (!worksIn(me, found.id)) throw new AppError('not_allowed');
  return found.id;
};

const filterOf = (sql: Sql, asking: Asking<FilterQuery>): list.Filter => ({
  roomId: roomAsked(sql, asking, asking.query.room),
  show: asking.query.show ?? null,
  state: asking.query.state ?? null,
  q: asking.query.q,
});

/** Throws `not_found`, for a reservation of another room too. */
const ownReservation = (sql: Sql, asking: Asking): ReservationId => {
  const id = asking.param('id') as ReservationId;
  if (!worksIn(asking.staff(), reservations.find(sql, id).roomId)) throw new AppError('not_found', { id });
  return id;
};

const lists = ({ db }: ApiDeps): Route[] => [
  read({
    path: '/shows',
    tag,
    summary: 'Shows, newest first, with what was reserved in them',
    least: 'helper',
    query: v.object(pageQuery),
    reply: ['shows', 'next'],
    read(sql, asking) {
      const { rows, next } = showRows(sql, asking.staff().roomId, askedPage(asking.query));
      return { shows: rows, next };
    },
  }),
  read({
    path: '/reservations',
    tag,
    summary: 'Reservations, newest first; `q`: part of a code, a name or a contact',
    least: 'helper',
    unkept: true,
    query: v.object({ ...pageQuery, ...filterQuery }),
    reply: ['reservations', 'next', 'counts'],
    refusals: ['not_found'],
    read(sql, asking) {
      const filter = filterOf(sql, asking);
      const { rows, next } = list.page(sql, filter, askedPage(asking.query), asking.now);
      return { reservations: rows, next, counts: list.counts(sql, filter, asking.now) };
    },
  }),
  free({
    method: 'get',
    path: '/reservations.csv',
    tag,
    summary: 'The same as a table for spreadsheets',
    least: 'helper',
    unkept: true,
    query: v.object(filterQuery),
    replyType: 'text/csv',
    free(asking) {
      const filter = db.read((sql) => filterOf(sql, asking));
      const pageAfter = (cursor: string | null) =>
        db.read((sql) => list.page(sql, filter, { cursor, limit: 500 }, asking.now));
      return sendCsv(asking.res, 'reservations.csv', csv.reservations(pageAfter));
    },
  }),
  read({
    path: '/reservations/:id',
    tag,
    summary: 'A reservation with its movements in the ledger',
    least: 'helper',
    unkept: true,
    reply: ['reservation', 'ledger'],
    refusals: ['not_found'],
    read(sql, asking) {
      const id = ownReservation(sql, asking);
      return {
        reservation: reservationViews.entryOf(sql, id, asking.now),
        ledger: ledgerOfReservation(sql, id),
      };
    },
  }),
];

// What is remembered under the key is the id alone: name and contact have one place, from where they are deleted in time.
const act = <B extends v.GenericSchema>(
  what: string,
  summary: string,
  body: B,
  work: (tx: Tx, id: ReservationId, asking: Asking<undefined, v.InferOutput<B>>) => void,
  { db }: ApiDeps,
): Route =>
  write({
    method: 'post',
    path: `/reservations/:id/${what}`,
    tag,
    summary,
    least: 'helper',
    body,
    reply: ['reservation'],
    refusals: ['not_found', 'reservation_over'],
    write(tx, asking) {
      const id = ownReservation(tx, asking as Asking);
      work(tx, id, asking as Asking<undefined, v.InferOutput<B>>);
      return { id };
    },
    written: ({ id }, { now }) => ({ reservation: db.read((sql) => reservationViews.entryOf(sql, id, now)) }),
  });

const counter = (deps: ApiDeps): Route[] => [
  act(
    'confirm',
    'Name and contact, as said at the counter or on the telephone: the hold no longer runs out',
    v.object({ ...holderBody.entries, reason }),
    (tx, id, { body: { reason: why, ...who }, actor, now }) =>
      reservations.confirm(tx, id, who, actor, now, why),
    deps,
  ),
  act(
    'collect',
    'Handed over and paid',
    v.optional(v.object({}), {}),
    (tx, id, { actor, now }) => reservations.collect(tx, id, actor, now),
    deps,
  ),
  act(
    'cancel',
    'Released by hand, with a reason; what frees goes to the waiting list',
    v.object({ reason }),
    (tx, id, { body, actor, now }) => void reservations.cancel(tx, id, actor, now, body.reason),
    deps,
  ),
];

export const reservationRoutes = (deps: ApiDeps): Route[] => [...lists(deps), ...counter(deps)];
