// One device in a crowd: hears every event, sees that none is missing or doubled, and comes back where it left.
import type { Welcome } from '../../shared/model.ts';
import type { ReplyFrame } from '../../shared/protocol.ts';
import { addressOf } from './open-many.ts';
import { outcomeOf, TapSocket } from './tap-socket.ts';

export type Place = { port: number; room: string };
/** Called for each durable event, with its bytes. */
export type Hear = (payload: Buffer) => void;

const seqStart = Buffer.from('{"seq":');
const comma = 0x2c;

/** The number behind `{"seq":`; null for what has none. Reading the whole event would cost more than sending it. */
const seqOf = (payload: Buffer): number | null => {
  if (payload.compare(seqStart, 0, seqStart.length, 0, seqStart.length) !== 0) return null;
  let seq = 0;
  for (let at = seqStart.length; payload[at] !== comma; at += 1) seq = seq * 10 + (payload[at] ?? 0) - 0x30;
  return seq;
};

export class Seat {
  readonly #index: number;
  readonly #hear: Hear;
  #socket: TapSocket | null = null;
  #token: string | undefined;
  #seq: number | undefined;
  /** What came in the same breath as the welcome waits for it to be read. */
  #early: Buffer[] | null = null;
  deliveries = 0;
  lost = 0;
  doubled = 0;

  constructor(index: number, hear: Hear) {
    this.#index = index;
    this.#hear = hear;
  }

  /** The last event that it knows of. */
  get seq(): number {
    return this.#seq ?? 0;
  }

  /** Comes in, or back. Rejects when it is refused. */
  async enter({ port, room }: Place): Promise<{ replayed: number; snapshot: boolean; bytes: number }> {
    this.#early = [];
    const socket = await TapSocket.open(port, addressOf(this.#index), {
      onEvent: (payload) => this.#take(payload),
    });
    const reply = await socket.hello(room, {
      ...(this.#token !== undefined && { token: this.#token }),
      ...(this.#seq !== undefined && { lastSeq: this.#seq }),
    });
    if (outcomeOf(reply) !== 'ok') throw new Error(`the hello was refused: ${reply}`);
    const { body } = JSON.parse(reply) as ReplyFrame & { body: Welcome };
    this.#socket = socket;
    this.#token = body.token;
    if (body.snapshot) this.#seq = body.seq;
    for (const { seq } of body.missed) this.#follow(seq ?? 0);
    if (this.#seq !== body.seq) this.lost += 1;
    const early = this.#early;
    this.#early = null;
    for (const payload of early) this.#take(payload);
    return { replayed: body.missed.length, snapshot: body.snapshot !== null, bytes: reply.length };
  }

  /** `ok`, or the code of the refusal. */
  async say(type: 'chat.say' | 'question.ask', key: string, text: string): Promise<string> {
    if (!this.#socket) return 'away';
    const kind = type === 'question.ask' ? { kind: 'question' } : {};
    return outcomeOf(await this.#socket.request(type, { key, text, ...kind }));
  }

  /** Reserves, and takes back what it got; the outcome of the first. */
  async tap(variantId: string, key: string): Promise<string> {
    if (!this.#socket) return 'away';
    const reply = await this.#socket.request('reservation.place', { key, variantId, quantity: 1 });
    const placed = JSON.parse(reply) as ReplyFrame & { body?: { reservation: { id: string } } };
    if (!placed.ok) return outcomeOf(reply);
    const reservationId = (placed.body as { reservation: { id: string } }).reservation.id;
    await this.#socket.request('reservation.cancel', { key: `${key}c`, reservationId });
    return 'ok';
  }

  vanish(): void {
    this.#socket?.close();
    this.#socket = null;
  }

  #take(payload: Buffer): void {
    if (this.#early) {
      this.#early.push(payload);
      return;
    }
    this.deliveries += 1;
    const seq = seqOf(payload);
    if (seq === null) return;
    this.#follow(seq);
    this.#hear(payload);
  }

  #follow(seq: number): void {
    const step = seq - (this.#seq ?? seq - 1);
    if (step < 1) this.doubled += 1;
    else this.lost += step - 1;
    this.#seq = Math.max(seq, this.#seq ?? 0);
  }
}
