// A room's router on one worker: the origin, where the host's producers are, or an edge that gets them by pipes, on another
// worker or under other payload types. Owns the
// router, the memoised pipes into it and the count of transports that sit on it; its stage closes it.
// It must never create a second pipe for a producer. Rules: MED-5, MED-6, WHP-7.
import type { Router } from 'mediasoup/types';
import { AppError } from '../errors.ts';
import { codecsNumbered, type PayloadTypes } from './codecs.ts';
import type { MediaWorker } from './media-worker.ts';
import { orGone } from './refusals.ts';

export type EdgeListener = {
  /** The last transport has left. */
  emptied(edge: Edge): void;
  /** The worker is dead: the router and all that was on it are closed already. */
  lost(edge: Edge): void;
};

/** A place for one transport. `leave` is idempotent. */
export type Seat = { readonly edge: Edge; leave(): void };

export class Edge {
  readonly worker: MediaWorker;
  /** Null: the router's own. A pipe carries each stream from the one numbering to the other. */
  readonly payloadTypes: PayloadTypes | null;
  readonly #listener: EdgeListener;
  readonly #router: Promise<Router>;
  readonly #pipes = new Map<string, Promise<string>>();
  #seats = 0;
  #closed = false;

  constructor(worker: MediaWorker, listener: EdgeListener, payloadTypes: PayloadTypes | null = null) {
    this.worker = worker;
    this.payloadTypes = payloadTypes;
    this.#listener = listener;
    this.worker.routers += 1;
    this.#router = this.#open();
    // Each user awaits it and handles its failure; the edge itself has then been lost already.
    this.#router.catch(() => {});
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Throws media_gone when the edge closes first. */
  router(): Promise<Router> {
    return this.#router;
  }

  sit(): Seat {
    this.#seats += 1;
    this.worker.seats += 1;
    let seated = true;
    const leave = () => {
      if (!seated) return;
      seated = false;
      this.#seats -= 1;
      this.worker.seats -= 1;
      if (this.#seats === 0 && !this.#closed) this.#listener.emptied(this);
    };
    return { edge: this, leave };
  }

  /** The id by which this router has the origin's producer. Throws media_gone. Rules: MED-6. */
  reach(origin: Edge, producerId: string): Promise<string> {
    if (origin === this) return Promise.resolve(producerId);
    const known = this.#pipes.get(producerId);
    if (known) return known;
    const pipe = this.#pipe(origin, producerId);
    this.#pipes.set(producerId, pipe);
    // A failed pipe must not be remembered: the producer may still live and the next viewer tries again.
    pipe.catch(() => this.#pipes.delete(producerId));
    return pipe;
  }

  close(): void {
    if (!this.#end()) return;
    // mediasoup ties the two ends of a pipe together only when both are connected. Closing this router before that
    // would leave the origin's end behind (Router.js, pipeToRouter), so pipes under way are awaited.
    void this.#closeRouter();
  }

  async #open(): Promise<Router> {
    try {
      const codecs = this.payloadTypes ? codecsNumbered(this.payloadTypes) : undefined;
      const router = await orGone(this.worker.createRouter(codecs));
      if (!this.#closed) {
        router.once('workerclose', () => this.#lose());
        return router;
      }
      router.close();
    } catch (error) {
      this.#lose();
      throw error;
    }
    throw new AppError('media_gone');
  }

  /** With an id of its own: under the origin's, it would clash with that of an edge still closing on this worker. */
  async #pipe(origin: Edge, producerId: string): Promise<string> {
    const [from, router] = await Promise.all([origin.router(), this.router()]);
    const piping = from.pipeToRouter({ producerId, router, keepId: false, enableSctp: false });
    const { pipeProducer } = await orGone(piping);
    if (!pipeProducer || pipeProducer.closed || this.#closed) throw new AppError('media_gone');
    pipeProducer.observer.once('close', () => this.#pipes.delete(producerId));
    return pipeProducer.id;
  }

  async #closeRouter(): Promise<void> {
    await Promise.allSettled(this.#pipes.values());
    const [router] = await Promise.allSettled([this.#router]);
    if (router.status === 'fulfilled') router.value.close();
  }

  #lose(): void {
    if (this.#end()) this.#listener.lost(this);
  }

  /** False when it had ended before. */
  #end(): boolean {
    if (this.#closed) return false;
    this.#closed = true;
    this.worker.routers -= 1;
    return true;
  }
}
