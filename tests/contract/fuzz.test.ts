// Seeded damage: sound frames changed at the level of bytes, of JSON and of fields, sent in any order over several sockets,
// while a good viewer and a good host go on beside them. A failing seed is printed; add it to `pinned`.
// FUZZ_SEEDS=5,6,7 tries others.
import { describe, expect, onTestFinished, test } from 'vitest';
import { isErrorCode } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import { closeCodes } from '../../shared/protocol.ts';
import { requests, type RequestType } from '../../shared/requests.ts';
import { ManualClock } from '../../server/clock.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { sendParameters } from '../helpers/media.ts';
import { openStudio, sendPicture } from '../helpers/studio.ts';

const pinned = process.env.FUZZ_SEEDS?.split(',').map(Number) ?? [1, 2, 3, 20_261_122];
const framesPerSeed = 1000;
const socketsPerSeed = 6;

/** mulberry32: small, fast, and the same everywhere. */
const generator = (seed: number) => {
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
type Random = ReturnType<typeof generator>;

const fingerprints = [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AB').join(':') }];
const codecs = [
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
    'media.recovered': { step: 'transport', frozenMs: 6000 },
    'media.path': { path: 'relay-tcp' },
    'still.want': { wanted: random.chance(0.5) },
    'media.limitLayers': { consumerId: id, spatialLayer: 1 },
    'media.produce': { transportId: id, kind, rtpParameters: structuredClone(sendParameters(kind, '0')) },
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

const oddValues: readonly unknown[] = [
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

const damageFields = (random: Random, frame: Record<string, unknown>) => {
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

const damageText = (random: Random, text: string): string => {
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

const damageBytes = (random: Random, text: string): Buffer => {
  const bytes = Buffer.from(text);
  for (let times = 1 + random.below(4); times > 0; times -= 1)
    bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
};

type Sent = { data: string | Buffer; binary: boolean };

const nextFrame = (random: Random, ids: string[], n: number): Sent => {
  // Above the ids of the client's own requests.
  const id = 100_000 + (random.chance(0.9) ? n : random.below(5));
  const frame: Record<string, unknown> = structuredClone({ id, ...sound(random, ids) });
  const kind = random.below(20);
  if (kind >= 10 && kind < 18) damageFields(random, frame);
  const text = JSON.stringify(frame);
  if (kind === 18) return { data: damageText(random, text), binary: false };
  if (kind === 19) return { data: damageBytes(random, text), binary: random.chance(0.1) };
  return { data: text, binary: false };
};

/** Ids of transports, consumers and producers in whatever the server said. */
const idsIn = (text: string): string[] => text.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? [];

/** A socket of a vandal: opens again whenever it was closed; keeps what it sent and heard. */
class Vandal {
  readonly #app: TestApp;
  readonly #random: Random;
  readonly #cookies: (string | undefined)[];
  readonly #ids: string[];
  readonly heard: string[] = [];
  readonly closes = new Map<number, number>();
  #client: TestClient | null = null;
  #asked = 0;
  /** What the server gave to this socket. */
  #own: string[] = [];

  constructor(app: TestApp, random: Random, cookies: (string | undefined)[], ids: string[]) {
    this.#app = app;
    this.#random = random;
    this.#cookies = cookies;
    this.#ids = ids;
  }

  async send(n: number): Promise<void> {
    const client = await this.#open();
    const ids = this.#own.length > 0 && this.#random.chance(0.7) ? this.#own.slice(-4) : this.#ids;
    const frame = nextFrame(this.#random, ids, n);
    this.#asked += 1;
    client.socket.send(frame.data, { binary: frame.binary });
  }

  /** Until all that was sent has been answered or the socket is closed: a request behind it tells. */
  async settle(): Promise<void> {
    const client = this.#client;
    if (!client || client.closeCode !== null) return;
    this.#asked += 1;
    await client.outcome('clock.read', {});
  }

  /** On a socket that is still open every frame was a request, and each must have had its one reply. */
  async finish(): Promise<void> {
    const client = this.#client;
    await this.settle();
    if (!client || client.closeCode !== null) return;
    await eventually(() => client.closeCode !== null || client.replies.length === this.#asked);
    const replied = new Set(client.replies.map(({ re }) => re));
    expect(replied).not.toContain(null);
  }

  async #open(): Promise<TestClient> {
    if (this.#client && this.#client.socket.readyState === this.#client.socket.OPEN) return this.#client;
    const cookie = this.#random.pick(this.#cookies);
    const client = await TestClient.connect({ url: this.#app.url, ...(cookie && { cookie }) });
    client.socket.on('message', (data) => {
      const text = String(data);
      this.heard.push(text);
      this.#own.push(...idsIn(text));
      for (const id of idsIn(text)) if (this.#ids.push(id) > 30) this.#ids.shift();
    });
    client.socket.on('close', (code) => this.closes.set(code, (this.closes.get(code) ?? 0) + 1));
    this.#client = client;
    this.#asked = 0;
    this.#own = [];
    if (!this.#random.chance(0.85)) return client;
    this.#asked = 1;
    await client
      .hello({ media: true, page: cookie && this.#random.chance(0.6) ? 'studio' : 'room' })
      .catch(() => {});
    return client;
  }
}

const knownCloses = new Set<number>([...Object.values(closeCodes), 1002, 1007, 1009]);

const vandalise = async (seed: number) => {
  const random = generator(seed);
  const clock = new ManualClock();
  const surprises: unknown[] = [];
  const note = (error: unknown) => surprises.push(error);
  process.on('unhandledRejection', note);
  onTestFinished(() => void process.off('unhandledRejection', note));
  const app = await startTestApp({ clock });
  const host = await openStudio(app, { role: 'owner' });
  const viewer = await TestClient.connect({ url: app.url });
  await viewer.hello({ media: true });
  // With the stage taken by a good host, or free for the vandals to fight over.
  if (seed % 2 === 0) await sendPicture(host);
  await viewer.request('media.watch', { rtpCapabilities: { codecs, headerExtensions: [] } });
  const ids: string[] = [];
  const staff = [await app.cookieFor('host'), await app.cookieFor('host'), await app.cookieFor('helper')];
  const cookies = [undefined, ...staff];
  const vandals = Array.from({ length: socketsPerSeed }, () => new Vandal(app, random, cookies, ids));

  for (let n = 1; n <= framesPerSeed; n += 1) {
    await random.pick(vandals).send(n);
    // Time for the rate limits to let more in; the good ones speak before their heartbeat.
    if (n % 10 === 0) {
      clock.advance(1000);
      await Promise.all(vandals.map((vandal) => vandal.settle()));
      expect(await viewer.outcome('clock.read', {})).toBe('ok');
      expect(await host.outcome('clock.read', {})).toBe('ok');
    }
  }
  await Promise.all(vandals.map((vandal) => vandal.finish()));
  return { app, host, viewer, vandals, surprises };
};

describe('vandals', () => {
  test.each(pinned)(
    'SES-21 SES-2: a thousand frames of seed %d harm nobody',
    { timeout: 60_000 },
    async (seed) => {
      const { app, host, viewer, vandals, surprises } = await vandalise(seed);
      const outcomes = new Map<string, number>();
      for (const { heard, closes } of vandals) {
        for (const text of heard) {
          const frame = JSON.parse(text) as { re?: number | null; ok?: boolean; error?: { code: string } };
          if (frame.re === undefined) continue;
          const code = frame.ok ? 'ok' : (frame.error?.code ?? 'none');
          outcomes.set(code, (outcomes.get(code) ?? 0) + 1);
          expect(code === 'ok' || isErrorCode(code), `${text} (seed ${seed})`).toBe(true);
          expect(code, `${text} (seed ${seed})`).not.toBe('internal');
          expect(text).not.toMatch(/node_modules|\.ts:|SQLITE|at Object/);
        }
        for (const code of closes.keys())
          expect(knownCloses, `closed with ${code} (seed ${seed})`).toContain(code);
      }
      // The damage reached more than the doorstep.
      for (const code of ['ok', 'bad_frame', 'bad_request', 'unknown_request', 'not_allowed', 'media_gone'])
        expect(outcomes.get(code) ?? 0, `${code} of ${JSON.stringify([...outcomes])}`).toBeGreaterThan(0);
      expect([viewer.closeCode, host.closeCode]).toEqual([null, null]);
      expect(surprises).toEqual([]);
      // The stage still works: the worker's channel took no harm, and newcomers get in.
      const newcomer = await TestClient.connect({ url: app.url });
      expect((await newcomer.hello({ media: true })).media).not.toBe(null);
      await expect(viewer.outcome('media.open', { direction: 'receive' })).resolves.toBe('ok');
      expect(await (await fetch(`${app.url}/readyz`)).json()).toEqual({
        worker: true,
        database: true,
        ports: true,
      });
      expect(({} as Record<string, unknown>)['role']).toBe(undefined);
    },
  );

  test('SES-21 the same seed makes the same frames', () => {
    const frames = (seed: number) => {
      const random = generator(seed);
      return Array.from({ length: 200 }, (_, n) => String(nextFrame(random, ['a'], n).data));
    };
    expect(frames(7).join('\n') === frames(7).join('\n')).toBe(true);
    expect(frames(7)[0]).not.toBe(frames(8)[0]);
    expect(Math.max(...frames(7).map(({ length }) => length))).toBeLessThan(limits.maxFrameBytes * 4);
  });
});
