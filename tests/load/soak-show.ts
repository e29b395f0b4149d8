// A show that goes on for an hour: guests come, look, ask, reserve and go; the host comes back on a new page now and then.
// Every refusal is counted by its code, nothing is retried: what a guest is told is what a guest is told.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { random } from '../helpers/random.ts';
import { publishAs, signIn } from './publisher.ts';
import type { Server } from './server.ts';
import { Viewer } from './viewer.ts';

export type Pace = {
  /** In the room at a time. */
  guests: number;
  /** The longest that one stays; on average half of it. */
  staysMs: number;
  hostBackEveryMs: number;
  seed: number;
};

export type Told = Record<string, number>;

const room = 'demo';
/** One of three keeps what was reserved: it expires, or is still there at the end. */
const cancelledShare = 2 / 3;

export class Show {
  /** Outcomes since they were last taken: `joined`, `asked`, `reserved`, …, and each refusal's code. */
  #told: Told = {};
  readonly #server: Server;
  readonly #pace: Pace;
  readonly #cookie: string;
  readonly #next: () => number;
  readonly #inside = new Set<Viewer>();
  #host: Awaited<ReturnType<typeof publishAs>> | null = null;
  #guests: Promise<void>[] = [];
  #over = false;
  #turn = 0;

  private constructor(server: Server, pace: Pace, cookie: string) {
    this.#server = server;
    this.#pace = pace;
    this.#cookie = cookie;
    this.#next = random(pace.seed);
  }

  /** The host is on air; nobody else is here yet. */
  static async open(server: Server, pace: Pace): Promise<Show> {
    const show = new Show(server, pace, await signIn(server.url, server.ownerInvite));
    show.#host = await publishAs(show.#cookie, server.url, room, 1);
    await show.#host.caller.request('show.start', {});
    return show;
  }

  begin(): void {
    this.#guests = Array.from({ length: this.#pace.guests }, (_, index) => this.#seat(index));
    this.#guests.push(this.#hosting());
  }

  get inside(): number {
    return this.#inside.size;
  }

  /** Packets that all who are here have had. */
  get packets(): number {
    return [...this.#inside].reduce((sum, { tally }) => sum + tally.counts.packets, 0);
  }

  takeTold(): Told {
    const told = this.#told;
    this.#told = {};
    return told;
  }

  /** Resolves when the last guest has gone; the host stays on air. */
  async empty(): Promise<void> {
    this.#over = true;
    await Promise.all(this.#guests);
  }

  close(): void {
    for (const viewer of this.#inside) viewer.close();
    this.#host?.close();
  }

  /** One place in the room, taken by one guest after the other. */
  async #seat(index: number): Promise<void> {
    await pause(this.#next() * this.#pace.staysMs);
    while (!this.#over) await this.#visit(`127.0.${4 + (index % 8)}.${2 + (this.#turn++ % 200)}`);
  }

  async #visit(address: string): Promise<void> {
    const viewer = await Viewer.join({ url: this.#server.url, room }, address).catch((error: Error) => {
      this.#tell(codeOf(error));
      return null;
    });
    if (!viewer) return pause(1000);
    this.#tell('joined');
    this.#inside.add(viewer);
    await pause((this.#next() * this.#pace.staysMs) / 2);
    await this.#ask(viewer);
    await this.#reserve(viewer);
    await pause((this.#next() * this.#pace.staysMs) / 2);
    if (viewer.tally.firstFrameAt === null) this.#tell('no_picture_seen');
    this.#inside.delete(viewer);
    viewer.close();
  }

  async #ask({ caller }: Viewer): Promise<void> {
    const text = `${randomUUID()}?`;
    const asked = caller.request('question.ask', {
      ...{ key: randomUUID(), kind: 'question', productId: null, variantId: null, text },
    } as const);
    await this.#tellOf('asked', asked);
  }

  async #reserve({ caller, welcome }: Viewer): Promise<void> {
    const offered = (welcome?.snapshot?.shelf.products ?? [])
      .flatMap(({ variants }) => variants)
      .filter(({ available }) => available > 0);
    const wanted = offered[Math.floor(this.#next() * offered.length)];
    if (!wanted) return this.#tell('nothing_left');
    const placed = caller.request('reservation.place', {
      key: randomUUID(),
      variantId: wanted.id,
      quantity: 1,
    });
    const reply = await this.#tellOf('reserved', placed);
    if (!reply || this.#next() > cancelledShare) return;
    const reservationId = reply.reservation.id;
    await this.#tellOf(
      'cancelled',
      caller.request('reservation.cancel', { key: randomUUID(), reservationId }),
    );
  }

  /** Reloads the page, and takes the questions one by one in between. */
  async #hosting(): Promise<void> {
    let backAt = performance.now() + this.#pace.hostBackEveryMs;
    while (!this.#over) {
      await pause(3000);
      if (performance.now() > backAt) {
        this.#host?.close();
        await pause(1000);
        this.#host = await publishAs(this.#cookie, this.#server.url, room, 1);
        this.#tell('host_back');
        backAt = performance.now() + this.#pace.hostBackEveryMs;
      }
      const { caller } = this.#host ?? {};
      if (caller) await this.#tellOf('answered', caller.request('question.takeNext', {}));
    }
  }

  async #tellOf<T>(done: string, reply: Promise<T>): Promise<T | null> {
    try {
      const value = await reply;
      this.#tell(done);
      return value;
    } catch (error) {
      this.#tell(codeOf(error as Error));
      return null;
    }
  }

  #tell(what: string): void {
    this.#told[what] = (this.#told[what] ?? 0) + 1;
  }
}

/** A refusal comes as `code {details}`. */
const codeOf = ({ message }: Error): string => /^([a-z_]+) \{/.exec(message)?.[1] ?? message;
