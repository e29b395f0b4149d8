// The views of the shop that travel: products with their variants, stock, reservations, waiting places, the shop itself.
// Money is in integer minor units, times are milliseconds since 1970 by the server. What a viewer is told never says who
// else reserved.
import type { ReservationState } from './reservation-states.ts';

/** `referenceCents`: the lowest price of the 30 days before, frozen at the reduction's start; null when not reduced. */
export type PriceView = { cents: number; currency: string; referenceCents: number | null };

/** Absolute; the higher `version` is the newer fact. */
export type StockView = { variantId: string; available: number; version: number };

/** `options`: one value for each of the product's options, in their order. */
export type VariantView = {
  id: string;
  options: string[];
  price: PriceView | null;
  available: number;
  version: number;
};

/** Files: `/images/<id>/<width>.<avif|webp>` for each of `imageWidths`; `width` and `height` give the shape. */
export type ImageView = { id: string; alt: string; width: number; height: number };
export const imageWidths = [160, 480, 960] as const;
export const imagePath = (id: string, width: (typeof imageWidths)[number], format: 'avif' | 'webp'): string =>
  `/images/${id}/${width}.${format}`;

export type ProductView = {
  id: string;
  handle: string;
  title: string;
  description: string;
  care: string;
  sizeNotes: string;
  /** Product safety (regulation (EU) 2023/988 art. 19): maker, responsible person in the EU, warnings. */
  maker: string;
  responsible: string;
  warnings: string;
  /** The options' names: ["Size", "Colour"]. */
  options: string[];
  images: ImageView[];
  variants: VariantView[];
};

/** What a room shows: its line-up in order, and what is "showing now". */
export type Shelf = { products: ProductView[]; pinnedId: string | null };

/** One's own reservation. `receipt` is the secret of its page: `/receipt#<receipt>`. */
export type ReservationView = {
  id: string;
  variantId: string;
  productId: string;
  title: string;
  /** The variant's values: "M / Blue"; empty for a product without options. */
  variant: string;
  imageId: string | null;
  quantity: number;
  unitCents: number;
  currency: string;
  state: ReservationState;
  /** What to say at the counter. */
  code: string;
  receipt: string;
  /** The hash of its entry in the stock ledger (SHA-256, hexadecimal). */
  entry: string;
  placedAt: number;
  /** Null while the deadline hangs on the end of a running show; then `afterShowMs` says how long after it. */
  expiresAt: number | null;
  afterShowMs: number | null;
  extended: boolean;
  /** It came from the waiting list. */
  offered: boolean;
  name: string | null;
  contact: string | null;
};

/** One's own place in a waiting list, 1 is next; null: no longer in it. */
export type WaitingView = { variantId: string; quantity: number; place: number | null };

/** One's own limit in value. A raise (or `nextCents` null: no limit) waits until `nextAt`. */
export type CapView = { cents: number | null; nextCents: number | null; nextAt: number | null };

/** What one device has in this shop: open reservations and those that ended in the last day, newest first. */
export type Mine = { reservations: ReservationView[]; waiting: WaitingView[]; cap: CapView };

/** What the shop promises and allows; the numbers behind the words in the room. */
export type Terms = {
  /** A hold ends so long after it was placed, or so long after its show ended. */
  hold: { from: 'placing' | 'show'; minutes: number };
  extensionMinutes: number;
  offerMinutes: number;
  perVariant: number;
  perShow: number;
  perPersonCents: number;
  /** From this value on a reservation is large; 0: none is. */
  largeCents: number;
  /** Who has never collected anything waits so long between two large ones. */
  coolOffMinutes: number;
  /** A show whose host is away for so long is ended. */
  hostAwayMinutes: number;
  currency: string;
};

/** Who the shop is (D.Lgs. 70/2003 art. 7): empty where the owner has not said it yet. */
export type Identity = {
  name: string;
  seat: string;
  email: string;
  phone: string;
  vat: string;
  rea: string;
  /** Where and when to pick up. */
  pickUp: string;
  privacy: string;
};

/** A reservation as the staff sees it. */
export type ReservationEntry = {
  id: string;
  room: string;
  showId: string;
  variantId: string;
  productId: string;
  title: string;
  variant: string;
  sku: string | null;
  quantity: number;
  unitCents: number;
  currency: string;
  state: ReservationState;
  code: string;
  nickname: string | null;
  name: string | null;
  contact: string | null;
  placedAt: number;
  expiresAt: number | null;
  endedAt: number | null;
};
