// Photos for who gets no video, and the last picture before a pause: who is asked for them, who may bring them, who gets them.
// Real sockets and HTTP; encoders by WHIP.
import { expect, test } from 'vitest';
import { ManualClock } from '../../server/clock.ts';
import { routerRtpCapabilities } from '../../server/media/codecs.ts';
import { limits } from '../../shared/limits.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { offerOf } from '../helpers/offers.ts';
import { goLive, openStudio, sendPicture } from '../helpers/studio.ts';
import { ask, makeKey } from '../helpers/whip.ts';

const jpeg = (name = 'photo') =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(name), Buffer.from([0xff, 0xd9])]);

const viewerOf = async (app: TestApp) => {
  const client = await TestClient.connect({ url: app.url });
  await client.hello();
  return client;
};

const doorOf = ({ url }: TestApp) => {
  const still = `${url}/api/rooms/demo/still`;
  const put = (cookie: string, body: Buffer, headers: Record<string, string> = {}) =>
    fetch(still, {
      method: 'PUT',
      body: new Uint8Array(body),
      headers: { Cookie: cookie, 'Content-Type': 'image/jpeg', ...headers },
    });
  const get = (key: string | null, headers: Record<string, string> = {}) =>
    fetch(still, { headers: { ...(key && { Authorization: `Bearer ${key}` }), ...headers } });
  /** What whoever bears the key is shown. */
  const shown = async (key: string | null) => {
    const answer = await get(key);
    return answer.status === 200 ? Buffer.from(await answer.arrayBuffer()).toString('latin1') : answer.status;
  };
  return { put, get, shown };
};

const wantedOf = (page: TestClient) => page.eventsOf('still.wanted').map(({ body }) => body.wanted);
const want = async (viewer: TestClient, wanted = true) =>
  (await viewer.request('still.want', { wanted })).key;

const hosted = async (clock?: ManualClock) => {
  const app = await startTestApp(clock && { clock });
  const cookie = await app.cookieFor('host');
  const { client: host } = await goLive(app, { cookie });
  return { app, host, cookie, ...doorOf(app) };
};

test('MED-18 MED-114: a photo goes from the host who sends to the viewers who asked, and only to them', async () => {
  const { app, host, cookie, put, get } = await hosted();
  const viewer = await viewerOf(app);
  const key = await want(viewer);
  await eventually(() => wantedOf(host).at(-1) === true);
  expect((await get(key)).status).toBe(204);
  expect((await put(cookie, jpeg('smile'))).status).toBe(204);
  const answer = await get(key);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('content-type')).toBe('image/jpeg');
  expect(Buffer.from(await answer.arrayBuffer()).toString('latin1')).toContain('smile');
  const etag = answer.headers.get('etag')!;
  expect((await get(key, { 'If-None-Match': etag })).status).toBe(304);
  expect((await get(null)).status).toBe(401);
  expect((await get('x')).status).toBe(401);

  viewer.socket.terminate();
  await eventually(() => wantedOf(host).at(-1) === false);
  expect((await get(key)).status).toBe(401);
  expect(wantedOf(host)).toEqual([true, false]);
});

test('MED-19: a photo comes from the host who sends, is small and a JPEG, and goes with the picture', async () => {
  const { app, host, cookie, put, get } = await hosted();
  const viewer = await viewerOf(app);
  const key = await want(viewer);
  expect((await put(cookie, Buffer.from('<svg/>'))).status).toBe(422);
  expect((await put(cookie, Buffer.alloc(limits.maxStillBytes + 1))).status).toBe(413);
  expect((await put(cookie, jpeg(), { 'Content-Type': 'image/png' })).status).toBe(400);
  expect((await put('', jpeg())).status).toBe(401);
  expect((await put(await app.cookieFor('helper'), jpeg())).status).toBe(403);
  expect((await put(await app.cookieFor('host'), jpeg())).status).toBe(403);
  expect((await put(cookie, jpeg(), { Origin: 'https://elsewhere.example' })).status).toBe(403);
  expect((await put(cookie, jpeg())).status).toBe(204);
  expect((await put(cookie, jpeg())).status).toBe(429);
  expect((await get(key)).status).toBe(200);
  await host.request('show.end', {});
  expect((await get(key)).status).toBe(204);
  expect((await put(cookie, jpeg())).status).toBe(409);
});

test('MED-132: the last picture before a pause is for whoever comes in it, and goes with it', async () => {
  const clock = new ManualClock();
  const { app, host, cookie, put, get, shown } = await hosted(clock);
  await host.request('show.pause', {});
  const late = await viewerOf(app);
  const key = await want(late);
  expect(wantedOf(host)).toEqual([]);
  expect((await get(key)).status).toBe(204);
  expect((await put(await app.cookieFor('host'), jpeg())).status).toBe(403);
  expect((await put(cookie, jpeg('last'))).status).toBe(204);
  expect(await shown(key)).toContain('last');
  expect((await get('x')).status).toBe(401);
  await want(late, false);
  expect((await get(key)).status).toBe(401);
  // Long after a photo would be old, and whoever asked before has gone.
  clock.advance(limits.stillMs + 1);
  expect((await put(cookie, jpeg('later'))).status).toBe(409);
  const next = await want(await viewerOf(app));
  expect(await shown(next)).toContain('last');

  await sendPicture(host, true);
  await eventually(() => host.eventsOf('show.changed').at(-1)?.body.show.pausedAt === null);
  expect((await get(next)).status).toBe(204);
  expect(wantedOf(host)).toEqual([true]);
});

test('MED-132: it goes with the show, however that ends, and is not there after a restart of the room', async () => {
  const clock = new ManualClock();
  const { app, host, cookie, put, get, shown } = await hosted(clock);
  const viewer = await viewerOf(app);
  const key = await want(viewer);
  await host.request('show.pause', {});
  expect((await put(cookie, jpeg('last'))).status).toBe(204);
  expect(await shown(key)).toContain('last');
  await host.request('show.end', {});
  expect((await get(key)).status).toBe(204);

  await sendPicture(host);
  await host.request('show.start', {});
  expect((await put(cookie, jpeg('second'))).status).toBe(204);
  await host.request('show.pause', {});
  expect(await shown(key)).toContain('second');
  for (const client of [viewer, host]) client.socket.terminate();
  await eventually(() => [...app.rooms.open][0]?.members === 0);
  clock.advance(limits.emptyRoomMs);
  expect([...app.rooms.open]).toEqual([]);
  expect((await get(await want(await viewerOf(app)))).status).toBe(204);
});

const encoded = async () => {
  const app = await startTestApp();
  const { secret } = await makeKey(app);
  const publish = () => ask(app, 'POST', '/whip/demo', { key: secret, body: offerOf('obs-publish') });
  const desk = async (role: 'host' | 'helper' = 'host') => {
    const cookie = await app.cookieFor(role);
    return { cookie, page: await openStudio(app, { cookie }) };
  };
  return { app, publish, desk, ...doorOf(app) };
};

test('MED-130: photos of an encoder’s picture are asked of one studio page, of the next when it leaves, and of none without', async () => {
  const { app, publish, desk, put, shown } = await encoded();
  expect((await publish()).status).toBe(201);
  const viewer = await viewerOf(app);
  const key = await want(viewer);
  expect(await shown(key)).toBe(204);
  const first = await desk();
  await eventually(() => wantedOf(first.page).length === 1);
  const second = await desk('helper');
  expect((await put(first.cookie, jpeg('first'))).status).toBe(204);
  expect(await shown(key)).toContain('first');
  first.page.socket.terminate();
  await eventually(() => wantedOf(second.page).at(-1) === true);
  // A host takes the stage: the photos come from the page that sends.
  const third = await desk();
  await sendPicture(third.page, true);
  await eventually(() => wantedOf(third.page).at(-1) === true);
  await eventually(() => wantedOf(second.page).at(-1) === false);
  expect(wantedOf(first.page)).toEqual([true]);
  expect(wantedOf(second.page)).toEqual([true, false]);
  expect((await put(second.cookie, jpeg())).status).toBe(403);
  await want(viewer, false);
  await eventually(() => wantedOf(third.page).at(-1) === false);
});

test('MED-130: they are taken from the staff with a studio page in that room, and from nobody else', async () => {
  const { app, publish, desk, put, shown } = await encoded();
  await publish();
  await app.addRoom('other');
  const key = await want(await viewerOf(app));
  const away = await app.cookieFor('owner');
  const onlooker = await TestClient.connect({ url: app.url, cookie: away });
  await onlooker.hello({ page: 'room' });
  const elsewhere = await app.cookieFor('host', 'other');
  await openStudio(app, { room: 'other', cookie: elsewhere });
  for (const cookie of [away, elsewhere]) expect((await put(cookie, jpeg())).status).toBe(403);
  expect((await put('', jpeg())).status).toBe(401);
  const { cookie, page } = await desk('helper');
  expect((await put(cookie, jpeg('helper'))).status).toBe(204);
  expect(await shown(key)).toContain('helper');
  page.socket.terminate();
  await eventually(async () => (await put(cookie, jpeg())).status === 403);
});

test('WHP-55: a pause of an encoder’s show keeps the last picture that a desk took of it', async () => {
  const { app, publish, desk, put, get, shown } = await encoded();
  await publish();
  const { cookie, page } = await desk();
  await page.request('show.start', {});
  await page.request('show.pause', {});
  expect((await put(cookie, jpeg('last'))).status).toBe(204);
  const key = await want(await viewerOf(app));
  expect(await shown(key)).toContain('last');
  expect(wantedOf(page)).toEqual([]);
  await page.request('show.start', {});
  await eventually(() => wantedOf(page).at(-1) === true);
  expect((await get(key)).status).toBe(204);
});

test('MED-131: a studio receives what an encoder sends, as no viewer and beside a full line, and nothing else', async () => {
  const app = await startTestApp({ env: { VETRINA_UPLINK_MBIT: '1' } });
  const { secret } = await makeKey(app);
  const studio = await openStudio(app);
  const receive = () => studio.outcome('media.open', { direction: 'receive' });
  expect(await receive()).toBe('not_allowed');
  await ask(app, 'POST', '/whip/demo', { key: secret, body: offerOf('obs-publish') });
  const viewer = await viewerOf(app);
  expect(await viewer.outcome('media.open', { direction: 'receive' })).toBe('line_full');
  expect(await receive()).toBe('ok');
  const { consumers } = await studio.request('media.watch', { rtpCapabilities: routerRtpCapabilities });
  expect(consumers.map(({ kind }) => kind).sort()).toEqual(['audio', 'video']);
  expect([...app.rooms.open][0]?.viewers).toBe(1);
  await sendPicture(studio, true);
  expect(await receive()).toBe('not_allowed');
});
