// What a room is sent: on the stage, or laid off it. An encoder goes on sending through a pause, and nobody gets it: laying its
// producers off keeps them, paused, until the host's word puts them back. Knows no members. Rules: MED-15, WHP-51.
import type { Producer } from 'mediasoup/types';
import type { MediaKind } from '../../shared/media.ts';

export type ShowingListener = {
  shown: (producer: Producer) => void;
  /** It goes on, but nobody gets it any more. */
  laid: (producer: Producer) => void;
};

export class Showing {
  readonly #listener: ShowingListener;
  readonly #shown = new Map<string, Producer>();
  readonly #resting = new Map<string, Producer>();
  #rests = false;

  constructor(listener: ShowingListener) {
    this.#listener = listener;
  }

  /** On the stage. */
  get shown(): Producer[] {
    return [...this.#shown.values()];
  }

  /** With what rests. */
  get all(): Producer[] {
    return [...this.#shown.values(), ...this.#resting.values()];
  }

  get kinds(): Set<MediaKind> {
    return new Set(this.shown.map(({ kind }) => kind));
  }

  get videos(): Producer[] {
    return this.shown.filter(({ kind }) => kind === 'video');
  }

  get rests(): boolean {
    return this.#rests;
  }

  /** `wakes`: whoever sends it ends the rest. */
  add(producer: Producer, wakes: boolean): void {
    if (wakes) this.#rests = false;
    if (this.#rests) this.#lay(producer);
    else this.#show(producer);
  }

  delete({ id }: Producer): void {
    this.#shown.delete(id);
    this.#resting.delete(id);
  }

  /** Takes all off the stage and keeps it, and so what is still added, until `wake`. */
  rest(): void {
    this.#rests = true;
    for (const producer of this.shown) this.#lay(producer);
  }

  /** True when a picture was kept: all that was kept is on the stage again. */
  wake(): boolean {
    if (![...this.#resting.values()].some(({ kind }) => kind === 'video')) return false;
    this.#rests = false;
    for (const producer of [...this.#resting.values()]) this.#show(producer);
    return true;
  }

  clear(): void {
    this.#rests = false;
    for (const producer of this.all) producer.close();
  }

  #show(producer: Producer): void {
    // Not only if it is paused already: the worker may still be at it.
    if (this.#resting.delete(producer.id)) producer.resume().catch(() => {}); // closed meanwhile
    this.#shown.set(producer.id, producer);
    this.#listener.shown(producer);
  }

  #lay(producer: Producer): void {
    this.#shown.delete(producer.id);
    this.#resting.set(producer.id, producer);
    producer.pause().catch(() => {}); // closed meanwhile
    this.#listener.laid(producer);
  }
}
