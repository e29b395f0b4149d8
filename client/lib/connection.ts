// The signalling socket of a page: hello, request → reply, events in order and once, reconnection with resume.
// Owns when to connect, when to give a socket up and what was seen last (`lastSeq`). Never knows what an event means.
// Rules: SES-30 … SES-37, SES-55, NET-36.
import { batch, signal, type ReadonlySignal } from '@preact/signals-core';
import type { InferInput } from 'valibot';
import type { Welcome } from '../../shared/model.ts';
import {
  closeCodes,
  finalCloseCodes,
  PROTOCOL_VERSION,
  SUBPROTOCOL,
  type EventFrame,
  type ReplyFrame,
} from '../../shared/protocol.ts';
import type { Locale, ReplyBody, RequestType, requests } from '../../shared/requests.ts';
import { Backoff, reconnectDelaysMs } from './backoff.ts';
import { keepToken, readToken } from './device-token.ts';
import { onWake, type WakeReason } from './network.ts';
import { Replies, RequestError } from './replies.ts';

export { RequestError, type RequestFailure } from './replies.ts';

export type ConnectionStatus = 'connecting' | 'open' | 'reconnecting' | 'closed';
/** What a request is sent with: the schema's input, defaults left out. */
export type RequestInput<T extends RequestType> = InferInput<(typeof requests)[T]['body']>;

export type ConnectionOptions = {
  url?: string;
  room: string;
  page: 'room' | 'studio';
  locale: Locale;
  media?: boolean;
  /** Asked before each hello: whether the line looks slow. */
  slow?: () => boolean;
};

export const connectionTimings = {
  delaysMs: reconnectDelaysMs as readonly number[],
  requestMs: 10_000,
  /** From the first byte sent to the Welcome; a socket that takes longer is given up. */
  helloMs: 10_000,
  /** A connection that lasted this long starts again with the shortest delay when it breaks. */
  stableMs: 10_000,
  /** A server that said it would be back is asked so often before the delays grow: it is there within a second or two. */
  restartTries: 10,
  /** A socket that has been silent for `probeEveryMs` must answer within `probeMs`, after a wake-up sooner. */
  probeEveryMs: 15_000,
  probeMs: 5_000,
  wakeProbeMs: 2_500,
  /** After a change of network still sooner: the old socket is mostly dead, and nobody tells it. */
  networkProbeMs: 750,
};

// The code that browsers report for a socket that just vanished (RFC 6455 §7.1.5).
const abnormalClosure = 1006;

const defaultUrl = (): string => `${location.origin.replace(/^http/, 'ws')}/ws`;

/** What the room's page opened before we were here (shared/early-socket.ts), once, if it still is. */
const takeEarly = (): WebSocket | null => {
  const page = globalThis as { earlySocket?: WebSocket | undefined };
  const early = page.earlySocket;
  page.earlySocket = undefined;
  return early && early.readyState <= WebSocket.OPEN ? early : null;
};

type Timer = ReturnType<typeof setTimeout> | undefined;

export class Connection {
  readonly #options: ConnectionOptions;
  readonly #timings: typeof connectionTimings;
  readonly #status = signal<ConnectionStatus>('connecting');
  readonly #closedBy = signal<number | null>(null);
  readonly #welcome = signal<Welcome | null>(null);
  readonly #helloListeners = new Set<() => void>();
  readonly #eventListeners = new Set<(event: EventFrame) => void>();
  readonly #welcomeListeners = new Set<(welcome: Welcome) => void>();
  readonly #replies = new Replies();
  readonly #backoff: Backoff;
  readonly #stopWaking: () => void;
  #socket: WebSocket | null = null;
  #lastSeq: number | null = null;
  #heardAt = 0;
  #restartMs = 0;
  #restartTries = 0;
  #helloTimer: Timer;
  #retryTimer: Timer;
  #stableTimer: Timer;
  #probeTimer: Timer;

  constructor(options: ConnectionOptions, timings: Partial<typeof connectionTimings> = {}) {
    this.#options = options;
    this.#timings = { ...connectionTimings, ...timings };
    this.#backoff = new Backoff(this.#timings.delaysMs);
    this.#stopWaking = onWake((reason) => this.#wake(reason));
    this.#connect();
  }

  get status(): ReadonlySignal<ConnectionStatus> {
    return this.#status;
  }

  /** The close code after which we do not come back by ourselves; null otherwise. */
  get closedBy(): ReadonlySignal<number | null> {
    return this.#closedBy;
  }

  get welcome(): ReadonlySignal<Welcome | null> {
    return this.#welcome;
  }

  /** Throws RequestError: the server's refusal, `offline` (never sent, or its reply was lost) or `timeout`. */
  request<T extends RequestType>(type: T, body: RequestInput<T>): Promise<ReplyBody<T>> {
    const socket = this.#socket;
    if (!socket || this.#status.value !== 'open') return Promise.reject(new RequestError('offline'));
    return this.#send(socket, type, body, this.#timings.requestMs);
  }

  /**
   * A request right behind the hello, before the welcome is here: the server reads in order, so a round trip is saved.
   * Throws as `request` does; `offline` as well when no hello is on its way.
   */
  requestAhead<T extends RequestType>(type: T, body: RequestInput<T>): Promise<ReplyBody<T>> {
    const socket = this.#socket;
    const greeted = socket?.readyState === WebSocket.OPEN && this.#status.value !== 'open';
    if (!greeted) return Promise.reject(new RequestError('offline'));
    return this.#send(socket, type, body, this.#timings.requestMs);
  }

  /** After each hello is sent, the first and every reconnection's. */
  onHello(listener: () => void): () => void {
    this.#helloListeners.add(listener);
    return () => this.#helloListeners.delete(listener);
  }

  onEvent(listener: (event: EventFrame) => void): () => void {
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  /** After each hello, the first and every reconnection's; before the events that were missed. */
  onWelcome(listener: (welcome: Welcome) => void): () => void {
    this.#welcomeListeners.add(listener);
    return () => this.#welcomeListeners.delete(listener);
  }

  /** Doubts whether the socket is alive: without an answer in time it is given up. */
  prove(): void {
    if (this.#status.value === 'open') this.#probe(this.#timings.wakeProbeMs);
  }

  /** A new session on a new socket, at once; what was missed comes with its welcome. */
  rejoin(): void {
    if (this.#status.value !== 'open') return;
    this.#letGo();
    this.#status.value = 'reconnecting';
    this.#connect();
  }

  close(): void {
    this.#stopWaking();
    this.#letGo();
    this.#status.value = 'closed';
  }

  #connect(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    const socket = takeEarly() ?? new WebSocket(this.#options.url ?? defaultUrl(), SUBPROTOCOL);
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = ({ code }) => this.#lost(code);
    this.#helloTimer = setTimeout(() => this.#lost(abnormalClosure), this.#timings.helloMs);
    if (socket.readyState === WebSocket.OPEN) this.#hello(socket);
    else socket.onopen = () => this.#hello(socket);
  }

  #hello(socket: WebSocket): void {
    const { room, page, locale, media, slow } = this.#options;
    const token = readToken();
    const hello: RequestInput<'session.hello'> = {
      protocol: PROTOCOL_VERSION,
      locale,
      room,
      page,
      ...(token !== undefined && { token }),
      ...(this.#lastSeq !== null && { lastSeq: this.#lastSeq }),
      ...(media !== undefined && { media }),
      ...(slow?.() && { slow: true }),
    };
    // A refused hello is followed by a close code, which says whether to try again; without one the timer ends it.
    this.#send(socket, 'session.hello', hello, this.#timings.helloMs).then(
      (welcome) => socket === this.#socket && this.#enter(welcome),
      () => {},
    );
    for (const listener of this.#helloListeners) listener();
  }

  #enter(welcome: Welcome): void {
    clearTimeout(this.#helloTimer);
    keepToken(welcome.token);
    // With a snapshot the journal may even have been reset: its position counts, not ours.
    if (welcome.snapshot) this.#lastSeq = welcome.seq;
    this.#restartMs = this.#restartTries = 0;
    this.#stableTimer = setTimeout(() => this.#backoff.reset(), this.#timings.stableMs);
    this.#scheduleProbe();
    batch(() => {
      this.#welcome.value = welcome;
      this.#status.value = 'open';
    });
    for (const listener of this.#welcomeListeners) listener(welcome);
    for (const event of welcome.missed) this.#deliver(event);
    this.#lastSeq = Math.max(this.#lastSeq ?? 0, welcome.seq);
  }

  #receive(data: unknown): void {
    this.#heardAt = performance.now();
    const frame = parsed(data);
    if (!frame) return;
    if ('re' in frame) this.#replies.settle(frame);
    else this.#deliver(frame);
  }

  #deliver(event: EventFrame): void {
    if (event.seq !== undefined) {
      if (this.#lastSeq !== null && event.seq <= this.#lastSeq) return;
      this.#lastSeq = event.seq;
    }
    if (event.type === 'server.restarting') {
      this.#restartMs = event.body.backInMs;
      this.#restartTries = this.#timings.restartTries;
    }
    for (const listener of this.#eventListeners) listener(event);
  }

  #send<T extends RequestType>(
    socket: WebSocket,
    type: T,
    body: RequestInput<T>,
    timeoutMs: number,
  ): Promise<ReplyBody<T>> {
    const reply = this.#replies.expect(timeoutMs);
    socket.send(JSON.stringify({ id: reply.id, type, body }));
    return reply.body as Promise<ReplyBody<T>>;
  }

  /** The socket is gone, or given up: a dead network may take minutes to say so by itself. */
  #lost(code: number): void {
    this.#letGo();
    if (finalCloseCodes.has(code)) {
      this.#stopWaking();
      batch(() => {
        this.#closedBy.value = code;
        this.#status.value = 'closed';
      });
      return;
    }
    this.#status.value = 'reconnecting';
    const pauseMs = code === closeCodes.restarting ? this.#restartMs : 0;
    const furthest = this.#restartTries-- > 0 ? 1 : Infinity;
    this.#retryTimer = setTimeout(() => this.#connect(), this.#backoff.next(pauseMs, furthest));
  }

  #letGo(): void {
    for (const timer of [this.#helloTimer, this.#retryTimer, this.#stableTimer, this.#probeTimer]) {
      clearTimeout(timer);
    }
    this.#retryTimer = undefined;
    const socket = this.#socket;
    this.#socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    this.#replies.failAll('offline');
  }

  #wake(reason: WakeReason): void {
    if (this.#status.value === 'open') {
      this.#probe(reason === 'network' ? this.#timings.networkProbeMs : this.#timings.wakeProbeMs);
    } else if (this.#retryTimer !== undefined || reason === 'network') {
      // Waiting, or trying through a network that has just changed: start afresh, now.
      this.#letGo();
      this.#connect();
    }
  }

  #scheduleProbe(): void {
    clearTimeout(this.#probeTimer);
    this.#probeTimer = setTimeout(() => {
      const silentMs = performance.now() - this.#heardAt;
      if (silentMs >= this.#timings.probeEveryMs * 0.9) this.#probe(this.#timings.probeMs);
      this.#scheduleProbe();
    }, this.#timings.probeEveryMs);
  }

  /** Asks for any sign of life; a refusal is one too. */
  #probe(timeoutMs: number): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#send(socket, 'clock.read', {}, timeoutMs).catch((error: unknown) => {
      const dead = error instanceof RequestError && error.code === 'timeout';
      if (dead && socket === this.#socket) this.#lost(abnormalClosure);
    });
  }
}

const parsed = (data: unknown): ReplyFrame | EventFrame | null => {
  try {
    return typeof data === 'string' ? (JSON.parse(data) as ReplyFrame | EventFrame) : null;
  } catch {
    return null; // not ours; a broken server is noticed by its missing replies
  }
};
