// The states of a reservation as a table: what may follow what. Both sides read it; the server's UPDATEs are built on it.
// held → confirmed (name and contact are there) → collected; held and confirmed → cancelled; held → expired. Rules: RES-6.

export const reservationStates = {
  held: ['confirmed', 'cancelled', 'expired'],
  confirmed: ['collected', 'cancelled'],
  collected: [],
  cancelled: [],
  expired: [],
} as const;

export type ReservationState = keyof typeof reservationStates;

/** The states from which `to` may be reached. */
export const statesBefore = (to: ReservationState): ReservationState[] =>
  (Object.keys(reservationStates) as ReservationState[]).filter((from) =>
    (reservationStates[from] as readonly ReservationState[]).includes(to),
  );
