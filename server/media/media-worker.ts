// One mediasoup worker process with its WebRtcServer, and the count of what sits on it. Owned and closed by the pool.
// It must never outlive a failed start: a process without its port is closed again. Rules: MED-2, MED-3.
import { createWorker, version } from 'mediasoup';
import type { Router, TransportListenInfo, WebRtcServer, Worker } from 'mediasoup/types';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mediaCodecs } from './codecs.ts';
import { Traffic } from './traffic.ts';

export type ListenOptions = {
  listenAddress: string;
  announcedAddress?: string | undefined;
  /** Worker i listens on basePort + i, UDP and TCP; 0 lets the system choose (tests). */
  basePort: number;
};

export type WorkerUsage = {
  index: number;
  pid: number;
  /** User and system time since the process started. */
  cpuMs: number;
  maxRssKb: number;
  rssKb: number;
  consumers: number;
  routers: number;
};

export class MediaWorker {
  readonly index: number;
  readonly webRtcServer: WebRtcServer;
  readonly traffic: Traffic;
  readonly #worker: Worker;
  /** Transports placed here, counted from the moment of placement: a join storm must not all see an empty worker. */
  seats = 0;
  routers = 0;
  consumers = 0;

  private constructor(index: number, worker: Worker, webRtcServer: WebRtcServer) {
    this.index = index;
    this.#worker = worker;
    this.traffic = new Traffic(worker);
    this.webRtcServer = webRtcServer;
  }

  static async open(index: number, options: ListenOptions): Promise<MediaWorker> {
    const worker = await createWorker({ logLevel: 'error' });
    try {
      const listenInfos = (['udp', 'tcp'] as const).map((protocol) => listenInfo(protocol, index, options));
      return new MediaWorker(index, worker, await worker.createWebRtcServer({ listenInfos }));
    } catch (error) {
      worker.close();
      throw error;
    }
  }

  get pid(): number {
    return this.#worker.pid;
  }

  get alive(): boolean {
    return !this.#worker.closed;
  }

  /** In viewers: one for each transport, one for each router (its pipes carry about what one viewer takes). */
  get load(): number {
    return this.seats + this.routers;
  }

  /** Calls back once if the process dies by itself, after the objects on it were told. */
  onDied(listener: (cause: Error) => void): void {
    this.#worker.once('died', listener);
  }

  createRouter(codecs = mediaCodecs): Promise<Router> {
    return this.#worker.createRouter({ mediaCodecs: codecs });
  }

  async usage(): Promise<WorkerUsage> {
    const used = await this.#worker.getResourceUsage();
    const { index, pid, consumers, routers } = this;
    return {
      index,
      pid,
      cpuMs: used.ru_utime + used.ru_stime,
      maxRssKb: used.ru_maxrss,
      rssKb: residentKb(pid),
      consumers,
      routers,
    };
  }

  /** What the worker itself holds, for tests and diagnosis. */
  dump() {
    return this.#worker.dump();
  }

  /** Idempotent; resolves when the process has ended. */
  async close(): Promise<void> {
    this.#worker.close();
    if (!this.#worker.subprocessClosed) await once(this.#worker, 'subprocessclose');
  }
}

/** Starts a worker without any port and ends it again. Rejects when it does not start. Resolves with mediasoup's version. */
export const tryWorker = async (): Promise<string> => {
  const worker = await createWorker({ logLevel: 'none' });
  worker.close();
  if (!worker.subprocessClosed) await once(worker, 'subprocessclose');
  return version;
};

/** Source: proc_pid_status(5). 0 for a process that has just ended. */
const residentKb = (pid: number): number => {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
};

const listenInfo = (
  protocol: 'udp' | 'tcp',
  index: number,
  { listenAddress, announcedAddress, basePort }: ListenOptions,
): TransportListenInfo => ({
  protocol,
  ip: listenAddress,
  ...(announcedAddress ? { announcedAddress } : {}),
  ...(basePort === 0 ? {} : { port: basePort + index }),
});
