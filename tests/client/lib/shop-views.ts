// Products, reservations and the like for tests of the client: whole views, of which a test says only what it is about.
import type {
  Identity,
  Mine,
  ProductView,
  ReservationView,
  Terms,
  VariantView,
} from '../../../shared/shop.ts';

export const variant = (id: string, changes: Partial<VariantView> = {}): VariantView => ({
  id,
  options: ['M'],
  price: { cents: 3900, currency: 'EUR', referenceCents: null },
  available: 3,
  version: 1,
  ...changes,
});

export const product = (id: string, changes: Partial<ProductView> = {}): ProductView => ({
  id,
  handle: id,
  title: 'Linen shirt',
  description: '',
  care: '',
  sizeNotes: '',
  maker: '',
  responsible: '',
  warnings: '',
  options: ['Size'],
  images: [],
  variants: [variant(`${id}_m`)],
  ...changes,
});

export const reservation = (id: string, changes: Partial<ReservationView> = {}): ReservationView => ({
  id,
  variantId: 'p_m',
  productId: 'p',
  title: 'Linen shirt',
  variant: 'M',
  imageId: null,
  quantity: 1,
  unitCents: 3900,
  currency: 'EUR',
  state: 'held',
  code: 'K7P-2QR',
  receipt: 'secret',
  entry: 'hash',
  placedAt: 1000,
  expiresAt: null,
  afterShowMs: 900_000,
  extended: false,
  offered: false,
  name: null,
  contact: null,
  ...changes,
});

export const terms: Terms = {
  hold: { from: 'show', minutes: 15 },
  extensionMinutes: 10,
  offerMinutes: 10,
  perVariant: 3,
  perShow: 10,
  perPersonCents: 100_000,
  largeCents: 30_000,
  coolOffMinutes: 10,
  currency: 'EUR',
  hostAwayMinutes: 15,
};

export const identity: Identity = {
  name: 'Bottega Sole',
  seat: '',
  email: '',
  phone: '',
  vat: '',
  rea: '',
  pickUp: '',
  privacy: '',
};

export const nothingMine: Mine = {
  reservations: [],
  waiting: [],
  cap: { cents: null, nextCents: null, nextAt: null },
};

/** What a snapshot says besides the room. */
export const emptyShop = {
  shelf: { products: [], pinnedId: null },
  terms,
  identity,
  questions: [],
  chat: { messages: [], pinned: null, hearts: 0 },
};
