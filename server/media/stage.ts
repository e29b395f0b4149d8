// A room's media: its origin router, the edges on other workers, the producers and who may publish.
//
// The cascade; each closes what stands right of it, and nothing closes leftwards:
//   room → stage → edge (router) → endpoint → line (transport, seat) → producer | consumer
// A seat given up last closes its edge; a producer's end withdraws its consumers, over pipes as well. When a worker dies,
// mediasoup closes its objects first, then the edge says `lost` here, and members are told last: they may open at once.
//
// It must never know rooms, members or the database: it speaks up by callbacks. Rules: MED-4 … MED-15.
import type { Producer } from 'mediasoup/types';
import { limits, topLayer } from '../../shared/limits.ts';
import type { MediaKind } from '../../shared/media.ts';
import type { StreamFacts, VideoFacts } from '../../shared/stream.ts';
import { systemClock, type Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { Arriving } from './arriving.ts';
import type { Edge } from './edge.ts';
import { Edges } from './edges.ts';
import { Endpoint, type Backstage, type EndpointListener, type LostReason } from './endpoint.ts';
import { Examination, glance, soundOf } from './examination.ts';
import type { Pool } from './pool.ts';
import { orGone } from './refusals.ts';
import { Showing } from './showing.ts';
import type { Uplink } from './uplink.ts';
import { Waves } from './waves.ts';

export type { Endpoint, EndpointListener, LostReason };

export type StageOptions = {
  pool: Pool;
  /** What the house can send, for all its rooms. */
  uplink: Uplink;
  log: Log;
  clock?: Clock;
  /** The first video producer opened, or the last one closed. Not called for the stage's own end. */
  onPicture?: ((present: boolean) => void) | undefined;
  /** There is a picture, but nothing of it arrives any more; or again. */
  onStalled?: ((stalled: boolean) => void) | undefined;
  onClosed?: (() => void) | undefined;
};

/** How many members are offered a new producer at a time: each offer is a request or two to the worker. */
const offersAtOnce = 32;

export class Stage {
  readonly #options: StageOptions;
  readonly #backstage: Backstage;
  readonly #edges: Edges;
  readonly #endpoints = new Set<Endpoint>();
  readonly #showing = new Showing({
    shown: (producer) => this.#offer(producer),
    laid: ({ id }) => this.#withdraw(id),
  });
  readonly #arriving = new Arriving();
  /** The largest layer that arrives of a producer whose sender has told of one. */
  readonly #sent = new Map<string, number>();
  readonly #clock: Clock;
  readonly #waves: Waves;
  #publisher: Endpoint | undefined;
  #examination: Examination | undefined;
  #claims = 0;
  #picture = false;
  /** When the newest picture came. */
  #pictureAt = 0;
  /** Of the last picture, until there is another. */
  #plain = false;
  #stalled = false;
  #closed = false;

  constructor(options: StageOptions) {
    this.#options = options;
    this.#edges = new Edges(options.pool, (edge, reason) => this.#loseThoseOn(edge, reason));
    this.#clock = options.clock ?? systemClock;
    this.#waves = new Waves(this.#clock);
    this.#backstage = this.#behindTheScenes(options.log);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether the picture stands still because nothing of it arrives. */
  get stalled(): boolean {
    return this.#stalled;
  }

  /** Whether there is video on the stage. */
  get picture(): boolean {
    return this.#picture;
  }

  /** What is on it now. */
  get kinds(): Set<MediaKind> {
    return this.#showing.kinds;
  }

  /** Throws media_gone on a closed stage. */
  join(listener: EndpointListener): Endpoint {
    if (this.#closed) throw new AppError('media_gone');
    const endpoint = new Endpoint(this.#backstage, listener);
    this.#endpoints.add(endpoint);
    return endpoint;
  }

  /**
   * What arrives; null while nothing is sent. `closely` reads packets as long as it is asked again and again, and ends by
   * itself. Throws media_gone.
   */
  async examine(closely: boolean): Promise<Omit<StreamFacts, 'by'> | null> {
    const [video, audio] = (['video', 'audio'] as const).map((kind) =>
      this.#showing.all.find((each) => each.kind === kind),
    );
    if (!video && !audio) return null;
    return {
      video: video ? await orGone(closely ? this.#lookAt(video) : glance(video)) : null,
      audio: audio ? await orGone(soundOf(audio)) : null,
    };
  }

  /** Whether anything of it arrives at this moment. */
  arriving(): Promise<boolean> {
    return this.#arriving.ask(this.#showing.shown);
  }

  /** Closes every producer (the end of a show); whoever watches stays. */
  clear(): void {
    this.#showing.clear();
  }

  /** Takes all off the stage and keeps it, and so what the same publisher still adds, until `wake`. */
  rest(): void {
    this.#showing.rest();
    this.#notePicture();
    this.#noteStall();
  }

  /** True when a picture was kept: all that was kept is on the stage again. */
  wake(): boolean {
    return this.#showing.wake();
  }

  get rests(): boolean {
    return this.#showing.rests;
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#examination?.close();
    this.#waves.close();
    for (const endpoint of this.#endpoints) endpoint.close();
    this.#edges.close();
    this.#picture = false;
    this.#tell(() => this.#options.onClosed?.());
  }

  async #lookAt(video: Producer): Promise<VideoFacts> {
    const router = await this.#edges.router();
    if (!router || video.closed) throw new AppError('media_gone');
    const known = this.#examination;
    if (known && !known.closed && known.producer === video) return known.look();
    known?.close();
    this.#examination = new Examination(video, router, this.#options.log);
    return this.#examination.look();
  }

  #behindTheScenes(log: Log): Backstage {
    return {
      log,
      clock: this.#clock,
      place: (direction, payloadTypes) => this.#edges.place(direction, payloadTypes),
      enter: (changed, plain) => this.#options.uplink.enter(changed, plain),
      plain: () => this.#plain,
      begin: (start) => this.#begin(start),
      reach: (edge, producerId) => this.#edges.reach(edge, producerId),
      producers: () => this.#showing.shown,
      sentOf: (producerId) => this.#sent.get(producerId) ?? topLayer,
      sends: (producer, spatialLayer) => this.#noteSent(producer, spatialLayer),
      claim: (endpoint, take) => this.#claim(endpoint, take),
      publish: (endpoint, producer, take) => this.#publish(endpoint, producer, take),
      left: (endpoint) => {
        this.#endpoints.delete(endpoint);
      },
    };
  }

  /** While everyone still waits for a picture, nobody waits for a wave. */
  #begin(start: () => void): void {
    if (this.#clock.now() - this.#pictureAt < limits.youngPictureMs) start();
    else this.#waves.enter(start);
  }

  #loseThoseOn(edge: Edge, reason: LostReason): void {
    for (const endpoint of [...this.#endpoints]) if (endpoint.sitsOn(edge)) endpoint.lose(reason);
  }

  /**
   * One publisher at a time, from its first `produce` under way to the close of its last producer. Who takes the stage from
   * another becomes the publisher with the first producer that is really there: a failed try takes nothing away.
   */
  #claim(endpoint: Endpoint, take: boolean): () => void {
    if (this.#publisher && this.#publisher !== endpoint && !take) throw new AppError('stage_taken');
    this.#publisher ??= endpoint;
    this.#claims += 1;
    return () => {
      this.#claims -= 1;
      this.#freeIfUnused();
    };
  }

  #freeIfUnused(): void {
    if (this.#claims === 0 && this.#showing.all.length === 0) this.#publisher = undefined;
  }

  #publish(endpoint: Endpoint, producer: Producer, take: boolean): void {
    const before = this.#publisher;
    this.#publisher = endpoint;
    producer.observer.once('close', () => this.#unpublish(producer));
    producer.on('score', () => this.#noteStall());
    this.#options.log.info({ producer: producer.id, kind: producer.kind }, 'producer opened');
    this.#showing.add(producer, take);
    if (before !== endpoint) before?.giveWay();
  }

  #offer(producer: Producer): void {
    if (producer.kind === 'video') this.#pictureAt = this.#clock.now();
    this.#notePicture();
    void this.#offerToAll(producer);
  }

  #withdraw(producerId: string): void {
    for (const endpoint of this.#endpoints) endpoint.withdraw(producerId);
  }

  #noteSent({ id }: Producer, spatialLayer: number): void {
    this.#sent.set(id, spatialLayer);
    for (const endpoint of this.#endpoints) endpoint.follow(id);
  }

  #unpublish(producer: Producer): void {
    this.#showing.delete(producer);
    this.#sent.delete(producer.id);
    this.#options.log.info({ producer: producer.id, kind: producer.kind }, 'producer closed');
    this.#freeIfUnused();
    this.#notePicture();
    this.#noteStall();
  }

  #notePicture(): void {
    const { videos } = this.#showing;
    const present = videos.length > 0;
    if (present) this.#noteKind(videos.every(({ type }) => type === 'simple'));
    if (this.#closed || present === this.#picture) return;
    this.#picture = present;
    this.#tell(() => this.#options.onPicture?.(present));
  }

  /** Another kind of picture takes another share of the house's line. */
  #noteKind(plain: boolean): void {
    if (plain === this.#plain) return;
    this.#plain = plain;
    this.#options.uplink.redeal();
  }

  /**
   * The worker gives a simulcast stream 0 when nothing of it has come for 1.5 s, and 10 when it comes again.
   * Source: mediasoup worker, RtpStreamRecv.cpp (InactivityCheckIntervalMs)
   */
  #noteStall(): void {
    const scores = this.#showing.videos.flatMap(({ score }) => score);
    const stalled = scores.length > 0 && scores.every(({ score }) => score === 0);
    if (this.#closed || stalled === this.#stalled) return;
    this.#stalled = stalled;
    this.#tell(() => this.#options.onStalled?.(stalled));
  }

  async #offerToAll(producer: Producer): Promise<void> {
    const waiting = [...this.#endpoints].values();
    const offerInTurn = async () => {
      for (const endpoint of waiting) if (!producer.closed) await endpoint.offer(producer);
    };
    await Promise.all(Array.from({ length: offersAtOnce }, offerInTurn));
  }

  #tell(notice: () => void): void {
    try {
      notice();
    } catch (error) {
      this.#options.log.error({ err: error }, 'stage listener threw');
    }
  }
}
