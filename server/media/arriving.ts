// Whether anything of the host's arrives now: for a viewer who hears nothing (is it my line or the host's?) and for a host who
// hears nothing (does it get there?). Counted over a moment; many ask together, so one look serves all. Rule: MED-112.
import { setTimeout as pause } from 'node:timers/promises';
import type { Producer } from 'mediasoup/types';

/** Sound alone sends fifty packets a second, a picture hundreds. */
const lookMs = 250;

const packets = async (producers: Producer[]): Promise<number> => {
  const stats = await Promise.all(producers.map((producer) => producer.getStats()));
  return stats.flat().reduce((sum, { packetCount }) => sum + packetCount, 0);
};

const look = async (producers: Producer[]): Promise<boolean> => {
  const before = await packets(producers);
  await pause(lookMs);
  return (await packets(producers)) > before;
};

export class Arriving {
  #looking: Promise<boolean> | null = null;

  /** False as well when they close meanwhile. */
  ask(producers: Producer[]): Promise<boolean> {
    this.#looking ??= look(producers)
      .catch(() => false)
      .finally(() => (this.#looking = null));
    return this.#looking;
  }
}
