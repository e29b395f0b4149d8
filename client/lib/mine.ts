// What this device has in the shop: reservations, waiting places, its own limit. One pure reducer for the welcome, for
// events and for replies. A reservation only ever goes forward (shared/reservation-states.ts), so a doubled or late word,
// and the first answer of an idempotent request given again, never bring back an older state.
// Never asks the server for anything. Rules: CLI-10 … CLI-12.
import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { Welcome } from '../../shared/model.ts';
import type { EventFrame } from '../../shared/protocol.ts';
import type { CapView, Mine, ReservationView, WaitingView } from '../../shared/shop.ts';
import type { Connection } from './connection.ts';

export type MineState = {
  /** Newest first. */
  reservations: readonly ReservationView[];
  waiting: readonly WaitingView[];
  cap: CapView;
  /** When the last welcome listed everything, by the server's clock. */
  listedAt: number;
};

export const emptyMine: MineState = {
  reservations: [],
  waiting: [],
  cap: { cents: null, nextCents: null, nextAt: null },
  listedAt: 0,
};

/** The welcome's list is whole: what it does not name is over for longer than a day, or was never there. */
export const fromWelcome = (mine: Mine, serverNow: number): MineState => ({
  reservations: mine.reservations.toSorted((a, b) => b.placedAt - a.placedAt),
  waiting: mine.waiting.filter(({ place }) => place !== null),
  cap: mine.cap,
  listedAt: serverNow,
});

const steps = { held: 0, confirmed: 1, expired: 2, cancelled: 2, collected: 2 } as const;

// Within one state only two things happen, each once: the deadline becomes known, and it is extended.
const age = ({ state, extended, expiresAt }: ReservationView): number =>
  steps[state] * 4 + (extended ? 2 : 0) + (expiresAt === null ? 0 : 1);

export const withReservation = (mine: MineState, news: ReservationView): MineState => {
  const known = mine.reservations.find(({ id }) => id === news.id);
  if (known && age(news) < age(known)) return mine;
  if (known)
    return { ...mine, reservations: mine.reservations.map((each) => (each === known ? news : each)) };
  // An old answer given again about something that the welcome no longer lists: it is over.
  if (news.placedAt < mine.listedAt) return mine;
  return { ...mine, reservations: [news, ...mine.reservations] };
};

export const withWaiting = (mine: MineState, news: WaitingView): MineState => {
  const others = mine.waiting.filter(({ variantId }) => variantId !== news.variantId);
  return { ...mine, waiting: news.place === null ? others : [...others, news] };
};

const reduceMine = (mine: MineState, event: EventFrame): MineState => {
  if (event.type === 'reservation.changed') return withReservation(mine, event.body.reservation);
  if (event.type === 'waiting.changed') return withWaiting(mine, event.body.waiting);
  return mine;
};

/** Held or confirmed: the shop still keeps the pieces. */
export const isOpen = ({ state }: ReservationView): boolean => state === 'held' || state === 'confirmed';

export type MineFeed = {
  mine: ReadonlySignal<MineState>;
  take: (change: (mine: MineState) => MineState) => void;
};

/** Follows the connection until the page goes; `take` lets replies in. */
export const followMine = (connection: Pick<Connection, 'onEvent' | 'onWelcome'>): MineFeed => {
  const state = signal(emptyMine);
  connection.onWelcome(({ mine, serverNow }: Welcome) => {
    if (mine) state.value = fromWelcome(mine, serverNow);
  });
  connection.onEvent((event) => {
    state.value = reduceMine(state.peek(), event);
  });
  return { mine: state, take: (change) => void (state.value = change(state.peek())) };
};
