// The filter of the reservations, from the address and back. Pure. Rules: BOF-1.
import { reservationStates, type ReservationState } from '../../../shared/reservation-states.ts';
import type { ReservationFilter } from '../parts/office-api.ts';

export const states = Object.keys(reservationStates) as ReservationState[];

/** What is no state is taken as "all". */
export const filterOf = (query: Record<string, string>): ReservationFilter => ({
  state: states.find((state) => state === query.state) ?? '',
  show: query.show ?? '',
  room: query.room ?? '',
  q: query.q ?? '',
});
