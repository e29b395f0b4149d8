// What the server does for members on hard networks: relays, pauses, numbers. Real sockets and HTTP.
import { observer } from 'mediasoup';
import type { Worker } from 'mediasoup/types';
import { expect, onTestFinished, test, vi } from 'vitest';
import { limits } from '../../shared/limits.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { goLive } from '../helpers/studio.ts';

const turn = { VETRINA_TURN_URLS: 'turn:turn.example.com:3478', VETRINA_TURN_SECRET: 'north' };

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
