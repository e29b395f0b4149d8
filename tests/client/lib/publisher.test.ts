// The host's way up, against a signalling line and a transport made of paper: order, rebuilding, giving up.
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Publisher, type Line } from '../../../client/lib/publisher.ts';
import { RequestError } from '../../../client/lib/replies.ts';

class PaperProducer {
  readonly id: string;
  readonly kind: string;
  track: unknown;
  closed = false;
  constructor(id: string, kind: string, track: unknown) {
    this.id = id;
    this.kind = kind;
    this.track = track;
  }
  replaceTrack = async ({ track }: { track: unknown }) => void (this.track = track);
  close = () => void (this.closed = true);
}

type ProduceOptions = {
  track: { kind: string };
  encodings?: { scaleResolutionDownBy: number }[];
  codec?: { mimeType: string };
};

class PaperTransport extends EventEmitter {
  readonly id: string;
  closed = false;
  connectionState = 'connected';
  producers: PaperProducer[] = [];
  produced: ProduceOptions[] = [];
  restarted = 0;
  constructor(id: string) {
    super();
    this.id = id;
  }
  async produce(options: ProduceOptions): Promise<PaperProducer> {
    this.produced.push(options);
    const { kind } = options.track;
    if (this.producers.length === 0) {
      await new Promise<void>((done, failed) => this.emit('connect', { dtlsParameters: {} }, done, failed));
    }
    const { id } = await new Promise<{ id: string }>((done, failed) =>
      this.emit('produce', { kind, rtpParameters: {} }, done, failed),
    );
    const producer = new PaperProducer(id, kind, options.track);
    this.producers.push(producer);
    return producer;
  }
  relays: unknown[] = [];
  updateIceServers = async ({ iceServers }: { iceServers: unknown[] }) => void (this.relays = iceServers);
  restartIce = async () => void this.restarted++;
  getStats = async () => new Map();
  close = () => void (this.closed = true);
}

const paper = vi.hoisted(() => ({ transports: [] as unknown[] }));
const transports = paper.transports as PaperTransport[];

vi.mock('../../../client/lib/device.ts', () => ({
  warmDevice: () => async () => ({
    sendRtpCapabilities: { codecs: [{ mimeType: 'video/H264' }, { mimeType: 'video/VP8' }] },
    createSendTransport: ({ id }: { id: string }) => {
      const transport = new PaperTransport(id);
      paper.transports.push(transport);
      return transport;
    },
  }),
}));

const track = (kind: 'video' | 'audio', name = kind as string) =>
  ({ kind, name, readyState: 'live' }) as unknown as MediaStreamTrack;

let asked: string[];
let takes: boolean[];
let told: unknown[];
let refuse: (type: string) => string | null;
let opened: number;
let wayOut: Promise<void>;
let publisher: Publisher;

const relay = { urls: ['turn:turn.example.com'], username: '2000000000:member_1', credential: 'c' };

const line: Line = {
  request: async (type, body) => {
    asked.push(type);
    if (type === 'media.produce') takes.push('take' in body && body.take === true);
    if (type === 'media.recovered') told.push(body);
    const code = refuse(type);
    if (code) throw new RequestError(code as 'internal');
    if (type === 'media.open')
      return { routerRtpCapabilities: {}, transport: { id: `t${++opened}` }, iceServers: [relay] } as never;
    if (type === 'media.produce') return { producerId: `p${asked.length}` } as never;
    return { iceParameters: {}, iceServers: [relay] } as never;
  },
};

const last = (): PaperTransport => transports.at(-1)!;

beforeEach(async () => {
  vi.useFakeTimers();
  transports.length = 0;
  asked = [];
  takes = [];
  told = [];
  opened = 0;
  refuse = () => null;
  wayOut = Promise.resolve();
  publisher = new Publisher(line, () => wayOut);
  await publisher.setTrack('video', track('video'));
  await publisher.setTrack('audio', track('audio'));
});
afterEach(() => {
  publisher.close();
  vi.useRealTimers();
});

describe('going live', () => {
  test('STU-30 opens, connects, and sends the picture before the sound', async () => {
    await publisher.publish();
    expect(asked).toEqual(['media.open', 'media.connect', 'media.produce', 'media.produce']);
    expect(last().produced.map((options) => options.track.kind)).toEqual(['video', 'audio']);
    expect(publisher.state.value).toBe('sending');
  });

  test('STU-31 the picture goes in three layers, in VP8 where there is VP8', async () => {
    await publisher.publish();
    const [video] = last().produced;
    expect(video?.encodings?.map(({ scaleResolutionDownBy }) => 720 / scaleResolutionDownBy)).toEqual([
      360, 540, 720,
    ]);
    expect(video?.codec?.mimeType).toBe('video/VP8');
  });

  test('STU-30 a refusal is thrown and leaves nothing open', async () => {
    refuse = (type) => (type === 'media.produce' ? 'stage_taken' : null);
    await expect(publisher.publish()).rejects.toMatchObject({ code: 'stage_taken' });
    expect(last().closed).toBe(true);
    expect(publisher.state.value).toBe('idle');
  });

  test('STU-30 without a microphone the picture goes alone', async () => {
    const silent = new Publisher(line);
    await silent.setTrack('video', track('video'));
    await silent.publish();
    expect(last().producers.map(({ kind }) => kind)).toEqual(['video']);
    silent.close();
  });
});

describe('devices change', () => {
  test('STU-32 another camera replaces the track without a new producer', async () => {
    await publisher.publish();
    const other = track('video', 'other');
    await publisher.setTrack('video', other);
    expect(last().producers[0]?.track).toBe(other);
    expect(last().producers).toHaveLength(2);
  });

  test('STU-33 a camera that is away for a moment keeps its place, a lost one frees it', async () => {
    await publisher.publish();
    await publisher.setTrack('video', null);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(asked).not.toContain('media.closeProducer');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(asked).toContain('media.closeProducer');
    expect(last().producers[0]?.closed).toBe(true);
  });

  test('STU-76 what the system keeps is off the air at once, without a timer', async () => {
    await publisher.publish();
    void publisher.setTrack('video', null, 0);
    expect(asked.at(-1)).toBe('media.closeProducer');
    expect(last().producers[0]?.closed).toBe(true);
  });

  test('STU-33 a lost camera that comes back is produced anew', async () => {
    await publisher.publish();
    await publisher.setTrack('video', null);
    await vi.advanceTimersByTimeAsync(4_000);
    await publisher.setTrack('video', track('video', 'again'));
    expect(last().producers.filter(({ kind, closed }) => kind === 'video' && !closed)).toHaveLength(1);
  });
});

describe('the line breaks', () => {
  test('STU-34 a disconnected transport restarts ICE first', async () => {
    await publisher.publish();
    last().emit('connectionstatechange', 'disconnected');
    await vi.advanceTimersByTimeAsync(6_000);
    expect(last().restarted).toBe(1);
    expect(last().relays).toEqual([relay]);
    expect(transports).toHaveLength(1);
    expect(publisher.state.value).toBe('sending');
  });

  test('MED-17 what mended it, and how long nothing arrived, is told once', async () => {
    await publisher.publish();
    last().emit('connectionstatechange', 'connected');
    last().emit('connectionstatechange', 'disconnected');
    await vi.advanceTimersByTimeAsync(1_500);
    last().emit('connectionstatechange', 'connected');
    last().emit('connectionstatechange', 'connected');
    void publisher.republish('rejoin');
    await vi.advanceTimersByTimeAsync(500);
    last().emit('connectionstatechange', 'connected');
    expect(told).toMatchObject([{ step: 'iceRestart', frozenMs: 1500 }, { step: 'rejoin' }]);
  });

  test('STU-34 when ICE finds no way all is built anew', async () => {
    await publisher.publish();
    const first = last();
    first.connectionState = 'disconnected';
    first.emit('connectionstatechange', 'disconnected');
    await vi.advanceTimersByTimeAsync(6_000);
    expect(first.closed).toBe(true);
    expect(transports).toHaveLength(2);
    expect(publisher.state.value).toBe('sending');
  });

  test('STU-35 a failed transport is built anew until it holds', async () => {
    await publisher.publish();
    let refusals = 3;
    refuse = (type) => (type === 'media.open' && refusals-- > 0 ? 'media_unavailable' : null);
    last().emit('connectionstatechange', 'failed');
    await vi.advanceTimersByTimeAsync(200);
    expect(publisher.state.value).toBe('interrupted');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(publisher.state.value).toBe('sending');
  });

  test('NET-32 one that failed before it held is built anew once the browser has a network again', async () => {
    await publisher.publish();
    let found = (): void => {};
    wayOut = new Promise((resolve) => (found = resolve));
    last().emit('connectionstatechange', 'failed');
    await vi.advanceTimersByTimeAsync(2000);
    expect([transports.length, publisher.state.value]).toEqual([1, 'interrupted']);
    found();
    await vi.advanceTimersByTimeAsync(0);
    expect([transports.length, publisher.state.value]).toEqual([2, 'sending']);

    wayOut = new Promise(() => {});
    last().emit('connectionstatechange', 'connected');
    last().emit('connectionstatechange', 'failed');
    await vi.advanceTimersByTimeAsync(0);
    expect([transports.length, publisher.state.value]).toEqual([3, 'sending']);
  });

  test('STU-73 what is rebuilt by itself, or comes later, takes nothing from anyone', async () => {
    await publisher.publish({ take: true });
    expect(takes).toEqual([true, true]);
    void publisher.republish();
    await vi.advanceTimersByTimeAsync(100);
    await publisher.setTrack('video', null, 0);
    await publisher.setTrack('video', track('video', 'again'));
    expect(takes).toEqual([true, true, false, false, false]);
  });

  test('STU-73 a try that was refused leaves no wish to take behind', async () => {
    refuse = (type) => (type === 'media.produce' ? 'bad_request' : null);
    await publisher.publish({ take: true }).catch(() => {});
    refuse = () => null;
    await publisher.publish();
    expect(takes.slice(1)).toEqual([false, false]);
  });

  test('STU-35 two reasons at once build once', async () => {
    await publisher.publish();
    void publisher.republish();
    void publisher.republish();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(transports.filter(({ closed }) => !closed)).toHaveLength(1);
    expect(publisher.state.value).toBe('sending');
  });

  test('STU-36 a refusal that time does not heal ends the attempts and is told', async () => {
    await publisher.publish();
    refuse = (type) => (type === 'media.produce' ? 'stage_taken' : null);
    void publisher.republish();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(publisher.state.value).toBe('refused');
    expect(publisher.refusal.value).toBe('stage_taken');
    expect(transports.every(({ closed }) => closed)).toBe(true);
  });

  test('STU-37 a closed publisher stays closed, whatever comes late', async () => {
    await publisher.publish();
    refuse = () => 'offline';
    void publisher.republish();
    publisher.close();
    refuse = () => null;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(publisher.state.value).toBe('idle');
    expect(transports.every(({ closed }) => closed)).toBe(true);
    await publisher.republish();
    expect(transports).toHaveLength(1);
  });
});
