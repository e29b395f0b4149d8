// The queue's view-model: what is on camera, what waits and in which filter, what the host has selected, what is being asked
// of the shop; and the wishes (take the next, move, reply, merge). A question stands where the shop's event has put it: until
// then the wish is pending, and a refusal is told. Reads the questions of room-state.ts, never changes them.
// Rules: STU-61 … STU-66, MOD-11, NET-34.
import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { ShowView } from '../../shared/model.ts';
import { isOpenQuestion } from '../../shared/question-states.ts';
import type { QuestionView } from '../../shared/questions.ts';
import type { RequestBody } from '../../shared/requests.ts';
import { RequestError, type Connection, type RequestFailure } from '../lib/connection.ts';
import { onCamera, type QuestionsState } from '../lib/questions-state.ts';
import { Alike } from './alike.ts';
import { insist } from './insist.ts';
import { countsOf, passes, selectionAfter, waitingOf, type Filter } from './queue-order.ts';
import type { Undo } from './queue-undo.ts';

/** More are counted, not drawn. */
const mostRows = 50;

type Deps = {
  connection: Pick<Connection, 'request' | 'status' | 'welcome'>;
  questions: ReadonlySignal<QuestionsState>;
  show: ReadonlySignal<ShowView | null>;
  pinnedId: ReadonlySignal<string | null>;
  undo: Undo;
  /** Hears why a wish was not fulfilled. */
  onRefusal: (code: RequestFailure) => void;
};

export type Place = RequestBody<'question.move'>['to'];
export type Doing = Place | 'merging';
export type Taken = 'taken' | 'empty' | 'failed';
/** Stands for the question that the shop will choose. */
const theNext = '';

const codeOf = (error: unknown): RequestFailure => (error instanceof RequestError ? error.code : 'internal');

export class Queue {
  readonly onCamera: ReadonlySignal<QuestionView | null>;
  /** In the order of the queue, without what is on camera. */
  readonly waiting: ReadonlySignal<readonly QuestionView[]>;
  /** Those that nobody sees until the staff shows them, oldest first. */
  readonly held: ReadonlySignal<readonly QuestionView[]>;
  /** What the filter leaves of it. */
  readonly shown: ReadonlySignal<readonly QuestionView[]>;
  readonly rows: ReadonlySignal<readonly QuestionView[]>;
  readonly counts: ReadonlySignal<Record<Filter, number>>;
  readonly filter = signal<Filter>('all');
  readonly selected: ReadonlySignal<string | null>;
  /** A step by key: the row that the focus is to go to. */
  readonly stepped = signal<{ id: string } | null>(null);
  readonly pending: ReadonlySignal<ReadonlyMap<string, Doing>>;
  readonly online: ReadonlySignal<boolean>;
  readonly ready: ReadonlySignal<boolean>;
  readonly running: ReadonlySignal<boolean>;
  readonly questions: ReadonlySignal<QuestionsState>;
  readonly undo: Undo;
  /** What the host has begun to write, by question: closing the dialog by mistake loses nothing. */
  readonly drafts = new Map<string, string>();

  readonly #deps: Deps;
  readonly #alike: Alike;
  readonly #pending = signal<ReadonlyMap<string, Doing>>(new Map());
  readonly #chosen = signal<string | null>(null);
  readonly #stop: () => void;
  #lastAt = 0;

  constructor(deps: Deps) {
    this.#deps = deps;
    const { connection, questions, pinnedId } = deps;
    this.questions = questions;
    this.undo = deps.undo;
    this.onCamera = computed(() => onCamera(questions.value));
    this.waiting = computed(() => waitingOf(questions.value));
    this.held = computed(() => questions.value.filter(({ state }) => state === 'held'));
    this.shown = computed(() =>
      this.waiting.value.filter((question) => passes(question, this.filter.value, pinnedId.value)),
    );
    this.rows = computed(() => this.shown.value.slice(0, mostRows));
    this.counts = computed(() => countsOf(this.waiting.value, pinnedId.value));
    this.pending = this.#pending;
    this.online = computed(() => connection.status.value === 'open');
    this.ready = computed(() => connection.welcome.value !== null);
    this.running = computed(() => (deps.show.value?.state ?? 'ended') !== 'ended');
    this.selected = computed(() => {
      const chosen = this.#chosen.value;
      return this.rows.value.some(({ id }) => id === chosen) ? chosen : null;
    });
    this.#alike = new Alike(questions);
    // Where the selected one stood, for the step after it has gone.
    this.#stop = effect(() => {
      const at = this.rows.value.findIndex(({ id }) => id === this.selected.value);
      if (at !== -1) this.#lastAt = at;
    });
  }

  find(id: string | null): QuestionView | null {
    return this.questions.value.find((question) => question.id === id) ?? null;
  }

  /** The open ones that ask much the same. */
  similarTo(id: string): QuestionView[] {
    const ids = this.#alike.of(id);
    if (ids.length === 0) return [];
    return this.questions.value.filter((each) => ids.includes(each.id) && isOpenQuestion(each.state));
  }

  select(id: string | null): void {
    this.#chosen.value = id;
  }

  /** False: the list ends here. */
  step(by: 1 | -1): boolean {
    const ids = this.rows.peek().map(({ id }) => id);
    const id = selectionAfter(ids, this.selected.peek(), this.#lastAt, by);
    if (id === null) return false;
    batch(() => {
      this.#chosen.value = id;
      this.stepped.value = { id };
    });
    return true;
  }

  /** The first of the queue; with a filter on, the first that it leaves. What was on camera is answered. */
  async takeNext(): Promise<Taken> {
    const first = this.shown.peek()[0];
    if (this.filter.peek() !== 'all') {
      if (!first) return 'empty';
      return (await this.move(first.id, 'answering')) ? 'taken' : 'failed';
    }
    if (!first && !this.onCamera.peek()) return 'empty';
    const reply = await this.#during(theNext, 'answering', () =>
      this.#deps.connection.request('question.takeNext', {}),
    );
    if (!reply) return 'failed';
    return reply.question ? 'taken' : 'empty';
  }

  async move(id: string, to: Place): Promise<boolean> {
    const before = this.find(id);
    const isWanted = () => this.find(id)?.state !== to;
    const done = await this.#during(id, to, async () => {
      await insist(this.#deps.connection, 'question.move', { questionId: id, to }, isWanted);
      return true;
    });
    // What nobody saw would be shown to everyone.
    if (done && to === 'dismissed' && before && before.state !== 'held') this.undo.offer(before);
    return done !== null;
  }

  /** The last that was dismissed waits again. */
  async undoDismissal(): Promise<boolean> {
    const last = this.undo.take();
    return last ? this.move(last.id, 'waiting') : false;
  }

  async merge(wish: RequestBody<'question.merge'>): Promise<QuestionView | null> {
    const reply = await this.#during(wish.questionId, 'merging', () =>
      this.#deps.connection.request('question.merge', wish),
    );
    return reply?.question ?? null;
  }

  /** Gives the refusal, null when it was sent. */
  async reply(wish: RequestBody<'question.reply'>): Promise<RequestFailure | null> {
    try {
      await this.#deps.connection.request('question.reply', wish);
      this.drafts.delete(wish.questionId);
      return null;
    } catch (error) {
      return codeOf(error);
    }
  }

  doing(id: string): Doing | null {
    return this.#pending.value.get(id) ?? null;
  }

  get taking(): boolean {
    return this.#pending.value.has(theNext);
  }

  close(): void {
    this.#stop();
    this.#alike.close();
    this.undo.clear();
  }

  /** Null: refused, or asked for already. The event is told before the reply. */
  async #during<Reply>(id: string, doing: Doing, work: () => Promise<Reply>): Promise<Reply | null> {
    if (this.#pending.peek().has(id)) return null;
    this.#pending.value = new Map([...this.#pending.peek(), [id, doing]]);
    try {
      return await work();
    } catch (error) {
      this.#deps.onRefusal(codeOf(error));
      return null;
    } finally {
      this.#pending.value = new Map([...this.#pending.peek()].filter(([each]) => each !== id));
    }
  }
}
