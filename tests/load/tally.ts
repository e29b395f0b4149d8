// What one viewer got: packets, gaps in their numbers, whole video frames, and when the first of each came.
import { Histogram } from './histogram.ts';
import { readRtp, sentAt, vp8FrameStart } from './rtp.ts';
import type { MediaKind } from '../../shared/media.ts';

export type Counts = {
  packets: number;
  videoPackets: number;
  bytes: number;
  /** Gaps in the sequence numbers, less what came late. */
  lost: number;
  frames: number;
  keyFrames: number;
};

export const noCounts = (): Counts => ({
  packets: 0,
  videoPackets: 0,
  bytes: 0,
  lost: 0,
  frames: 0,
  keyFrames: 0,
});

export const minus = (after: Counts, before: Counts): Counts => ({
  packets: after.packets - before.packets,
  videoPackets: after.videoPackets - before.videoPackets,
  bytes: after.bytes - before.bytes,
  lost: after.lost - before.lost,
  frames: after.frames - before.frames,
  keyFrames: after.keyFrames - before.keyFrames,
});

export type Heard = { id: string; kind: MediaKind; payloadType: number };
type Stream = { payloadType: number; last: number | null };

/** Each so many-th packet is asked how long it was on its way: asking costs. */
const timedEvery = 16;

export class Tally {
  /** All of this process: from the publisher's hand to ours, since it was last begun. */
  static transit = new Histogram();
  readonly counts = noCounts();
  firstPacketAt: number | null = null;
  /** The first whole key frame: from here on a browser shows a picture. */
  firstFrameAt: number | null = null;
  readonly #streams = new Map<string, Stream>();
  /** The frame being received: all its packets so far came, from its first one on. */
  #frame: { key: boolean } | null = null;

  take(packet: Buffer, { id, kind, payloadType: wanted }: Heard): void {
    const { payloadType, sequence, marker, payload } = readRtp(packet);
    const stream = this.#streams.get(id) ?? this.#add(id, wanted);
    if (payloadType !== stream.payloadType) return; // retransmission or probing
    this.firstPacketAt ??= performance.now();
    this.counts.packets += 1;
    this.counts.bytes += packet.length;
    const inOrder = this.#follow(stream, sequence);
    if (kind === 'video') this.#video(payload, marker, inOrder);
    if (kind === 'video' && sequence % timedEvery === 0) this.#time(packet);
  }

  #add(id: string, payloadType: number): Stream {
    const stream = { payloadType, last: null };
    this.#streams.set(id, stream);
    return stream;
  }

  #follow(stream: Stream, sequence: number): boolean {
    const step = stream.last === null ? 1 : (sequence - stream.last) & 0xffff;
    if (step >= 0x8000) {
      this.counts.lost -= 1;
      return false;
    }
    this.counts.lost += step - 1;
    stream.last = sequence;
    return step === 1;
  }

  #time(packet: Buffer): void {
    const at = sentAt(packet);
    if (at !== null) Tally.transit.add(performance.timeOrigin + performance.now() - at);
  }

  #video(payload: Buffer, marker: boolean, inOrder: boolean): void {
    this.counts.videoPackets += 1;
    const start = vp8FrameStart(payload);
    if (start) this.#frame = start;
    else if (!inOrder) this.#frame = null;
    if (!marker || !this.#frame) return;
    this.counts.frames += 1;
    if (this.#frame.key) {
      this.counts.keyFrames += 1;
      this.firstFrameAt ??= performance.now();
    }
    this.#frame = null;
  }
}
