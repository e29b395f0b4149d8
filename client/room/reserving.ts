// Whether this room takes reservations now: while a show runs, the host's absence included. Pure. Rule: CLI-41.
import type { ShowView } from '../../shared/model.ts';
import type { ProductView, VariantView } from '../../shared/shop.ts';
import { isSoldOut } from '../lib/variants.ts';

/** `before`: no show runs; `unpriced`: not to be had yet; `wait`: sold out, but one may free. */
export type Reserving = 'open' | 'before' | 'unpriced' | 'wait';

export const takesReservations = (show: ShowView | null | undefined): boolean =>
  show?.state === 'live' || show?.state === 'away';

export const reservingOf = (show: ShowView | null | undefined, variant: VariantView): Reserving => {
  if (!takesReservations(show)) return 'before';
  if (!variant.price) return 'unpriced';
  return variant.available === 0 ? 'wait' : 'open';
};

export const productReserving = (show: ShowView | null | undefined, product: ProductView): Reserving => {
  if (!takesReservations(show)) return 'before';
  if (product.variants.every(({ price }) => !price)) return 'unpriced';
  return isSoldOut(product) ? 'wait' : 'open';
};
