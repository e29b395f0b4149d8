// The shop's signalling over a socket that costs little: one request at a time, and events as the bytes that they are.
import type { RequestBody } from '../../shared/requests.ts';
import { PROTOCOL_VERSION, SUBPROTOCOL } from '../../shared/protocol.ts';
import { RawSocket } from './raw-socket.ts';

type Waiting = { resolve: (text: string) => void; reject: (error: Error) => void };

export type TapOptions = { cookie?: string; onEvent?: (payload: Buffer) => void };

const replyStart = Buffer.from('{"re":');

export class TapSocket {
  readonly #onEvent: (payload: Buffer) => void;
  #socket!: RawSocket;
  #waiting: Waiting | null = null;
  #nextId = 1;

  private constructor(onEvent: (payload: Buffer) => void) {
    this.#onEvent = onEvent;
  }

  /** Rejects when the server refuses the upgrade. */
  static async open(port: number, localAddress: string, options: TapOptions = {}): Promise<TapSocket> {
    const { cookie, onEvent = () => {} } = options;
    const tap = new TapSocket(onEvent);
    tap.#socket = await RawSocket.open({
      port,
      localAddress,
      path: '/ws',
      protocol: SUBPROTOCOL,
      ...(cookie && { cookie }),
      onText: (payload) => tap.#take(payload),
      onClose: () => tap.#waiting?.reject(new Error('the socket closed')),
    });
    return tap;
  }

  /** The reply's frame as text. */
  request(type: string, body: unknown): Promise<string> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.send(JSON.stringify({ id, type, body }));
    });
  }

  hello(room: string, more: Partial<RequestBody<'session.hello'>> = {}): Promise<string> {
    const { page = 'room', ...rest } = more;
    const protocol = PROTOCOL_VERSION;
    return this.request('session.hello', { protocol, locale: 'en', room, page, media: false, ...rest });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(payload: Buffer): void {
    if (payload.compare(replyStart, 0, replyStart.length, 0, replyStart.length) !== 0)
      return this.#onEvent(payload);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve(payload.toString('utf8'));
  }
}

/** `ok`, or the refusal's code. */
export const outcomeOf = (reply: string): string =>
  reply.includes('"ok":true') ? 'ok' : (/"code":"(\w+)"/.exec(reply)?.[1] ?? 'unreadable');
