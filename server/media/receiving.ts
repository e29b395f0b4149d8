// What one member receives: the consumers on its receiving line, at most one for each producer. Owns them; all close with
// the line. It must never let one consumer's failure touch another, nor throw out of `offer`. Rules: MED-8, MED-9, MED-142 … MED-144.
import { ortc, parseScalabilityMode } from 'mediasoup';
import type { Consumer, Producer, RtpCapabilities } from 'mediasoup/types';
import { topLayer } from '../../shared/limits.ts';
import type { ConsumerView } from '../../shared/media.ts';
import { AppError } from '../errors.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Line } from './line.ts';
import { isGone, isUnsupported, orBadRequest } from './refusals.ts';
import { Steadiness } from './steadiness.ts';

export type ReceivingOptions = {
  line: Line;
  /** Whether the picture comes in one layer: an estimate of the viewer's line has nothing to choose from. */
  plain(): boolean;
  /** The largest simulcast layer that the house has for it. */
  most: number;
  /** The largest that arrives of a producer. */
  sentOf(producerId: string): number;
  /** Lets a picture begin that its viewer has not seen yet: at once, or together with others. */
  begin(start: () => void): void;
  /** Brings a producer to the router of the line; the id that it has there. */
  reach(producerId: string): Promise<string>;
  offered(consumers: ConsumerView[]): void;
  withdrawn(consumerIds: string[]): void;
  log: Log;
  clock: Clock;
};

/** A view names the producer as the stage does, on whatever router the consumer is. */
type Received = {
  consumer: Consumer;
  view: ConsumerView;
  steadiness: Steadiness | null;
  /** The largest layer that the viewer wants. */
  wish: number;
};

export class Receiving {
  readonly line: Line;
  readonly #options: ReceivingOptions;
  readonly #byProducer = new Map<string, Promise<Received | undefined>>();
  readonly #consumers = new Map<string, Received>();
  /** Video that is to begin, until it has. */
  readonly #beginning = new Set<Consumer>();
  readonly #begun = new WeakSet<Consumer>();
  #capabilities: RtpCapabilities | undefined;
  #most: number;

  constructor(options: ReceivingOptions) {
    this.#options = options;
    this.line = options.line;
    this.#most = options.most;
  }

  /** Views of what can be received now; those of an earlier call are given again. Throws bad_request, media_gone. */
  async watch(capabilities: RtpCapabilities, producers: Iterable<Producer>): Promise<ConsumerView[]> {
    this.#capabilities = await orBadRequest(validated(capabilities));
    const made = Array.from(producers, (producer) => this.#receive(producer));
    const received = await orBadRequest(Promise.all(made));
    if (this.line.closed) throw new AppError('media_gone');
    return received.flatMap((it) => (it && !it.consumer.closed ? [it.view] : []));
  }

  /** Offers a producer that came after `watch`. Never throws: nobody waits for this member alone. */
  async offer(producer: Producer): Promise<void> {
    if (!this.#capabilities || this.#byProducer.has(producer.id)) return;
    try {
      const received = await this.#receive(producer);
      if (received && !received.consumer.closed) this.#options.offered([received.view]);
    } catch (error) {
      if (this.line.closed || producer.closed) return;
      this.#options.log.warn(
        { err: error, producer: producer.id },
        'producer could not be offered to a member',
      );
    }
  }

  haveVideo(consumerIds: string[]): boolean {
    return consumerIds.some((id) => this.#consumers.get(id)?.view.kind === 'video');
  }

  /**
   * Lets consumers flow; a picture that begins may have to wait for others, which nobody waits for here. For video that flows
   * already it asks for a key frame: the viewer's picture is stuck.
   */
  async resume(consumerIds: string[]): Promise<void> {
    await this.#each(consumerIds, (consumer) => this.#wake(consumer));
  }

  /** Nothing is sent to the member for them until `resume`. */
  async pause(consumerIds: string[]): Promise<void> {
    await this.#each(consumerIds, (consumer) => {
      this.#beginning.delete(consumer);
      return consumer.pause();
    });
  }

  /** Throws media_gone for a consumer that is not (any more) here. */
  async limitLayers(consumerId: string, spatialLayer: number, most: number): Promise<void> {
    const received = this.#consumers.get(consumerId);
    if (!received) throw new AppError('media_gone');
    this.#most = most;
    received.wish = spatialLayer;
    await orBadRequest(this.#prefer(received));
  }

  /** What the house has for it has changed. Never throws: a consumer that is gone needs no layer. */
  allow(most: number): void {
    this.#most = most;
    this.#preferAll(({ kind }) => kind === 'video');
  }

  /** What arrives of a producer has changed. Never throws, as above. */
  follow(producerId: string): void {
    this.#preferAll((view) => view.producerId === producerId);
  }

  /** The producer is gone for this member, though it goes on. */
  withdraw(producerId: string): void {
    const known = this.#byProducer.get(producerId);
    this.#byProducer.delete(producerId);
    known?.then(
      (received) => {
        if (!received || received.consumer.closed) return;
        received.consumer.close();
        this.#options.withdrawn([received.consumer.id]);
      },
      () => {}, // there is none then
    );
  }

  close(): void {
    this.line.close();
  }

  // The worker asks for a key frame by itself when it resumes video; resuming twice does nothing there.
  async #wake(consumer: Consumer): Promise<void> {
    const video = consumer.kind === 'video';
    if (!consumer.paused) return video ? consumer.requestKeyFrame() : undefined;
    if (!video || this.#begun.has(consumer)) return consumer.resume();
    if (this.#beginning.has(consumer)) return;
    this.#beginning.add(consumer);
    // Resumed before that, the worker would ask at that moment, which is nobody's wave.
    this.line.whenConnected(() => this.#options.begin(() => this.#begin(consumer)));
  }

  /** It may have been paused again, or be gone, by now. */
  #begin(consumer: Consumer): void {
    if (!this.#beginning.delete(consumer) || consumer.closed) return;
    this.#begun.add(consumer);
    consumer.resume().catch(() => {}); // closed meanwhile
  }

  #preferAll(which: (view: ConsumerView) => boolean): void {
    for (const received of this.#consumers.values())
      if (which(received.view)) this.#prefer(received).catch(() => {});
  }

  /** The largest layer of a producer that can be had here. */
  #mostOf(producerId: string): number {
    return Math.min(this.#most, this.#options.sentOf(producerId));
  }

  #prefer({ consumer, view, steadiness, wish }: Received): Promise<void> {
    const spatialLayer = Math.min(wish, this.#mostOf(view.producerId), steadiness?.most ?? topLayer);
    return consumer.setPreferredLayers({ spatialLayer });
  }

  #receive(producer: Producer): Promise<Received | undefined> {
    const known = this.#byProducer.get(producer.id);
    if (known) return known;
    const made = this.#consume(producer);
    this.#byProducer.set(producer.id, made);
    const forget = () => {
      if (this.#byProducer.get(producer.id) === made) this.#byProducer.delete(producer.id);
    };
    made.then((received) => {
      if (!received || received.consumer.closed) forget();
      else received.consumer.observer.once('close', forget);
    }, forget);
    return made;
  }

  /** Undefined when the member cannot decode it, or when the producer closed meanwhile. */
  async #consume(producer: Producer): Promise<Received | undefined> {
    const { line } = this;
    const layer = this.#mostOf(producer.id);
    try {
      const consumer = await this.#create(producer.id, layer);
      if (!line.closed && !producer.closed) {
        const received = this.#keep(consumer, producer.id);
        // What changed while it was made, it has not heard of.
        if (layer !== this.#mostOf(producer.id)) this.#prefer(received).catch(() => {});
        return received;
      }
      consumer.close();
    } catch (error) {
      if (!isUnsupported(error) && !producer.closed) throw error;
    }
    return undefined;
  }

  /** Paused until the client is ready, or the key frame it asks for would be sent into nothing. */
  // Source: https://mediasoup.org/documentation/v3/mediasoup/api/#ConsumerOptions
  async #create(sourceId: string, spatialLayer: number): Promise<Consumer> {
    const producerId = await this.#options.reach(sourceId);
    const all = this.#capabilities as RtpCapabilities;
    const rtpCapabilities = this.#options.plain() ? withoutEstimate(all) : all;
    const limited = spatialLayer < topLayer && { preferredLayers: { spatialLayer } };
    return this.line.transport.consume({ producerId, rtpCapabilities, paused: true, ...limited });
  }

  #keep(consumer: Consumer, producerId: string): Received {
    const { worker } = this.line.seat.edge;
    const { id, kind, rtpParameters } = consumer;
    const view = { id, producerId, kind, rtpParameters };
    const steadiness = hasParts(consumer)
      ? new Steadiness(this.#options.clock, () => this.follow(producerId))
      : null;
    const received = { consumer, view, steadiness, wish: topLayer };
    consumer.on('layerschange', (layers) => steadiness?.note(layers));
    this.#consumers.set(id, received);
    worker.consumers += 1;
    consumer.observer.once('close', () => {
      worker.consumers -= 1;
      steadiness?.stop();
      this.#consumers.delete(consumer.id);
      this.#beginning.delete(consumer);
    });
    consumer.once('producerclose', () => this.#options.withdrawn([consumer.id]));
    return received;
  }

  async #each(consumerIds: string[], work: (consumer: Consumer) => Promise<void>): Promise<void> {
    const known = consumerIds.flatMap((id) => this.#consumers.get(id) ?? []);
    const done = known.map(({ consumer }) =>
      work(consumer).catch((error: unknown) => {
        // The worker may have closed it with its producer before we hear of that.
        if (!consumer.closed && !isGone(error)) throw error;
      }),
    );
    await Promise.all(done);
  }
}

/** Whether a part of a layer's frames can be sent alone. */
const hasParts = ({ rtpParameters }: Consumer): boolean =>
  parseScalabilityMode(rtpParameters.encodings?.[0]?.scalabilityMode).temporalLayers > 1;

/** A few browsers make up an audience: what those of one kind can do is kept once, with mediasoup's defaults filled in. */
const known = new Map<string, RtpCapabilities>();
const mostKnown = 50;

const validated = async (capabilities: RtpCapabilities): Promise<RtpCapabilities> => {
  const text = JSON.stringify(capabilities);
  const same = known.get(text);
  if (same) return same;
  ortc.validateAndNormalizeRtpCapabilities(capabilities);
  if (known.size >= mostKnown) known.clear();
  known.set(text, capabilities);
  return capabilities;
};

/**
 * Feedback on each packet is a third of what forwarding costs, and with one layer there is nothing to choose by it: the worker
 * sends a plain stream whole, whatever it thinks of the line (mediasoup worker, SimpleConsumer.cpp, ApplyLayers).
 * What is lost is asked for again all the same.
 */
const withoutEstimate = ({ codecs = [], headerExtensions = [] }: RtpCapabilities): RtpCapabilities => ({
  codecs: codecs.map(({ rtcpFeedback = [], ...codec }) => ({
    ...codec,
    rtcpFeedback: rtcpFeedback.filter(({ type }) => type !== 'transport-cc' && type !== 'goog-remb'),
  })),
  headerExtensions: headerExtensions.filter(({ uri }) => !/transport-wide-cc|abs-send-time/.test(uri)),
});
