// The pick list's order: what one person takes home lies together, under the name that is called at the counter; or every
// piece of one product together, for the walk along the shelves. Pure. Rules: BOF-11.
import type { ReservationEntry } from '../../../shared/shop.ts';

export const groupings = ['person', 'product'] as const;
export type Grouping = (typeof groupings)[number];
export type PickGroup = {
  key: string;
  /** Null: nobody has given a name; then the code is what is called. */
  name: string | null;
  contact: string | null;
  entries: ReservationEntry[];
  pieces: number;
  /** Null when the group's entries are in several currencies. */
  cents: number | null;
};

const folded = (text: string | null): string =>
  (text ?? '').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

// Two people of one name are told apart by their contact; without a name each reservation stands for itself.
const keyOf = (entry: ReservationEntry, by: Grouping): string => {
  if (by === 'product') return entry.productId;
  return entry.name ? `${folded(entry.name)}|${folded(entry.contact)}` : entry.code;
};

const byShelf = (a: ReservationEntry, b: ReservationEntry): number =>
  a.title.localeCompare(b.title) || a.variant.localeCompare(b.variant, undefined, { numeric: true });
const byCode = (a: ReservationEntry, b: ReservationEntry): number =>
  a.variant.localeCompare(b.variant, undefined, { numeric: true }) || a.code.localeCompare(b.code);

const groupOf = (key: string, entries: ReservationEntry[], by: Grouping): PickGroup => {
  const first = entries[0];
  const oneCurrency = new Set(entries.map(({ currency }) => currency)).size === 1;
  return {
    key,
    name: (by === 'product' ? first?.title : first?.name) ?? null,
    contact: by === 'product' ? null : (first?.contact ?? null),
    entries: entries.toSorted(by === 'product' ? byCode : byShelf),
    pieces: entries.reduce((sum, { quantity }) => sum + quantity, 0),
    cents: oneCurrency
      ? entries.reduce((sum, { quantity, unitCents }) => sum + quantity * unitCents, 0)
      : null,
  };
};

/** By name, and after the named ones by code. */
export const pickGroups = (entries: ReservationEntry[], by: Grouping): PickGroup[] =>
  [...Map.groupBy(entries, (entry) => keyOf(entry, by))]
    .map(([key, group]) => groupOf(key, group, by))
    .sort((a, b) => {
      if (a.name === null || b.name === null)
        return Number(a.name === null) - Number(b.name === null) || a.key.localeCompare(b.key);
      return a.name.localeCompare(b.name) || a.key.localeCompare(b.key);
    });
