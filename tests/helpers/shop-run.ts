// Carries a story out on the real shop and on the model, and after every step compares what was answered and what is there:
// counters, versions, open reservations, waiting lists, the ledger's sums. The steps of a moment share a tick and so a
// transaction. Two clients hear of stock late, twice and in disorder, and must end up with the truth. Rules: RES-20, STK-10.
import { isDeepStrictEqual } from 'node:util';
import type { Db } from '../../server/db/open.ts';
import { AppError } from '../../server/errors.ts';
import * as policy from '../../server/shop/policy.ts';
import { NoisyClient } from './noisy-client.ts';
import { ShopActs, type Answer, type Seen } from './shop-acts.ts';
import type { ModelReservation } from './shop-model-limits.ts';
import { ShopModel, type Outcome } from './shop-model.ts';
import { isTap, nobodys, type Moment, type Plain, type Step, type Story, type Tap } from './shop-steps.ts';

/** How often each code was the outcome, over all stories of a run. */
export type Tally = Record<string, number>;

type Sent = { tap: Tap; key: string; first: Outcome | null };
/** `id`: of the reservation in the answer; it has a number only once all of the moment is done. */
type Real = Outcome & { id?: string };
type Doing = { step: Plain; sent: Sent | null; real: Promise<Real>; seen: Promise<Seen> };
type LedgerRow = { seq: number; variantId: string; onHand: number; held: number; sold: number };

const day = 24 * 60 * 60 * 1000;

export class ShopRun {
  readonly #db: Db;
  readonly #story: Story;
  readonly #tally: Tally;
  readonly #acts: ShopActs;
  readonly #model: ShopModel;
  readonly #clients: NoisyClient[];
  readonly #sent: Sent[] = [];
  readonly #sums = new Map<string, [number, number, number]>();
  #ledgerRead = 0;
  #steps = 0;

  constructor(db: Db, story: Story, startsAt: number, tally: Tally) {
    this.#db = db;
    this.#story = story;
    this.#tally = tally;
    this.#acts = new ShopActs(db, startsAt);
    const rules = { ...db.read((sql) => policy.read(sql)), ...story.policy };
    this.#model = new ShopModel(rules);
    this.#clients = [new NoisyClient(story.noise), new NoisyClient(story.noise + 1)];
  }

  /** Throws an Error that says where shop and model part. Gives the story's last moment. */
  async play(): Promise<number> {
    this.#db.onCommitted((_, marks) => {
      const changed = new Set(marks.filter((mark) => mark.of === 'stock').map(({ id }) => id));
      const news = this.#acts.stock().filter(({ variantId }) => changed.has(variantId as never));
      for (const client of this.#clients) client.post(news);
    });
    this.#ledgerRead = this.#db.read(
      (sql) => sql.get<{ last: number | null }>('SELECT max(seq) AS last FROM ledger')?.last ?? 0,
    );
    await this.#acts.open(this.#story.policy);
    for (const client of this.#clients) client.post(this.#acts.stock());
    for (const moment of this.#story.moments) await this.#live(moment);
    await this.#runOut();
    this.#count('steps', this.#steps);
    this.#count('offers', this.#model.reservations.filter(({ offered }) => offered).length);
    this.#expectSame(
      'states',
      this.#acts.states(),
      this.#model.reservations.map(({ state }) => state),
    );
    for (const client of this.#clients)
      this.#expectSame('what a client shows', client.settle(), this.#acts.stock());
    return this.#acts.now;
  }

  async #live({ afterMs, steps }: Moment): Promise<void> {
    this.#acts.now += afterMs;
    const known = this.#model.reservations.length;
    const doing = steps.map((step) => this.#begin(step, known));
    const outcomes = await Promise.all(doing.map(({ real }) => real));
    const seen = await Promise.all(doing.map((one) => one.seen));
    this.#acts.learnIds();
    for (const [index, one] of doing.entries())
      this.#compare(one, outcomes[index] as Real, seen[index] as Seen);
    this.#addLedger();
  }

  // When nothing can be held any more, nothing is.
  async #runOut(): Promise<void> {
    await this.#live({ afterMs: 1, steps: [{ do: 'end' }] });
    const held = () =>
      [...this.#model.open].some((index) => this.#model.reservations[index]?.state === 'held');
    for (let round = 0; held() && round < 100; round += 1)
      await this.#live({ afterMs: 3 * day, steps: [{ do: 'sweep' }] });
    this.#expectSame('holds that never end', held(), false);
  }

  /** Asks for it; what is there afterwards is read right behind it, in the same transaction. */
  #begin(step: Step, known: number): Doing {
    const { plain, sent } = this.#resolve(step, known);
    const asked = sent
      ? this.#acts.tap(plain as Tap, sent.key)
      : this.#acts.act(plain as Exclude<Plain, Tap>);
    const real = asked.then((answer) => realOf(sent ? (answer as Answer) : {}), refusalOf);
    return { step: plain, sent, real, seen: this.#db.write((tx) => this.#acts.look(tx)) };
  }

  #resolve(step: Step, known: number): { plain: Plain; sent: Sent | null } {
    if (step.do === 'again') {
      const sent = this.#sent.at(-1 - (step.tap % Math.max(1, this.#sent.length)));
      if (!sent) return { plain: { do: 'sweep' }, sent: null };
      const plain =
        step.changed && 'quantity' in sent.tap ? { ...sent.tap, quantity: sent.tap.quantity + 1 } : sent.tap;
      return { plain, sent };
    }
    const plain = this.#picked(step, known);
    if (!isTap(plain)) return { plain, sent: null };
    const sent = { tap: plain, key: `key-${this.#sent.length}-of-a-story`, first: null };
    this.#sent.push(sent);
    return { plain, sent };
  }

  // Counted from the newest.
  #picked(step: Plain, known: number): Plain {
    if (!('reservation' in step)) return step;
    const reservation =
      step.reservation === nobodys || known === 0 ? -1 : known - 1 - (step.reservation % known);
    const owner = this.#model.reservations[reservation]?.device ?? 0;
    return step.do === 'collect'
      ? { ...step, reservation }
      : { ...step, reservation, device: step.device ?? owner };
  }

  #compare({ step, sent }: Doing, real: Real, seen: Seen): void {
    this.#steps += 1;
    const expected = this.#expected(step, sent);
    const got = real.id === undefined ? real.answer : (this.#acts.indexOf.get(real.id) ?? -1);
    const what = JSON.stringify(step);
    this.#expectSame(what, { code: real.code, answer: got }, expected);
    this.#count(expected.code);
    const { variants, reservations, open } = this.#model;
    this.#expectSame(
      `counters after ${what}`,
      seen.counters,
      variants.map(({ onHand, held, sold, version }) => ({ onHand, held, sold, version })),
    );
    this.#expectSame(
      `waiting lists after ${what}`,
      seen.queues,
      variants.map(({ queue }) => queue.map(({ device, quantity }) => [device, quantity])),
    );
    const openNow = new Map(
      [...open].map((index) => [index, rowOf(reservations[index] as ModelReservation)]),
    );
    this.#expectSame(`open reservations after ${what}`, seen.open, openNow);
    this.#expectWhole(seen, what);
  }

  /** What the model says; the same key with the same body gets the first answer, with another one it is refused. */
  #expected(step: Plain, sent: Sent | null): Outcome {
    if (sent?.first) {
      if (isDeepStrictEqual(step, sent.tap)) return sent.first;
      return { code: 'key_reused', answer: null };
    }
    const expected = this.#model.perform(step, this.#acts.now);
    // A refusal is not remembered under its key.
    if (sent && expected.code === 'ok') Object.assign(sent, { first: expected, tap: step });
    return expected;
  }

  // Said once more without the model, in case both are wrong.
  #expectWhole({ counters, open }: Seen, what: string): void {
    for (const [variant, { onHand, held, sold }] of counters.entries()) {
      const promised = [...open.values()].filter(([of]) => of === variant);
      const sum = promised.reduce((all, [, , quantity]) => all + Number(quantity), 0);
      if (held !== sum || held > onHand || Math.min(onHand, held, sold) < 0)
        this.#fail(`after ${what} variant ${variant} has ${onHand}, holds ${held} for promises of ${sum}`);
    }
  }

  #addLedger(): void {
    const rows = this.#db.read((sql) =>
      sql.all<LedgerRow>(
        'SELECT seq, variant_id AS variantId, on_hand AS onHand, held, sold FROM ledger WHERE seq > ? ORDER BY seq',
        this.#ledgerRead,
      ),
    );
    for (const { seq, variantId, onHand, held, sold } of rows) {
      const [a, b, c] = this.#sums.get(variantId) ?? [0, 0, 0];
      this.#sums.set(variantId, [a + onHand, b + held, c + sold]);
      this.#ledgerRead = seq;
    }
    const sums = this.#model.variants.map(
      (_, index) => this.#sums.get(this.#acts.variant(index)) ?? [0, 0, 0],
    );
    const counters = this.#model.variants.map(({ onHand, held, sold }) => [onHand, held, sold]);
    this.#expectSame('sums of the ledger', sums, counters);
  }

  #count(what: string, times = 1): void {
    this.#tally[what] = (this.#tally[what] ?? 0) + times;
  }

  #expectSame(what: string, real: unknown, expected: unknown): void {
    if (isDeepStrictEqual(real, expected)) return;
    this.#fail(`${what}: is ${plainly(real)}, should be ${plainly(expected)}`);
  }

  #fail(why: string): never {
    throw new Error(`step ${this.#steps}: ${why}`);
  }
}

const realOf = ({ reservation, waiting }: Answer): Real => ({
  code: 'ok',
  answer: waiting?.place ?? null,
  ...(reservation && { id: reservation.id }),
});

const refusalOf = (error: unknown): Real => {
  if (error instanceof AppError) return { code: error.code, answer: null };
  throw error;
};

const plainly = (value: unknown): string => JSON.stringify(value instanceof Map ? [...value] : value);

const rowOf = (one: ModelReservation) => [
  one.variant,
  one.device,
  one.quantity,
  one.state,
  one.expiresAt,
  one.afterShowMs,
  Number(one.extended),
  Number(one.offered),
];
