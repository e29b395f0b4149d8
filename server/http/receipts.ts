// The receipt's page: for whoever has its secret, and for that one reservation only; and what the shop keeps about its holder.
// Rules: HTTP-11, RES-12, RES-13, IDN-22, IDN-23.
import { limits } from '../../shared/limits.ts';
import type { Forgotten, ReceiptView } from '../../shared/shop-api.ts';
import type { Sql } from '../db/open.ts';
import type { ReservationId } from '../ids.ts';
import * as personalData from '../rooms/personal-data.ts';
import * as shows from '../rooms/shows.ts';
import * as identityBlock from '../shop/identity-block.ts';
import * as reservationViews from '../shop/reservation-views.ts';
import * as reservations from '../shop/reservations.ts';
import { attempts } from './attempts.ts';
import { read, write, type Route } from './route.ts';
import type { ApiDeps } from './sessions.ts';

const tag = 'Receipt';
const reply = ['reservation', 'identity', 'roomName', 'roomSlug'];

const receiptView = (sql: Sql, id: ReservationId, now: number): ReceiptView => {
  const { roomId } = reservations.find(sql, id);
  const room = shows.listRooms(sql).find((one) => one.id === roomId);
  return {
    reservation: reservationViews.viewOf(sql, id, now),
    identity: identityBlock.read(sql),
    roomName: room?.name ?? '',
    roomSlug: room?.slug ?? '',
  };
};

const ownData = (): Route[] => {
  const path = '/receipt/data';
  const limiter = attempts({ perMinute: limits.personalDataPerMinute });
  return [
    read({
      path,
      tag,
      summary: 'All that the shop keeps about the holder of a receipt, except the secrets of other receipts',
      least: 'receipt',
      unkept: true,
      limiter,
      reply: ['madeAt', 'nickname', 'reservations', 'waiting', 'cap', 'questions', 'messages', 'sanctions'],
      refusals: ['not_found', 'rate_limited'],
      read: (sql, { reservationId, now }) =>
        personalData.dataOf(sql, reservations.find(sql, reservationId).deviceId, now),
    }),
    write({
      method: 'delete',
      path,
      tag,
      summary: 'Deletes it, except what is open: an open reservation, a running ban',
      least: 'receipt',
      limiter,
      reply: ['reservations', 'sanctions', 'linkEnds'],
      refusals: ['not_found', 'rate_limited'],
      write(tx, { reservationId, now }): Forgotten {
        const left = personalData.forget(tx, reservations.find(tx, reservationId).deviceId, now);
        return { ...left, linkEnds: reservations.find(tx, reservationId).deviceId === '' };
      },
    }),
  ];
};

export const receiptRoutes = ({ db }: ApiDeps): Route[] => {
  const limiter = attempts({ perMinute: limits.receiptTriesPerMinute, failuresOnly: true });
  return [
    ...ownData(),
    read({
      path: '/receipt',
      tag,
      summary: 'The reservation that a receipt is about, and where to pick it up',
      least: 'receipt',
      unkept: true,
      limiter,
      reply,
      refusals: ['not_found', 'rate_limited'],
      read: (sql, { reservationId, now }) => receiptView(sql, reservationId, now),
    }),
    write({
      method: 'post',
      path: '/receipt/cancel',
      tag,
      summary: 'Gives it back',
      least: 'receipt',
      limiter,
      reply,
      refusals: ['not_found', 'reservation_over', 'rate_limited'],
      // The answer holds the receipt's secret, so it is not what is remembered under the key.
      write(tx, { reservationId, actor, now }) {
        reservations.cancel(tx, reservationId, actor, now);
        return { id: reservationId };
      },
      written: ({ id }, { now }) => db.read((sql) => receiptView(sql, id, now)),
    }),
  ];
};
