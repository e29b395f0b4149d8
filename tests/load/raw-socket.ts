// A WebSocket client that costs little (RFC 6455): the other clients would need more of the machine than the server that they
// measure. Its mask is zero, which the protocol allows and servers treat like any other.
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

export type RawOptions = {
  port: number;
  /** The source address: our server counts sockets per address. */
  localAddress: string;
  path: string;
  protocol?: string;
  cookie?: string;
  /** The payload is only good during the call. */
  onText: (payload: Buffer) => void;
  onClose?: () => void;
};

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

const upgrade = ({ port, path, protocol, cookie }: RawOptions): string =>
  [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ...(protocol ? [`Sec-WebSocket-Protocol: ${protocol}`] : []),
    ...(cookie ? [`Cookie: ${cookie}`] : []),
    '\r\n',
  ].join('\r\n');

export class RawSocket {
  readonly #socket: Socket;
  readonly #onText: (payload: Buffer) => void;
  #rest: Buffer = Buffer.alloc(0);

  private constructor(socket: Socket, { onText, onClose }: RawOptions) {
    this.#socket = socket;
    this.#onText = onText;
    socket.on('error', () => {});
    socket.on('data', (data) => this.#receive(data));
    if (onClose) socket.on('close', onClose);
  }

  /** Rejects when the server refuses the upgrade. */
  static open(options: RawOptions): Promise<RawSocket> {
    const { port, localAddress } = options;
    const socket = connect({ host: '127.0.0.1', port, localAddress, noDelay: true });
    socket.write(upgrade(options));
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('data', (data) => {
        const status = data.toString('latin1').split(' ', 2)[1];
        if (status !== '101') return reject(new Error(`the server answered the upgrade with ${status}`));
        const opened = new RawSocket(socket, options);
        // A server may speak at once, and then its first frame comes with the answer.
        opened.#receive(data.subarray(data.indexOf('\r\n\r\n') + 4));
        resolve(opened);
      });
    });
  }

  send(text: string): void {
    this.#socket.write(frame(opcodes.text, Buffer.from(text)));
  }

  /** Without a word of goodbye, like a phone that lost its network. */
  destroy(): void {
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
    if (opcode === opcodes.text) this.#onText(payload);
  }
}
