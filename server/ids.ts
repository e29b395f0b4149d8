// Identifiers: a prefix that says what a thing is, then time and chance in Crockford's base 32 (no i, l, o, u: nothing
// that looks alike). They are names, not secrets. Also the random secrets of links and cookies, and the hash under which
// they are stored. Rules: IDN-1, IDN-5.
import { hash, randomBytes, randomInt } from 'node:crypto';

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
export type ImageId = Id<'image'>;
export type QuestionId = Id<'question'>;
export type AnswerId = Id<'answer'>;
export type MessageId = Id<'message'>;
export type SanctionId = Id<'sanction'>;
export type InviteId = Id<'invite'>;
export type StreamKeyId = Id<'streamkey'>;

type Prefixes = {
  room: RoomId;
  show: ShowId;
  staff: StaffId;
  device: DeviceId;
  member: MemberId;
  product: ProductId;
  variant: VariantId;
  reservation: ReservationId;
  image: ImageId;
  question: QuestionId;
  answer: AnswerId;
  message: MessageId;
  sanction: SanctionId;
  invite: InviteId;
  streamkey: StreamKeyId;
};

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** 45 bits of milliseconds, then 55 random ones: what is made together lies together in every index. */
export const newId = <P extends keyof Prefixes>(prefix: P): Prefixes[P] => {
  let time = Date.now();
  let id = '';
  for (let n = 0; n < 9; n += 1) {
    id = alphabet.charAt(time % 32) + id;
    time = Math.floor(time / 32);
  }
  // randomInt keeps a store of random bytes; randomBytes asks for them each time.
  for (let n = 0; n < 11; n += 1) id += alphabet.charAt(randomInt(32));
  return `${prefix}_${id}` as Prefixes[P];
};

/** When an id was made, in milliseconds since 1970. */
export const timeOf = (id: string): number =>
  Array.from(id.slice(id.indexOf('_') + 1, id.indexOf('_') + 10)).reduce(
    (time, letter) => time * 32 + alphabet.indexOf(letter),
    0,
  );

/** 256 random bits for a link or a cookie. Only its hash is stored. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256 is enough here: the secrets are random, not chosen by people. */
export const hashSecret = (secret: string): string => hash('sha256', secret, 'base64url');
