// Which products were on air in a show, as far as this device has seen it: kept for the show's time, so that a reload does
// not forget. The journal of the shop is not asked; a device that came later knows less, and never more. Rule: STU-59.
const keyOf = (room: string): string => `vetrina.seen.${room}`;

/** Nothing for another show than the one that was remembered. */
export const readSeen = (room: string, showId: string | null): ReadonlySet<string> => {
  try {
    const [show, ...ids] = JSON.parse(localStorage.getItem(keyOf(room)) ?? '[]') as string[];
    return new Set(showId !== null && show === showId ? ids : []);
  } catch {
    return new Set(); // storage refused, or not ours
  }
};

export const keepSeen = (room: string, showId: string, seen: ReadonlySet<string>): void => {
  try {
    localStorage.setItem(keyOf(room), JSON.stringify([showId, ...seen]));
  } catch {
    // forgotten by the next reload then
  }
};
