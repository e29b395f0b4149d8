// Which open questions resemble each other, worked out beside the show: a few at a time, once for each pair, because a
// question's words never change. Offers; never merges anything. Rule: STU-65.
import { effect, signal, type ReadonlySignal } from '@preact/signals';
import { isOpenQuestion } from '../../shared/question-states.ts';
import type { QuestionView } from '../../shared/questions.ts';
import { Likeness } from './likeness.ts';

/** Below it two questions are merely about the same thing. */
const leastAlike = 0.5;
/** So many are compared before the page may breathe. */
const atOnce = 20;

type Asked = Pick<QuestionView, 'kind' | 'productId' | 'variantId'>;

/** Questions of one product, or of none; who wants to see a size asks for that size alone. */
export const mayBeOne = (a: Asked, b: Asked): boolean => {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'try_on') return a.productId === b.productId && a.variantId === b.variantId;
  return a.productId === b.productId || a.productId === null || b.productId === null;
};

export class Alike {
  readonly #pairs = signal<ReadonlyMap<string, readonly string[]>>(new Map());
  readonly #stop: () => void;
  #open: ReadonlyMap<string, QuestionView> = new Map();
  #likeness: Likeness | null = null;
  #working = false;
  #closed = false;

  constructor(questions: ReadonlySignal<readonly QuestionView[]>) {
    this.#stop = effect(() => {
      const open = questions.value.filter(({ state }) => isOpenQuestion(state));
      this.#open = new Map(open.map((question) => [question.id, question]));
      if (open.length > 1) void this.#work();
    });
  }

  /** Those that resemble it, open ones and closed ones. */
  of(id: string): readonly string[] {
    return this.#pairs.value.get(id) ?? [];
  }

  close(): void {
    this.#closed = true;
    this.#stop();
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      this.#likeness ??= await Likeness.open();
      while (this.#compareSome(this.#likeness)) await new Promise((resolve) => setTimeout(resolve));
    } catch {
      // Not loaded, for want of a connection: the next question tries again.
    } finally {
      this.#working = false;
    }
  }

  /** False: nothing is left to compare. */
  #compareSome(likeness: Likeness): boolean {
    if (this.#closed) return false;
    for (const id of likeness.ids()) if (!this.#open.has(id)) likeness.remove(id);
    const fresh = [...this.#open.values()].filter(({ id }) => !likeness.has(id)).slice(0, atOnce);
    if (fresh.length === 0) return false;
    for (const question of fresh) likeness.add(question);
    const pairs = new Map(this.#pairs.peek());
    for (const question of fresh) this.#pair(question, likeness, pairs);
    this.#pairs.value = pairs;
    return true;
  }

  #pair(question: QuestionView, likeness: Likeness, pairs: Map<string, readonly string[]>): void {
    const like = likeness.like(question.id).filter((each) => each.likeness >= leastAlike);
    for (const { id } of like) {
      const other = this.#open.get(id);
      if (!other || !mayBeOne(question, other)) continue;
      for (const [one, two] of [
        [question.id, id],
        [id, question.id],
      ] as const) {
        const known = pairs.get(one) ?? [];
        if (!known.includes(two)) pairs.set(one, [...known, two]);
      }
    }
  }
}
