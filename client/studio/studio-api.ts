// What the studio asks of the API, each call with its reply's type (shared/shop-api.ts). Decides nothing and shows nothing.
import type { Replies } from '../../shared/shop-api.ts';
import type { SavedAnswer } from '../../shared/questions.ts';
import type { ReservationEntry } from '../../shared/shop.ts';
import { ApiError, call, type ApiErrorCode } from '../lib/api.ts';

const at = (id: string): string => encodeURIComponent(id);

const rowsAtOnce = { products: 20, reservations: 200 };
// A show that has more is looked at in the back office.
const mostPages = 25;

export const codeOf = (error: unknown): ApiErrorCode => (error instanceof ApiError ? error.code : 'internal');

/** All of a show, whatever its state. */
const reservationsOf = async (room: string, show: string): Promise<ReservationEntry[]> => {
  const all: ReservationEntry[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const reply: Replies['reservations'] = await call<Replies['reservations']>('GET', '/reservations', {
      query: { room, show, cursor, limit: rowsAtOnce.reservations },
    });
    all.push(...reply.reservations);
    cursor = reply.next;
    if (cursor === null) break;
  }
  return all;
};

type Reserved = Pick<Replies['reservation'], 'reservation'>;

export const studioApi = {
  products: (q: string, cursor: string | null = null) =>
    call<Replies['products']>('GET', '/products', {
      query: { q, archived: 0, cursor, limit: rowsAtOnce.products },
    }),
  setLineUp: (room: string, productIds: readonly string[]) =>
    call<Replies['lineUp']>('PUT', `/rooms/${at(room)}/line-up`, { body: { productIds } }),
  changeStock: (variantId: string, difference: number, reason: string) =>
    call<Replies['variant']>('POST', `/variants/${at(variantId)}/stock`, { body: { difference, reason } }),

  /** Kept ones of the product and of none; null: of none. */
  answers: (productId: string | null) =>
    call<{ answers: SavedAnswer[] }>('GET', '/answers', {
      query: productId === null ? { general: 1 } : { product: productId },
    }),

  reservationsOf,
  collect: (id: string) => call<Reserved>('POST', `/reservations/${at(id)}/collect`, { body: {} }),
  release: (id: string, reason: string) =>
    call<Reserved>('POST', `/reservations/${at(id)}/cancel`, { body: { reason } }),
};
export type StudioApi = typeof studioApi;
