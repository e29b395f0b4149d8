// A WebSocket client that costs little (RFC 6455): the other clients would need more of the machine than the server that they
// measure. One request at a time; its mask is zero, which the protocol allows and the server treats like any other.
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { PROTOCOL_VERSION, SUBPROTOCOL } from '../../shared/protocol.ts';

type Waiting = { resolve: (text: string) => void; reject: (error: Error) => void };

const masked = 0x80;
const opcodes = { text: 0x1, close: 0x8, ping: 0x9, pong: 0xa };

/** One frame from the client, its length in the header's 7 or 16 bits. */
const frame = (opcode: number, payload: Buffer): Buffer => {
  const small = payload.length < 126;
  const head = Buffer.alloc(small ? 6 : 8);
  head[0] = 0x80 | opcode;
  head[1] = masked | (small ? payload.length : 126);
  if (!small) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
};

/** Where a frame's payload begins and ends within `data`; null while its header is not all there. */
const bounds = (data: Buffer, at: number): { from: number; to: number } | null => {
  if (data.length < at + 2) return null;
  const short = (data[at + 1] ?? 0) & 0x7f;
  if (short < 126) return { from: at + 2, to: at + 2 + short };
  const size = short === 126 ? 2 : 8;
  if (data.length < at + 2 + size) return null;
  const length = size === 2 ? data.readUInt16BE(at + 2) : Number(data.readBigUInt64BE(at + 2));
  return { from: at + 2 + size, to: at + 2 + size + length };
};

const replyStart = Buffer.from('{"re":');

export class TapSocket {
  readonly #socket: Socket;
  #rest: Buffer = Buffer.alloc(0);
  #waiting: Waiting | null = null;
  #nextId = 1;
  /** Events that came, for the curious: they are counted, not read. */
  events = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (data) => this.#receive(data));
    socket.on('close', () => this.#waiting?.reject(new Error('the socket closed')));
  }

  /** Rejects when the server refuses the upgrade. */
  static open(port: number, localAddress: string): Promise<TapSocket> {
    const socket = connect({ host: '127.0.0.1', port, localAddress, noDelay: true });
    socket.write(
      [
        'GET /ws HTTP/1.1',
        `Host: 127.0.0.1:${port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        `Sec-WebSocket-Protocol: ${SUBPROTOCOL}`,
        '\r\n',
      ].join('\r\n'),
    );
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('data', (data) => {
        const status = data.toString('latin1').split(' ', 2)[1];
        if (status !== '101') return reject(new Error(`the server answered the upgrade with ${status}`));
        socket.on('error', () => {});
        resolve(new TapSocket(socket));
      });
    });
  }

  /** The reply's frame as text. */
  request(type: string, body: unknown): Promise<string> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(frame(opcodes.text, Buffer.from(JSON.stringify({ id, type, body }))));
    });
  }

  hello(room: string): Promise<string> {
    return this.request('session.hello', {
      protocol: PROTOCOL_VERSION,
      locale: 'en',
      room,
      page: 'room',
      media: false,
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(data: Buffer): void {
    const all = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
    let at = 0;
    for (let next = bounds(all, at); next && next.to <= all.length; next = bounds(all, at)) {
      this.#take((all[at] ?? 0) & 0x0f, all.subarray(next.from, next.to));
      at = next.to;
    }
    this.#rest = all.subarray(at);
  }

  #take(opcode: number, payload: Buffer): void {
    if (opcode === opcodes.ping) this.#socket.write(frame(opcodes.pong, payload));
    if (opcode !== opcodes.text) return;
    if (payload.compare(replyStart, 0, replyStart.length, 0, replyStart.length) !== 0) {
      this.events += 1;
      return;
    }
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve(payload.toString('utf8'));
  }
}

/** `ok`, or the refusal's code. */
export const outcomeOf = (reply: string): string =>
  reply.includes('"ok":true') ? 'ok' : (/"code":"(\w+)"/.exec(reply)?.[1] ?? 'unreadable');
