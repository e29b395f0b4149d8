// How much two sentences ask the same: the share of their words that minisearch finds in the other (Dice's coefficient). Typing
// errors and endings count as the same word; words that say nothing (English, Italian) do not count. Its own score is not
// taken: with three questions in the queue a word that two of them share counts for little. Rules: STU-65, STU-67.
import type MiniSearch from 'minisearch';

export type Sentence = { id: string; text: string };
export type Like = { id: string; likeness: number };

const silent = new Set(
  `a an and any are as at be but by can could do does for from has have hi hello how i if in is it its just me my of on or
  please so than thanks that the their them there these they this those to too was what when which who will with would you your
  ad al alla alle anche che chi ci ciao come con cosa cui da dal dalla de dei del dell della delle di e ed favore gli ha hai ho
  i il in io la le li lo ma mi ne nel nell nella o per piu poi puo quale quali quando quanto quella quelle quelli quello quest questa
  queste questi questo se sei si sia sono su sul sulla ti tra tu un una uno vi avete`.split(/\s+/),
);

const plain = (term: string): string => term.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Null: says nothing. A lone capital is a size, not an article. */
export const wordOf = (term: string): string | null => {
  const word = plain(term);
  if (/^[SMLX]$/.test(term)) return word;
  return word.length < 2 || silent.has(word) ? null : word;
};

/** "See-through" and "seethrough" are one word. */
const joined = (text: string): string => text.replace(/(?<=\p{L})-(?=\p{L})/gu, '');

const search = {
  prefix: (term: string) => term.length > 2,
  fuzzy: (term: string) => (term.length > 4 ? 0.2 : false),
};

/** The nearest by score are compared. */
const mostCandidates = 12;
const leastWords = 3;
const within = 0.6;

export class Likeness {
  readonly #texts = new Map<string, string>();
  readonly #engine: MiniSearch<Sentence>;
  readonly #tokens: (text: string) => string[];

  private constructor(engine: MiniSearch<Sentence>, tokens: (text: string) => string[]) {
    this.#engine = engine;
    this.#tokens = tokens;
  }

  /** The library is a chunk of its own: a show without questions never loads it. */
  static async open(): Promise<Likeness> {
    const { default: Engine } = await import('minisearch');
    const engine = new Engine<Sentence>({ fields: ['text'], processTerm: wordOf, searchOptions: search });
    return new Likeness(engine, Engine.getDefault('tokenize') as (text: string) => string[]);
  }

  has(id: string): boolean {
    return this.#texts.has(id);
  }

  add({ id, text }: Sentence): void {
    if (this.has(id)) return;
    this.#texts.set(id, joined(text));
    this.#engine.add({ id, text: joined(text) });
  }

  remove(id: string): void {
    if (this.#texts.delete(id)) this.#engine.discard(id);
  }

  ids(): string[] {
    return [...this.#texts.keys()];
  }

  /** The most alike first; 1 is the same. */
  like(id: string): Like[] {
    const words = this.#words(id);
    return [...this.#found(id)]
      .filter(([other]) => other !== id)
      .slice(0, mostCandidates)
      .map(([other, forth]) => {
        const back = this.#found(other).get(id) ?? 0;
        const both = words + this.#words(other);
        const shared = Math.max(forth, back);
        const dice = Math.min(1, (2 * shared) / both);
        return { id: other, likeness: this.#isWithin(shared, id, other) ? Math.max(dice, within) : dice };
      })
      .toSorted((a, b) => b.likeness - a.likeness);
  }

  /** A short question, word for word in a long one: the same with its story. */
  #isWithin(shared: number, id: string, other: string): boolean {
    const shorter = Math.min(this.#words(id), this.#words(other));
    return shorter >= leastWords && shared >= shorter;
  }

  #words(id: string): number {
    const words = this.#tokens(this.#texts.get(id) ?? '').map(wordOf);
    return new Set(words.filter((word) => word !== null)).size;
  }

  /** How many words of `id` each other has. */
  #found(id: string): Map<string, number> {
    const found = this.#engine.search(this.#texts.get(id) ?? '');
    return new Map(found.map(({ id: other, queryTerms }) => [other as string, new Set(queryTerms).size]));
  }
}
