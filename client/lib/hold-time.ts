// How long a hold still lasts, by the server's time, and when to remind of it. Pure: the deadline is the server's and
// absolute, so nothing here can restart it. Rules: CLI-20 … CLI-23.
import type { ReservationState } from '../../shared/reservation-states.ts';
import type { ReservationView } from '../../shared/shop.ts';

const second = 1000;
const minute = 60 * second;

/** Milliseconds left, never below 0; null while nothing runs (confirmed, over, or hanging on the end of its show). */
export const leftMs = ({ state, expiresAt }: ReservationView, now: number): number | null =>
  state === 'held' && expiresAt !== null ? Math.max(0, expiresAt - now) : null;

/** What to show: a hold whose deadline has passed is expired, even when nobody has said so yet. */
export const stateAt = (reservation: ReservationView, now: number): ReservationState =>
  leftMs(reservation, now) === 0 ? 'expired' : reservation.state;

const two = (count: number): string => String(count).padStart(2, '0');

/** "09:05", "1:00:00": whole seconds, the last one shown as 00:01; the width stays when ten minutes become nine. */
export const clockface = (ms: number): string => {
  const seconds = Math.ceil(ms / second);
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
};

/** The hold that ends first. */
export const nextToEnd = (reservations: readonly ReservationView[], now: number): ReservationView | null =>
  reservations
    .filter((each) => (leftMs(each, now) ?? 0) > 0)
    .toSorted((a, b) => (a.expiresAt ?? 0) - (b.expiresAt ?? 0))[0] ?? null;

/** Minutes before the end, longest first. */
export const remindersAt = [5, 1] as const;

export type Reminder = { reservation: ReservationView; minutes: number; keys: string[] };

const keyOf = ({ id, expiresAt }: ReservationView, minutes: number): string =>
  `${id}:${expiresAt}:${minutes}`;

/**
 * What is to be said now. One word for each threshold of each deadline: what was passed unseen (a closed page) is said
 * together with the nearest one, in the minutes that are really left; a hold shorter than a threshold never had it.
 */
export const dueReminders = (
  reservations: readonly ReservationView[],
  now: number,
  said: ReadonlySet<string>,
): Reminder[] =>
  reservations.flatMap((reservation) => {
    const left = leftMs(reservation, now);
    if (!left) return [];
    const wholeMs = (reservation.expiresAt ?? 0) - reservation.placedAt;
    const passed = remindersAt.filter((minutes) => left <= minutes * minute && wholeMs > minutes * minute);
    const keys = passed.map((minutes) => keyOf(reservation, minutes));
    const nearest = keys.at(-1);
    if (nearest === undefined || said.has(nearest)) return [];
    return [{ reservation, minutes: Math.ceil(left / minute), keys }];
  });
