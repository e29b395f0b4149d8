// Reservations, waiting lists, the viewer's own limit, and what is "showing now". Each tap has a key made by its client and
// is carried out once, whatever is sent again. Rules: RES-7, RES-12, RES-17, WTL-1, LUP-2.
import { AppError } from '../../errors.ts';
import type { Tx } from '../../db/open.ts';
import type { ProductId, ReservationId, VariantId } from '../../ids.ts';
import * as demand from '../../rooms/demand.ts';
import * as shows from '../../rooms/shows.ts';
import * as allowance from '../../shop/allowance.ts';
import * as idempotency from '../../shop/idempotency.ts';
import * as lineUp from '../../shop/line-up.ts';
import type { Wish } from '../../shop/promise.ts';
import * as reservationViews from '../../shop/reservation-views.ts';
import * as reservations from '../../shop/reservations.ts';
import * as waitlist from '../../shop/waitlist.ts';
import type { RequestBody, RequestType } from '../../../shared/requests.ts';
import type { JoinedMember, Session } from '../session.ts';

/** What is remembered of an answer: a reservation's id alone, for its view holds name, contact and the receipt's secret. */
type Remembered<Answer> = Answer | { reservationId: ReservationId };

const remembered = <Answer extends object>(answer: Answer): Remembered<Answer> => {
  const { reservation } = answer as { reservation?: { id: string } };
  return reservation ? { reservationId: reservation.id as ReservationId } : answer;
};

/** Runs `work` once for the key of this device: the first answer is given again, a reservation as it is now. */
const once = <T extends RequestType, Answer extends object>(
  type: T,
  member: JoinedMember,
  body: RequestBody<T> & { key: string },
  { services }: Session,
  work: (tx: Tx, now: number) => Answer,
): Promise<Answer> =>
  services.db.write((tx) => {
    const now = services.clock.now();
    let fresh: Answer | undefined;
    const known = idempotency.once(tx, member.deviceId, body.key, { type, ...body }, now, () =>
      remembered((fresh = work(tx, now))),
    );
    const answer =
      fresh ??
      ('reservationId' in known
        ? ({ reservation: reservationViews.viewOf(tx, known.reservationId, now) } as unknown as Answer)
        : known);
    // The reply is news enough for the page that asked; the device's other pages hear of it.
    const { reservation } = answer as { reservation?: { id: string } };
    for (const mark of tx.marks)
      if (mark.of === 'reservation' && mark.id === reservation?.id) mark.toldTo = member.id;
    return answer;
  });

const wishOf = (
  tx: Tx,
  { room, deviceId }: JoinedMember,
  { variantId, quantity }: { variantId: string; quantity: number },
): Wish => {
  const showId = shows.running(tx, room.id);
  if (!showId) throw new AppError('show_not_live');
  return { roomId: room.id, showId, variantId: variantId as VariantId, deviceId, quantity };
};

export const place = async (
  member: JoinedMember,
  body: RequestBody<'reservation.place'>,
  session: Session,
) => {
  try {
    return await once('reservation.place', member, body, session, (tx, now) => {
      const wish = wishOf(tx, member, body);
      const placed = reservations.place(tx, wish, now, body.cents);
      return { reservation: reservationViews.viewOfPlaced(tx, wish, placed) };
    });
  } catch (error) {
    if (error instanceof AppError && error.code === 'sold_out') noteMiss(member, body, session);
    throw error;
  }
};

// In a write of its own: the refused one was rolled back, and its answer does not wait for this.
const noteMiss = (
  { deviceId }: JoinedMember,
  { variantId }: RequestBody<'reservation.place'>,
  { services: { db, clock, log } }: Session,
): void => {
  db.write((tx) => demand.missed(tx, variantId as VariantId, deviceId, clock.now())).catch((err: unknown) =>
    log.warn({ err }, 'a tap on what is sold out could not be counted'),
  );
};

type Change = (tx: Tx, id: ReservationId, now: number) => unknown;

const change =
  <T extends 'reservation.extend' | 'reservation.confirm' | 'reservation.cancel'>(
    type: T,
    changeOf: (body: RequestBody<T>) => Change,
  ) =>
  (member: JoinedMember, body: RequestBody<T>, session: Session) =>
    once(type, member, body, session, (tx, now) => {
      const { id } = reservations.ownedBy(tx, body.reservationId as ReservationId, member.deviceId);
      changeOf(body)(tx, id, now);
      return { reservation: reservationViews.viewOf(tx, id, now) };
    });

export const extend = change(
  'reservation.extend',
  () => (tx, id, now) => reservations.extend(tx, id, 'viewer', now),
);

export const confirm = change(
  'reservation.confirm',
  ({ name, contact }) =>
    (tx, id, now) =>
      reservations.confirm(tx, id, { name, contact }, 'viewer', now),
);

export const cancel = change(
  'reservation.cancel',
  () => (tx, id, now) => reservations.cancel(tx, id, 'viewer', now),
);

export const join = (member: JoinedMember, body: RequestBody<'waiting.join'>, session: Session) =>
  once('waiting.join', member, body, session, (tx, now) => {
    const wish = wishOf(tx, member, body);
    const { variantId, quantity } = wish;
    return { waiting: { variantId, quantity, place: waitlist.join(tx, wish, now) } };
  });

export const leave = (member: JoinedMember, body: RequestBody<'waiting.leave'>, session: Session) =>
  once('waiting.leave', member, body, session, (tx, now) => {
    const variantId = body.variantId as VariantId;
    waitlist.leave(tx, variantId, member.deviceId, now);
    return { waiting: { variantId, quantity: 0, place: null } };
  });

export const setCap = async (
  member: JoinedMember,
  { cents }: RequestBody<'cap.set'>,
  { services: { db, clock } }: Session,
) => ({ cap: await db.write((tx) => allowance.setCap(tx, member.deviceId, cents, clock.now())) });

export const pin = async (
  { room }: JoinedMember,
  { productId }: RequestBody<'product.pin'>,
  { services: { db, clock } }: Session,
) => {
  await db.write((tx) => lineUp.pin(tx, room.id, productId as ProductId | null, clock.now()));
  return { productId };
};
