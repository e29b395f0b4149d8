// What was sent and when each socket got it. A message is known again by the number in its text, a pin by being the last.
import { Histogram } from './histogram.ts';
import { spread, type Spread } from './numbers.ts';

export type Kind = 'chat' | 'question' | 'pin';
export type Receipt = {
  sent: number;
  /** From the sending to each socket's receipt, and to the last socket's. */
  everyMs: Spread;
  lastMs: Spread;
};

type Sent = { kind: Kind; at: number; lastAt: number };

const kinds = ['chat', 'question', 'pin'] as const;
const pinned = Buffer.from('"type":"product.pinned"');
const marker = Buffer.from('"text":"#');
const space = 0x20;

/** The same words with another number would be the same words (MOD-16). */
const lettersOf = (number: number): string =>
  Array.from(String(number), (digit) => 'bcdfgklmpr'[Number(digit)]).join('o');

/** The text of the numbered message: as long as people write. */
export const textOf = (number: number): string =>
  `#${number} does it run large, and is there a longer one in ${lettersOf(number)}?`;

const numberIn = (payload: Buffer): number | null => {
  const start = payload.indexOf(marker);
  if (start < 0) return null;
  let number = 0;
  for (let at = start + marker.length; payload[at] !== space; at += 1)
    number = number * 10 + (payload[at] ?? 0) - 0x30;
  return number;
};

export class Receipts {
  readonly #sent: Sent[] = [];
  readonly #every = { chat: new Histogram(), question: new Histogram(), pin: new Histogram() };
  #pin: Sent | undefined;

  /** Begins a message's time; gives its number. */
  send(kind: Kind): number {
    const sent = { kind, at: performance.now(), lastAt: 0 };
    if (kind === 'pin') this.#pin = sent;
    return this.#sent.push(sent) - 1;
  }

  hear(payload: Buffer): void {
    const number = numberIn(payload);
    const sent = number === null ? (payload.includes(pinned) ? this.#pin : undefined) : this.#sent[number];
    if (!sent) return;
    sent.lastAt = performance.now();
    this.#every[sent.kind].add(sent.lastAt - sent.at);
  }

  get results(): Record<Kind, Receipt> {
    const of = (kind: Kind): Receipt => {
      const mine = this.#sent.filter((sent) => sent.kind === kind);
      const lastMs = spread(mine.filter(({ lastAt }) => lastAt > 0).map(({ at, lastAt }) => lastAt - at));
      return { sent: mine.length, everyMs: this.#every[kind].spread, lastMs };
    };
    return Object.fromEntries(kinds.map((kind) => [kind, of(kind)])) as Record<Kind, Receipt>;
  }
}
