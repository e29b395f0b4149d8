// Identifiers: a prefix that says what a thing is, then 100 random bits in Crockford's base 32 (no i, l, o, u: nothing
// that looks alike). Also the random secrets of links and cookies, and the hash under which they are stored.
// Rules: IDN-1, IDN-5.
import { createHash, randomBytes } from 'node:crypto';

declare const brand: unique symbol;
type Id<Prefix extends string> = string & { readonly [brand]: Prefix };

export type RoomId = Id<'room'>;
export type ShowId = Id<'show'>;
export type StaffId = Id<'staff'>;
export type DeviceId = Id<'device'>;
export type MemberId = Id<'member'>;
export type ProductId = Id<'product'>;
export type VariantId = Id<'variant'>;
export type ReservationId = Id<'reservation'>;

type Prefixes = {
  room: RoomId;
  show: ShowId;
  staff: StaffId;
  device: DeviceId;
  member: MemberId;
  product: ProductId;
  variant: VariantId;
  reservation: ReservationId;
};

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

export const newId = <P extends keyof Prefixes>(prefix: P): Prefixes[P] =>
  `${prefix}_${Array.from(randomBytes(20), (byte) => alphabet[byte & 31]).join('')}` as Prefixes[P];

/** 256 random bits for a link or a cookie. Only its hash is stored. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256 is enough here: the secrets are random, not chosen by people. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
