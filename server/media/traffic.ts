// What goes through one worker, for the owner and for Prometheus: what is open, which way it takes, and how fast it flows. Rates
// are the worker's own, asked of a bounded number of transports at a time, so that a full room costs no more than a small one.
// Rules: OPS-76.
import type { Consumer, Producer, Transport, WebRtcTransport, Worker } from 'mediasoup/types';
import { limits } from '../../shared/limits.ts';

export type Way = 'udp' | 'tcp' | 'none';
export type TrafficCounts = {
  producers: { audio: number; video: number };
  consumers: { audio: number; video: number };
  /** Video consumers by the simulcast layer that they get now, lowest first; those that get none are left out. */
  layers: number[];
  /** Transports by the way that their packets take; `none`: not connected yet. */
  ways: Record<Way, number>;
};
export type TrafficRates = {
  /** Bits per second of RTP. */
  inBits: number;
  outBits: number;
  /** Of the packets from hosts, and to viewers: 0 to 1. */
  inLoss: number;
  outLoss: number;
};

export const noRates: TrafficRates = { inBits: 0, outBits: 0, inLoss: 0, outLoss: 0 };

type Side = 'in' | 'out';
const mean = (values: number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

export class Traffic {
  readonly #sides = { in: new Set<WebRtcTransport>(), out: new Set<WebRtcTransport>() };
  readonly #producers = new Set<Producer>();
  readonly #consumers = new Set<Consumer>();

  constructor(worker: Worker) {
    worker.observer.on('newrouter', (router) =>
      router.observer.on('newtransport', (transport) => this.#watch(transport)),
    );
  }

  counts(): TrafficCounts {
    const counts: TrafficCounts = {
      producers: { audio: 0, video: 0 },
      consumers: { audio: 0, video: 0 },
      layers: [],
      ways: { udp: 0, tcp: 0, none: 0 },
    };
    for (const { kind } of this.#producers) counts.producers[kind] += 1;
    for (const consumer of this.#consumers) {
      counts.consumers[consumer.kind] += 1;
      const layer = consumer.kind === 'video' ? consumer.currentLayers?.spatialLayer : undefined;
      if (layer !== undefined) counts.layers[layer] = (counts.layers[layer] ?? 0) + 1;
    }
    for (const side of [this.#sides.in, this.#sides.out])
      for (const { iceSelectedTuple } of side) counts.ways[iceSelectedTuple?.protocol ?? 'none'] += 1;
    return { ...counts, layers: Array.from(counts.layers, (count) => count ?? 0) };
  }

  /** Exact up to `limits.sampledTransports` on a side; above, what so many of them tell stands for all. */
  async rates(): Promise<TrafficRates> {
    const [incoming, outgoing] = await Promise.all([this.#sample('in'), this.#sample('out')]);
    return {
      inBits: mean(incoming.map((stats) => stats.rtpRecvBitrate)) * this.#sides.in.size,
      outBits: mean(outgoing.map((stats) => stats.rtpSendBitrate)) * this.#sides.out.size,
      inLoss: mean(incoming.map((stats) => stats.rtpPacketLossReceived ?? 0)),
      outLoss: mean(outgoing.map((stats) => stats.rtpPacketLossSent ?? 0)),
    };
  }

  async #sample(side: Side) {
    const all = this.#sides[side];
    const some = [...all].slice(0, limits.sampledTransports);
    // Those that were asked go to the end: in time everyone's turn comes.
    if (some.length < all.size) for (const transport of some) if (all.delete(transport)) all.add(transport);
    const told = await Promise.allSettled(some.map((transport) => transport.getStats()));
    return told.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  }

  #watch(transport: Transport): void {
    if (transport.type !== 'webrtc') return;
    const webRtc = transport as WebRtcTransport;
    this.#sides.out.add(webRtc);
    transport.observer.on('newproducer', (producer) => {
      this.#sides.out.delete(webRtc);
      if (!webRtc.closed) this.#sides.in.add(webRtc);
      this.#producers.add(producer);
      producer.observer.once('close', () => this.#producers.delete(producer));
    });
    transport.observer.on('newconsumer', (consumer) => {
      this.#consumers.add(consumer);
      consumer.observer.once('close', () => this.#consumers.delete(consumer));
    });
    transport.observer.once('close', () => {
      this.#sides.in.delete(webRtc);
      this.#sides.out.delete(webRtc);
    });
  }
}
