// What one member sends: the producers on its sending line, at most one of a kind. Owns them; all close with the line.
// It must never leave a producer behind that nobody waits for any more. Rules: MED-10, MED-11, MED-12.
import type { Producer } from 'mediasoup/types';
import { limits } from '../../shared/limits.ts';
import type { MediaKind, RtpParameters } from '../../shared/media.ts';
import { AppError } from '../errors.ts';
import type { Line } from './line.ts';
import { orBadRequest, refuseUnsafe } from './refusals.ts';

export class Sending {
  readonly line: Line;
  readonly #producers = new Map<string, Producer>();

  constructor(line: Line) {
    this.line = line;
  }

  /**
   * A new producer; the earlier one of the same kind closes after `publish` took the new one, so that the picture does not
   * seem to go away in between. Throws bad_request, media_gone.
   */
  async produce(
    kind: MediaKind,
    rtpParameters: RtpParameters,
    publish: (producer: Producer) => void,
  ): Promise<Producer> {
    const producer = await this.#create(kind, rtpParameters);
    if (this.line.closed || producer.closed) {
      producer.close();
      throw new AppError('media_gone');
    }
    const earlier = this.#ofKind(kind);
    this.#producers.set(producer.id, producer);
    producer.observer.once('close', () => this.#producers.delete(producer.id));
    publish(producer);
    for (const old of earlier) old.close();
    return producer;
  }

  get produces(): boolean {
    return this.#producers.size > 0;
  }

  producer(producerId: string): Producer | undefined {
    return this.#producers.get(producerId);
  }

  closeProducer(producerId: string): void {
    this.producer(producerId)?.close();
  }

  close(): void {
    this.line.close();
  }

  /** A client that repeats a `produce` whose answer it lost sends the same ssrc or mid: then the earlier one gives way. */
  async #create(kind: MediaKind, rtpParameters: RtpParameters): Promise<Producer> {
    const create = () => orBadRequest(this.#producer(kind, rtpParameters));
    try {
      return await create();
    } catch (error) {
      const earlier = this.#ofKind(kind);
      if (earlier.length === 0 || !isTaken(error)) throw error;
      for (const old of earlier) old.close();
      return create();
    }
  }

  async #producer(kind: MediaKind, rtpParameters: RtpParameters): Promise<Producer> {
    refuseUnsafe(kind, rtpParameters);
    // One key frame serves all who joined within the delay. Source: mediasoup worker, KeyFrameRequestManager.cpp
    const keyFrameRequestDelay = limits.keyFrameRequestDelayMs;
    return this.line.transport.produce({ kind, rtpParameters, keyFrameRequestDelay });
  }

  #ofKind(kind: MediaKind): Producer[] {
    return [...this.#producers.values()].filter((producer) => producer.kind === kind);
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof AppError && String(error.details?.['reason']).includes('already exists');
