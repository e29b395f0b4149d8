// The mediasoup workers of this process: starts them, replaces one that died at the same index and port, and says which
// is least loaded. It must never know rooms: whoever sits on a worker hears of its death from the router that it opened
// there (edge.ts). Rules: MED-2, MED-3, MED-4.
import { setLogEventListeners } from 'mediasoup';
import { limits } from '../../shared/limits.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { MediaWorker, type ListenOptions, type WorkerUsage } from './media-worker.ts';

export type { MediaWorker, WorkerUsage };

export type PoolOptions = ListenOptions & {
  workers: number;
  log: Log;
  /** What a new router weighs against viewers when a worker is chosen; 1 when not given. */
  routerWeight?: number | undefined;
  /** A dead worker's successor is up. */
  onReplaced?: ((index: number) => void) | undefined;
};

const slowestRetryMs = 15_000;

export class Pool {
  readonly #options: PoolOptions;
  readonly #slots: (MediaWorker | undefined)[];
  readonly #timers = new Map<number, NodeJS.Timeout>();
  readonly #cpu = new Map<number, { pid: number; cpuMs: number; at: number; load: number }>();
  #looking: NodeJS.Timeout | undefined;
  #closed = false;

  private constructor(options: PoolOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.workers }, () => undefined);
  }

  /** Resolves when every worker listens; otherwise closes those that do and rejects with the first cause. */
  static async start(options: PoolOptions): Promise<Pool> {
    const pool = new Pool(options);
    relayLog(options.log, () => pool.#closed);
    const opened = await Promise.allSettled(pool.#slots.map((_, index) => pool.#fill(index)));
    const failed = opened.find((result) => result.status === 'rejected');
    if (!failed) {
      pool.#looking = setInterval(() => void pool.#look(), limits.workerLookEveryMs).unref();
      return pool;
    }
    await pool.close();
    throw failed.reason;
  }

  /** The workers that are up, in the order of their index. */
  get workers(): readonly MediaWorker[] {
    return this.#slots.filter((worker): worker is MediaWorker => worker?.alive === true);
  }

  get ready(): boolean {
    return !this.#closed && this.workers.length === this.#slots.length;
  }

  /**
   * The worker that would carry least with one more on it. One where `hasRouter` is false would have to carry a router
   * more, which weighs `routerWeight`; of equals, one that has it wins. Throws media_unavailable when no worker is up. Rules: MED-4.
   */
  leastLoaded(hasRouter: (worker: MediaWorker) => boolean = () => false): MediaWorker {
    const ranked = this.workers.map((worker) => ({ worker, has: hasRouter(worker) }));
    const cost = ({ worker, has }: (typeof ranked)[number]) =>
      worker.load + (has ? 0 : (this.#options.routerWeight ?? 1));
    ranked.sort((a, b) => cost(a) - cost(b) || Number(b.has) - Number(a.has));
    const best = ranked[0];
    if (!best) throw new AppError('media_unavailable');
    return best.worker;
  }

  /** How much of a core the least busy worker took lately, from 0 to 1. */
  get load(): number {
    const loads = this.workers.map(({ index }) => this.#cpu.get(index)?.load ?? 0);
    return loads.length === 0 ? 0 : Math.min(...loads);
  }

  /** One row for each worker that is up; one that dies while asked is left out. */
  async usage(): Promise<WorkerUsage[]> {
    const asked = await Promise.allSettled(this.workers.map((worker) => worker.usage()));
    return asked.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  }

  /** Idempotent; resolves when all worker processes have ended. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    clearInterval(this.#looking);
    await Promise.all(this.#slots.map(async (worker) => worker?.close()));
  }

  async #fill(index: number): Promise<void> {
    const worker = await MediaWorker.open(index, this.#options);
    if (this.#closed) return worker.close();
    this.#slots[index] = worker;
    worker.onDied((cause) => this.#bury(worker, cause));
    this.#options.log.info({ worker: index, pid: worker.pid }, 'media worker up');
  }

  /** Real time: it is the machine that is busy. */
  async #look(): Promise<void> {
    for (const { index, pid, cpuMs } of await this.usage()) {
      const at = performance.now();
      const before = this.#cpu.get(index);
      const load = before?.pid === pid ? (cpuMs - before.cpuMs) / (at - before.at) : 0;
      this.#cpu.set(index, { pid, cpuMs, at, load });
    }
  }

  #bury(worker: MediaWorker, cause: Error): void {
    const { index, pid, seats } = worker;
    this.#options.log.error({ worker: index, pid, seats, err: cause }, 'media worker died');
    this.#slots[index] = undefined;
    this.#refillAfter(index, limits.workerRestartMs);
  }

  #refillAfter(index: number, delayMs: number): void {
    if (this.#closed) return;
    const timer = setTimeout(() => void this.#refill(index, delayMs), delayMs);
    this.#timers.set(index, timer);
  }

  /** Its port may still be taken (a pipe drew it, another process): try again ever more slowly. Never throws. */
  async #refill(index: number, delayMs: number): Promise<void> {
    this.#timers.delete(index);
    try {
      await this.#fill(index);
    } catch (error) {
      this.#options.log.error({ worker: index, err: error }, 'media worker could not be replaced yet');
      return this.#refillAfter(index, Math.min(delayMs * 2, slowestRetryMs));
    }
    if (!this.#closed) this.#options.onReplaced?.(index);
  }
}

/**
 * mediasoup's own log goes the way of ours. What it says of a request that failed is debug: the request's promise tells
 * us, and it is mostly a client's mistake or a member that left meanwhile. So is a closed worker's broken pipe.
 */
const relayLog = (log: Log, isClosed: () => boolean): void =>
  setLogEventListeners({
    onwarn: (namespace, text) => log.debug({ namespace }, text),
    onerror: (namespace, text, err) => {
      const expected = isClosed() || text.includes('HandleRequest() | throwing');
      log[expected ? 'debug' : 'warn']({ namespace, err }, text);
    },
  });
