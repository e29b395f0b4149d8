// What the API answers: the rows and details of the back office, and the report of an import. Beside shop.ts, which holds
// what travels to everyone. Money is in integer minor units, times are milliseconds since 1970. Rules: HTTP-7.
import type { ShowState } from './model.ts';
import type { ReservationState } from './reservation-states.ts';
import type {
  CapView,
  Identity,
  ImageView,
  ProductView,
  ReservationEntry,
  ReservationView,
  Terms,
  VariantView,
  WaitingView,
} from './shop.ts';
import type { Policy } from './shop-bodies.ts';

/** A page of a list: `next` is the cursor of the page after it, null at the end. */
type Page<Name extends string, Row> = Record<Name, Row[]> & { next: string | null };

/** A product in a list. `fromCents`: the lowest current price of its variants. */
export type ProductRow = {
  id: string;
  handle: string;
  title: string;
  imageId: string | null;
  archivedAt: number | null;
  variants: number;
  onHand: number;
  held: number;
  sold: number;
  fromCents: number | null;
  currency: string;
};

/** `waiting`: how many stand in its waiting list. */
export type VariantDetail = VariantView & {
  sku: string | null;
  onHand: number;
  held: number;
  sold: number;
  waiting: number;
};

/** `version` is also its ETag. */
export type ProductDetail = Omit<ProductView, 'variants'> & {
  variants: VariantDetail[];
  archivedAt: number | null;
  version: number;
};

/** One movement of a variant's stock; `onHand`, `held` and `sold` are differences, `code` is the reservation's. */
export type LedgerEntry = {
  seq: number;
  at: number;
  kind: 'hold' | 'release' | 'extend' | 'confirm' | 'collect' | 'cancel' | 'adjust';
  onHand: number;
  held: number;
  sold: number;
  reservationId: string | null;
  code: string | null;
  /** 'viewer', 'clock', 'waitlist', or `staff:<name>`. */
  actor: string;
  reason: string;
  hash: string;
};

export type PriceEntry = {
  at: number;
  kind: 'regular' | 'show';
  cents: number;
  currency: string;
  referenceCents: number | null;
};

/** `id` is the show's; `room` its room's address. Pieces and value of what is held, confirmed or collected. */
export type ShowRow = {
  id: string;
  room: string;
  roomName: string;
  state: ShowState;
  startedAt: number;
  endedAt: number | null;
  reservations: number;
  pieces: number;
  cents: number;
};

export const importFormats = ['vetrina', 'shopify'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** Why a row cannot be taken; each has a sentence `import.<code>`. */
export const rowErrors = [
  'columns_missing',
  'row_broken',
  'too_many_rows',
  'no_rows',
  'not_text',
  'handle_missing',
  'handle_bad',
  'title_missing',
  'text_long',
  'text_bad',
  'option_missing',
  'option_unnamed',
  'option_twice',
  'variants_many',
  'sku_bad',
  'sku_twice',
  'sku_taken',
  'price_bad',
  'stock_bad',
  'stock_held',
] as const;
export type RowErrorCode = (typeof rowErrors)[number];

/** What was left out on purpose; each has a sentence `import.<code>`. */
export const rowNotes = [
  'image_skipped',
  'compare_price_skipped',
  'stock_unknown',
  'stock_negative',
  'html_to_text',
  'variant_archived',
  'columns_skipped',
] as const;
export type RowNoteCode = (typeof rowNotes)[number];

/** `row` is the line that a spreadsheet shows (the heading is row 1); `column` is named as in the file. */
export type RowError = { row: number; column?: string; code: RowErrorCode; value?: string };
export type RowNote = { row: number; column?: string; code: RowNoteCode; value?: string };

/** What of a product would change. */
export const changeDetails = [
  'title',
  'description',
  'care',
  'sizeNotes',
  'maker',
  'responsible',
  'warnings',
  'options',
  'variants',
  'sku',
  'price',
  'stock',
  'restored',
] as const;
export type ChangeDetail = (typeof changeDetails)[number];

export type ImportChange = {
  handle: string;
  title: string;
  action: 'create' | 'change' | 'unchanged';
  variants: number;
  details: ChangeDetail[];
};

export type ImportReport = {
  dryRun: boolean;
  format: ImportFormat;
  rows: number;
  products: { created: number; changed: number; unchanged: number };
  /** The first 500. */
  changes: ImportChange[];
  /** The first 500. */
  notes: RowNote[];
};

/** A line of the import's answer (application/x-ndjson); the last one is the report or the problem. */
export type ImportLine =
  | { done: number; total: number }
  | { report: ImportReport }
  | { problem: { code: string; rows?: RowError[] } };

/** The receipt's page: the reservation as its holder sees it, and where to find the shop. */
export type ReceiptView = {
  reservation: ReservationView;
  identity: Identity;
  roomName: string;
  roomSlug: string;
};

/** All that a shop keeps about one viewer; times in milliseconds since 1970. */
export type PersonalData = {
  madeAt: number;
  nickname: { name: string; since: number; seenAt: number } | null;
  reservations: ReservationEntry[];
  waiting: WaitingView[];
  cap: CapView;
  questions: {
    text: string;
    kind: string;
    variant: string;
    state: string;
    askedAt: number;
    answer: string | null;
  }[];
  /** Questions of others that were asked as well. */
  sameQuestions: { text: string; at: number }[];
  messages: { text: string; nickname: string | null; at: number }[];
  reports: { subject: string; reason: string; at: number }[];
  /** What was wanted when it was sold out. */
  soldOut: { title: string; day: number }[];
  sanctions: { kind: string; reason: string; madeAt: number; until: number; nickname: string | null }[];
};

/** What stays until it is over; `linkEnds`: the receipt's link shows nothing any more. */
export type Forgotten = { reservations: number; sanctions: number; linkEnds: boolean };

export type Replies = {
  products: Page<'products', ProductRow>;
  product: { product: ProductDetail };
  image: { image: ImageView; product: ProductDetail };
  variant: { variant: VariantDetail };
  ledger: Page<'entries', LedgerEntry>;
  prices: { prices: PriceEntry[] };
  lineUp: { products: ProductView[]; pinnedId: string | null };
  pin: { pinnedId: string | null };
  shows: Page<'shows', ShowRow>;
  reservations: Page<'reservations', ReservationEntry> & { counts: Record<ReservationState, number> };
  reservation: { reservation: ReservationEntry; ledger: LedgerEntry[] };
  policy: { policy: Policy };
  shop: { identity: Identity; terms: Terms };
};
