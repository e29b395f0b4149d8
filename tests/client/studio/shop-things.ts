// Products, reservations and a connection as the studio's view-models see them, for tests without a server.
import { signal } from '@preact/signals';
import type { ConnectionStatus } from '../../../client/lib/connection.ts';
import { emptyShelf, shelfFromSnapshot } from '../../../client/lib/shelf-state.ts';
import type { Role, ShowView, Welcome } from '../../../shared/model.ts';
import type { EventFrame } from '../../../shared/protocol.ts';
import type { ProductView, ReservationEntry } from '../../../shared/shop.ts';

export const product = (id: string): ProductView => ({
  id,
  handle: id,
  title: id,
  description: '',
  care: '',
  sizeNotes: '',
  maker: '',
  responsible: '',
  warnings: '',
  options: [],
  images: [],
  variants: [{ id: `v-${id}`, options: [], price: null, available: 1, version: 1 }],
});

export const shelfOf = (pinnedId: string | null, ...ids: string[]) =>
  ids.length === 0 ? emptyShelf : shelfFromSnapshot({ products: ids.map(product), pinnedId }, 1);

export const showOf = (id: string, state: ShowView['state'] = 'live'): ShowView => ({
  id,
  state,
  startedAt: 0,
  awayAt: null,
  pausedAt: null,
  endedAt: state === 'ended' ? 1 : null,
});

export const entry = (id: string, change: Partial<ReservationEntry> = {}): ReservationEntry => ({
  id,
  room: 'demo',
  showId: 'show_1',
  variantId: 'v-a',
  productId: 'a',
  title: 'Linen shirt',
  variant: 'M',
  sku: null,
  quantity: 1,
  unitCents: 3900,
  currency: 'EUR',
  state: 'held',
  code: 'K7P-2Q',
  nickname: null,
  name: null,
  contact: null,
  placedAt: 0,
  expiresAt: null,
  endedAt: null,
  ...change,
});

type Answer = () => Promise<unknown>;

/** A connection whose requests are answered by the test. */
export const standInConnection = (role: Role = 'host') => {
  const events = new Set<(event: EventFrame) => void>();
  const welcomes = new Set<(welcome: Welcome) => void>();
  const welcome = signal({ role } as Welcome);
  const sent: { type: string; body: unknown }[] = [];
  let answer: Answer = () => Promise.resolve({});
  return {
    sent,
    status: signal<ConnectionStatus>('open'),
    welcome,
    request: ((type: string, body: unknown) => {
      sent.push({ type, body });
      return answer();
    }) as never,
    onEvent: (listener: (event: EventFrame) => void) => {
      events.add(listener);
      return () => events.delete(listener);
    },
    onWelcome: (listener: (told: Welcome) => void) => {
      welcomes.add(listener);
      return () => welcomes.delete(listener);
    },
    answerWith: (next: Answer) => void (answer = next),
    say: (event: EventFrame) => events.forEach((listener) => listener(event)),
    comeBack: () => welcomes.forEach((listener) => listener(welcome.value)),
  };
};
