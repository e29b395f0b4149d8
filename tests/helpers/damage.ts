// Seeded damage, for tests and for `npm run bench:fuzz`: what a client in its right mind would send, changed at the level of bytes,
// of JSON and of fields.
import { requests, type RequestType } from '../../shared/requests.ts';
import { sendParameters } from './media.ts';

/** mulberry32: small, fast, and the same everywhere. */
export const generator = (seed: number) => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    below,
    chance: (p: number) => next() < p,
    pick: <T>(list: readonly T[]): T => list[below(list.length)] as T,
  };
};
export type Random = ReturnType<typeof generator>;

const fingerprints = [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }];
export const codecs = [
  { kind: 'video', mimeType: 'video/VP8', preferredPayloadType: 96, clockRate: 90_000, rtcpFeedback: [] },
  { kind: 'audio', mimeType: 'audio/opus', preferredPayloadType: 111, clockRate: 48_000, channels: 2 },
];
const hello = { protocol: 1, locale: 'en', room: 'demo', page: 'room', lastSeq: 3, media: true };

/** What a client in its right mind would send; `ids` are those that the server gave out on any of the sockets. */
const sound = (random: Random, ids: string[]): { type: RequestType; body: Record<string, unknown> } => {
  const id = ids.length > 0 && random.chance(0.8) ? random.pick(ids) : 'nobody';
  const kind = random.pick(['audio', 'video'] as const);
  const bodies: Record<RequestType, Record<string, unknown>> = {
    'session.hello': { ...hello, page: random.pick(['room', 'studio']) },
    'clock.read': {},
    'viewer.rename': { nickname: 'Ada' },
    'media.open': { direction: random.pick(['receive', 'send']) },
    'media.connect': { transportId: id, dtlsParameters: { role: 'client', fingerprints } },
    'media.restartIce': { transportId: id },
    'media.watch': { rtpCapabilities: { codecs, headerExtensions: [] } },
    'media.resume': { consumerIds: [id] },
    'media.pause': { consumerIds: [id] },
    'media.check': {},
    'media.path': { path: 'relay-tcp' },
    'media.recovered': { step: 'transport', frozenMs: 6000 },
    'still.want': { wanted: random.chance(0.5) },
    'media.limitLayers': { consumerId: id, spatialLayer: 1 },
    'media.produce': { transportId: id, kind, rtpParameters: structuredClone(sendParameters(kind, '0')) },
    'media.sends': { producerId: id, spatialLayer: 0 },
    'media.closeProducer': { producerId: id },
    'media.reportTiming': { clockOffsetMs: 3, uplinkMs: 20 },
    'reservation.place': { key: 'tap-12345678', variantId: id, quantity: 1 },
    'reservation.extend': { key: 'tap-12345679', reservationId: id },
    'reservation.confirm': {
      key: 'tap-1234567a',
      reservationId: id,
      name: 'Ada',
      contact: 'ada@example.com',
    },
    'reservation.cancel': { key: 'tap-1234567b', reservationId: id },
    'waiting.join': { key: 'tap-1234567c', variantId: id, quantity: 2 },
    'waiting.leave': { key: 'tap-1234567d', variantId: id },
    'cap.set': { cents: 100 },
    'product.pin': { productId: random.chance(0.5) ? id : null },
    'question.ask': {
      key: 'tap-1234567e',
      kind: 'question',
      productId: null,
      variantId: null,
      text: 'Lino?',
    },
    'question.meToo': { questionId: id },
    'question.withdraw': { questionId: id },
    'question.move': { questionId: id, to: 'answering' },
    'question.takeNext': {},
    'question.reply': { questionId: id, text: 'Sì, lino.', to: 'all', save: true },
    'question.merge': { questionId: id, into: id },
    'chat.say': { key: 'tap-1234567f', text: 'Bellissima!', replyTo: null },
    'chat.heart': { count: 3 },
    'chat.pin': { messageId: random.chance(0.5) ? id : null },
    'chat.approve': { messageId: id },
    'moderation.remove': { subjectId: id, reason: 'rude' },
    'moderation.mute': { subjectId: id, minutes: 5, reason: 'rude' },
    'moderation.ban': { subjectId: id, hours: 1, reason: 'rude' },
    'moderation.report': { subjectId: id, reason: 'rude' },
    'show.start': {},
    'show.pause': {},
    'show.end': {},
    'stream.examine': {},
  };
  const type = random.pick(Object.keys(requests) as RequestType[]);
  return { type, body: bodies[type] };
};

export const oddValues: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  0.1,
  1e308,
  -1e308,
  Number.MAX_SAFE_INTEGER,
  2 ** 53,
  2 ** 32,
  '',
  '\0',
  '\ud800',
  'é'.repeat(300),
  '__proto__',
  'constructor',
  '../../etc/passwd',
  "'; DROP TABLE rooms; --",
  '<script>alert(1)</script>',
  [],
  {},
  [[[[[[[[[[]]]]]]]]]],
  { __proto__: null },
  { toString: 1, valueOf: 1, toJSON: 1, length: -1, then: 1 },
  Array.from({ length: 100 }, (_, n) => n),
];

/** Every place in a value where something could be put. */
const places = (value: unknown, found: [Record<string, unknown>, string][] = []) => {
  if (typeof value !== 'object' || value === null) return found;
  for (const key of Object.keys(value)) {
    found.push([value as Record<string, unknown>, key]);
    places((value as Record<string, unknown>)[key], found);
  }
  return found;
};

// As an own key also when it is `__proto__`, as JSON.parse would make it.
const put = (parent: Record<string, unknown>, key: string, value: unknown) =>
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });

export const damageFields = (random: Random, frame: Record<string, unknown>) => {
  for (let times = 1 + random.below(3); times > 0; times -= 1) {
    // Mostly inside the body: what is wrong outside of it ends the socket before it gets anywhere.
    const inside = places(frame.body);
    const [parent, key] = random.pick(inside.length > 0 && random.chance(0.9) ? inside : places(frame));
    const value = structuredClone(random.pick(oddValues));
    if (random.chance(0.15)) delete parent[key];
    else if (random.chance(0.1))
      put(parent, random.pick(['__proto__', 'constructor', 'toString', 'extra']), value);
    else put(parent, key, value);
    if (places(frame).length === 0) return;
  }
};

export const damageText = (random: Random, text: string): string => {
  const at = random.below(text.length);
  const to = at + random.below(20);
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return text.slice(0, at) + text.slice(at, to).repeat(1 + random.below(50)) + text.slice(to);
    case 3:
      return text.replace('{', `{"__proto__":{"role":"owner"},"${'a'.repeat(random.below(3000))}":1,`);
    case 4:
      return text.replace(/:[^,}]*/, `:${'[{"a":'.repeat(random.below(40))}`);
    default:
      return text.replaceAll(/\d+/g, random.pick(['1e999', '-0', '99999999999999999999', '0.1e-9', '1E5']));
  }
};

export const damageBytes = (random: Random, text: string): Buffer => {
  const bytes = Buffer.from(text);
  for (let times = 1 + random.below(4); times > 0; times -= 1)
    bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
};

type Sent = { data: string | Buffer; binary: boolean };

/** `whole`: none that closes the socket because it is no request at all. */
export const nextFrame = (random: Random, ids: string[], n: number, whole = false): Sent => {
  // Above the ids of the client's own requests.
  const id = 100_000 + (random.chance(0.9) ? n : random.below(5));
  const frame: Record<string, unknown> = structuredClone({ id, ...sound(random, ids) });
  const kind = random.below(whole ? 18 : 20);
  if (kind >= 10 && kind < 18) damageFields(random, frame);
  const text = JSON.stringify(frame);
  if (kind === 18) return { data: damageText(random, text), binary: false };
  if (kind === 19) return { data: damageBytes(random, text), binary: random.chance(0.1) };
  return { data: text, binary: false };
};
