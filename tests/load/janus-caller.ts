// One Janus session with one VideoRoom handle over a WebSocket of its own.
// Source: https://janus.conf.meetecho.com/docs/rest.html (the same messages over WebSockets)
import { WebSocket } from 'ws';

export type Jsep = { type: 'offer' | 'answer'; sdp: string };
type Data = Record<string, unknown>;
export type Event = { data: Data; jsep: Jsep | null };

type Reply = {
  janus: string;
  transaction?: string;
  data?: { id: number };
  plugindata?: { data: Data };
  jsep?: Jsep;
  error?: { reason: string };
};
type Waiting = { resolve: (reply: Reply) => void; reject: (error: Error) => void };

export class JanusCaller {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, Waiting>();
  #nextId = 1;
  #session = 0;
  #handle = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => this.#receive(JSON.parse(data.toString()) as Reply));
    socket.on('error', () => {});
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('the socket closed'));
    });
  }

  static async open(url: string): Promise<JanusCaller> {
    const socket = new WebSocket(url, 'janus-protocol', { perMessageDeflate: false });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    const caller = new JanusCaller(socket);
    caller.#session = (await caller.#ask({ janus: 'create' })).data?.id ?? 0;
    const attached = await caller.#ask({ janus: 'attach', plugin: 'janus.plugin.videoroom' });
    caller.#handle = attached.data?.id ?? 0;
    return caller;
  }

  /** Rejects with the plugin's own words. */
  async message(body: Data, jsep?: Jsep): Promise<Event> {
    const reply = await this.#ask({ janus: 'message', body, ...(jsep && { jsep }) });
    const data = reply.plugindata?.data ?? {};
    if (typeof data.error === 'string') throw new Error(data.error);
    return { data, jsep: reply.jsep ?? null };
  }

  close(): void {
    this.#socket.close();
  }

  #ask(request: Data): Promise<Reply> {
    const transaction = String(this.#nextId++);
    const ids = {
      ...(this.#session && { session_id: this.#session }),
      ...(this.#handle && { handle_id: this.#handle }),
    };
    return new Promise((resolve, reject) => {
      this.#waiting.set(transaction, { resolve, reject });
      this.#socket.send(JSON.stringify({ ...request, ...ids, transaction }));
    });
  }

  /** An `ack` only says that the event comes. */
  #receive(reply: Reply): void {
    const waiting = this.#waiting.get(reply.transaction ?? '');
    if (!waiting || reply.janus === 'ack') return;
    this.#waiting.delete(reply.transaction ?? '');
    if (reply.error) waiting.reject(new Error(reply.error.reason));
    else waiting.resolve(reply);
  }
}
