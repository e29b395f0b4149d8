// Rooms over HTTP: the list that the front page shows, new ones by the owner, and what each room shows of the shop.
// Rules: HTTP-2, LUP-1, LUP-2.
import * as v from 'valibot';
import { limits } from '../../shared/limits.ts';
import { personName, slug } from '../../shared/requests.ts';
import { lineUpBody, pinBody } from '../../shared/shop-bodies.ts';
import type { Sql } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { ProductId } from '../ids.ts';
import { worksIn } from '../identity/staff.ts';
import * as shows from '../rooms/shows.ts';
import * as lineUp from '../shop/line-up.ts';
import { read, write, type Asking, type Route } from './route.ts';
import type { ApiDeps } from './sessions.ts';

const roomBody = v.object({ slug, name: personName(limits.roomNameChars) });

const roomOf = (sql: Sql, { param }: Asking) => {
  const room = shows.findRoom(sql, param('slug'));
  if (!room) throw new AppError('not_found', { room: param('slug') });
  return room;
};

/** The room of the path. Throws `not_found`, or `not_allowed` for one where this person does not work. */
export const ownRoom = (sql: Sql, asking: Asking) => {
  const room = roomOf(sql, asking);
  if (!worksIn(asking.staff(), room.id)) throw new AppError('not_allowed');
  return room;
};

const lineUps = (): Route[] => [
  read({
    path: '/rooms/:slug/line-up',
    tag: 'Rooms',
    summary: 'The products that a room shows, in order, and the one that is showing now',
    least: 'viewer',
    reply: ['products', 'pinnedId'],
    refusals: ['not_found'],
    read: (sql, asking) => lineUp.shelf(sql, roomOf(sql, asking).id),
  }),
  write({
    method: 'put',
    path: '/rooms/:slug/line-up',
    tag: 'Rooms',
    summary: 'The whole line-up anew',
    least: 'host',
    body: lineUpBody,
    reply: ['products', 'pinnedId'],
    refusals: ['not_found', 'not_allowed'],
    write(tx, asking) {
      const { id } = ownRoom(tx, asking);
      lineUp.set(tx, id, asking.body.productIds as ProductId[], asking.now);
      return lineUp.shelf(tx, id);
    },
  }),
  write({
    method: 'put',
    path: '/rooms/:slug/pin',
    tag: 'Rooms',
    summary: 'What is showing now; null: nothing',
    least: 'helper',
    body: pinBody,
    reply: ['pinnedId'],
    refusals: ['not_found', 'not_allowed'],
    write(tx, asking) {
      const { id } = ownRoom(tx, asking);
      lineUp.pin(tx, id, asking.body.productId as ProductId | null, asking.now);
      return { pinnedId: asking.body.productId };
    },
  }),
];

export const roomRoutes = ({ rooms }: ApiDeps): Route[] => [
  read({
    path: '/rooms',
    tag: 'Rooms',
    summary: 'All rooms, with their show and audience',
    least: 'viewer',
    unkept: true,
    reply: ['rooms'],
    read: (sql) => ({
      rooms: shows
        .listRooms(sql)
        .map((room) => ({ ...shows.view(sql, room), viewers: rooms.viewersIn(room.id) })),
    }),
  }),
  write({
    method: 'post',
    path: '/rooms',
    tag: 'Rooms',
    summary: 'A new room',
    least: 'owner',
    body: roomBody,
    status: 201,
    reply: ['room'],
    refusals: ['room_exists'],
    write: (tx, { body, now }) => shows.createRoom(tx, body.slug, body.name, now),
    written(room, { res }) {
      res.location(`/r/${room.slug}`);
      return { room: { slug: room.slug, name: room.name } };
    },
  }),
  ...lineUps(),
];
