import { describe, expect, test } from 'vitest';
import { isB, nalsOf, readSps } from '../../../server/media/h264.ts';
import { StreamReader, type VideoCodec } from '../../../server/media/stream-reader.ts';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
/** 1280×720, as OpenH264 writes it (recorded). */
const openH264 = hex('67 42c01f 8c8d402802dd00f08846a0');
/** 1920×1080 with cropping, as x264 writes it. */
const high = hex('67 640028 acd940780227e5c044000003000400000300f03c60c658');
const idr = hex('65 b80004000005');
/** first_mb 0, slice_type 6 (B), and 5 (P). */
const bSlice = hex('01 9e00');
const pSlice = hex('41 9a00');

type Packet = { sequence: number; timestamp: number; payload: Buffer; extension?: boolean; padding?: number };

const rtp = ({ sequence, timestamp, payload, extension = false, padding = 0 }: Packet): Buffer => {
  const header = Buffer.alloc(12);
  header[0] = 0x80 | (extension ? 0x10 : 0) | (padding ? 0x20 : 0);
  header[1] = 96;
  header.writeUInt16BE(sequence & 0xffff, 2);
  header.writeUInt32BE(timestamp >>> 0, 4);
  const tail = padding ? Buffer.alloc(padding, padding) : Buffer.alloc(0);
  return Buffer.concat([header, extension ? hex('bede0001 10000000') : Buffer.alloc(0), payload, tail]);
};

const readAll = (codec: VideoCodec, packets: Packet[]): StreamReader => {
  const reader = new StreamReader(codec);
  for (const packet of packets) reader.read(rtp(packet));
  return reader;
};

/** Frames of one packet each, at these times in frames of 30 a second. */
const at = (times: number[], payload: Buffer, from = 0): Packet[] =>
  times.map((time, index) => ({ sequence: from + index, timestamp: from * 7 + time * 3000, payload }));

describe('H264', () => {
  test('WHP-41 size and profile are read from the parameter set, cropped as it says', () => {
    expect(readSps(openH264)).toEqual({ profile: 'constrained baseline', width: 1280, height: 720 });
    expect(readSps(high)).toEqual({ profile: 'high', width: 1920, height: 1080 });
  });

  test('WHP-41 a parameter set that ends too soon is none', () => {
    for (let length = 0; length < openH264.length - 3; length += 1)
      expect(readSps(openH264.subarray(0, length)) ?? { width: 1280 }).toMatchObject({
        width: expect.any(Number),
      });
    expect(readSps(hex('67 42c0'))).toBeNull();
    expect(readSps(hex('67 42c01f 00000000000000000000'))).toBeNull();
  });

  test('WHP-41 units are found alone, put together and cut in parts', () => {
    expect(nalsOf(idr)).toEqual([idr]);
    const together = Buffer.concat([
      hex('78 0010'),
      hex('67').fill(0x67),
      Buffer.alloc(15),
      hex('0003'),
      bSlice,
    ]);
    expect(nalsOf(together).map((nal) => nal[0])).toEqual([0x67, 0x01]);
    expect(nalsOf(Buffer.concat([hex('7c 85'), idr.subarray(1)]))).toEqual([idr]);
    expect(nalsOf(Buffer.concat([hex('7c 05'), idr.subarray(1)]))).toEqual([]);
    expect(nalsOf(Buffer.alloc(0))).toEqual([]);
  });

  test('WHP-41 a B-frame is known by its slice, whatever its time says', () => {
    expect([bSlice, pSlice, idr, openH264].map(isB)).toEqual([true, false, false, null]);
    expect(readAll('H264', at([0, 1, 2], pSlice)).bFrames).toBe(false);
    expect(readAll('H264', [...at([0, 1], pSlice), ...at([2], bSlice, 2)]).bFrames).toBe(true);
  });

  test('WHP-41 times that go back tell of B-frames; late and repeated packets do not', () => {
    expect(readAll('H264', at([0, 3, 1, 2, 6], pSlice)).bFrames).toBe(true);
    const late = at([0, 1, 2, 3], pSlice);
    expect(readAll('H264', [late[0]!, late[2]!, late[1]!, late[2]!, late[3]!]).bFrames).toBe(false);
  });
});

describe('VP8', () => {
  const keyFrame = hex('10 500000 9d012a 0005d002');
  const extended = hex('90 80 8123 500000 9d012a 80026801 00');

  test('WHP-41 size is read from a key frame’s first packet, behind any descriptor', () => {
    expect(
      readAll('VP8', [{ sequence: 1, timestamp: 0, payload: Buffer.concat([keyFrame, hex('00')]) }]),
    ).toMatchObject({
      width: 1280,
      height: 720,
      keyFrames: 1,
      profile: null,
    });
    expect(readAll('VP8', [{ sequence: 1, timestamp: 0, payload: extended }])).toMatchObject({
      width: 640,
      height: 360,
    });
  });
});

describe('frames', () => {
  test('WHP-42 frames a second are counted by their times, over the turn of all counters', () => {
    const start = 2 ** 32 - 60_000;
    const packets = Array.from({ length: 61 }, (_, frame) =>
      [0, 1].map((part) => ({
        sequence: 65_500 + 2 * frame + part,
        timestamp: start + frame * 3000,
        payload: pSlice,
      })),
    ).flat();
    const reader = readAll('H264', packets);
    expect(reader.frames).toBe(61);
    expect(reader.framesPerSecond).toBeCloseTo(30, 5);
    expect(reader.bFrames).toBe(false);
    expect(readAll('H264', packets.slice(0, 20)).framesPerSecond).toBeNull();
  });

  test('WHP-42 headers with extensions and padding, and what is no RTP', () => {
    const reader = readAll('H264', [
      { sequence: 1, timestamp: 0, payload: openH264, extension: true, padding: 4 },
    ]);
    expect(reader.width).toBe(1280);
    for (const odd of [Buffer.alloc(0), Buffer.alloc(12), Buffer.alloc(40, 0xff), hex('b0').fill(0x90)])
      expect(() => new StreamReader('H264').read(odd)).not.toThrow();
  });
});
