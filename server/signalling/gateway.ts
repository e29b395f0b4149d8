// The door for WebSockets (RFC 6455): path, origin, subprotocol, caps per address, frame size, heartbeat. Behind it every
// socket is a Session. The only file that knows ws. Rules: SES-1, SES-3, SES-9, SES-19, SEC-2, SEC-12, SEC-15.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Sender, WebSocketServer, type RawData, type WebSocket } from 'ws';
import { limits } from '../../shared/limits.ts';
import { SUBPROTOCOL } from '../../shared/protocol.ts';
import type { Disposer } from '../clock.ts';
import { networkOf } from '../rooms/moderation.ts';
import { Line, Outbox } from './outbox.ts';
import { Bucket } from './rate.ts';
import { Session, type Visitor } from './session.ts';
import type { Services } from './services.ts';

export type GatewayOptions = {
  services: Services;
  visitorOf: (req: IncomingMessage) => Visitor;
  addressOf: (req: IncomingMessage) => string;
  originAllowed: (req: IncomingMessage) => boolean;
};

type Link = { session: Session; alive: boolean; pingedAt: number; pingMs: number | null };

const text = { fin: true, opcode: 1, mask: false, rsv1: false, readOnly: true };

const statusTexts = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  429: 'Too Many Requests',
  503: 'Service Unavailable',
};

export class Gateway {
  readonly #options: GatewayOptions;
  readonly #server: WebSocketServer;
  readonly #outbox = new Outbox((message) => Sender.frame(message, text));
  readonly #links = new Map<WebSocket, Link>();
  readonly #perNetwork = new Map<string, number>();
  /** How many came within this minute. */
  readonly #came = new Map<string, number>();
  readonly #timers: Disposer[];
  #closed = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: limits.maxFrameBytes,
      // Browsers send what small messages we take in one piece. Each piece costs far more memory than its bytes.
      maxFragments: 64,
      maxBufferedChunks: 1024,
      // Its types leave it out.
      ...{ closeTimeout: limits.closingMs },
      perMessageDeflate: false,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    });
    const { clock } = options.services;
    this.#timers = [
      clock.every(limits.heartbeatMs, () => this.#beat()),
      clock.every(60_000, () => this.#came.clear()),
    ];
  }

  get sockets(): number {
    return this.#links.size;
  }

  /** Half of the sockets answered their last ping faster; null before any did. */
  get pingMs(): number | null {
    const known = [...this.#links.values()].flatMap(({ pingMs }) => pingMs ?? []).sort((a, b) => a - b);
    return known[known.length >> 1] ?? null;
  }

  attach(server: Server): void {
    server.on('upgrade', (req, socket, head) => this.#upgrade(req, socket, head));
  }

  /** Takes no more sockets and cuts those that are still there. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const stop of this.#timers) stop();
    for (const [socket, { session }] of this.#links) {
      session.close('restarting');
      // A peer that does not answer the closing handshake must not hold up the process (real time: it is shutting down).
      setTimeout(() => socket.terminate(), 1000).unref();
    }
    this.#server.close();
  }

  #upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void {
    const network = networkOf(this.#options.addressOf(req));
    const status = this.#refusal(req, network);
    if (status !== null) {
      const { metrics, security } = this.#options.services;
      metrics.upgradeRefused(status);
      if (status === 403) security.refused('not_allowed', 'socket', () => this.#options.visitorOf(req)?.id);
      if (status === 429) security.refused('rate_limited', 'socket', () => null);
      // Node took its own listener away before 'upgrade': without one, a reset would end the process. And a peer that
      // never closes its half must not keep the descriptor.
      socket.on('error', () => socket.destroy());
      socket.once('finish', () => socket.destroy());
      socket.end(
        `HTTP/1.1 ${status} ${statusTexts[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
      return;
    }
    this.#server.handleUpgrade(req, socket, head, (ws) => this.#open(ws, socket, req, network));
  }

  #refusal(req: IncomingMessage, network: string): keyof typeof statusTexts | null {
    if (this.#closed) return 503;
    if (req.url?.split('?')[0] !== '/ws') return 404;
    if (!this.#options.originAllowed(req)) return 403;
    const offered = req.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim());
    if (!offered?.includes(SUBPROTOCOL)) return 400;
    const came = (this.#came.get(network) ?? 0) + 1;
    this.#came.set(network, came);
    if (came > limits.socketsPerMinute) return 429;
    if ((this.#perNetwork.get(network) ?? 0) >= limits.maxSocketsPerAddress) return 429;
    return null;
  }

  #open(ws: WebSocket, socket: Duplex, req: IncomingMessage, network: string): void {
    const { services, visitorOf } = this.#options;
    // Beside ws: it would frame each message for each socket anew. Without compression it has no queue of its own, and
    // after a closing frame, also one that answers the peer's, nothing may follow.
    const line = new Line(this.#outbox, {
      get bufferedAmount() {
        return ws.bufferedAmount;
      },
      write: (packet) => ws.readyState === ws.OPEN && socket.write(packet),
      close: (code, reason) => ws.close(code, reason),
    });
    const session = new Session(line, () => visitorOf(req), network, services);
    const link: Link = { session, alive: true, pingedAt: 0, pingMs: null };
    this.#links.set(ws, link);
    this.#count(network, 1);
    // Browsers send no pings, and one pong for each of ours: more costs as much as requests, which have their own pace.
    const pace = new Bucket(services.clock, limits.requestsBurst, limits.requestsPerSecond);
    const control = () => pace.take() || session.closed || session.close('flooding');
    ws.on('ping', control);
    ws.on('pong', () => {
      link.alive = true;
      // A pong that nobody asked for (RFC 6455 §5.5.3) tells nothing.
      if (link.pingedAt > 0) link.pingMs = performance.now() - link.pingedAt;
      link.pingedAt = 0;
      control();
    });
    ws.on('message', (data: RawData, isBinary) => {
      link.alive = true;
      void session.receive(data as Buffer, isBinary);
    });
    // Oversized frames, bad UTF-8 and broken masks: ws closes with 1009, 1007 or 1002 by itself; only say that it did.
    ws.on('error', (error) => services.log.debug({ reason: error.message }, 'socket error'));
    ws.on('close', () => {
      this.#links.delete(ws);
      this.#count(network, -1);
      session.ended();
    });
  }

  #count(network: string, by: 1 | -1): void {
    const count = (this.#perNetwork.get(network) ?? 0) + by;
    if (count > 0) this.#perNetwork.set(network, count);
    else this.#perNetwork.delete(network);
  }

  // A socket that answered neither the last ping nor said anything since is dead (its network went without a word).
  #beat(): void {
    for (const [ws, link] of this.#links) {
      if (!link.alive) {
        ws.terminate();
        continue;
      }
      link.alive = false;
      link.pingedAt = performance.now();
      ws.ping();
    }
  }
}
