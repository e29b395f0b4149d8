// What the sockets are owed, written once per turn of the event loop. Whoever is owed the same messages gets the same bytes:
// joined and framed once, written with one system call for each socket, which is most of what a broadcast costs. Under
// pressure what is owed gathers half as long as the last writing took, so that requests are read in between.
// Rules: SES-60, SES-61, SES-62.
// Source: RFC 6455 §5.2 (frames), §5.5.1 (nothing after a close frame); https://github.com/websockets/ws/issues/617
import { limits } from '../../shared/limits.ts';
import type { Socket } from './session.ts';

/** What a text message looks like on the wire. */
type Framing = (message: Buffer) => Buffer[];

/** Takes whole frames, so that pings and closing frames of others never fall into one. */
export interface Wire {
  /** Bytes that were written and not yet taken by the kernel. */
  readonly bufferedAmount: number;
  write(packet: Buffer): void;
  close(code: number, reason: string): void;
}

const same = (some: readonly Buffer[], others: readonly Buffer[]): boolean =>
  some.length === others.length && some.every((message, at) => message === others[at]);

export class Outbox {
  readonly #framing: Framing;
  #owing: Line[] = [];
  #last: { messages: readonly Buffer[]; packet: Buffer } = { messages: [], packet: Buffer.alloc(0) };
  #restUntil = 0;

  constructor(framing: Framing) {
    this.#framing = framing;
  }

  /** To be called by a line that begins to owe something. Real time: pressure is the machine's, not the show's. */
  owe(line: Line): void {
    this.#owing.push(line);
    if (this.#owing.length > 1) return;
    const restMs = this.#restUntil - performance.now();
    if (restMs < 1) setImmediate(() => this.#flush());
    else setTimeout(() => this.#flush(), restMs);
  }

  /** The messages as they go over the wire; the same buffer again for the same messages. */
  packet(messages: readonly Buffer[]): Buffer {
    if (!same(messages, this.#last.messages))
      this.#last = { messages, packet: Buffer.concat(messages.flatMap(this.#framing)) };
    return this.#last.packet;
  }

  #flush(): void {
    const owing = this.#owing;
    this.#owing = [];
    const startedAt = performance.now();
    for (const line of owing) line.flush();
    const endedAt = performance.now();
    this.#restUntil = endedAt + Math.min((endedAt - startedAt) / 2, limits.gatherMs);
  }
}

/** One socket's end of it: its messages in their order. */
export class Line implements Socket {
  readonly #outbox: Outbox;
  readonly #wire: Wire;
  #messages: Buffer[] = [];
  #bytes = 0;
  /** What the wire still held when the first of the messages came: asked once for all of them. */
  #held = 0;

  constructor(outbox: Outbox, wire: Wire) {
    this.#outbox = outbox;
    this.#wire = wire;
  }

  /** All that waits for the peer. */
  get bufferedAmount(): number {
    return this.#messages.length === 0 ? this.#wire.bufferedAmount : this.#held + this.#bytes;
  }

  send(message: Buffer): void {
    if (this.#messages.length === 0) {
      this.#held = this.#wire.bufferedAmount;
      this.#outbox.owe(this);
    }
    this.#messages.push(message);
    this.#bytes += message.length;
  }

  close(code: number, reason: string): void {
    this.flush();
    this.#wire.close(code, reason);
  }

  flush(): void {
    if (this.#messages.length === 0) return;
    const messages = this.#messages;
    this.#messages = [];
    this.#bytes = 0;
    this.#wire.write(this.#outbox.packet(messages));
  }
}
