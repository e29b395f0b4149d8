// A client whose news of stock come late, twice and in disorder; it keeps what has the higher version. Rules: STK-10.
import type { StockView } from '../../shared/shop.ts';
import { random } from './random.ts';

export class NoisyClient {
  readonly #known = new Map<string, StockView>();
  readonly #next: () => number;
  #underWay: StockView[] = [];

  constructor(seed: number) {
    this.#next = random(seed);
  }

  post(news: StockView[]): void {
    for (const view of news) this.#underWay.push(...(this.#next() < 0.3 ? [view, view] : [view]));
    this.#underWay.sort(() => this.#next() - 0.5);
    this.#hear(this.#underWay.splice(0, Math.floor(this.#next() * (this.#underWay.length + 1))));
  }

  /** All that was under way arrives. Gives what is shown then. */
  settle(): StockView[] {
    this.#hear(this.#underWay.splice(0));
    return [...this.#known.values()].sort((a, b) => (a.variantId < b.variantId ? -1 : 1));
  }

  #hear(news: StockView[]): void {
    for (const view of news) {
      const known = this.#known.get(view.variantId);
      if (!known || view.version > known.version) this.#known.set(view.variantId, view);
    }
  }
}
