// Packets that really flow: host → origin → (pipe → edge →) viewer, through real workers and real DTLS.
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { ManualClock } from '../../server/clock.ts';
import { openLog } from '../../server/log.ts';
import { Pool } from '../../server/media/pool.ts';
import { Stage, type StageOptions } from '../../server/media/stage.ts';
import { limits } from '../../shared/limits.ts';
import { endless } from '../helpers/uplink.ts';
import { eventually } from '../helpers/eventually.ts';
import {
  listening,
  peerCapabilities,
  publishOn,
  receiveOn,
  sendParameters,
  watchOn,
} from '../helpers/media.ts';
import { spyOnMedia } from '../helpers/server-media.ts';

const log = openLog('silent');
const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const it of opened.splice(0).toReversed()) await it.close();
});
const closing = <T extends { close(): unknown }>(it: T): T => {
  opened.push(it);
  return it;
};

const openStage = async (workers: number, options: Partial<StageOptions> = {}) => {
  const pool = closing(await Pool.start({ workers, listenAddress: '127.0.0.1', basePort: 0, log }));
  const stage = closing(new Stage({ pool, log, uplink: endless(), ...options }));
  return { pool, stage };
};
const host = async (stage: Stage, kinds?: ('audio' | 'video')[]) => {
  const heard = listening();
  const endpoint = stage.join(heard);
  const sender = closing(await publishOn(endpoint, kinds));
  return { endpoint, sender, heard };
};
const viewer = async (stage: Stage) => {
  const heard = listening();
  const endpoint = stage.join(heard);
  const receiver = closing(await watchOn(endpoint));
  return { endpoint, receiver, heard };
};
const dtls = { role: 'client' as const, fingerprints: [{ algorithm: 'sha-256' as const, value: '00' }] };
const simulcast = {
  mid: '0',
  codecs: [
    {
      mimeType: 'video/VP8',
      payloadType: 96,
      clockRate: 90_000,
      rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
    },
    { mimeType: 'video/rtx', payloadType: 97, clockRate: 90_000, parameters: { apt: 96 } },
  ],
  headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid' as const, id: 4, encrypt: false }],
  encodings: [
    { rid: 'q', maxBitrate: 400_000, scalabilityMode: 'L1T3', codecPayloadType: 96 },
    { rid: 'h', maxBitrate: 900_000 },
    { ssrc: 7, rtx: { ssrc: 8 }, dtx: false },
  ],
  rtcp: { cname: 'x', reducedSize: true },
};
const junk = [null, -1, 0, 1.5, 256, 2 ** 32, 1e300, '', 'L3T3', 'x'.repeat(300), true, {}, [], [1.5, 'a']];

/** Copies a value and, at each node by a chance of one in twenty, puts junk in its place. One seed, one sequence. */
const damaging = (seed: number) => {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  const damage = (value: unknown): unknown => {
    if (random() < 0.05) return junk[Math.floor(random() * junk.length)];
    if (Array.isArray(value)) return value.map(damage);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, damage(inner)]));
  };
  return <T>(value: T): T => damage(value) as T;
};

/** A member whose peer never connects. */
const viewerOnly = async (stage: Stage) => {
  const heard = listening();
  const endpoint = stage.join(heard);
  await endpoint.open('receive');
  return { endpoint, heard };
};
const pidAt = async (pool: Pool, port: number): Promise<number> => {
  const dumps = await Promise.all(pool.workers.map(({ webRtcServer }) => webRtcServer.dump()));
  return pool.workers[dumps.findIndex(({ udpSockets }) => udpSockets[0]?.port === port)]!.pid;
};
const ascending = (a: number, b: number) => a - b;
const routersOf = (pool: Pool) => pool.workers.map(({ routers }) => routers);
const seatsOf = (pool: Pool) => pool.workers.map(({ seats }) => seats);
const heldBy = async (pool: Pool) => {
  const dumps = await Promise.all(pool.workers.map((worker) => worker.dump()));
  return dumps.map(({ routerIds, channelMessageHandlers }) => ({
    routers: routerIds.length,
    // WebRtcServer, routers, transports, producers and consumers.
    handlers: channelMessageHandlers.channelRequestHandlers.length,
  }));
};
const flows = (...receivers: { packets(kind?: 'audio' | 'video'): number }[]) => {
  const before = receivers.map((receiver) => [receiver.packets('audio'), receiver.packets('video')] as const);
  return eventually(() =>
    receivers.every((receiver, i) => {
      const [audio, video] = before[i]!;
      return receiver.packets('audio') > audio + 5 && receiver.packets('video') > video + 5;
    }),
  );
};

describe('packets', () => {
  test('MED-5 flow from the host to a viewer on one worker', async () => {
    const { stage, pool } = await openStage(1);
    const { sender } = await host(stage);
    const { receiver } = await viewer(stage);
    sender.start();
    await flows(receiver);
    expect(routersOf(pool)).toEqual([1]);
  });

  test('MED-4 viewers spread over the workers, MED-6 one pipe carries each producer, MED-5 an empty edge closes', async () => {
    const { stage, pool } = await openStage(2);
    const { sender } = await host(stage);
    const viewers = [await viewer(stage), await viewer(stage), await viewer(stage)];
    sender.start();
    await flows(...viewers.map(({ receiver }) => receiver));
    expect(routersOf(pool)).toEqual([1, 1]);
    expect(seatsOf(pool)).toEqual([2, 2]);

    const edge = viewers.filter(({ receiver }) => receiver.port !== sender.port);
    expect(edge).toHaveLength(2);
    for (const { endpoint } of edge) endpoint.close();
    expect(routersOf(pool)).toEqual([1, 0]);
    await eventually(async () => (await heldBy(pool))[1]?.routers === 0);
    await flows(viewers.find((it) => !edge.includes(it))!.receiver);
  });

  test('MED-6 viewers who come at once on an edge share one pipe for each producer', async () => {
    const { stage, pool } = await openStage(2);
    const [, empty] = await heldBy(pool);
    const { sender } = await host(stage);
    const viewers = await Promise.all(Array.from({ length: 12 }, () => viewer(stage)));
    sender.start();
    await flows(...viewers.map(({ receiver }) => receiver));
    const consumers = (await pool.usage()).map((row) => row.consumers);
    expect(consumers[0]! + consumers[1]!).toBe(24);
    const [, edge] = await heldBy(pool);
    // The router, the end of the pipe and a piped producer of each kind; then three for each viewer on this worker.
    expect(edge!.handlers - empty!.handlers).toBe(1 + 1 + 2 + (consumers[1]! / 2) * 3);
  });
});

describe('watching', () => {
  test('MED-8 who watches before there is a producer is offered it, and packets come', async () => {
    const { stage } = await openStage(1);
    const heard = listening();
    const endpoint = stage.join(heard);
    const view = await endpoint.open('receive');
    expect(await endpoint.watch(peerCapabilities(view.routerRtpCapabilities))).toEqual([]);
    const { sender } = await host(stage);
    await eventually(() => heard.consumers.length === 2);
    const receiver = closing(await receiveOn(endpoint, view, heard.consumers));
    sender.start();
    await flows(receiver);
  });

  test('MED-146 who watches while the transport is being made gets what is on the stage', async () => {
    const { stage } = await openStage(1);
    const { sender } = await host(stage);
    const endpoint = stage.join(listening());
    const other = await stage.join(listening()).open('receive');
    const opening = endpoint.open('receive');
    const consumers = await endpoint.watch(peerCapabilities(other.routerRtpCapabilities));
    expect(consumers.map(({ kind }) => kind).sort()).toEqual(['audio', 'video']);
    const receiver = closing(await receiveOn(endpoint, await opening, consumers));
    sender.start();
    await flows(receiver);
  });

  test('MED-143 what the host stops sending while a viewer is being let in, that viewer hears of too', async () => {
    const media = spyOnMedia();
    const { stage } = await openStage(1);
    const publisher = stage.join(listening());
    const { transport } = await publisher.open('send');
    const encodings = [0x61, 0x62, 0x63].map((ssrc) => ({ ssrc }));
    const video = { ...sendParameters('video', '0'), encodings };
    const producerId = await publisher.produce(transport.id, 'video', video);
    const endpoint = stage.join(listening());
    const { routerRtpCapabilities } = await endpoint.open('receive');
    media.transports.at(-1)?.observer.once('newconsumer', () => publisher.sendsUpTo(producerId, 0));
    await endpoint.watch(peerCapabilities(routerRtpCapabilities));
    await eventually(() => media.consumers[0]?.preferredLayers?.spatialLayer === 0);
  });

  test('MED-8 watching again gives the same consumers, and makes none', async () => {
    const { stage, pool } = await openStage(1);
    await host(stage);
    const endpoint = stage.join(listening());
    const { routerRtpCapabilities } = await endpoint.open('receive');
    const capabilities = peerCapabilities(routerRtpCapabilities);
    const [first, second] = await Promise.all([endpoint.watch(capabilities), endpoint.watch(capabilities)]);
    expect(first).toHaveLength(2);
    expect(second).toEqual(first);
    expect(await endpoint.watch(capabilities)).toEqual(first);
    expect(pool.workers[0]!.consumers).toBe(2);
  });

  test('MED-126 a picture in layers is sent with an estimate of the line, a plain one without, and both can be mended', async () => {
    const seenOf = async (layers: number) => {
      const { stage } = await openStage(1);
      const publisher = stage.join(listening());
      const { transport } = await publisher.open('send');
      const encodings = Array.from({ length: layers }, (_, index) => ({ ssrc: 0x31 + index }));
      await publisher.produce(transport.id, 'video', { ...sendParameters('video', '0'), encodings });
      const endpoint = stage.join(listening());
      const { routerRtpCapabilities } = await endpoint.open('receive');
      const [video] = await endpoint.watch(structuredClone(routerRtpCapabilities));
      const { codecs, headerExtensions = [] } = video!.rtpParameters;
      const feedback = (codecs[0]?.rtcpFeedback ?? []).map(({ type, parameter }) =>
        `${type} ${parameter}`.trim(),
      );
      return { feedback, estimates: headerExtensions.some(({ uri }) => uri.includes('transport-wide-cc')) };
    };
    const [plain, layered] = [await seenOf(1), await seenOf(3)];
    expect(plain).toEqual({ feedback: ['nack', 'nack pli', 'ccm fir'], estimates: false });
    expect(layered.estimates).toBe(true);
    expect(layered.feedback).toEqual(expect.arrayContaining(['nack', 'nack pli', 'transport-cc']));
  });

  test('MED-8 nothing flows until the consumers are resumed', async () => {
    const { stage } = await openStage(1);
    const { sender } = await host(stage);
    const endpoint = stage.join(listening());
    const view = await endpoint.open('receive');
    const consumers = await endpoint.watch(peerCapabilities(view.routerRtpCapabilities));
    const resume = endpoint.resume.bind(endpoint);
    endpoint.resume = async () => {};
    const receiver = closing(await receiveOn(endpoint, view, consumers));
    sender.start();
    await eventually(() => sender.packets() > 100);
    expect(receiver.packets()).toBe(0);
    await resume([...consumers.map(({ id }) => id), 'never-heard-of']);
    await flows(receiver);
  });

  test('MED-8 what a member cannot decode is left out, the rest is there', async () => {
    const { stage } = await openStage(1);
    await host(stage);
    const endpoint = stage.join(listening());
    const { routerRtpCapabilities } = await endpoint.open('receive');
    const { codecs = [] } = routerRtpCapabilities;
    const views = await endpoint.watch({ codecs: codecs.filter(({ kind }) => kind === 'audio') });
    expect(views.map(({ kind }) => kind)).toEqual(['audio']);
  });

  test('MED-8 a layer limit is taken for a consumer of ours and media_gone for another', async () => {
    const { stage } = await openStage(1);
    await host(stage, ['video']);
    const endpoint = stage.join(listening());
    const { routerRtpCapabilities } = await endpoint.open('receive');
    const [video] = await endpoint.watch(peerCapabilities(routerRtpCapabilities));
    await endpoint.limitLayers(video!.id, 0);
    await expect(endpoint.limitLayers('another', 0)).rejects.toThrow('media_gone');
  });

  test('MED-9 clearing the stage withdraws all; viewers stay, and the next producer is offered to them', async () => {
    const { stage } = await openStage(1);
    const { endpoint } = await host(stage);
    const { heard } = await viewer(stage);
    stage.clear();
    await eventually(() => heard.withdrawnIds.length === 2);
    expect([stage.picture, heard.losses]).toEqual([false, []]);
    closing(await publishOn(endpoint));
    await eventually(() => heard.consumers.length === 2);
  });

  test('MED-9 a producer that closes is withdrawn, on an edge as well', async () => {
    const { stage } = await openStage(2);
    const { endpoint, sender } = await host(stage);
    const viewers = [await viewer(stage), await viewer(stage)];
    const video = sender.streams.find(({ kind }) => kind === 'video')!;
    endpoint.closeProducer(video.producerId);
    await eventually(() => viewers.every(({ heard }) => heard.withdrawnIds.length === 1));
    endpoint.close();
    await eventually(() => viewers.every(({ heard }) => heard.withdrawnIds.length === 2));
    expect(viewers.flatMap(({ heard }) => heard.losses)).toEqual([]);
  });
});

describe('publishing', () => {
  test('MED-10 a second publisher finds the stage taken until the first is through', async () => {
    const { stage } = await openStage(1);
    const first = await host(stage);
    const second = stage.join(listening());
    const { transport } = await second.open('send');
    const produce = () => second.produce(transport.id, 'video', sendParameters('video', '0'));
    await expect(produce()).rejects.toThrow('stage_taken');
    first.endpoint.close();
    expect(await produce()).toBeTypeOf('string');
  });

  test('MED-10 of two who publish at once one gets the stage', async () => {
    const { stage } = await openStage(1);
    const endpoints = [stage.join(listening()), stage.join(listening())];
    const views = await Promise.all(endpoints.map((endpoint) => endpoint.open('send')));
    const results = await Promise.allSettled(
      endpoints.map((endpoint, i) =>
        endpoint.produce(views[i]!.transport.id, 'video', sendParameters('video', '0')),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  test('MED-10 a producer of the same kind replaces the earlier one, MED-15 without the picture going away', async () => {
    const picture: boolean[] = [];
    const { stage } = await openStage(1, { onPicture: (present) => picture.push(present) });
    const heard = listening();
    const watching = stage.join(heard);
    const capabilities = peerCapabilities((await watching.open('receive')).routerRtpCapabilities);
    await watching.watch(capabilities);
    const endpoint = stage.join(listening());
    const { transport } = await endpoint.open('send');
    const other = { ...sendParameters('video', '1'), encodings: [{ ssrc: 77 }] };
    const first = await endpoint.produce(transport.id, 'video', sendParameters('video', '0'));
    await eventually(() => heard.consumers.length === 1);
    const second = await endpoint.produce(transport.id, 'video', other);
    await eventually(() => heard.withdrawnIds.length === 1 && heard.consumers.length === 2);
    expect(heard.consumers.map(({ producerId }) => producerId)).toEqual([first, second]);
    expect(picture).toEqual([true]);
    expect(await watching.watch(capabilities)).toHaveLength(1);
  });

  test('MED-10 a repeated produce with the same ssrc replaces, too', async () => {
    const { stage } = await openStage(1);
    const endpoint = stage.join(listening());
    const { transport } = await endpoint.open('send');
    const produce = () => endpoint.produce(transport.id, 'video', sendParameters('video', '0'));
    expect(await produce()).not.toBe(await produce());
  });

  test('MED-15 the picture comes with the first video and goes with the last', async () => {
    const picture: boolean[] = [];
    const { stage } = await openStage(1, { onPicture: (present) => picture.push(present) });
    const audio = await host(stage, ['audio']);
    expect(picture).toEqual([]);
    audio.endpoint.close();
    const video = await host(stage, ['video']);
    expect([picture, stage.picture]).toEqual([[true], true]);
    video.endpoint.close();
    expect([picture, stage.picture]).toEqual([[true, false], false]);
  });

  test('MED-12 a storm of thirty viewers costs the host a few key frames', async () => {
    const { stage, pool } = await openStage(2);
    const { sender } = await host(stage, ['video']);
    sender.start();
    const startedAt = performance.now();
    const viewers: Awaited<ReturnType<typeof viewer>>[] = [];
    // One after the other: each would have its own key frame if it could.
    while (viewers.length < 30) viewers.push(await viewer(stage));
    await eventually(() => viewers.every(({ receiver }) => receiver.packets() > 5));
    const windows = Math.ceil((performance.now() - startedAt) / limits.keyFrameRequestDelayMs);
    expect(seatsOf(pool).toSorted(ascending)).toEqual([15, 16]);
    expect(sender.keyFrameRequests()).toBeGreaterThan(0);
    expect(sender.keyFrameRequests()).toBeLessThanOrEqual(windows + 1);
  });

  test('MED-142 newcomers in a crowd wait for the next wave, which costs two key frames; who comes back does not wait', async () => {
    const clock = new ManualClock();
    const { stage } = await openStage(1, { clock });
    const { sender } = await host(stage, ['video']);
    sender.start();
    clock.advance(limits.youngPictureMs);
    const several = () =>
      Promise.all(Array.from({ length: limits.beginAsTheyCome + 4 }, () => viewer(stage)));
    const first = await several();
    await eventually(() => first.every(({ receiver }) => receiver.packets() > 20));
    // The worker holds a request back for so long, by its own clock: what the first ones asked for has gone then.
    await pause(limits.keyFrameRequestDelayMs);
    clock.advance(limits.keyFrameRequestDelayMs);
    const before = sender.keyFrameRequests();
    const late = await several();
    const back = closing(await watchOn(first[0]!.endpoint));
    await eventually(() => back.packets() > 20);
    expect(late.map(({ receiver }) => receiver.packets())).toEqual(late.map(() => 0));
    // Of the one who came back, and of nobody else.
    expect(sender.keyFrameRequests()).toBeLessThanOrEqual(before + 1);
    clock.advance(limits.waveMs);
    await eventually(() => late.every(({ receiver }) => receiver.packets() > 20));
    expect(sender.keyFrameRequests()).toBeLessThanOrEqual(before + 3);
  });

  test('MED-142 while the picture is young nobody waits', async () => {
    const { stage } = await openStage(1, { clock: new ManualClock() });
    const { sender } = await host(stage, ['video']);
    sender.start();
    const several = () =>
      Promise.all(Array.from({ length: limits.beginAsTheyCome + 1 }, () => viewer(stage)));
    const all = [...(await several()), ...(await several())];
    await eventually(() => all.every(({ receiver }) => receiver.packets() > 20));
  });
});

describe('transports', () => {
  test('MED-1 what a member is told of the router is what the router says', async () => {
    const { stage, pool } = await openStage(1);
    const { routerRtpCapabilities } = await stage.join(listening()).open('receive');
    const router = await pool.workers[0]!.createRouter();
    expect(routerRtpCapabilities).toEqual(router.rtpCapabilities);
  });

  test('MED-7 an endpoint knows no transport but its own, and none that it replaced', async () => {
    const { stage } = await openStage(1);
    const { endpoint } = await viewerOnly(stage);
    const other = stage.join(listening());
    const { transport } = await other.open('receive');
    const { dtlsParameters } = transport;
    await expect(endpoint.connect(transport.id, dtlsParameters)).rejects.toThrow('media_gone');
    await expect(endpoint.restartIce(transport.id)).rejects.toThrow('media_gone');
    await other.open('receive');
    await expect(other.connect(transport.id, dtlsParameters)).rejects.toThrow('media_gone');
    await expect(other.produce(transport.id, 'video', sendParameters('video', '0'))).rejects.toThrow(
      'media_gone',
    );
  });

  test('MED-7 a second connect is refused and the first goes on', async () => {
    const { stage } = await openStage(1);
    const { sender } = await host(stage);
    const endpoint = stage.join(listening());
    const view = await endpoint.open('receive');
    const consumers = await endpoint.watch(peerCapabilities(view.routerRtpCapabilities));
    const receiver = closing(await receiveOn(endpoint, view, consumers));
    const again = endpoint.connect(view.transport.id, view.transport.dtlsParameters);
    await expect(again).rejects.toThrow('bad_request');
    sender.start();
    await flows(receiver);
  });

  test('MED-7 restarting ICE gives new credentials', async () => {
    const { stage } = await openStage(1);
    const endpoint = stage.join(listening());
    const { transport } = await endpoint.open('receive');
    const { usernameFragment } = await endpoint.restartIce(transport.id);
    expect(usernameFragment).not.toBe(transport.iceParameters.usernameFragment);
  });

  test('MED-7 of two opens at once the later one counts, and the earlier leaves nothing behind', async () => {
    const { stage, pool } = await openStage(1);
    const endpoint = stage.join(listening());
    const [first, second] = await Promise.allSettled([endpoint.open('receive'), endpoint.open('receive')]);
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
    expect(seatsOf(pool)).toEqual([1]);
  });

  test('MED-7 an endpoint that closes while it opens leaves nothing behind', async () => {
    const { stage, pool } = await openStage(1);
    const endpoint = stage.join(listening());
    const opening = endpoint.open('receive');
    endpoint.close();
    await expect(opening).rejects.toThrow('media_gone');
    expect(seatsOf(pool)).toEqual([0]);
    await expect(endpoint.open('receive')).rejects.toThrow('media_gone');
  });

  test('MED-7 watching, resuming or limiting without a transport does no harm', async () => {
    const { stage } = await openStage(1);
    const endpoint = stage.join(listening());
    await expect(endpoint.watch({ codecs: [] })).rejects.toThrow('media_gone');
    await expect(endpoint.limitLayers('x', 0)).rejects.toThrow('media_gone');
    await endpoint.resume(['x']);
    endpoint.closeProducer('x');
  });
});

describe('nonsense', () => {
  const bad = { code: 'bad_request' };
  const nonsense = (value: unknown) => value as never;

  test('MED-11 DTLS parameters that make no sense are refused, and right ones are taken afterwards', async () => {
    const { stage } = await openStage(1);
    const { sender } = await host(stage);
    const endpoint = stage.join(listening());
    const view = await endpoint.open('receive');
    const { id } = view.transport;
    for (const wrong of [
      { fingerprints: [] },
      { fingerprints: [{ algorithm: 'md5', value: '00' }] },
      { role: 'actor', fingerprints: [{ algorithm: 'sha-256', value: '00' }] },
      {},
    ]) {
      await expect(endpoint.connect(id, nonsense(wrong))).rejects.toMatchObject(bad);
    }
    const consumers = await endpoint.watch(peerCapabilities(view.routerRtpCapabilities));
    const receiver = closing(await receiveOn(endpoint, view, consumers));
    sender.start();
    await flows(receiver);
  });

  test('MED-11 RTP parameters that make no sense are refused, and the stage goes on', async () => {
    const { stage } = await openStage(1);
    const publisher = stage.join(listening());
    const { transport } = await publisher.open('send');
    const right = sendParameters('video', '0');
    const codec = right.codecs[0]!;
    for (const wrong of [
      {},
      { codecs: [] },
      { codecs: [null] },
      { codecs: [{ ...codec, mimeType: 'video/theora' }] },
      { codecs: [{ ...codec, mimeType: 7 }] },
      { ...right, encodings: [{ ssrc: 1, maxBitrate: 1.5 }] },
      { ...right, encodings: [{ ssrc: 1, codecPayloadType: {} }] },
      { ...right, encodings: 7 },
      sendParameters('audio', '0'),
      { ...right, headerExtensions: [{ uri: 'urn:nobody', id: 1 }] },
      { ...right, encodings: [{ ssrc: 1 }, { ssrc: 1 }] },
    ]) {
      await expect(publisher.produce(transport.id, 'video', nonsense(wrong))).rejects.toMatchObject(bad);
    }
    await expect(publisher.produce(transport.id, nonsense('smell'), right)).rejects.toMatchObject(bad);
    publisher.close();
    const { sender } = await host(stage);
    const { receiver } = await viewer(stage);
    sender.start();
    await flows(receiver);
  });

  test('MED-11 capabilities that make no sense are refused', async () => {
    const { stage } = await openStage(1);
    await host(stage);
    const endpoint = stage.join(listening());
    await endpoint.open('receive');
    for (const wrong of [{ codecs: 'all' }, { codecs: [{}] }, { codecs: [null] }, null]) {
      await expect(endpoint.watch(nonsense(wrong))).rejects.toMatchObject(bad);
    }
    expect(await endpoint.watch({})).toEqual([]);
  });

  test('MED-11 random damage to parameters never costs a worker or its channel', async () => {
    const { stage, pool } = await openStage(2);
    const damage = damaging(20_261_122);
    const pids = pool.workers.map(({ pid }) => pid);
    const onLooking = await Promise.all([viewerOnly(stage), viewerOnly(stage), viewerOnly(stage)]);
    const codes = new Set<string>();
    const codeOf = (work: Promise<unknown>) =>
      work.then(
        () => codes.add('taken'),
        (error: { code?: string; message: string }) => codes.add(error.code ?? error.message),
      );
    for (let round = 0; round < 40; round += 1) {
      const publisher = stage.join(listening());
      const { transport, routerRtpCapabilities } = await publisher.open('send');
      for (const { endpoint } of onLooking) {
        const view = await endpoint.open('receive');
        await codeOf(endpoint.watch(damage(routerRtpCapabilities)));
        await codeOf(
          endpoint.connect(view.transport.id, damage({ ...dtls, fingerprints: [...dtls.fingerprints] })),
        );
      }
      for (let i = 0; i < 10; i += 1)
        await codeOf(publisher.produce(transport.id, 'video', damage(simulcast)));
      publisher.close();
    }
    expect([...codes].toSorted()).toEqual(['bad_request', 'taken']);
    expect(pool.workers.map(({ pid }) => pid)).toEqual(pids);
    const { sender } = await host(stage);
    const { receiver } = await viewer(stage);
    sender.start();
    await flows(receiver);
  });
});

describe('a dying worker', () => {
  test('MED-13 on an edge takes only its own members along; they open again and see again', async () => {
    const { stage, pool } = await openStage(2);
    const { sender, heard: hostHeard } = await host(stage);
    const viewers = [await viewer(stage), await viewer(stage), await viewer(stage)];
    sender.start();
    const onEdge = viewers.filter(({ receiver }) => receiver.port !== sender.port);
    const onOrigin = viewers.filter(({ receiver }) => receiver.port === sender.port);
    expect([onEdge.length, onOrigin.length]).toEqual([2, 1]);
    process.kill(await pidAt(pool, onEdge[0]!.receiver.port), 'SIGKILL');
    await eventually(() => onEdge.every(({ heard }) => heard.losses.length === 1));
    expect(onEdge.flatMap(({ heard }) => heard.losses)).toEqual(['worker_died', 'worker_died']);
    expect([hostHeard.losses, onOrigin[0]!.heard.losses]).toEqual([[], []]);
    const again = await Promise.all(onEdge.map(({ endpoint }) => watchOn(endpoint).then(closing)));
    await flows(...again, onOrigin[0]!.receiver);
    await eventually(() => pool.ready);
    const late = await viewer(stage);
    expect(late.receiver.port).not.toBe(sender.port);
    await flows(late.receiver);
  });

  test('MED-13 under the origin loses all; whoever opens again builds the stage anew', async () => {
    const picture: boolean[] = [];
    const { stage, pool } = await openStage(2, { onPicture: (present) => picture.push(present) });
    const { endpoint, heard, sender } = await host(stage);
    const viewers = [await viewer(stage), await viewer(stage)];
    sender.start();
    process.kill(await pidAt(pool, sender.port), 'SIGKILL');
    await eventually(() =>
      [heard, ...viewers.map((it) => it.heard)].every(({ losses }) => losses.length === 1),
    );
    expect(heard.losses).toEqual(['worker_died']);
    expect(viewers.flatMap((it) => it.heard.losses).toSorted()).toEqual(['stage_moved', 'worker_died']);
    expect(picture).toEqual([true, false]);
    const nextSender = closing(await publishOn(endpoint));
    const again = await Promise.all(viewers.map((it) => watchOn(it.endpoint).then(closing)));
    nextSender.start();
    await flows(...again);
    expect(picture).toEqual([true, false, true]);
  });

  test('MED-127 an audience moves off a dead worker to the others, evenly, and newcomers fill its successor', async () => {
    const { stage, pool } = await openStage(3);
    const seats = () => pool.workers.map((worker) => worker.seats).toSorted((a, b) => a - b);
    const { sender } = await host(stage);
    const audience = await Promise.all(Array.from({ length: 17 }, () => viewerOnly(stage)));
    expect(seats()).toEqual([6, 6, 6]);
    const origin = await pidAt(pool, sender.port);
    const { index, pid } = pool.workers.find((worker) => worker.pid !== origin)!;
    process.kill(pid, 'SIGKILL');
    const gone = () => audience.filter(({ heard }) => heard.losses.length > 0);
    await eventually(() => gone().length === 6);
    await Promise.all(gone().map(({ endpoint }) => endpoint.open('receive')));
    expect(seats()).toEqual([9, 9]);
    await eventually(() => pool.workers.length === 3);
    await Promise.all(Array.from({ length: 8 }, () => viewerOnly(stage)));
    expect(pool.workers.find((worker) => worker.index === index)?.seats).toBe(8);
    expect(audience.flatMap(({ heard }) => heard.losses)).toHaveLength(6);
  });

  test('MED-13 with no other worker up media is unavailable until the next one is', async () => {
    const { stage, pool } = await openStage(1);
    const { endpoint, heard } = await viewerOnly(stage);
    process.kill(pool.workers[0]!.pid, 'SIGKILL');
    await eventually(() => heard.losses.length === 1);
    await expect(endpoint.open('receive')).rejects.toThrow('media_unavailable');
    await eventually(() => endpoint.open('receive'));
  });

  test('MED-13 a listener that throws keeps nobody else from hearing', async () => {
    const { stage, pool } = await openStage(1);
    const angry = stage.join({
      ...listening(),
      lost: () => {
        throw new Error('angry');
      },
    });
    await angry.open('receive');
    const { heard } = await viewerOnly(stage);
    process.kill(pool.workers[0]!.pid, 'SIGKILL');
    await eventually(() => heard.losses.length === 1);
    expect(heard.losses).toEqual(['worker_died']);
  });
});

describe('closing', () => {
  test('MED-14 a stage leaves no router, transport, producer or consumer in any worker', async () => {
    const closed: string[] = [];
    const { stage, pool } = await openStage(2, { onClosed: () => closed.push('closed') });
    const before = await heldBy(pool);
    const { sender } = await host(stage);
    await Promise.all(Array.from({ length: 6 }, () => viewer(stage)));
    sender.start();
    expect(await heldBy(pool)).not.toEqual(before);
    stage.close();
    stage.close();
    expect(closed).toEqual(['closed']);
    await eventually(async () => JSON.stringify(await heldBy(pool)) === JSON.stringify(before));
    expect(pool.workers.map(({ seats, routers, consumers }) => [seats, routers, consumers])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ]);
    expect(() => stage.join(listening())).toThrow('media_gone');
  });

  test('MED-14 endpoints come and go without a trace, closing twice, also while they open, watch and produce', async () => {
    const { stage, pool } = await openStage(2);
    const { sender } = await host(stage);
    sender.start();
    const before = await heldBy(pool);
    const hasty = Array.from({ length: 40 }, async (_, i) => {
      const endpoint = stage.join(listening());
      const opening = endpoint.open('receive').then(async ({ routerRtpCapabilities }) => {
        const watching = endpoint.watch(peerCapabilities(routerRtpCapabilities));
        if (i % 3 === 1) endpoint.close();
        return watching;
      });
      if (i % 3 === 2) endpoint.close();
      await opening.catch(() => undefined);
      endpoint.close();
      endpoint.close();
    });
    await Promise.all(hasty);
    await eventually(async () => JSON.stringify(await heldBy(pool)) === JSON.stringify(before));
    expect(routersOf(pool).toSorted(ascending)).toEqual([0, 1]);
    expect(seatsOf(pool).toSorted(ascending)).toEqual([0, 1]);
  });

  test('MED-14 a member that goes at any moment of its coming leaves nothing, on the origin, an edge or the pipe', async () => {
    const { stage, pool } = await openStage(2);
    await host(stage);
    // The host's worker is the fuller one: whoever comes now opens the edge, and closes it by leaving.
    const before = await heldBy(pool);
    for (let turns = 0; turns < 60; turns += 1) {
      const endpoint = stage.join(listening());
      const coming = endpoint
        .open('receive')
        .then(({ routerRtpCapabilities }) => endpoint.watch(peerCapabilities(routerRtpCapabilities)))
        .catch((error: { code?: string }) => error.code);
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      endpoint.close();
      await coming;
    }
    await eventually(async () => JSON.stringify(await heldBy(pool)) === JSON.stringify(before));
    expect(pool.workers.map(({ routers, consumers }) => [routers, consumers])).toEqual([
      [1, 0],
      [0, 0],
    ]);
  });

  test('MED-6 who comes to an edge while it still closes for another sees all the same', async () => {
    const { stage, pool } = await openStage(2);
    const { sender } = await host(stage);
    const before = await heldBy(pool);
    const published = sender.streams.map(({ producerId }) => producerId).toSorted();
    const come = () => {
      const endpoint = stage.join(listening());
      const watched = endpoint
        .open('receive')
        .then(({ routerRtpCapabilities }) => endpoint.watch(peerCapabilities(routerRtpCapabilities)));
      // Of the two who come, the first is gone before it sees.
      watched.catch(() => undefined);
      return { endpoint, watched };
    };
    for (let turns = 0; turns < 120; turns += 1) {
      const first = come();
      for (let turn = 0; turn < turns % 40; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      first.endpoint.close();
      const second = come();
      const views = await second.watched;
      expect(views.map(({ producerId }) => producerId).toSorted()).toEqual(published);
      second.endpoint.close();
      await Promise.allSettled([first.watched]);
    }
    await eventually(async () => JSON.stringify(await heldBy(pool)) === JSON.stringify(before));
  });

  test('MED-14 a stage that closes while members come leaves nothing', async () => {
    const { stage, pool } = await openStage(2);
    const before = await heldBy(pool);
    await host(stage);
    const coming = Array.from({ length: 20 }, () => {
      const endpoint = stage.join(listening());
      return endpoint
        .open('receive')
        .then(({ routerRtpCapabilities }) => endpoint.watch(peerCapabilities(routerRtpCapabilities)));
    });
    await coming[0];
    stage.close();
    await Promise.allSettled(coming);
    await eventually(async () => JSON.stringify(await heldBy(pool)) === JSON.stringify(before));
    expect(seatsOf(pool)).toEqual([0, 0]);
  });

  test('MED-14 a stage outlives its pool and closes after it', async () => {
    const { stage, pool } = await openStage(1);
    const { endpoint } = await viewerOnly(stage);
    await pool.close();
    endpoint.close();
    stage.close();
    expect(stage.closed).toBe(true);
  });

  test('MED-112 the stage knows whether anything of the host arrives at this moment', async () => {
    const { stage } = await openStage(1);
    expect(await stage.arriving()).toBe(false);
    const { endpoint, sender } = await host(stage);
    expect(await stage.arriving()).toBe(false);
    sender.start();
    await eventually(async () => expect(await stage.arriving()).toBe(true));
    const asked = stage.arriving();
    endpoint.close();
    expect(await asked).toBe(false);
  });

  test('WHP-51 what rested for a moment flows again, and sound alone ends no rest', async () => {
    const { stage } = await openStage(1);
    const { endpoint, sender } = await host(stage);
    sender.start();
    stage.rest();
    expect(stage.wake()).toBe(true);
    const { receiver } = await viewer(stage);
    await eventually(() => receiver.packets('video') > 5 && receiver.packets('audio') > 5);
    for (const { kind, producerId } of sender.streams)
      if (kind === 'video') endpoint.closeProducer(producerId);
    stage.rest();
    expect(stage.kinds).toEqual(new Set());
    expect(stage.wake()).toBe(false);
    expect(stage.rests).toBe(true);
  });
});
