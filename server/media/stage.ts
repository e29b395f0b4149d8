// A room's media: its origin router, the edges on other workers, the producers and who may publish.
//
// The cascade; each closes what stands right of it, and nothing closes leftwards:
//   room → stage → edge (router) → endpoint → line (transport, seat) → producer | consumer
// A seat given up last closes its edge; a producer's end withdraws its consumers, over pipes as well. When a worker dies,
// mediasoup closes its objects first, then the edge says `lost` here, and members are told last: they may open at once.
//
// It must never know rooms, members or the database: it speaks up by callbacks. Rules: MED-4 … MED-15.
import type { Producer } from 'mediasoup/types';
import { limits } from '../../shared/limits.ts';
import type { MediaKind } from '../../shared/media.ts';
import type { StreamFacts, VideoFacts } from '../../shared/stream.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { Arriving } from './arriving.ts';
import type { PayloadTypes } from './codecs.ts';
import { Edge, type Seat } from './edge.ts';
import { Endpoint, type Backstage, type EndpointListener, type LostReason } from './endpoint.ts';
import { Examination, glance, soundOf } from './examination.ts';
import type { Direction } from './line.ts';
import type { MediaWorker, Pool } from './pool.ts';
import { orGone } from './refusals.ts';
import type { Uplink } from './uplink.ts';

export type { Endpoint, EndpointListener, LostReason };

export type StageOptions = {
  pool: Pool;
  /** What the house can send, for all its rooms. */
  uplink: Uplink;
  log: Log;
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
  readonly #edges = new Set<Edge>();
  readonly #endpoints = new Set<Endpoint>();
  readonly #producers = new Map<string, Producer>();
  /** Of an encoder that goes on sending through a pause: nobody gets them. */
  readonly #resting = new Map<string, Producer>();
  readonly #arriving = new Arriving();
  #origin: Edge | undefined;
  #publisher: Endpoint | undefined;
  #examination: Examination | undefined;
  #claims = 0;
  #picture = false;
  #stalled = false;
  #rests = false;
  #closed = false;

  constructor(options: StageOptions) {
    this.#options = options;
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
    return new Set([...this.#producers.values()].map(({ kind }) => kind));
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
    const producers = [...this.#producers.values(), ...this.#resting.values()];
    const [video, audio] = (['video', 'audio'] as const).map((kind) =>
      producers.find((each) => each.kind === kind),
    );
    if (!video && !audio) return null;
    return {
      video: video ? await orGone(closely ? this.#lookAt(video) : glance(video)) : null,
      audio: audio ? await orGone(soundOf(audio)) : null,
    };
  }

  /** Whether anything of it arrives at this moment. */
  arriving(): Promise<boolean> {
    return this.#arriving.ask([...this.#producers.values()]);
  }

  /** Closes every producer (the end of a show); whoever watches stays. */
  clear(): void {
    this.#rests = false;
    for (const producer of [...this.#producers.values(), ...this.#resting.values()]) producer.close();
  }

  /** Takes all off the stage and keeps it, and so what the same publisher still adds, until `wake`. */
  rest(): void {
    this.#rests = true;
    for (const producer of [...this.#producers.values()]) this.#lay(producer);
    this.#notePicture();
    this.#noteStall();
  }

  /** True when a picture was kept: all that was kept is on the stage again. */
  wake(): boolean {
    if (![...this.#resting.values()].some(({ kind }) => kind === 'video')) return false;
    this.#rests = false;
    for (const producer of [...this.#resting.values()]) this.#show(producer);
    return true;
  }

  get rests(): boolean {
    return this.#rests;
  }

  /** Idempotent. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#examination?.close();
    for (const endpoint of this.#endpoints) endpoint.close();
    for (const edge of this.#edges) edge.close();
    this.#edges.clear();
    this.#origin = undefined;
    this.#picture = false;
    this.#tell(() => this.#options.onClosed?.());
  }

  async #lookAt(video: Producer): Promise<VideoFacts> {
    const router = await this.#origin?.router();
    if (!router || video.closed) throw new AppError('media_gone');
    const known = this.#examination;
    if (known && !known.closed && known.producer === video) return known.look();
    known?.close();
    this.#examination = new Examination(video, router, this.#options.log);
    return this.#examination.look();
  }

  get #plain(): boolean {
    const videos = [...this.#producers.values()].filter(({ kind }) => kind === 'video');
    return videos.length > 0 && videos.every(({ type }) => type === 'simple');
  }

  #behindTheScenes(log: Log): Backstage {
    return {
      log,
      place: (direction, payloadTypes) => this.#place(direction, payloadTypes),
      enter: (changed, plain) => this.#options.uplink.enter(changed, plain),
      plain: () => this.#plain,
      reach: (edge, producerId) => this.#reach(edge, producerId),
      producers: () => [...this.#producers.values()],
      claim: (endpoint, take) => this.#claim(endpoint, take),
      publish: (endpoint, producer, take) => this.#publish(endpoint, producer, take),
      left: (endpoint) => {
        this.#endpoints.delete(endpoint);
      },
    };
  }

  /** Senders sit on the origin; receivers wherever there is least to carry. Rules: MED-4, MED-5. */
  #place(direction: Direction, payloadTypes: PayloadTypes | null): Seat {
    const { pool } = this.#options;
    this.#origin ??= this.#edgeOn(pool.leastLoaded(), null);
    if (direction === 'send') return this.#origin.sit();
    const worker = pool.leastLoaded((each) => this.#edge(each, payloadTypes) !== undefined);
    return this.#edgeOn(worker, payloadTypes).sit();
  }

  #edge(worker: MediaWorker, payloadTypes: PayloadTypes | null): Edge | undefined {
    const wanted = JSON.stringify(payloadTypes);
    return [...this.#edges].find(
      (edge) => edge.worker === worker && JSON.stringify(edge.payloadTypes) === wanted,
    );
  }

  async #reach(edge: Edge, producerId: string): Promise<string> {
    if (!this.#origin) throw new AppError('media_gone');
    return edge.reach(this.#origin, producerId);
  }

  #edgeOn(worker: MediaWorker, payloadTypes: PayloadTypes | null): Edge {
    const known = this.#edge(worker, payloadTypes);
    if (known) return known;
    // Each numbering is a router more on the worker, and the numbers are a stranger's.
    const numberings = new Set([...this.#edges].map((edge) => JSON.stringify(edge.payloadTypes)));
    if (
      payloadTypes &&
      numberings.size > limits.payloadNumberings &&
      !numberings.has(JSON.stringify(payloadTypes))
    )
      throw new AppError('media_unavailable');
    const listener = { emptied: (it: Edge) => this.#closeIfEdge(it), lost: (it: Edge) => this.#lost(it) };
    const edge = new Edge(worker, listener, payloadTypes);
    this.#edges.add(edge);
    return edge;
  }

  #closeIfEdge(edge: Edge): void {
    if (edge === this.#origin) return;
    this.#edges.delete(edge);
    edge.close();
  }

  #lost(edge: Edge): void {
    this.#edges.delete(edge);
    if (edge !== this.#origin) return this.#loseThoseOn(edge, 'worker_died');
    // Without the origin there is nothing to pipe: all move, and the next `open` builds it anew.
    this.#origin = undefined;
    const others = [...this.#edges];
    this.#edges.clear();
    for (const other of others) other.close();
    this.#loseThoseOn(edge, 'worker_died');
    for (const other of others) this.#loseThoseOn(other, 'stage_moved');
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
    if (this.#claims === 0 && this.#producers.size + this.#resting.size === 0) this.#publisher = undefined;
  }

  #publish(endpoint: Endpoint, producer: Producer, take: boolean): void {
    const before = this.#publisher;
    this.#publisher = endpoint;
    if (take) this.#rests = false;
    producer.observer.once('close', () => this.#unpublish(producer));
    producer.on('score', () => this.#noteStall());
    this.#options.log.info({ producer: producer.id, kind: producer.kind }, 'producer opened');
    if (this.#rests) this.#lay(producer);
    else this.#show(producer);
    if (before !== endpoint) before?.giveWay();
  }

  #show(producer: Producer): void {
    // Not only if it is paused already: the worker may still be at it.
    if (this.#resting.delete(producer.id)) producer.resume().catch(() => {}); // closed meanwhile
    this.#producers.set(producer.id, producer);
    this.#notePicture();
    void this.#offerToAll(producer);
  }

  #lay(producer: Producer): void {
    this.#producers.delete(producer.id);
    this.#resting.set(producer.id, producer);
    producer.pause().catch(() => {}); // closed meanwhile
    for (const endpoint of this.#endpoints) endpoint.withdraw(producer.id);
  }

  #unpublish(producer: Producer): void {
    this.#producers.delete(producer.id);
    this.#resting.delete(producer.id);
    this.#options.log.info({ producer: producer.id, kind: producer.kind }, 'producer closed');
    this.#freeIfUnused();
    this.#notePicture();
    this.#noteStall();
  }

  #notePicture(): void {
    const present = [...this.#producers.values()].some(({ kind }) => kind === 'video');
    if (this.#closed || present === this.#picture) return;
    this.#picture = present;
    this.#tell(() => this.#options.onPicture?.(present));
  }

  /**
   * The worker gives a simulcast stream 0 when nothing of it has come for 1.5 s, and 10 when it comes again.
   * Source: mediasoup worker, RtpStreamRecv.cpp (InactivityCheckIntervalMs)
   */
  #noteStall(): void {
    const scores = [...this.#producers.values()].flatMap(({ kind, score }) =>
      kind === 'video' ? score : [],
    );
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
