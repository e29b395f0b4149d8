// One WebRTC transport of a member, in one direction, on the seat that the stage gave it. Owns the transport and the
// seat and gives up both at once. It must never hand a client's parameters on without turning mediasoup's faults into
// refusals. Rules: MED-7, MED-11.
import type { Router, WebRtcTransport } from 'mediasoup/types';
import { limits } from '../../shared/limits.ts';
import type { DtlsParameters, IceParameters, TransportOffer } from '../../shared/media.ts';
import { AppError } from '../errors.ts';
import { routerRtpCapabilities, type PayloadTypes } from './codecs.ts';
import type { Seat } from './edge.ts';
import { orBadRequest, orGone } from './refusals.ts';

export type Direction = 'receive' | 'send';

/** RFC 7675 §5.1: consent expires after 30 seconds without an answer. A phone that changes networks restarts ICE sooner. */
const iceConsentTimeoutSeconds = 30;

export type LineOptions = {
  /** How the client numbers codecs (WHEP); null: as the router does. */
  payloadTypes?: PayloadTypes | null;
  /** False for a sender that asks for consent only once (FFmpeg's WHIP): whether it still sends tells whether it is there. */
  consent?: boolean;
  /** For a receiver whose line looks slow. */
  slow?: boolean | undefined;
};

export class Line {
  readonly transport: WebRtcTransport;
  readonly view: TransportOffer;
  readonly seat: Seat;
  #connecting = false;

  private constructor(seat: Seat, transport: WebRtcTransport) {
    this.seat = seat;
    this.transport = transport;
    const { id, iceParameters, iceCandidates, dtlsParameters } = transport;
    this.view = {
      routerRtpCapabilities,
      transport: { id, iceParameters, iceCandidates, dtlsParameters },
    };
  }

  /** Takes over the seat, also when it fails. Throws media_gone. */
  static async open(seat: Seat, direction: Direction, options: LineOptions = {}): Promise<Line> {
    try {
      const router = await seat.edge.router();
      const transport = await orGone(createTransport(router, seat, options));
      const line = new Line(seat, transport);
      if (direction === 'send') await limitIncoming(line);
      return line;
    } catch (error) {
      seat.leave();
      throw error;
    }
  }

  get id(): string {
    return this.transport.id;
  }

  get closed(): boolean {
    return this.transport.closed;
  }

  /** Throws bad_request for a second time or for wrong parameters, media_gone when the transport closed meanwhile. */
  async connect(dtlsParameters: DtlsParameters): Promise<void> {
    if (this.#connecting) throw new AppError('bad_request', { reason: 'transport is connected already' });
    this.#connecting = true;
    try {
      await orBadRequest(this.transport.connect({ dtlsParameters }));
    } catch (error) {
      this.#connecting = false;
      throw error;
    }
  }

  /** Calls back when the other side is gone: it said so, its handshake failed, or its consent ran out. */
  onEnded(listener: () => void): void {
    this.transport.on('dtlsstatechange', (state) => {
      if (state === 'closed' || state === 'failed') listener();
    });
    this.transport.on('icestatechange', (state) => {
      if (state === 'disconnected' || state === 'closed') listener();
    });
    this.transport.observer.once('close', listener);
  }

  /** Calls back once the other side has shown up: at once when it has. */
  whenConnected(listener: () => void): void {
    if (this.connected) return listener();
    this.transport.on('dtlsstatechange', (state) => {
      if (state === 'connected') listener();
    });
  }

  get connected(): boolean {
    return this.transport.dtlsState === 'connected';
  }

  /** Bytes of RTP that came so far. Throws media_gone. */
  async received(): Promise<number> {
    const [stats] = await orGone(this.transport.getStats());
    return stats?.rtpBytesReceived ?? 0;
  }

  restartIce(): Promise<IceParameters> {
    return orGone(this.transport.restartIce());
  }

  /** Closes and throws media_gone: for whoever finds after an `await` that the line is no longer wanted. */
  refuse(): never {
    this.close();
    throw new AppError('media_gone');
  }

  /** Idempotent; producers and consumers on the transport close with it. */
  close(): void {
    this.transport.close();
    this.seat.leave();
  }
}

const createTransport = (
  router: Router,
  { edge }: Seat,
  { consent = true, slow = false }: LineOptions,
): Promise<WebRtcTransport> =>
  router.createWebRtcTransport({
    webRtcServer: edge.worker.webRtcServer,
    enableUdp: true,
    enableTcp: true,
    preferUdp: true,
    initialAvailableOutgoingBitrate: slow
      ? limits.slowOutgoingBitsPerSecond
      : limits.initialOutgoingBitsPerSecond,
    iceConsentTimeout: consent ? iceConsentTimeoutSeconds : 0,
  });

const limitIncoming = async (line: Line): Promise<void> => {
  try {
    await orGone(line.transport.setMaxIncomingBitrate(limits.maxIncomingBitsPerSecond));
  } catch (error) {
    line.close();
    throw error;
  }
};
