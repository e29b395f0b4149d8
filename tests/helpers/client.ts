// A signalling client for tests: a real WebSocket, frames as they are, every event kept.
import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { PROTOCOL_VERSION, SUBPROTOCOL, type EventFrame, type WireError } from '../../shared/protocol.ts';
import type { EventType } from '../../shared/events.ts';
import type { Welcome } from '../../shared/model.ts';
import type { ReplyBody, RequestType } from '../../shared/requests.ts';
import { eventually } from './eventually.ts';

type Reply = { re: number | null; ok: boolean; body?: unknown; error?: WireError };

export class Refused extends Error {
  readonly code: string;
  readonly details: Record<string, unknown> | undefined;

  constructor(error: WireError) {
    super(error.code);
    this.code = error.code;
    this.details = error.details;
  }
}

export type ClientOptions = {
  url: string;
  cookie?: string;
  origin?: string;
  headers?: Record<string, string>;
  subprotocol?: string | null;
  /** False: pings stay unanswered, as by a phone whose network has gone. */
  autoPong?: boolean;
  /** The source address: the server counts sockets per address. */
  localAddress?: string;
  /** Of a proxy with a certificate of its own. */
  ca?: Buffer;
};

export class TestClient {
  readonly socket: WebSocket;
  readonly events: EventFrame[] = [];
  readonly replies: Reply[] = [];
  closeCode: number | null = null;
  #nextId = 1;
  readonly #waiting = new Map<number, (reply: Reply) => void>();

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data) => this.#receive(JSON.parse(String(data)) as Reply | EventFrame));
    socket.on('close', (code) => {
      this.closeCode = code;
      for (const settle of this.#waiting.values())
        settle({ re: null, ok: false, error: { code: 'internal', details: { closed: code } } });
    });
    socket.on('error', () => {});
  }

  /** Opens the socket; rejects with the HTTP status as message when the upgrade is refused. */
  static connect({
    url,
    cookie,
    origin,
    headers,
    subprotocol = SUBPROTOCOL,
    autoPong = true,
    localAddress,
    ca,
  }: ClientOptions): Promise<TestClient> {
    const socket = new WebSocket(
      `${url.replace(/^http/, 'ws')}/ws`,
      subprotocol === null ? [] : [subprotocol],
      {
        headers: { ...(cookie && { Cookie: cookie }), ...headers },
        ...(origin && { origin }),
        ...(localAddress && { localAddress }),
        ...(ca && { ca }),
        autoPong,
      },
    );
    const client = new TestClient(socket);
    onTestFinished(() => socket.terminate());
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(client));
      socket.once('unexpected-response', (_req, res) => reject(new Error(String(res.statusCode))));
      socket.once('error', reject);
    });
  }

  send(type: string, body: unknown): number {
    const id = this.#nextId++;
    this.socket.send(JSON.stringify({ id, type, body }));
    return id;
  }

  /** Rejects with Refused. */
  request<T extends RequestType>(type: T, body: unknown): Promise<ReplyBody<T>> {
    const id = this.send(type, body);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (reply) =>
        reply.ok
          ? resolve(reply.body as ReplyBody<T>)
          : reject(new Refused(reply.error ?? { code: 'internal' })),
      );
    });
  }

  /** `ok`, or the code of the refusal. */
  outcome(type: RequestType, body: unknown): Promise<string> {
    return this.request(type, body).then(
      () => 'ok',
      (error: unknown) => (error as Refused).code,
    );
  }

  hello(body: Record<string, unknown> = {}): Promise<Welcome> {
    return this.request('session.hello', {
      protocol: PROTOCOL_VERSION,
      locale: 'en',
      room: 'demo',
      page: 'room',
      media: false,
      ...body,
    });
  }

  eventsOf<T extends EventType>(type: T): EventFrame<T>[] {
    return this.events.filter((event) => event.type === type) as EventFrame<T>[];
  }

  /** The first event of that type, waiting for it. */
  async event<T extends EventType>(type: T): Promise<EventFrame<T>> {
    return eventually(() => {
      const found = this.eventsOf(type)[0];
      if (!found) throw new Error(`no ${type} among ${this.events.map((event) => event.type).join(', ')}`);
      return found;
    });
  }

  async closed(): Promise<number> {
    return eventually(() => {
      if (this.closeCode === null) throw new Error('the socket is open');
      return this.closeCode;
    });
  }

  #receive(frame: Reply | EventFrame): void {
    if (!('re' in frame)) {
      this.events.push(frame);
      return;
    }
    this.replies.push(frame);
    if (frame.re === null) return;
    this.#waiting.get(frame.re)?.(frame);
    this.#waiting.delete(frame.re);
  }
}
