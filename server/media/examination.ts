// What really arrives of a video producer, for the stream doctor. Lives as long as somebody looks. Key frames are told by
// mediasoup's cheap trace; size, profile and B-frames stand in the packets themselves, of which a few seconds are read now and
// then through a direct transport: reading all of them all the time would cost Node more than forwarding costs the worker.
// Rules: WHP-40, WHP-42, WHP-43. Source: https://mediasoup.org/documentation/v3/mediasoup/api/#DirectTransport
import type { Consumer, DirectTransport, Producer, ProducerStat, Router } from 'mediasoup/types';
import { limits } from '../../shared/limits.ts';
import type { VideoFacts } from '../../shared/stream.ts';
import type { Log } from '../log.ts';
import { StreamReader, type VideoCodec } from './stream-reader.ts';

const readForMs = 3_000;
/** An encoder that ignores requests tells its parameters with its next key frame only. */
const readAtMostMs = 12_000;
const readEveryMs = 15_000;
/** A key frame sooner than that is an answer. */
const answerMs = 700;

type KeyFrameInfo = { rtpPacket?: { ssrc: number } };

export class Examination {
  readonly producer: Producer;
  readonly #router: Router;
  readonly #log: Log;
  readonly #loss = new Loss();
  #reader: StreamReader;
  #known: StreamReader | null = null;
  #transport: DirectTransport | null = null;
  #keyFrameAt = new Map<number, number>();
  #keyFrameEveryMs: number | null = null;
  #askedAt: number | null = null;
  #answers: boolean | null = null;
  #lookedAt = performance.now();
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(producer: Producer, router: Router, log: Log) {
    this.producer = producer;
    this.#router = router;
    this.#log = log;
    this.#reader = new StreamReader(codecOf(producer));
    producer.on('trace', ({ type, info }) => {
      if (type === 'keyframe') this.#keyFrame((info as KeyFrameInfo).rtpPacket?.ssrc ?? 0);
    });
    void producer.enableTraceEvent(['keyframe']).catch(() => this.close());
    producer.observer.once('close', () => this.close());
    void this.#read();
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** To be called again and again: who stops asking is taken to have left. */
  async look(): Promise<VideoFacts> {
    this.#lookedAt = performance.now();
    const stats = await this.producer.getStats();
    const { profile, width, height, framesPerSecond, bFrames } = this.#known ?? this.#reader;
    return {
      ...countable(this.producer, stats),
      ...{ profile, width, height, bFrames },
      fps: framesPerSecond,
      keyFrameEveryMs: this.#keyFrameEveryMs,
      answersRequests: this.#answers,
      lost: this.#loss.since(stats),
    };
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#transport?.close();
    this.producer.removeAllListeners('trace');
    if (!this.producer.closed) void this.producer.enableTraceEvent([]).catch(() => {});
  }

  #keyFrame(ssrc: number): void {
    const now = performance.now();
    const before = this.#keyFrameAt.get(ssrc);
    this.#keyFrameAt.set(ssrc, now);
    if (this.#askedAt !== null) {
      // By chance a key frame may be due just then: one late answer tells that it was chance.
      this.#answers = now - this.#askedAt < answerMs && this.#answers !== false;
      this.#askedAt = null;
    }
    // What was asked for says nothing of the encoder's own rhythm: the longest gap does.
    if (before !== undefined) this.#keyFrameEveryMs = Math.max(this.#keyFrameEveryMs ?? 0, now - before);
  }

  /** One reading, and the next one a while later if somebody still looks. Never throws. */
  async #read(): Promise<void> {
    try {
      this.#reader = new StreamReader(codecOf(this.producer));
      const consumer = await this.#consume();
      if (this.#closed) return this.#transport?.close();
      consumer.on('rtp', (packet) => this.#reader.read(packet));
      this.#askedAt = performance.now();
      await consumer.resume();
    } catch (err) {
      if (!this.#closed) this.#log.warn({ err }, 'a stream could not be examined');
      return this.close();
    }
    this.#after(readForMs, () => this.#stopReading(readAtMostMs - readForMs));
  }

  async #consume(): Promise<Consumer> {
    this.#transport = await this.#router.createDirectTransport();
    const { rtpCapabilities } = this.#router;
    return this.#transport.consume({ producerId: this.producer.id, rtpCapabilities, paused: true });
  }

  #stopReading(patienceMs: number): void {
    if (this.#reader.width === null && patienceMs > 0) {
      this.#after(1000, () => this.#stopReading(patienceMs - 1000));
      return;
    }
    if (this.#askedAt !== null && this.#keyFrameAt.size > 0) this.#answers = false;
    this.#askedAt = null;
    this.#known = this.#reader;
    this.#transport?.close();
    this.#after(readEveryMs, () => void this.#read());
  }

  #after(ms: number, next: () => void): void {
    this.#timer = setTimeout(() => {
      if (performance.now() - this.#lookedAt > limits.examineForMs) this.close();
      else next();
    }, ms).unref();
  }
}

const kbpsOf = (stats: ProducerStat[]): number =>
  Math.round(stats.reduce((sum, { bitrate }) => sum + bitrate, 0) / 1000);

const codecOf = ({ rtpParameters }: Producer): VideoCodec =>
  rtpParameters.codecs[0]?.mimeType.toLowerCase() === 'video/h264' ? 'H264' : 'VP8';

/** What mediasoup counts anyway. */
const countable = (producer: Producer, stats: ProducerStat[]) => ({
  codec: codecOf(producer),
  kbps: kbpsOf(stats),
  layers: producer.rtpParameters.encodings?.length ?? 1,
});

/** What can be told without reading a packet. */
export const glance = async (producer: Producer): Promise<VideoFacts> => ({
  ...countable(producer, await producer.getStats()),
  ...{ profile: null, width: null, height: null, fps: null, bFrames: null },
  ...{ keyFrameEveryMs: null, answersRequests: null, lost: 0 },
});

/** What part of the packets was lost between two looks that lie a second apart. */
class Loss {
  #before = { at: performance.now(), lost: 0, came: 0 };
  #part = 0;

  since(stats: ProducerStat[]): number {
    const at = performance.now();
    if (at - this.#before.at < 1000) return this.#part;
    const lost = stats.reduce((sum, { packetsLost }) => sum + Math.max(0, packetsLost), 0);
    const came = stats.reduce((sum, { packetCount }) => sum + packetCount, 0);
    const newlyLost = Math.max(0, lost - this.#before.lost);
    const all = newlyLost + Math.max(0, came - this.#before.came);
    this.#part = all === 0 ? 0 : newlyLost / all;
    this.#before = { at, lost, came };
    return this.#part;
  }
}

/** Of sound there is nothing to read but how much of it comes. */
export const soundOf = async (producer: Producer): Promise<{ kbps: number }> => ({
  kbps: kbpsOf(await producer.getStats()),
});
