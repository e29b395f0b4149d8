// Seeded damage: sound frames changed at the level of bytes, of JSON and of fields, sent in any order over several sockets,
// while a good viewer and a good host go on beside them. A failing seed is printed; add it to `pinned`.
// FUZZ_SEEDS=5,6,7 tries others.
import { describe, expect, onTestFinished, test } from 'vitest';
import { isErrorCode } from '../../shared/errors.ts';
import { limits } from '../../shared/limits.ts';
import { closeCodes } from '../../shared/protocol.ts';
import { ManualClock } from '../../server/clock.ts';
import { addProduct, apiOf } from '../helpers/api.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { codecs, generator, nextFrame, type Random } from '../helpers/damage.ts';
import { eventually } from '../helpers/eventually.ts';
import { fuzzHttp } from '../helpers/fuzz-http.ts';
import { fuzzSockets } from '../helpers/fuzz-sockets.ts';
import { openStudio, sendPicture } from '../helpers/studio.ts';
import { makeKey } from '../helpers/whip.ts';

const pinned = process.env.FUZZ_SEEDS?.split(',').map(Number) ?? [1, 2, 3, 20_261_122];
const framesPerSeed = 1000;
const socketsPerSeed = 6;

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

describe('requests', () => {
  test('SEC-22: two thousand by HTTP, WHIP, WHEP and socket are answered as we answer, and leave nothing', async () => {
    const surprises: unknown[] = [];
    const note = (error: unknown) => surprises.push(error);
    process.on('unhandledRejection', note);
    onTestFinished(() => void process.off('unhandledRejection', note));
    const app = await startTestApp({ env: { VETRINA_TRUST_PROXY: 'loopback' } });
    const roles = ['owner', 'host', 'helper'] as const;
    const cookies = await Promise.all(roles.map((role) => app.cookieFor(role)));
    const { id, variants } = await addProduct(apiOf(app, cookies[0] as string));
    const { secret } = await makeKey(app);
    const target = {
      port: app.port,
      cookies,
      streamKey: secret,
      ids: [id, ...variants.map((variant) => variant.id)],
    };
    const tally = await fuzzHttp(target, generator(1), 1500);
    // The damage reached more than the doorstep.
    for (const status of [200, 201, 400, 401, 403, 404, 422])
      expect([status, (tally[status] ?? 0) > 0]).toEqual([status, true]);
    const frames = await fuzzSockets(target, generator(2), 500);
    for (const code of ['ok', 'bad_request', 'not_allowed', 'not_found'])
      expect([code, (frames[code] ?? 0) > 0]).toEqual([code, true]);
    await eventually(() => [...app.rooms.open].every(({ members }) => members === 0));
    expect(surprises).toEqual([]);
  });
});
