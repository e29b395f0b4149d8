// What the server does for members on hard networks: relays, pauses, photos, numbers. Real sockets and HTTP.
import { observer } from 'mediasoup';
import type { Worker } from 'mediasoup/types';
import { expect, onTestFinished, test, vi } from 'vitest';
import { limits } from '../../shared/limits.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { goLive } from '../helpers/studio.ts';

const turn = { VETRINA_TURN_URLS: 'turn:turn.example.com:3478', VETRINA_TURN_SECRET: 'north' };
const jpeg = (name = 'photo') =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(name), Buffer.from([0xff, 0xd9])]);

const viewerOf = async (app: TestApp, hello: Record<string, unknown> = {}) => {
  const client = await TestClient.connect({ url: app.url });
  return { client, welcome: await client.hello(hello) };
};

test('MED-20: each transport and each ICE restart brings the shop’s relays with credentials of this member', async () => {
  const app = await startTestApp({ env: turn });
  const { client, welcome } = await viewerOf(app, { media: true });
  const opened = await client.request('media.open', { direction: 'receive' });
  const restarted = await client.request('media.restartIce', { transportId: opened.transport.id });
  for (const { iceServers } of [welcome.media!, opened, restarted]) {
    expect(iceServers).toHaveLength(1);
    expect(iceServers[0]).toMatchObject({ urls: ['turn:turn.example.com:3478'] });
    expect(iceServers[0]?.username).toMatch(new RegExp(`^\\d{10}:${welcome.memberId}$`));
  }
  const { client: host } = await goLive(app);
  const { iceServers } = await host.request('media.open', { direction: 'send' });
  expect(iceServers[0]?.credential).toMatch(/^[\w+/]{27}=$/);
});

test('MED-20: a shop without a TURN server names none', async () => {
  const app = await startTestApp();
  const { welcome } = await viewerOf(app, { media: true });
  expect(welcome.media?.iceServers).toEqual([]);
});

test('MED-113: a slow line is taken to be one from the first packet on', async () => {
  const asked: (number | undefined)[] = [];
  const onWorker = (worker: Worker) =>
    worker.observer.on('newrouter', (router) => {
      const create = router.createWebRtcTransport.bind(router);
      vi.spyOn(router, 'createWebRtcTransport').mockImplementation((options) => {
        asked.push(options.initialAvailableOutgoingBitrate);
        return create(options) as never;
      });
    });
  observer.on('newworker', onWorker);
  onTestFinished(() => void observer.off('newworker', onWorker));
  const app = await startTestApp();
  const { client } = await viewerOf(app, { media: true, slow: true });
  await client.request('media.open', { direction: 'receive', slow: true });
  await client.request('media.open', { direction: 'receive' });
  const { slowOutgoingBitsPerSecond: slow, initialOutgoingBitsPerSecond: usual } = limits;
  expect(asked).toEqual([slow, slow, usual]);
});

test('MED-23: one viewer may ask for few key frames a minute, whatever it asks by', async () => {
  const app = await startTestApp();
  const { client } = await viewerOf(app);
  const resume = () => client.outcome('media.resume', { consumerIds: ['x'] });
  const outcomes = [];
  for (let n = 0; n < 31; n += 1) outcomes.push(await resume());
  expect(outcomes.filter((outcome) => outcome === 'ok')).toHaveLength(30);
  expect(outcomes.at(-1)).toBe('rate_limited');
  const other = await viewerOf(app);
  expect(await other.client.outcome('media.resume', { consumerIds: ['x'] })).toBe('ok');
});

test('MED-17: what a client tells of its recovery is counted, and nonsense is not', async () => {
  const app = await startTestApp();
  const { client } = await viewerOf(app);
  await client.request('media.recovered', { step: 'iceRestart', frozenMs: 4200 });
  for (const frozenMs of [-1, Number.MAX_VALUE, '1'])
    expect(await client.outcome('media.recovered', { step: 'iceRestart', frozenMs })).toBe('bad_request');
  expect(await client.outcome('media.recovered', { step: '"} 1', frozenMs: 1 })).toBe('bad_request');
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  expect(metrics).toContain('vetrina_media_recovery_seconds_count{who="viewer",step="iceRestart"} 1');
  expect(metrics).toContain('vetrina_media_recovery_seconds_sum{who="viewer",step="iceRestart"} 4.2');
});

const photos = async () => {
  const app = await startTestApp();
  const cookie = await app.cookieFor('host');
  const { client: host } = await goLive(app, { cookie });
  const url = `${app.url}/api/rooms/demo/still`;
  const put = (body: Buffer, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'PUT',
      body: new Uint8Array(body),
      headers: { Cookie: cookie, 'Content-Type': 'image/jpeg', ...headers },
    });
  const get = (key: string | null, headers: Record<string, string> = {}) =>
    fetch(url, { headers: { ...(key && { Authorization: `Bearer ${key}` }), ...headers } });
  return { app, host, put, get };
};
const wantedOf = (host: TestClient) => host.eventsOf('still.wanted').map(({ body }) => body.wanted);

test('MED-18 MED-114: a photo goes from the host who sends to the viewers who asked, and only to them', async () => {
  const { app, host, put, get } = await photos();
  const { client } = await viewerOf(app);
  const { key } = await client.request('still.want', { wanted: true });
  await eventually(() => wantedOf(host).at(-1) === true);
  expect((await get(key)).status).toBe(204);
  expect((await put(jpeg('smile'))).status).toBe(204);
  const answer = await get(key);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.headers.get('content-type')).toBe('image/jpeg');
  expect(Buffer.from(await answer.arrayBuffer()).toString('latin1')).toContain('smile');
  const etag = answer.headers.get('etag')!;
  expect((await get(key, { 'If-None-Match': etag })).status).toBe(304);
  expect((await get(null)).status).toBe(401);
  expect((await get('x')).status).toBe(401);

  client.socket.terminate();
  await eventually(() => wantedOf(host).at(-1) === false);
  expect((await get(key)).status).toBe(401);
  // Told at the first picture: nobody needs any.
  expect(wantedOf(host)).toEqual([false, true, false]);
});

test('MED-19: a photo comes from the host who sends, is small and a JPEG, and goes with the picture', async () => {
  const { app, host, put, get } = await photos();
  const { client } = await viewerOf(app);
  const { key } = await client.request('still.want', { wanted: true });
  expect((await put(Buffer.from('<svg/>'))).status).toBe(422);
  expect((await put(Buffer.alloc(limits.maxStillBytes + 1))).status).toBe(413);
  expect((await put(jpeg(), { 'Content-Type': 'image/png' })).status).toBe(400);
  expect((await put(jpeg(), { Cookie: '' })).status).toBe(401);
  expect((await put(jpeg(), { Cookie: await app.cookieFor('helper') })).status).toBe(403);
  expect((await put(jpeg(), { Cookie: await app.cookieFor('host') })).status).toBe(403);
  expect((await put(jpeg(), { Origin: 'https://elsewhere.example' })).status).toBe(403);
  expect((await put(jpeg())).status).toBe(204);
  expect((await put(jpeg())).status).toBe(429);
  expect((await get(key)).status).toBe(200);
  await host.request('show.end', {});
  expect((await get(key)).status).toBe(204);
  expect((await put(jpeg())).status).toBe(409);
});
