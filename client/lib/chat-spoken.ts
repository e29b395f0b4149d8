// What of the chat is read out: one message at a time, and of a burst how many there are and the last one. Never more often
// than one can listen to. Pure but for its timer. Rule: CHT-28.

export const spokenEveryMs = 4000;

export class SpokenChat<Message> {
  readonly #say: (messages: readonly Message[]) => void;
  readonly #everyMs: number;
  #waiting: Message[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(say: (messages: readonly Message[]) => void, everyMs = spokenEveryMs) {
    this.#say = say;
    this.#everyMs = everyMs;
  }

  add(messages: readonly Message[]): void {
    if (messages.length === 0) return;
    this.#waiting.push(...messages);
    if (this.#timer === undefined) this.#next();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#waiting = [];
  }

  #next(): void {
    this.#timer = undefined;
    if (this.#waiting.length === 0) return;
    const messages = this.#waiting;
    this.#waiting = [];
    this.#timer = setTimeout(() => this.#next(), this.#everyMs);
    this.#say(messages);
  }
}
