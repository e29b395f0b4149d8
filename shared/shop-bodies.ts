// What may be said about products, stock, prices, reservations and the shop, once for the socket and for the API
// (requests.ts, server/http). The OpenAPI document is made from these schemas. Rules: CAT-1, HTTP-7.
import * as v from 'valibot';
import { limits } from './limits.ts';

// \p{Cc} without line breaks and tabs: nobody types those on purpose.
const line = (most: number, least = 0) =>
  v.pipe(v.string(), v.trim(), v.minLength(least), v.maxLength(most), v.regex(/^[^\p{Cc}]*$/u));
const text = (most: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.maxLength(most),
    v.regex(/^[^\p{Cc}\n\r\t]*(?:[\n\r\t][^\p{Cc}\n\r\t]*)*$/u),
  );
const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

export const entityId = v.pipe(v.string(), v.regex(/^[a-z]+_[0-9a-z]{20}$/, 'an id'));
export const cents = whole(1, limits.maxCents);
export const pieces = whole(1, limits.maxPieces);

/** Made by the client, once for each tap (RFC draft-ietf-httpapi-idempotency-key-header). */
export const idempotencyKey = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{8,64}$/, '8 to 64 letters, digits, - or _'),
);

export const handle = v.pipe(
  v.string(),
  v.maxLength(limits.handleChars),
  v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens'),
);

export const variantBody = v.object({
  /** Of a variant that is there already. */
  id: v.optional(entityId),
  sku: v.optional(v.nullable(line(64, 1)), null),
  /** One value for each of the product's options. */
  options: v.pipe(v.array(line(60, 1)), v.maxLength(3)),
  /** The regular price; left out: unchanged, or none yet. */
  cents: v.optional(cents),
  /** Pieces on hand of a new variant; later changes go through stock movements. */
  onHand: v.optional(whole(0, limits.maxPieces)),
});

export const productBody = v.object({
  /** Left out: made from the title. Never changes. */
  handle: v.optional(handle),
  title: line(120, 1),
  description: v.optional(text(4000), ''),
  care: v.optional(text(1000), ''),
  sizeNotes: v.optional(text(1000), ''),
  maker: v.optional(text(500), ''),
  responsible: v.optional(text(500), ''),
  warnings: v.optional(text(1000), ''),
  options: v.optional(v.pipe(v.array(line(30, 1)), v.maxLength(3)), []),
  /** The whole list: variants that are there and not named here are archived. */
  variants: v.pipe(v.array(variantBody), v.minLength(1), v.maxLength(limits.variantsPerProduct)),
  /** The order and words of the images that are there; left out: unchanged. Those not named are removed. */
  images: v.optional(
    v.pipe(v.array(v.object({ id: entityId, alt: line(200) })), v.maxLength(limits.imagesPerProduct)),
  ),
});
export type ProductBody = v.InferOutput<typeof productBody>;

export const reason = line(200, 2);
/** `difference`: goods that came in (positive) or were counted away (negative). */
export const stockBody = v.object({
  difference: v.pipe(whole(-limits.maxPieces, limits.maxPieces), v.notValue(0)),
  reason,
});
export const priceBody = v.object({ kind: v.picklist(['regular', 'show']), cents });

export const lineUpBody = v.object({
  productIds: v.pipe(v.array(entityId), v.maxLength(limits.lineUpProducts)),
});
export const pinBody = v.object({ productId: v.nullable(entityId) });

/** Name and one contact, for the counter: a mail address or a telephone number. */
export const holderBody = v.object({
  name: v.pipe(line(60, 2), v.regex(/^[^<>]*$/)),
  contact: v.pipe(
    line(120, 5),
    v.regex(
      /^(?:[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+|(?=(?:\D*\d){5})\+?[\d\s()/.-]{5,30})$/,
      'a mail address or a telephone number',
    ),
  ),
});
export const capBody = v.object({ cents: v.nullable(cents) });

const minutes = (least: number) => whole(least, 7 * 24 * 60);
export const policyBody = v.object({
  hold: v.optional(v.object({ from: v.picklist(['placing', 'show']), minutes: minutes(1) }), {
    from: 'show',
    minutes: 15,
  }),
  extensionMinutes: v.optional(minutes(1), 10),
  /** How long a piece is kept for the first of a waiting list. */
  offerMinutes: v.optional(minutes(1), 10),
  perVariant: v.optional(pieces, 3),
  perShow: v.optional(pieces, 10),
  perPersonCents: v.optional(cents, 100_000),
  largeCents: v.optional(whole(0, limits.maxCents), 30_000),
  coolOffMinutes: v.optional(minutes(0), 10),
  currency: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, 'three capital letters')), 'EUR'),
  /** Names, contacts and nicknames are deleted so many days after their reservation has ended. */
  retentionDays: v.optional(whole(1, 3650), 90),
  /** A show whose host is away for so long is ended. */
  hostAwayMinutes: v.optional(whole(1, 24 * 60), 15),
});
export type Policy = v.InferOutput<typeof policyBody>;

export const identityBody = v.object({
  name: v.optional(line(120), ''),
  seat: v.optional(text(300), ''),
  email: v.optional(line(120), ''),
  phone: v.optional(line(40), ''),
  vat: v.optional(line(40), ''),
  rea: v.optional(line(40), ''),
  pickUp: v.optional(text(500), ''),
  privacy: v.optional(text(8000), ''),
});
