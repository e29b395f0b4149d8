// Reads RTP packets of one video stream as they come and tells what they are: size, profile, frames a second, B-frames, key
// frames. Keeps numbers only, no packet. Pure. Rules: WHP-41, WHP-42.
import type { H264Profile } from '../../shared/stream.ts';
import { isB, isIdr, nalsOf, nalSps, nalType, readSps } from './h264.ts';

export type VideoCodec = 'VP8' | 'H264';

const clockRate = 90_000;

export class StreamReader {
  readonly codec: VideoCodec;
  width: number | null = null;
  height: number | null = null;
  profile: H264Profile | null = null;
  bFrames: boolean | null = null;
  keyFrames = 0;
  #frames = 0;
  #sequence: number | null = null;
  #first: number | null = null;
  #last = 0;
  #latest = 0;

  constructor(codec: VideoCodec) {
    this.codec = codec;
  }

  get frames(): number {
    return this.#frames;
  }

  /** Null before there is a second of it. */
  get framesPerSecond(): number | null {
    const seconds = this.#first === null ? 0 : (this.#latest - this.#first) / clockRate;
    return seconds < 1 ? null : (this.#frames - 1) / seconds;
  }

  /** One packet, header and all (RFC 3550 §5.1). Late and repeated ones say nothing new. */
  read(packet: Buffer): void {
    const payload = payloadOf(packet);
    if (!payload || payload.length === 0) return;
    const sequence = packet.readUInt16BE(2);
    // In 16 bits: a step of more than half of them is a step back.
    if (this.#sequence !== null && ((sequence - this.#sequence) & 0xffff) - 1 >= 0x7fff) return;
    this.#sequence = sequence;
    this.#time(packet.readUInt32BE(4));
    if (this.codec === 'H264') for (const nal of nalsOf(payload)) this.#nal(nal);
    else this.#vp8(payload);
  }

  #time(timestamp: number): void {
    if (this.#first === null) {
      this.#first = this.#last = this.#latest = timestamp;
      this.#frames = 1;
      return;
    }
    // In 32 bits, while #last counts on.
    const step = (timestamp - this.#last) | 0;
    if (step === 0) return;
    this.#frames += 1;
    // RTP time is the time of display (RFC 3550 §5.1): what goes back was encoded after what it comes before.
    if (step < 0) this.bFrames = true;
    this.#last += step;
    this.#latest = Math.max(this.#latest, this.#last);
  }

  #nal(nal: Buffer): void {
    if (isIdr(nal)) this.keyFrames += 1;
    const b = isB(nal);
    if (b !== null) this.bFrames = this.bFrames === true || b;
    const sps = nalType(nal) === nalSps ? readSps(nal) : null;
    if (!sps) return;
    this.width = sps.width;
    this.height = sps.height;
    this.profile = sps.profile;
  }

  /** RFC 7741 §4.2 (descriptor) and RFC 6386 §9.1 (key frame header). */
  #vp8(payload: Buffer): void {
    const descriptor = payload[0] ?? 0;
    const starts = (descriptor & 0x17) === 0x10;
    const frame = payload.subarray(descriptorBytes(payload));
    if (!starts || frame.length < 10 || ((frame[0] ?? 1) & 1) !== 0) return;
    if (frame.readUIntBE(3, 3) !== 0x9d012a) return;
    this.keyFrames += 1;
    this.width = frame.readUInt16LE(6) & 0x3fff;
    this.height = frame.readUInt16LE(8) & 0x3fff;
  }
}

const descriptorBytes = (payload: Buffer): number => {
  if (((payload[0] ?? 0) & 0x80) === 0) return 1;
  const extensions = payload[1] ?? 0;
  const picture = (extensions & 0x80) === 0 ? 0 : ((payload[2] ?? 0) & 0x80) === 0 ? 1 : 2;
  return 2 + picture + ((extensions & 0x40) === 0 ? 0 : 1) + ((extensions & 0x30) === 0 ? 0 : 1);
};

const payloadOf = (packet: Buffer): Buffer | null => {
  const first = packet[0] ?? 0;
  if (packet.length < 12 || first >> 6 !== 2) return null;
  let start = 12 + 4 * (first & 15);
  if (first & 0x10) {
    if (packet.length < start + 4) return null;
    start += 4 + 4 * packet.readUInt16BE(start + 2);
  }
  const padding = first & 0x20 ? (packet.at(-1) ?? 0) : 0;
  return start + padding <= packet.length ? packet.subarray(start, packet.length - padding) : null;
};
