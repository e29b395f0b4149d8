// What was dismissed here a moment ago and can be taken back: the last one first, for some seconds after the last, and for as
// long as the host has the offer in hand. Never asks the shop. Rule: STU-64.
import { signal } from '@preact/signals';
import type { QuestionView } from '../../shared/questions.ts';

const offeredMs = 12_000;

export class Undo {
  readonly dismissed = signal<readonly QuestionView[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;

  offer(question: QuestionView): void {
    this.dismissed.value = [...this.dismissed.peek(), question];
    this.release();
  }

  take(): QuestionView | null {
    const last = this.dismissed.peek().at(-1) ?? null;
    this.dismissed.value = this.dismissed.peek().slice(0, -1);
    this.release();
    return last;
  }

  /** The pointer or the focus is on it. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  release(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.clear(), offeredMs);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.dismissed.value = [];
  }
}
