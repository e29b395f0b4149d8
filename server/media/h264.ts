// What an H264 stream says of itself: profile and size in its sequence parameter set, B-frames in its slice headers. Reads only
// what is asked for; gives null for what it cannot read. Pure. Rules: WHP-41.
// Source: ITU-T H.264 (08/2021) §7.3.2.1.1, §7.3.3; RTP payloads: RFC 6184 §5
import type { H264Profile } from '../../shared/stream.ts';

export type Sps = { profile: H264Profile; width: number; height: number };

const nalSlice = 1;
const nalIdr = 5;
export const nalSps = 7;
const stapA = 24;
const fuA = 28;

/** The NAL units that begin in one RTP payload; a fragment's first part as far as it goes. */
export const nalsOf = (payload: Buffer): Buffer[] => {
  const type = (payload[0] ?? 0) & 31;
  if (type > 0 && type < stapA) return [payload];
  if (type === fuA) {
    const header = payload[1] ?? 0;
    if ((header & 0x80) === 0) return [];
    return [Buffer.concat([Buffer.from([((payload[0] ?? 0) & 0xe0) | (header & 31)]), payload.subarray(2)])];
  }
  const nals: Buffer[] = [];
  if (type !== stapA) return nals;
  for (let at = 1; at + 2 < payload.length;) {
    const size = payload.readUInt16BE(at);
    if (size > 0) nals.push(payload.subarray(at + 2, at + 2 + size));
    at += 2 + size;
  }
  return nals;
};

export const nalType = (nal: Buffer): number => (nal[0] ?? 0) & 31;

export const isIdr = (nal: Buffer): boolean => nalType(nal) === nalIdr;

/** Whether it is a slice of a picture that refers to later ones; null for what is no slice. */
export const isB = (nal: Buffer): boolean | null => {
  const type = nalType(nal);
  if (type === nalIdr) return false;
  if (type !== nalSlice) return null;
  const bits = new Bits(nal.subarray(1, 32));
  bits.unsigned();
  return bits.unsigned() % 5 === 1;
};

export const readSps = (nal: Buffer): Sps | null => {
  try {
    return sps(new Bits(nal.subarray(1, 256)));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};

/** Table 7-2 and A.2: those whose parameter sets have the fields of the high profiles. */
const withChroma = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135]);

const sps = (bits: Bits): Sps => {
  const idc = bits.take(8);
  const constraints = bits.take(8);
  bits.take(8);
  bits.unsigned();
  let chroma = 1;
  if (withChroma.has(idc)) {
    chroma = bits.unsigned();
    if (chroma === 3) bits.take(1);
    bits.unsigned();
    bits.unsigned();
    bits.take(1);
    if (bits.take(1))
      for (let list = 0; list < (chroma === 3 ? 12 : 8); list += 1) if (bits.take(1)) skipScaling(bits, list);
  }
  bits.unsigned();
  skipOrderCount(bits);
  bits.unsigned();
  bits.take(1);
  const width = 16 * (bits.unsigned() + 1);
  const units = bits.unsigned() + 1;
  const frames = bits.take(1);
  if (!frames) bits.take(1);
  bits.take(1);
  const crop = bits.take(1)
    ? [bits.unsigned(), bits.unsigned(), bits.unsigned(), bits.unsigned()]
    : [0, 0, 0, 0];
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
  const unitY = (chroma === 1 ? 2 : 1) * (2 - frames);
  return {
    profile: profileOf(idc, constraints),
    width: width - (left + right) * unitX,
    height: 16 * units * (2 - frames) - (top + bottom) * unitY,
  };
};

const profileOf = (idc: number, constraints: number): H264Profile => {
  if (idc === 66) return constraints & 0x40 ? 'constrained baseline' : 'baseline';
  if (idc === 77) return 'main';
  return idc === 100 ? 'high' : 'other';
};

const skipScaling = (bits: Bits, list: number): void => {
  let next = 8;
  for (let at = 0; at < (list < 6 ? 16 : 64) && next !== 0; at += 1)
    next = (next + bits.signed() + 256) % 256;
};

const skipOrderCount = (bits: Bits): void => {
  const type = bits.unsigned();
  if (type === 0) bits.unsigned();
  if (type !== 1) return;
  bits.take(1);
  bits.signed();
  bits.signed();
  for (let count = Math.min(bits.unsigned(), 255); count > 0; count -= 1) bits.signed();
};

/** Bits of a NAL unit without its emulation prevention bytes (§7.4.1). Throws RangeError at its end. */
class Bits {
  readonly #bytes: number[] = [];
  #at = 0;

  constructor(nal: Buffer) {
    let zeros = 0;
    for (const byte of nal) {
      if (zeros >= 2 && byte === 3) {
        zeros = 0;
        continue;
      }
      zeros = byte === 0 ? zeros + 1 : 0;
      this.#bytes.push(byte);
    }
  }

  take(count: number): number {
    let value = 0;
    for (; count > 0; count -= 1, this.#at += 1) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) throw new RangeError('the unit ends here');
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }

  /** Exp-Golomb (§9.1). */
  unsigned(): number {
    let zeros = 0;
    while (this.take(1) === 0) if ((zeros += 1) > 31) throw new RangeError('no number of 32 bits');
    return 2 ** zeros - 1 + this.take(zeros);
  }

  signed(): number {
    const code = this.unsigned();
    return code % 2 === 0 ? -code / 2 : (code + 1) / 2;
  }
}
