// What one viewer got: packets, gaps in their numbers, whole video frames, and when the first of each came.
import { readRtp, vp8FrameStart } from './rtp.ts';
import type { ConsumerView } from '../../shared/media.ts';

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

type Stream = { payloadType: number; last: number | null };

export class Tally {
  readonly counts = noCounts();
  firstPacketAt: number | null = null;
  /** The first whole key frame: from here on a browser shows a picture. */
  firstFrameAt: number | null = null;
  readonly #streams = new Map<string, Stream>();
  /** The frame being received: all its packets so far came, from its first one on. */
  #frame: { key: boolean } | null = null;

  take(packet: Buffer, { id, kind, rtpParameters }: ConsumerView): void {
    const { payloadType, sequence, marker, payload } = readRtp(packet);
    const stream = this.#streams.get(id) ?? this.#add(id, rtpParameters.codecs[0]?.payloadType ?? 0);
    if (payloadType !== stream.payloadType) return; // retransmission or probing
    this.firstPacketAt ??= performance.now();
    this.counts.packets += 1;
    this.counts.bytes += packet.length;
    const inOrder = this.#follow(stream, sequence);
    if (kind === 'video') this.#video(payload, marker, inOrder);
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
