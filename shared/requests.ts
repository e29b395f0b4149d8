// Every request a client may send, once: who may send it, its body, its reply. Types and run-time checks both come
// from this table; a request without a handler does not compile (server/signalling/handlers).
// `least` is the least role; `page` limits a request to sockets of that page. Limits are per session.
import * as v from 'valibot';
import { viewerPaths } from './checkup.ts';
import { limits } from './limits.ts';
import {
  dtlsParameters,
  mediaKind,
  rtpCapabilities,
  recoverySteps,
  rtpParameters,
  type ConsumerView,
  type IceParameters,
  type IceServer,
  type MediaView,
} from './media.ts';
import {
  banBody,
  heartBody,
  messageBody,
  muteBody,
  pinMessageBody,
  removeBody,
  reportBody,
  sayBody,
  type MessageView,
} from './moderation.ts';
import type { Role, ShowView, Welcome } from './model.ts';
import { askBody, mergeBody, moveBody, questionBody, replyBody, type QuestionView } from './questions.ts';
import { capBody, cents, entityId, holderBody, idempotencyKey, pieces, pinBody } from './shop-bodies.ts';
import type { CapView, ReservationView, WaitingView } from './shop.ts';
import type { StreamFacts } from './stream.ts';

export const locales = ['en', 'it'] as const;
export type Locale = (typeof locales)[number];

export const slug = v.pipe(
  v.string(),
  v.maxLength(limits.slugChars),
  v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens'),
);

// \p{C} holds control, format (bidi overrides among them) and unassigned characters: none belongs in a name.
export const personName = (maxChars: number) =>
  v.pipe(
    v.string(),
    v.maxLength(maxChars * 4),
    v.transform((name) => name.normalize('NFKC').trim().replace(/\s+/g, ' ')),
    v.minLength(2),
    v.maxLength(maxChars),
    v.regex(/^[^\p{C}<>]+$/u),
  );

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const finite = v.pipe(v.number(), v.finite());
const spatialLayer = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2));
const consumers = v.object({ consumerIds: v.pipe(v.array(id), v.maxLength(8)) });

type Request = {
  least: Role;
  page: 'room' | 'studio' | 'any';
  /** At most `count` per `perMs`, beside the session's own limit. */
  rate?: { count: number; perMs: number };
  body: v.GenericSchema;
};

const request = <const R extends Request>(entry: R): R => entry;

export const requests = {
  'session.hello': request({
    least: 'viewer',
    page: 'any',
    body: v.object({
      protocol: v.pipe(v.number(), v.integer()),
      locale: v.picklist(locales),
      room: slug,
      page: v.picklist(['room', 'studio']),
      token: v.optional(v.pipe(v.string(), v.maxLength(256))),
      lastSeq: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
      /** False for a client that wants no picture (data saver, automation): no transport is made for it. */
      media: v.optional(v.boolean(), true),
      slow: v.optional(v.boolean()),
    }),
  }),
  'clock.read': request({ least: 'viewer', page: 'any', body: v.object({}) }),
  'viewer.rename': request({
    least: 'viewer',
    page: 'any',
    rate: { count: 5, perMs: 60_000 },
    body: v.object({ nickname: personName(limits.nicknameChars) }),
  }),

  'media.open': request({
    least: 'viewer',
    page: 'any',
    rate: { count: 20, perMs: 60_000 },
    body: v.object({
      direction: v.picklist(['receive', 'send']),
      /** The line looks slow: the picture begins small, and grows as far as the line takes it. */
      slow: v.optional(v.boolean()),
    }),
  }),
  'media.connect': request({
    least: 'viewer',
    page: 'any',
    body: v.object({ transportId: id, dtlsParameters }),
  }),
  'media.restartIce': request({ least: 'viewer', page: 'any', body: v.object({ transportId: id }) }),
  /** May follow the hello at once: the server reads in order, and makes the transport first. */
  'media.watch': request({ least: 'viewer', page: 'any', body: v.object({ rtpCapabilities }) }),
  /** Each may ask the host for a key frame, which costs all who watch: so one viewer gets few of them. */
  'media.resume': request({
    least: 'viewer',
    page: 'any',
    rate: { count: 30, perMs: 60_000 },
    body: consumers,
  }),
  /** Until `media.resume`: a hidden page, or who wants sound alone. */
  'media.pause': request({ least: 'viewer', page: 'any', body: consumers }),
  'media.limitLayers': request({
    least: 'viewer',
    page: 'room',
    rate: { count: 60, perMs: 60_000 },
    body: v.object({ consumerId: id, spatialLayer }),
  }),
  /** Whether anything of the host's arrives at this moment: who hears nothing then knows whose line it is. */
  'media.check': request({
    least: 'viewer',
    page: 'any',
    rate: { count: 30, perMs: 60_000 },
    body: v.object({}),
  }),
  /** For the shop's metrics: a picture that stood still moves again, and what brought it back. */
  'media.recovered': request({
    least: 'viewer',
    page: 'any',
    rate: { count: 20, perMs: 60_000 },
    body: v.object({
      step: v.picklist(recoverySteps),
      frozenMs: v.pipe(finite, v.minValue(0), v.maxValue(3_600_000)),
    }),
  }),
  /** For the owner's check-up: by which way the picture came to this page, or that none did. */
  'media.path': request({
    least: 'viewer',
    page: 'room',
    rate: { count: 10, perMs: 60_000 },
    body: v.object({ path: v.picklist(viewerPaths) }),
  }),
  /** Photos instead of a picture, until the page goes: by HTTP, with the key of the reply. */
  'still.want': request({
    least: 'viewer',
    page: 'room',
    rate: { count: 20, perMs: 60_000 },
    body: v.object({ wanted: v.boolean() }),
  }),
  'media.produce': request({
    least: 'host',
    page: 'studio',
    body: v.object({
      transportId: id,
      kind: mediaKind,
      rtpParameters,
      /** The host's own wish, asked for once: the one who sends gives way, and a pause is over. */
      take: v.optional(v.boolean()),
    }),
  }),
  /** The largest simulcast layer that the host's line takes at this moment: nobody waits for a larger one then. */
  'media.sends': request({
    least: 'host',
    page: 'studio',
    rate: { count: 60, perMs: 60_000 },
    body: v.object({ producerId: id, spatialLayer }),
  }),
  'media.closeProducer': request({ least: 'host', page: 'studio', body: v.object({ producerId: id }) }),
  'media.reportTiming': request({
    least: 'host',
    page: 'studio',
    body: v.object({
      clockOffsetMs: finite,
      uplinkMs: v.pipe(finite, v.minValue(0), v.maxValue(60_000)),
    }),
  }),

  'reservation.place': request({
    least: 'viewer',
    page: 'room',
    rate: { count: 30, perMs: 60_000 },
    body: v.object({
      key: idempotencyKey,
      variantId: entityId,
      quantity: pieces,
      /** The price that the viewer saw: nothing is reserved at a higher one. */
      cents: v.optional(cents),
    }),
  }),
  'reservation.extend': request({
    least: 'viewer',
    page: 'room',
    body: v.object({ key: idempotencyKey, reservationId: entityId }),
  }),
  'reservation.confirm': request({
    least: 'viewer',
    page: 'room',
    body: v.object({ key: idempotencyKey, reservationId: entityId, ...holderBody.entries }),
  }),
  'reservation.cancel': request({
    least: 'viewer',
    page: 'room',
    body: v.object({ key: idempotencyKey, reservationId: entityId }),
  }),
  'waiting.join': request({
    least: 'viewer',
    page: 'room',
    rate: { count: 30, perMs: 60_000 },
    body: v.object({ key: idempotencyKey, variantId: entityId, quantity: pieces }),
  }),
  'waiting.leave': request({
    least: 'viewer',
    page: 'room',
    body: v.object({ key: idempotencyKey, variantId: entityId }),
  }),
  'cap.set': request({ least: 'viewer', page: 'room', body: capBody }),
  'product.pin': request({ least: 'helper', page: 'studio', body: pinBody }),

  'question.ask': request({
    least: 'viewer',
    page: 'room',
    rate: { count: 10, perMs: 60_000 },
    body: askBody,
  }),
  'question.meToo': request({
    least: 'viewer',
    page: 'room',
    rate: { count: 60, perMs: 60_000 },
    body: questionBody,
  }),
  'question.withdraw': request({ least: 'viewer', page: 'room', body: questionBody }),
  'question.move': request({ least: 'helper', page: 'studio', body: moveBody }),
  /** Ends what is on camera and takes the first of the queue. */
  'question.takeNext': request({ least: 'helper', page: 'studio', body: v.object({}) }),
  'question.reply': request({ least: 'helper', page: 'studio', body: replyBody }),
  'question.merge': request({ least: 'helper', page: 'studio', body: mergeBody }),

  'chat.say': request({
    least: 'viewer',
    page: 'any',
    rate: { count: 20, perMs: 60_000 },
    body: sayBody,
  }),
  'chat.heart': request({
    least: 'viewer',
    page: 'room',
    rate: { count: 60, perMs: 60_000 },
    body: heartBody,
  }),
  'chat.pin': request({ least: 'helper', page: 'any', body: pinMessageBody }),
  'chat.approve': request({ least: 'helper', page: 'any', body: messageBody }),
  /** A message vanishes; a question is dismissed. */
  'moderation.remove': request({ least: 'helper', page: 'any', body: removeBody }),
  'moderation.mute': request({ least: 'helper', page: 'any', body: muteBody }),
  'moderation.ban': request({ least: 'helper', page: 'any', body: banBody }),
  'moderation.report': request({
    least: 'viewer',
    page: 'room',
    rate: { count: 10, perMs: 60_000 },
    body: reportBody,
  }),

  'show.start': request({ least: 'host', page: 'studio', body: v.object({}) }),
  'show.pause': request({ least: 'host', page: 'studio', body: v.object({}) }),
  'show.end': request({ least: 'host', page: 'studio', body: v.object({}) }),
  /** What arrives of whoever sends; `closely`: with what stands in the packets, which costs a little. */
  'stream.examine': request({
    least: 'helper',
    page: 'studio',
    body: v.object({ closely: v.optional(v.boolean(), false) }),
  }),
} as const;

export type RequestType = keyof typeof requests;
export type RequestBody<T extends RequestType> = v.InferOutput<(typeof requests)[T]['body']>;

type Replies = {
  'session.hello': Welcome;
  'clock.read': { serverNow: number };
  'viewer.rename': { nickname: string };
  'media.open': MediaView;
  'media.connect': Record<string, never>;
  'media.restartIce': { iceParameters: IceParameters; iceServers: IceServer[] };
  'media.watch': { consumers: ConsumerView[] };
  'media.resume': Record<string, never>;
  'media.pause': Record<string, never>;
  'media.limitLayers': Record<string, never>;
  'media.check': { arriving: boolean };
  'media.recovered': Record<string, never>;
  'media.path': Record<string, never>;
  'still.want': { key: string | null };
  'media.produce': { producerId: string };
  'media.sends': Record<string, never>;
  'media.closeProducer': Record<string, never>;
  'media.reportTiming': Record<string, never>;
  'reservation.place': { reservation: ReservationView };
  'reservation.extend': { reservation: ReservationView };
  'reservation.confirm': { reservation: ReservationView };
  'reservation.cancel': { reservation: ReservationView };
  'waiting.join': { waiting: WaitingView };
  'waiting.leave': { waiting: WaitingView };
  'cap.set': { cap: CapView };
  'product.pin': { productId: string | null };
  'question.ask': { question: QuestionView };
  'question.meToo': { question: QuestionView };
  'question.withdraw': { question: QuestionView };
  'question.move': { question: QuestionView };
  'question.takeNext': { question: QuestionView | null };
  'question.reply': { question: QuestionView };
  'question.merge': { question: QuestionView };
  /** `waits`: for the staff, who shows it or not. */
  'chat.say': { message: MessageView; waits: boolean };
  'chat.heart': Record<string, never>;
  'chat.pin': { message: MessageView | null };
  'chat.approve': { message: MessageView };
  'moderation.remove': Record<string, never>;
  'moderation.mute': Record<string, never>;
  'moderation.ban': Record<string, never>;
  'moderation.report': Record<string, never>;
  'show.start': { show: ShowView };
  'show.pause': { show: ShowView };
  'show.end': { show: ShowView };
  'stream.examine': { stream: StreamFacts | null };
};
export type ReplyBody<T extends RequestType> = Replies[T];
