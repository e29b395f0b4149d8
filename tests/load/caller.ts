// A signalling client that is nothing but one: request → reply over one socket, and a listener for events.
import { WebSocket } from 'ws';
import type { RequestBody, ReplyBody, RequestType } from '../../shared/requests.ts';
import { PROTOCOL_VERSION, SUBPROTOCOL, type EventFrame, type ReplyFrame } from '../../shared/protocol.ts';
import type { Welcome } from '../../shared/model.ts';

export type CallerOptions = {
  url: string;
  cookie?: string;
  /** The source address: the server counts sockets per address. */
  localAddress?: string;
  onEvent?: (event: EventFrame) => void;
};

type Waiting = { resolve: (body: unknown) => void; reject: (error: Error) => void };

export class Caller {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onEvent: (event: EventFrame) => void;
  #nextId = 1;

  private constructor(socket: WebSocket, onEvent: (event: EventFrame) => void) {
    this.#socket = socket;
    this.#onEvent = onEvent;
    socket.on('message', (data: Buffer) =>
      this.#receive(JSON.parse(data.toString()) as ReplyFrame | EventFrame),
    );
    socket.on('error', () => {});
    socket.on('close', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`the socket closed with ${code}`));
      this.#waiting.clear();
    });
  }

  /** Rejects when the server refuses the upgrade. */
  static open({ url, cookie, localAddress, onEvent = () => {} }: CallerOptions): Promise<Caller> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, SUBPROTOCOL, {
      headers: cookie ? { Cookie: cookie } : {},
      perMessageDeflate: false,
      ...(localAddress ? { localAddress } : {}),
    });
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('open', () => resolve(new Caller(socket, onEvent)));
    });
  }

  /** Rejects with the refusal's code as message. */
  request<T extends RequestType>(type: T, body: RequestBody<T>): Promise<ReplyBody<T>> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (this.#socket.readyState !== WebSocket.OPEN) return reject(new Error('the socket is closed'));
      this.#waiting.set(id, { resolve: resolve as (body: unknown) => void, reject });
      this.#socket.send(JSON.stringify({ id, type, body }));
    });
  }

  hello(body: { room: string; page: 'room' | 'studio'; media: boolean; token?: string }): Promise<Welcome> {
    return this.request('session.hello', { protocol: PROTOCOL_VERSION, locale: 'en', ...body });
  }

  close(): void {
    this.#socket.close();
  }

  #receive(frame: ReplyFrame | EventFrame): void {
    if (!('re' in frame)) return this.#onEvent(frame);
    const waiting = this.#waiting.get(frame.re ?? -1);
    if (!waiting) return;
    this.#waiting.delete(frame.re ?? -1);
    if (frame.ok) waiting.resolve(frame.body);
    else waiting.reject(new Error(`${frame.error.code} ${JSON.stringify(frame.error.details ?? {})}`));
  }
}
