// The reservations of one show as the staff sees them, newest first, from the API's list and from live events. Each entry is
// absolute and replaces the one before it; a reservation never goes back to an earlier state, whatever comes late. Pure.
// Rules: STU-55, STU-56.
import type { ReservationState } from '../../shared/reservation-states.ts';
import type { ReservationEntry } from '../../shared/shop.ts';

const ranks: Record<ReservationState, number> = {
  held: 0,
  confirmed: 1,
  collected: 2,
  cancelled: 2,
  expired: 2,
};

/** A deadline moves only forwards: by the end of the show, and by the one extension. */
const isOlder = (entry: ReservationEntry, than: ReservationEntry): boolean => {
  const ranksApart = ranks[entry.state] - ranks[than.state];
  if (ranksApart !== 0) return ranksApart < 0;
  return entry.state === 'held' && (entry.expiresAt ?? 0) < (than.expiresAt ?? 0);
};

const byAge = (a: ReservationEntry, b: ReservationEntry): number =>
  b.placedAt - a.placedAt || (a.id < b.id ? 1 : -1);

export const withEntry = (
  list: readonly ReservationEntry[],
  entry: ReservationEntry,
): readonly ReservationEntry[] => {
  const known = list.find(({ id }) => id === entry.id);
  if (!known) return [entry, ...list].toSorted(byAge);
  if (isOlder(entry, known)) return list;
  return list.map((each) => (each.id === entry.id ? entry : each));
};

/** What the API told, with what is known already: that may be newer. */
export const merged = (
  told: readonly ReservationEntry[],
  known: readonly ReservationEntry[],
): readonly ReservationEntry[] => known.reduce(withEntry, told.toSorted(byAge));

export type Tally = {
  held: number;
  confirmed: number;
  collected: number;
  /** Of all three together: reservations, pieces and what they are worth. */
  kept: number;
  pieces: number;
  cents: number;
};

export const tallyOf = (list: readonly ReservationEntry[]): Tally => {
  const tally: Tally = { held: 0, confirmed: 0, collected: 0, kept: 0, pieces: 0, cents: 0 };
  for (const { state, quantity, unitCents } of list) {
    if (state === 'cancelled' || state === 'expired') continue;
    tally[state] += 1;
    tally.kept += 1;
    tally.pieces += quantity;
    tally.cents += quantity * unitCents;
  }
  return tally;
};

export const isOpen = ({ state }: ReservationEntry): boolean => state === 'held' || state === 'confirmed';
