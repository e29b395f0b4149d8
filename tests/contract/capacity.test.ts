// A shop on a thin line: who gets how much picture, and what is said about it. Real sockets, a real worker, the clock by hand.
import { expect, test } from 'vitest';
import { ManualClock } from '../../server/clock.ts';
import { limits } from '../../shared/limits.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { peerCapabilities } from '../helpers/media.ts';
import { spyOnMedia } from '../helpers/server-media.ts';
import { openStudio } from '../helpers/studio.ts';

const encodings = [0x11, 0x12, 0x13].map((ssrc) => ({ ssrc }));

/** A studio that sends three layers, on a line of so many Mbit/s. */
const shopOn = async (mbit: string) => {
  const media = spyOnMedia();
  const clock = new ManualClock();
  const app = await startTestApp({ env: { VETRINA_UPLINK_MBIT: mbit }, clock });
  const studio = await openStudio(app);
  const { transport } = await studio.request('media.open', { direction: 'send' });
  const produce = (layers: { ssrc: number; scalabilityMode?: string }[]) =>
    studio.request('media.produce', {
      transportId: transport.id,
      kind: 'video',
      rtpParameters: {
        mid: '0',
        codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000, rtcpFeedback: [] }],
        headerExtensions: [],
        encodings: layers,
        rtcp: { cname: 'host' },
      },
    });
  await produce(encodings);
  await studio.request('show.start', {});
  return { app, clock, studio, media, produce };
};

const enter = async (app: TestApp) => {
  const client = await TestClient.connect({ url: app.url });
  const welcome = await client.hello({ media: true });
  return { client, welcome };
};

const watch = async ({ client, welcome }: Awaited<ReturnType<typeof enter>>) => {
  const rtpCapabilities = peerCapabilities(welcome.media!.routerRtpCapabilities);
  const { consumers } = await client.request('media.watch', { rtpCapabilities });
  return consumers[0]!.id;
};

const capacityOf = (studio: TestClient) => studio.eventsOf('line.told').at(-1)?.body.capacity;

test('MED-123 who comes to a full line is told so, sees photos, and is told when there is room', async () => {
  const { app, clock } = await shopOn('1');
  const [first, another, late] = [await enter(app), await enter(app), await enter(app)];
  expect(first.welcome.media).not.toBeNull();
  expect(another.welcome.media).not.toBeNull();
  expect(late.welcome.media).toBeNull();
  expect(await late.client.outcome('media.open', { direction: 'receive' })).toBe('line_full');
  const { key } = await late.client.request('still.want', { wanted: true });
  expect(key).toEqual(expect.any(String));
  first.client.socket.close();
  await eventually(() => {
    clock.advance(limits.uplinkRestMs);
    return late.client.eventsOf('media.lost').length > 0;
  });
  expect(late.client.eventsOf('media.lost')[0]?.body).toEqual({ reason: 'line_free' });
  expect(await late.client.outcome('media.open', { direction: 'receive' })).toBe('ok');
});

test('MED-125 a viewer gets no larger layer than the line has for it, whatever it asks for', async () => {
  const { app, clock, media } = await shopOn('3');
  const viewers = [await enter(app), await enter(app)];
  const ids = [await watch(viewers[0]!), await watch(viewers[1]!)];
  const layerOf = (id: string) =>
    media.consumers.find((each) => each.id === id)?.preferredLayers?.spatialLayer;
  expect(ids.map(layerOf)).toEqual([2, 0]);
  const ask = { consumerId: ids[1]!, spatialLayer: 2 };
  await viewers[1]!.client.request('media.limitLayers', ask);
  expect(ids.map(layerOf)).toEqual([2, 0]);
  await viewers[0]!.client.request('media.limitLayers', { consumerId: ids[0]!, spatialLayer: 0 });
  expect(ids.map(layerOf)).toEqual([0, 0]);
  clock.advance(limits.uplinkRestMs);
  await eventually(() => layerOf(ids[1]!) !== 0);
});

test('MED-143 nobody waits for a layer that the host says it does not send; who comes later neither', async () => {
  const { app, studio, media, produce } = await shopOn('100');
  const { producerId } = await produce([0x41, 0x42, 0x43].map((ssrc) => ({ ssrc })));
  const first = await enter(app);
  const ids = [await watch(first)];
  const layers = () =>
    ids.map((id) => media.consumers.find((each) => each.id === id)?.preferredLayers?.spatialLayer ?? 2);
  expect(layers()).toEqual([2]);
  await studio.request('media.sends', { producerId, spatialLayer: 0 });
  ids.push(await watch(await enter(app)));
  await first.client.request('media.limitLayers', { consumerId: ids[0]!, spatialLayer: 1 });
  expect(layers()).toEqual([0, 0]);
  await studio.request('media.sends', { producerId, spatialLayer: 2 });
  await eventually(() => layers().join() === '1,2');
  await studio.request('media.sends', { producerId: 'another', spatialLayer: 0 });
  expect(layers()).toEqual([1, 2]);
  expect(await studio.outcome('media.sends', { producerId, spatialLayer: 3 })).toBe('bad_request');
});

test('MED-144 a few frames of a large layer give way to the whole layer below, where frames can be sent in part', async () => {
  const { app, clock, media, produce } = await shopOn('100');
  const parted = (scalabilityMode?: string) =>
    [0x51, 0x52, 0x53].map((ssrc) => ({ ssrc, ...(scalabilityMode && { scalabilityMode }) }));
  for (const [mode, expected] of [
    ['L1T3', 0],
    [undefined, 2],
  ] as const) {
    await produce(parted(mode));
    const id = await watch(await enter(app));
    const consumer = media.consumers.find((each) => each.id === id)!;
    // As the worker says it, where the line of a real viewer takes no more.
    consumer.emit('layerschange', { spatialLayer: 1, temporalLayer: 0 });
    clock.advance(3_000);
    await app.pool.usage();
    expect(consumer.preferredLayers?.spatialLayer).toBe(expected);
  }
});

test('MED-140 a change from a camera to an encoder in mid-show is dealt anew, and so is the change back', async () => {
  const { app, clock, produce } = await shopOn('3');
  const viewers = [await enter(app), await enter(app)];
  for (const viewer of viewers) await watch(viewer);
  const late = viewers[1]!.client;
  const lost = () => late.eventsOf('media.lost').map(({ body }) => body.reason);
  await produce([{ ssrc: 0x21 }]);
  await eventually(() => lost().length > 0);
  expect(lost()).toEqual(['line_full']);
  expect(viewers[0]!.client.eventsOf('media.lost')).toEqual([]);
  expect(await late.outcome('media.open', { direction: 'receive' })).toBe('line_full');
  await produce(encodings.map(({ ssrc }) => ({ ssrc: ssrc + 0x20 })));
  await eventually(() => {
    clock.advance(limits.uplinkRestMs);
    return lost().length > 1;
  });
  expect(lost()).toEqual(['line_full', 'line_free']);
  expect(await late.outcome('media.open', { direction: 'receive' })).toBe('ok');
});

test('MED-141 a viewer who looks away gives its share to the others, and has it again when it looks', async () => {
  const { app, clock, media } = await shopOn('3');
  const viewers = [await enter(app), await enter(app)];
  const ids = [await watch(viewers[0]!), await watch(viewers[1]!)];
  const layers = () =>
    ids.map((id) => media.consumers.find((each) => each.id === id)?.preferredLayers?.spatialLayer);
  const first = viewers[0]!.client;
  await first.request('media.resume', { consumerIds: [ids[0]!] });
  expect(layers()).toEqual([2, 0]);
  await first.request('media.pause', { consumerIds: [ids[0]!] });
  clock.advance(limits.uplinkRestMs);
  await eventually(() => layers()[1] === 2);
  await first.request('media.resume', { consumerIds: [ids[0]!] });
  await eventually(() => layers()[1] === 0);
  expect(layers()).toEqual([2, 0]);
  expect(first.eventsOf('media.lost')).toEqual([]);
});

test('MED-141 who looks again at a line that has filled meanwhile is told so and sees photos', async () => {
  const { app, clock } = await shopOn('1');
  const viewers = [await enter(app), await enter(app)];
  const ids = [await watch(viewers[0]!), await watch(viewers[1]!)];
  const first = viewers[0]!.client;
  await first.request('media.pause', { consumerIds: [ids[0]!] });
  clock.advance(limits.uplinkRestMs);
  const late = await enter(app);
  expect(late.welcome.media).not.toBeNull();
  await first.request('media.resume', { consumerIds: [ids[0]!] });
  await eventually(() => first.eventsOf('media.lost').length > 0);
  expect(first.eventsOf('media.lost')[0]?.body).toEqual({ reason: 'line_full' });
  expect(await first.outcome('media.open', { direction: 'receive' })).toBe('line_full');
  expect(viewers[1]!.client.eventsOf('media.lost')).toEqual([]);
});

test('STU-111 the studio is told what the line still carries, at once and when it changes; viewers are not', async () => {
  const { app, clock, studio } = await shopOn('10');
  await eventually(() => capacityOf(studio));
  expect(capacityOf(studio)).toEqual({ fits: 4, smaller: 0, photos: 0 });
  const viewers = [];
  for (let n = 0; n < 6; n += 1) viewers.push(await enter(app));
  await eventually(() => {
    clock.advance(limits.capacityEveryMs);
    return capacityOf(studio)?.fits === 0;
  });
  expect(capacityOf(studio)?.smaller).toBeGreaterThan(0);
  expect(viewers.flatMap(({ client }) => client.eventsOf('line.told'))).toEqual([]);
});
