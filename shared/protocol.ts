// The envelope of the signalling socket: version, frames and close codes.
// Owns how a message travels; what the messages say is in requests.ts and events.ts.
// Rules: SES-1 … SES-9 in SPEC.md.
import type { ErrorCode } from './errors.ts';
import type { EventBody, EventType } from './events.ts';
import type { RequestType } from './requests.ts';

/** WebSocket subprotocol (RFC 6455 §1.9); its number changes when an old client could no longer be served. */
export const SUBPROTOCOL = 'vetrina.1';
export const PROTOCOL_VERSION = 1;

/** What a client sends: `id` is its own counter, repeated in the reply's `re` (its schema: server/signalling/frames.ts). */
export type RequestFrame = { id: number; type: RequestType; body: unknown };

export type WireError = { code: ErrorCode; details?: Record<string, unknown> };

export type ReplyFrame =
  { re: number; ok: true; body: unknown } | { re: number | null; ok: false; error: WireError };

/** `seq` is there on journaled events only: they are replayed after a reconnection, the others are not. */
export type EventFrame<T extends EventType = EventType> = {
  [K in T]: { seq?: number; type: K; body: EventBody<K> };
}[T];

/** Close codes in the private range (RFC 6455 §7.4.2); the last three digits follow the HTTP status of like meaning. */
export const closeCodes = {
  bad_frame: 4400,
  unauthorised: 4401,
  banned: 4403,
  not_found: 4404,
  idle: 4408,
  replaced: 4409,
  too_slow: 4413,
  too_old: 4426,
  flooding: 4429,
  internal: 4500,
  /** The server goes away and comes back (RFC 6455's registry: 1012 Service Restart). */
  restarting: 1012,
} as const;
export type CloseReason = keyof typeof closeCodes;

/** Close codes after which a client must not try again by itself. */
export const finalCloseCodes: ReadonlySet<number> = new Set([
  closeCodes.unauthorised,
  closeCodes.banned,
  closeCodes.not_found,
  closeCodes.replaced,
  closeCodes.too_old,
]);
