// Feedback on each packet, as browsers send it: transport-wide numbers and times of arrival, ten times a second.
// Source: https://datatracker.ietf.org/doc/html/draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1;
// RFC 8285 §4.2 (one-byte header extensions).
import type { RtpCapabilities } from '../../shared/media.ts';

const uri = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';
export const everyMs = 100;

/** Of those the router's, with the numbers that feedback is about. */
export const numbered = (peer: RtpCapabilities, { headerExtensions }: RtpCapabilities): RtpCapabilities => ({
  ...peer,
  headerExtensions: [
    ...(peer.headerExtensions ?? []),
    ...(headerExtensions ?? []).filter((extension) => extension.uri === uri),
  ],
});

export const numberedBy = (extensions: { uri: string; id: number }[] = []): number | null =>
  extensions.find((extension) => extension.uri === uri)?.id ?? null;

/** A packet's transport-wide number; null where it has none. */
export const numberOf = (packet: Buffer, id: number): number | null => {
  const first = packet.readUInt8(0);
  let at = 12 + 4 * (first & 15);
  if (!(first & 0x10) || packet.readUInt16BE(at) !== 0xbede) return null;
  const end = at + 4 + 4 * packet.readUInt16BE(at + 2);
  at += 4;
  while (at < end) {
    const head = packet.readUInt8(at);
    if (head >> 4 === id) return packet.readUInt16BE(at + 1);
    at += head === 0 ? 1 : 2 + (head & 15);
  }
  return null;
};

const ticksPerMs = 4;
const referenceMs = 64;
const mostRun = 0x1fff;
/** Symbols: not received; received, with one byte of time; with two. */
const [missing, soon, later] = [0, 1, 2];

export class Feedback {
  readonly #arrivals = new Map<number, number>();
  #next: number | null = null;
  #count = 0;

  arrived(number: number, at: number): void {
    this.#arrivals.set(number, at);
  }

  /** All that came since the last one, as an RTCP packet; null when nothing did. `ssrc`: of what is received. */
  take(ssrc: number): Buffer | null {
    const numbers = [...this.#arrivals.keys()];
    const last = numbers.at(-1);
    const base = this.#next ?? numbers[0];
    if (last === undefined || base === undefined) return null;
    const count = ((last - base) & 0xffff) + 1;
    const packet = count < 0x8000 ? this.#packet(ssrc, base, count) : null;
    this.#next = (last + 1) & 0xffff;
    this.#arrivals.clear();
    return packet;
  }

  #packet(ssrc: number, base: number, count: number): Buffer {
    const first = Math.floor(Math.min(...this.#arrivals.values()) / referenceMs);
    let ticks = first * referenceMs * ticksPerMs;
    const symbols: number[] = [];
    const deltas: Buffer[] = [];
    for (let index = 0; index < count; index++) {
      const at = this.#arrivals.get((base + index) & 0xffff);
      const delta = at === undefined ? 0 : Math.round(at * ticksPerMs) - ticks;
      symbols.push(at === undefined ? missing : delta >= 0 && delta < 256 ? soon : later);
      if (at === undefined) continue;
      ticks += delta;
      deltas.push(time(delta));
    }
    const body = Buffer.concat([...runs(symbols), ...deltas]);
    const packet = Buffer.alloc(20 + 4 * Math.ceil(body.length / 4));
    packet.set([0x80 | 15, 205], 0);
    packet.writeUInt16BE(packet.length / 4 - 1, 2);
    packet.writeUInt32BE(1, 4);
    packet.writeUInt32BE(ssrc, 8);
    packet.writeUInt16BE(base, 12);
    packet.writeUInt16BE(count, 14);
    packet.writeUIntBE(first & 0xffffff, 16, 3);
    packet.writeUInt8(this.#count++ & 0xff, 19);
    packet.set(body, 20);
    return packet;
  }
}

const time = (delta: number): Buffer => {
  if (delta >= 0 && delta < 256) return Buffer.from([delta]);
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(Math.max(-0x8000, Math.min(0x7fff, delta)));
  return bytes;
};

const runs = (symbols: number[]): Buffer[] => {
  const chunks: Buffer[] = [];
  for (let from = 0; from < symbols.length;) {
    const symbol = symbols[from] ?? missing;
    let to = from;
    while (symbols[to] === symbol && to - from < mostRun) to += 1;
    const chunk = Buffer.alloc(2);
    chunk.writeUInt16BE((symbol << 13) | (to - from));
    chunks.push(chunk);
    from = to;
  }
  return chunks;
};
