import { Device, FakeHandler, testFakeParameters as fakes } from 'mediasoup-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { RequestError, type Connection } from '../../../client/lib/connection.ts';
import { Reception } from '../../../client/lib/reception.ts';
import type { ConsumerView, MediaView } from '../../../shared/media.ts';

// mediasoup-client's own Transport and Consumer run here over its FakeHandler, which stands for the browser's
// RTCPeerConnection; the server is a list of requests whose replies the test gives.

type Asked = {
  type: string;
  body: Record<string, unknown>;
  reply: (body: unknown) => void;
  refuse: () => void;
};

const fakeConnection = () => {
  const asked: Asked[] = [];
  const request = (type: string, body: Record<string, unknown>) =>
    new Promise((reply, reject) => {
      asked.push({ type, body, reply, refuse: () => reject(new RequestError('media_gone')) });
    });
  return {
    asked,
    types: () => asked.map((each) => each.type),
    connection: { request } as unknown as Connection,
  };
};

const consumer = (id: string, kind: 'audio' | 'video') =>
  fakes.generateConsumerRemoteParameters({
    id,
    codecMimeType: kind === 'audio' ? 'audio/opus' : 'video/VP8',
  }) as unknown as ConsumerView;

const startReception = async () => {
  const { asked, types, connection } = fakeConnection();
  const device = new Device({ handlerFactory: FakeHandler.createFactory(fakes) });
  await device.load({ routerRtpCapabilities: fakes.generateRouterRtpCapabilities() });
  const seen = { tracks: [] as string[], ended: [] as string[], lost: 0, restarts: 0 };
  const view = {
    transport: fakes.generateTransportRemoteParameters(),
    iceServers: [],
  } as unknown as MediaView;
  const handlers: FakeHandler[] = [];
  device.observer.on('newtransport', (transport) => handlers.push(transport.handler as FakeHandler));
  const reception = new Reception(connection, device, view, {
    onTracks: (tracks) => seen.tracks.push(...tracks.map((track) => track.kind)),
    onEnded: (tracks) => seen.ended.push(...tracks.map((track) => track.kind)),
    onIceRestart: () => (seen.restarts += 1),
    onLost: () => (seen.lost += 1),
  });
  onTestFinished(() => reception.close());
  const find = (type: string) =>
    vi.waitFor(() => asked.find((each) => each.type === type) ?? expect.fail(type));
  return { reception, device, asked, types, seen, find, handler: () => handlers[0]! };
};

/** A reception that has been offered sound and picture, with no reply but the one to `media.watch`. */
const watching = async () => {
  const started = await startReception();
  const watched = started.reception.watch(null);
  (await started.find('media.watch')).reply({ consumers: [consumer('a', 'audio'), consumer('v', 'video')] });
  await watched;
  return started;
};

test('MED-40: consumers are connected and resumed at once, without waiting for any reply', async () => {
  const { types, asked, seen } = await watching();
  expect(types()).toEqual(['media.watch', 'media.connect', 'media.resume']);
  expect(asked[2]?.body).toEqual({ consumerIds: ['a', 'v'] });
  expect(seen.tracks).toEqual(['audio', 'video']);
});

test('MED-146: consumers that were asked for ahead are taken, and nobody asks again', async () => {
  const { reception, device, types, seen } = await startReception();
  const reply = Promise.resolve({ consumers: [consumer('a', 'audio'), consumer('v', 'video')] });
  await reception.watch({ device, reply });
  expect(types()).toEqual(['media.connect', 'media.resume']);
  expect(seen.tracks).toEqual(['audio', 'video']);
});

test('MED-146: where that was refused, or asked with what another device can do, it is asked again', async () => {
  const reply = Promise.resolve({ consumers: [consumer('other', 'video')] });
  const asked = [
    async (device: Device) => ({ device, reply: Promise.resolve(null) }),
    async () => ({ device: new Device({ handlerFactory: FakeHandler.createFactory(fakes) }), reply }),
  ];
  for (const ahead of asked) {
    const { reception, device, find, types } = await startReception();
    const watched = reception.watch(await ahead(device));
    (await find('media.watch')).reply({ consumers: [consumer('v', 'video')] });
    await watched;
    expect(reception.video?.id).toBe('v');
    expect(types()).toEqual(['media.watch', 'media.connect', 'media.resume']);
  }
});

test('MED-40: a limit that is known goes ahead of the first key frame', async () => {
  const { reception, find, types, asked } = await startReception();
  reception.limit(1);
  const watched = reception.watch(null);
  (await find('media.watch')).reply({ consumers: [consumer('v', 'video')] });
  await watched;
  expect(types()).toEqual(['media.watch', 'media.connect', 'media.limitLayers', 'media.resume']);
  expect(asked[2]?.body).toEqual({ consumerId: 'v', spatialLayer: 1 });
});

test('MED-41: a limit is said when it changes, and the highest only to end a lower one', async () => {
  const { reception, asked } = await watching();
  const limits = () =>
    asked.flatMap((each) => (each.type === 'media.limitLayers' ? [each.body.spatialLayer] : []));
  reception.limit(2);
  expect(limits()).toEqual([]);
  reception.limit(0);
  reception.limit(0);
  reception.limit(2);
  expect(limits()).toEqual([0, 2]);
});

test('MED-42: a consumer offered twice is taken once, and one withdrawn before it was ready is not kept', async () => {
  const { reception, seen, types } = await watching();
  await reception.take([consumer('a', 'audio'), consumer('v', 'video')]);
  expect(seen.tracks).toEqual(['audio', 'video']);
  const late = reception.take([consumer('v2', 'video')]);
  reception.withdraw(['v', 'v2']);
  await late;
  expect(seen).toMatchObject({ tracks: ['audio', 'video'], ended: ['video'] });
  expect(reception.video).toBeUndefined();
  expect(types().filter((type) => type === 'media.resume')).toHaveLength(1);
});

test('MED-42: the host who comes back is seen through the same transport', async () => {
  const { reception, seen, types } = await watching();
  reception.withdraw(['a', 'v']);
  await reception.take([consumer('v2', 'video')]);
  expect(seen.tracks).toEqual(['audio', 'video', 'video']);
  expect(reception.video?.id).toBe('v2');
  expect(types().filter((type) => type === 'media.connect')).toHaveLength(1);
});

test('MED-43: a path that breaks is mended by an ICE restart on the same transport', async () => {
  const { handler, find, seen } = await watching();
  const restarted = vi.spyOn(handler(), 'restartIce');
  handler().setConnectionState('disconnected');
  const renewed = vi.spyOn(handler(), 'updateIceServers');
  const iceServers = [{ urls: ['turn:turn.example.com'], username: '2000000000:member_1', credential: 'c' }];
  const iceParameters = { usernameFragment: 'u', password: 'p' };
  (await find('media.restartIce')).reply({ iceParameters, iceServers });
  await vi.waitFor(() => expect(restarted).toHaveBeenCalledOnce());
  expect(renewed).toHaveBeenCalledWith(iceServers);
  expect(renewed.mock.invocationCallOrder[0]).toBeLessThan(restarted.mock.invocationCallOrder[0]!);
  handler().setConnectionState('connected');
  expect(seen).toMatchObject({ lost: 0, restarts: 1 });
});

test('MED-43: a path that is not mended in time, or fails, is given up', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { handler, seen } = await watching();
  handler().setConnectionState('disconnected');
  handler().setConnectionState('connecting');
  await vi.advanceTimersByTimeAsync(4900);
  expect(seen.lost).toBe(0);
  await vi.advanceTimersByTimeAsync(200);
  expect(seen.lost).toBe(1);
  handler().setConnectionState('failed');
  expect(seen.lost).toBe(2);
});

test('MED-43: a refused connect gives the transport up; a closed one says nothing more', async () => {
  const { reception, find, seen } = await watching();
  (await find('media.connect')).refuse();
  await vi.waitFor(() => expect(seen.lost).toBe(1));
  reception.close();
  expect(seen.ended).toEqual(['audio', 'video']);
  reception.close();
  await reception.take([consumer('v3', 'video')]);
  expect(seen).toMatchObject({ lost: 1, tracks: ['audio', 'video'] });
});

test('MED-43: a first path that is not found in time is given up, one that was found is not', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { handler, seen, reception } = await watching();
  handler().setConnectionState('connecting');
  await vi.advanceTimersByTimeAsync(6900);
  expect(seen.lost).toBe(0);
  await vi.advanceTimersByTimeAsync(200);
  expect(seen.lost).toBe(1);
  handler().setConnectionState('connected');
  expect(reception.connected).toBe(true);
  // A restart of a path that works changes no state: there is nothing to wait for.
  void reception.restartIce();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(seen.lost).toBe(1);
});

test('MED-51: what is not to flow is held at the server, and asked for again when it is', async () => {
  const { reception, types, asked } = await watching();
  reception.flow({ audio: true, video: false });
  reception.flow({ audio: true, video: false });
  expect(types().slice(3)).toEqual(['media.pause']);
  expect(asked[3]?.body).toEqual({ consumerIds: ['v'] });
  void reception.refresh();
  expect(asked[4]?.body).toEqual({ consumerIds: ['a'] });
  reception.flow({ audio: true, video: true });
  expect(asked[5]).toMatchObject({ type: 'media.resume', body: { consumerIds: ['v'] } });
});

test('MED-51 MED-141: sound alone never lets a picture flow, and says so, for its share of the line', async () => {
  const { reception, find, asked } = await startReception();
  reception.flow({ audio: true, video: false });
  const watched = reception.watch(null);
  (await find('media.watch')).reply({ consumers: [consumer('a', 'audio'), consumer('v', 'video')] });
  await watched;
  expect(asked.filter(({ type }) => /resume|pause/.test(type)).map(({ type, body }) => [type, body])).toEqual(
    [
      ['media.resume', { consumerIds: ['a'] }],
      ['media.pause', { consumerIds: ['v'] }],
    ],
  );
});

test('MED-43: a transport that the server has no more is given up at once', async () => {
  const { find, seen, reception } = await watching();
  void reception.restartIce();
  (await find('media.restartIce')).refuse();
  await vi.waitFor(() => expect(seen.lost).toBe(1));
});
