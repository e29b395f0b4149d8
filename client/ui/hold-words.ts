// The words of a reservation's time and state.
import type { ReservationState } from '../../shared/reservation-states.ts';
import type { ReservationView } from '../../shared/shop.ts';
import { t, tn } from '../i18n.ts';
import { isToday, timeOf } from './moment.ts';

const minute = 60_000;

/** "Yours until 20:45.", or so long after the show while its end is not known. */
const untilWords = ({ expiresAt, afterShowMs }: ReservationView): string => {
  if (expiresAt !== null)
    return t(isToday(expiresAt) ? 'reserve.until' : 'reserve.until.day', { time: timeOf(expiresAt) });
  return tn('reserve.untilAfterShow', Math.round((afterShowMs ?? 0) / minute));
};

const stateWords = ({ state }: { state: ReservationState }): string => t(`reserve.state.${state}`);

/** The one that fits: until when, or what became of it. */
export const stateLine = (reservation: ReservationView): string =>
  reservation.state === 'held' ? untilWords(reservation) : stateWords(reservation);
