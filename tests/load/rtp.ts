// Reading and writing of RTP as far as the load test needs it: headers, where VP8 frames begin and end, sender reports.
// Sources: RFC 3550 §5.1, §6.4.1; RFC 7741 §4.2, §4.3.

export type RtpPacket = {
  payloadType: number;
  sequence: number;
  marker: boolean;
  payload: Buffer;
};

export const readRtp = (packet: Buffer): RtpPacket => {
  const first = packet[0] ?? 0;
  let at = 12 + 4 * (first & 15);
  if (first & 0x10) at += 4 + 4 * packet.readUInt16BE(at + 2);
  return {
    payloadType: (packet[1] ?? 0) & 0x7f,
    marker: ((packet[1] ?? 0) & 0x80) !== 0,
    sequence: packet.readUInt16BE(2),
    payload: packet.subarray(at),
  };
};

/** Of the first packet of a frame, whether it begins a key frame; null for any other packet. */
export const vp8FrameStart = (payload: Buffer): { key: boolean } | null => {
  const descriptor = payload[0] ?? 0;
  const startsFirstPartition = (descriptor & 0x10) !== 0 && (descriptor & 7) === 0;
  if (!startsFirstPartition) return null;
  let at = 1;
  if (descriptor & 0x80) {
    const extensions = payload[at++] ?? 0;
    if (extensions & 0x80) at += (payload[at] ?? 0) & 0x80 ? 2 : 1; // PictureID
    if (extensions & 0x40) at += 1; // TL0PICIDX
    if (extensions & 0x30) at += 1; // TID and KEYIDX
  }
  return { key: ((payload[at] ?? 1) & 1) === 0 };
};

export type Vp8Writer = {
  /** One frame of that many packets. */
  frame(packets: number, key: boolean): Buffer[];
  /** Says which moment the RTP time stamps mean; mediasoup switches between layers by it. */
  senderReport(): Buffer;
};

/** Of the frame in each packet; with RTP header, VP8 descriptor and SRTP tag 1,127 bytes of UDP payload. */
export const payloadBytes = 1_098;

/** The last bytes of a packet of ours: a mark, and the moment of its sending. */
const mark = 0x56455452;
const stampBytes = 12;

const stamp = (packet: Buffer): void => {
  packet.writeUInt32BE(mark, packet.length - stampBytes);
  packet.writeDoubleBE(performance.timeOrigin + performance.now(), packet.length - 8);
};

/** Milliseconds since 1970 by the machine's clock; null for a packet of another sender. */
export const sentAt = (packet: Buffer): number | null =>
  packet.length > stampBytes && packet.readUInt32BE(packet.length - stampBytes) === mark
    ? packet.readDoubleBE(packet.length - 8)
    : null;

/** A stream of VP8-shaped frames: real descriptors and key frame headers, with filling in place of a picture. */
export const vp8Writer = (ssrc: number, payloadType: number): Vp8Writer => {
  let sequence = 1;
  let packets = 0;
  let octets = 0;
  const timestamp = () => Math.round(performance.now() * 90) >>> 0;
  const packet = (at: number, part: Buffer, time: number, marker: boolean): Buffer => {
    const made = Buffer.alloc(13 + part.length);
    made[0] = 0x80;
    made[1] = payloadType | (marker ? 0x80 : 0);
    made.writeUInt16BE(sequence++ & 0xffff, 2);
    made.writeUInt32BE(time, 4);
    made.writeUInt32BE(ssrc, 8);
    made[12] = at === 0 ? 0x10 : 0;
    part.copy(made, 13);
    stamp(made);
    packets += 1;
    octets += part.length + 1;
    return made;
  };
  return {
    frame(count, key) {
      const body = Buffer.alloc(count * payloadBytes, 0x5a);
      body[0] = key ? 0x10 : 0x11;
      if (key) body.set([0x9d, 0x01, 0x2a, 0x00, 0x05, 0xd0, 0x02], 3); // start code, 1280 × 720
      const time = timestamp();
      return Array.from({ length: count }, (_, index) => {
        const at = index * payloadBytes;
        return packet(at, body.subarray(at, at + payloadBytes), time, index === count - 1);
      });
    },
    senderReport() {
      const now = Date.now();
      const report = Buffer.alloc(28);
      report.set([0x80, 200, 0, 6]);
      report.writeUInt32BE(ssrc, 4);
      report.writeUInt32BE(Math.floor(now / 1000) + 2_208_988_800, 8); // NTP counts from 1900
      report.writeUInt32BE(Math.floor(((now % 1000) / 1000) * 2 ** 32), 12);
      report.writeUInt32BE(timestamp(), 16);
      report.writeUInt32BE(packets, 20);
      report.writeUInt32BE(octets >>> 0, 24);
      return report;
    },
  };
};
