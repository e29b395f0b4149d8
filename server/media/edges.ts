// A room's routers: the origin, where who sends sits, and the edges, where the others are placed. Knows no members: it tells
// which edge is lost. Rules: MED-4, MED-5, MED-13.
import type { Router } from 'mediasoup/types';
import { limits } from '../../shared/limits.ts';
import { AppError } from '../errors.ts';
import type { PayloadTypes } from './codecs.ts';
import { Edge, type Seat } from './edge.ts';
import type { LostReason } from './endpoint.ts';
import type { Direction } from './line.ts';
import type { MediaWorker, Pool } from './pool.ts';

export class Edges {
  readonly #pool: Pool;
  readonly #onLost: (edge: Edge, reason: LostReason) => void;
  readonly #edges = new Set<Edge>();
  #origin: Edge | undefined;

  /** `onLost`: nothing on that edge goes on; its members move. */
  constructor(pool: Pool, onLost: (edge: Edge, reason: LostReason) => void) {
    this.#pool = pool;
    this.#onLost = onLost;
  }

  /** The origin's; undefined before somebody has sent or watched. */
  async router(): Promise<Router | undefined> {
    return this.#origin?.router();
  }

  /** Senders sit on the origin; receivers wherever there is least to carry. Throws media_unavailable. */
  place(direction: Direction, payloadTypes: PayloadTypes | null): Seat {
    this.#origin ??= this.#edgeOn(this.#pool.leastLoaded(), null);
    if (direction === 'send') return this.#origin.sit();
    const worker = this.#pool.leastLoaded((each) => this.#edge(each, payloadTypes) !== undefined);
    return this.#edgeOn(worker, payloadTypes).sit();
  }

  /** The id that the producer has on that edge. Throws media_gone. */
  async reach(edge: Edge, producerId: string): Promise<string> {
    if (!this.#origin) throw new AppError('media_gone');
    return edge.reach(this.#origin, producerId);
  }

  close(): void {
    for (const edge of this.#edges) edge.close();
    this.#edges.clear();
    this.#origin = undefined;
  }

  #edge(worker: MediaWorker, payloadTypes: PayloadTypes | null): Edge | undefined {
    const wanted = JSON.stringify(payloadTypes);
    return [...this.#edges].find(
      (edge) => edge.worker === worker && JSON.stringify(edge.payloadTypes) === wanted,
    );
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
    if (edge !== this.#origin) return this.#onLost(edge, 'worker_died');
    // Without the origin there is nothing to pipe: all move, and the next `open` builds it anew.
    this.#origin = undefined;
    const others = [...this.#edges];
    this.#edges.clear();
    for (const other of others) other.close();
    this.#onLost(edge, 'worker_died');
    for (const other of others) this.#onLost(other, 'stage_moved');
  }
}
