// One member's media: a receiving and a sending side, each opened anew as often as the member asks. Owns both; its stage
// closes it with the room, its member when the socket goes. It must never throw into the stage, nor let the stage wait:
// what the listener throws is logged here. Rules: MED-7 … MED-14, MED-140, MED-141, MED-146.
import type { Producer } from 'mediasoup/types';
import type {
  ConsumerView,
  DtlsParameters,
  IceParameters,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
  TransportOffer,
} from '../../shared/media.ts';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { PayloadTypes } from './codecs.ts';
import type { Edge, Seat } from './edge.ts';
import { Line, type Direction, type LineOptions } from './line.ts';
import { Receiving } from './receiving.ts';
import { Sending } from './sending.ts';
import type { Place, Share } from './uplink.ts';

export interface EndpointListener {
  offered(consumers: ConsumerView[]): void;
  withdrawn(consumerIds: string[]): void;
  /** All transports are gone already; `open` places them anew. */
  lost(reason: LostReason): void;
  /** The other side of a transport is gone, or the transport was closed. */
  ended?(direction: Direction): void;
}
/** `line_full`: there is no room for a picture any more; `line_free`: there was none, and now there is. */
export type LostReason = 'worker_died' | 'stage_moved' | 'line_full' | 'line_free';

/** What an endpoint may ask of its stage. */
export interface Backstage {
  readonly log: Log;
  readonly clock: Clock;
  /** Throws media_unavailable when no worker is up. */
  place(direction: Direction, payloadTypes: PayloadTypes | null): Seat;
  /** Its place on the house's line. */
  enter(changed: (share: Share) => void, plain: () => boolean): Place;
  /** Whether the picture on it comes in one layer: nothing smaller can be had of it. */
  plain(): boolean;
  /** Calls back when a newcomer's picture may begin. */
  begin(start: () => void): void;
  /** The id that the producer has on that edge. */
  reach(edge: Edge, producerId: string): Promise<string>;
  producers(): Iterable<Producer>;
  /** The largest layer that arrives of a producer. */
  sentOf(producerId: string): number;
  sends(producer: Producer, spatialLayer: number): void;
  /** Holds the stage for this endpoint until released. Throws stage_taken when another has it and `take` is not wished. */
  claim(endpoint: Endpoint, take: boolean): () => void;
  /** The stage is this endpoint's from now on: who had it gives way. */
  publish(endpoint: Endpoint, producer: Producer, take: boolean): void;
  left(endpoint: Endpoint): void;
}

/** `uncounted`: beside the house's line, in the smallest picture there is. */
type OpenOptions = LineOptions & { uncounted?: boolean };

export class Endpoint {
  readonly #backstage: Backstage;
  readonly #listener: EndpointListener;
  readonly #latest: { [direction in Direction]?: object } = {};
  /** What opens the receiving side, until it has. */
  #opening: Promise<unknown> | undefined;
  #receiving: Receiving | undefined;
  #sending: Sending | undefined;
  #place: Place | undefined;
  /** It had a transport before: what it wants is its picture back, at once. */
  #returning = false;
  /** It was told that there is no room for a picture. */
  #crowded = false;
  #closed = false;

  constructor(backstage: Backstage, listener: EndpointListener) {
    this.#backstage = backstage;
    this.#listener = listener;
  }

  /**
   * A new transport; an earlier one of that direction is closed, with all on it.
   * Throws media_unavailable when no worker is up, line_full when the house can send no more pictures (`lost` tells when it
   * can), media_gone when the endpoint closed, or opened again, meanwhile.
   */
  async open(direction: Direction, options: OpenOptions = {}): Promise<TransportOffer> {
    if (this.#closed) throw new AppError('media_gone');
    const attempt = {};
    this.#latest[direction] = attempt;
    this.#drop(direction);
    if (direction === 'receive' && !options.uncounted) this.#enter();
    const seat = this.#backstage.place(direction, options.payloadTypes ?? null);
    const opening = Line.open(seat, direction, options);
    if (direction === 'receive') this.#opening = opening;
    const line = await opening;
    if (this.#opening === opening) this.#opening = undefined;
    // A transport made on a router that closed meanwhile is not closed by it: mediasoup had not listed it yet.
    if (this.#closed || this.#latest[direction] !== attempt || line.seat.edge.closed) line.refuse();
    if (direction === 'receive') this.#receiving = this.#receivingOn(line);
    else this.#sending = new Sending(line);
    line.onEnded(() => this.#tell(() => this.#listener.ended?.(direction)));
    return line.view;
  }

  /** Throws media_gone for a transport that is not (any more) this member's; bad_request. */
  async connect(transportId: string, dtlsParameters: DtlsParameters): Promise<void> {
    await this.#line(transportId).connect(dtlsParameters);
  }

  /** Throws media_gone. */
  async restartIce(transportId: string): Promise<IceParameters> {
    return this.#line(transportId).restartIce();
  }

  /**
   * Consumers, paused, for all that is on the stage; what comes later is offered to the listener. Safe to repeat.
   * What the member cannot decode is left out. Throws media_gone without a receiving transport, bad_request. May be asked
   * while the transport is being made.
   */
  async watch(rtpCapabilities: RtpCapabilities): Promise<ConsumerView[]> {
    await this.#opening?.catch(() => {}); // whoever opens it hears of that
    if (!this.#receiving) throw new AppError('media_gone');
    return this.#receiving.watch(rtpCapabilities, this.#backstage.producers());
  }

  /** Unknown ids are ignored: they may just have closed. The line may have filled while it looked away: then `lost` tells. */
  async resume(consumerIds: string[]): Promise<void> {
    if (this.#receiving?.haveVideo(consumerIds)) this.#look(false);
    await this.#receiving?.resume(consumerIds);
  }

  /** Until the next `resume`; unknown ids are ignored. Without video it needs nothing of the line but sound. */
  async pause(consumerIds: string[]): Promise<void> {
    if (this.#receiving?.haveVideo(consumerIds)) this.#look(true);
    await this.#receiving?.pause(consumerIds);
  }

  /** Caps the simulcast layer (0 is the lowest); bandwidth estimation chooses below it. Throws media_gone, bad_request. */
  async limitLayers(consumerId: string, spatialLayer: number): Promise<void> {
    if (!this.#receiving) throw new AppError('media_gone');
    this.#place?.want(spatialLayer);
    await this.#receiving.limitLayers(consumerId, spatialLayer, this.#place?.share ?? 0);
  }

  /**
   * The producer's id. Throws stage_taken while another endpoint publishes, unless its stage is taken; media_gone,
   * bad_request.
   */
  async produce(
    transportId: string,
    kind: MediaKind,
    rtpParameters: RtpParameters,
    take = false,
  ): Promise<string> {
    const sending = this.#sending;
    if (sending?.line.id !== transportId) throw new AppError('media_gone');
    const release = this.#backstage.claim(this, take);
    try {
      const producer = await sending.produce(kind, rtpParameters, (made) =>
        this.#backstage.publish(this, made, take),
      );
      return producer.id;
    } finally {
      release();
    }
  }

  /** Whether something of this member is on the stage. */
  get sends(): boolean {
    return this.#sending?.produces ?? false;
  }

  /** For the stage: another endpoint has taken it. */
  giveWay(): void {
    this.#drop('send');
  }

  /** Whether the other side has shown up. Throws media_gone. */
  isConnected(transportId: string): boolean {
    return this.#line(transportId).connected;
  }

  /** Bytes of RTP that came by this transport so far. Throws media_gone. */
  async received(transportId: string): Promise<number> {
    return this.#line(transportId).received();
  }

  /**
   * The largest simulcast layer that arrives for now: the sender knows it at once, the worker by a second and a half of
   * nothing. Unknown ids are ignored.
   */
  sendsUpTo(producerId: string, spatialLayer: number): void {
    const producer = this.#sending?.producer(producerId);
    if (producer) this.#backstage.sends(producer, spatialLayer);
  }

  closeProducer(producerId: string): void {
    this.#sending?.closeProducer(producerId);
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#drop('receive');
    this.#drop('send');
    this.#place?.leave();
    this.#backstage.left(this);
  }

  /** For the stage: a producer that came after `watch`. Never throws. */
  async offer(producer: Producer): Promise<void> {
    await this.#receiving?.offer(producer);
  }

  /** For the stage: a producer that nobody gets any more, though it goes on. */
  withdraw(producerId: string): void {
    this.#receiving?.withdraw(producerId);
  }

  /** For the stage: another largest layer of it arrives. */
  follow(producerId: string): void {
    this.#receiving?.follow(producerId);
  }

  /** For the stage: whether a transport of this member is on that router. */
  sitsOn(edge: Edge): boolean {
    return this.#receiving?.line.seat.edge === edge || this.#sending?.line.seat.edge === edge;
  }

  /** For the stage: drops all transports and says so; silent for a member that had none. */
  lose(reason: LostReason): void {
    if (!this.#receiving && !this.#sending) return;
    this.#drop('receive');
    this.#drop('send');
    this.#tell(() => this.#listener.lost(reason));
  }

  /** Keeps its place in the order of coming, whatever transports it opens. */
  #enter(): void {
    this.#place ??= this.#backstage.enter(
      (share) => this.#allow(share),
      () => this.#backstage.plain(),
    );
    this.#crowded = this.#place.share === null;
    if (this.#crowded) throw new AppError('line_full');
  }

  #allow(share: Share): void {
    const full = share === null;
    if (full) this.#drop('receive');
    else this.#receiving?.allow(share);
    if (full === this.#crowded) return;
    this.#crowded = full;
    this.#tell(() => this.#listener.lost(full ? 'line_full' : 'line_free'));
  }

  #look(away: boolean): void {
    if (!this.#place || this.#place.away === away) return;
    this.#place.look(away);
    if (!away) this.#allow(this.#place.share);
  }

  #drop(direction: Direction): void {
    const side = direction === 'receive' ? this.#receiving : this.#sending;
    if (direction === 'receive') this.#receiving = undefined;
    else this.#sending = undefined;
    side?.close();
  }

  #line(transportId: string): Line {
    const line = [this.#receiving, this.#sending].find((side) => side?.line.id === transportId)?.line;
    if (!line) throw new AppError('media_gone');
    return line;
  }

  #receivingOn(line: Line): Receiving {
    const returning = this.#returning;
    this.#returning = true;
    return new Receiving({
      line,
      begin: (start) => (returning ? start() : this.#backstage.begin(start)),
      plain: () => this.#backstage.plain(),
      most: this.#place?.share ?? 0,
      sentOf: (producerId) => this.#backstage.sentOf(producerId),
      reach: (producerId) => this.#backstage.reach(line.seat.edge, producerId),
      offered: (consumers) => this.#tell(() => this.#listener.offered(consumers)),
      withdrawn: (consumerIds) => this.#tell(() => this.#listener.withdrawn(consumerIds)),
      log: this.#backstage.log,
      clock: this.#backstage.clock,
    });
  }

  #tell(notice: () => void): void {
    try {
      notice();
    } catch (error) {
      this.#backstage.log.error({ err: error }, 'media listener threw');
    }
  }
}
