// A list that comes in pages: the first one anew whenever the question changes, more at the end on demand. An answer to an
// older question is dropped; a failure keeps what was there. Never draws. Rules: BOF-4.
import { signal, type ReadonlySignal } from '@preact/signals';
import { ApiError, type ApiErrorCode } from '../../lib/api.ts';

export const codeOf = (error: unknown): ApiErrorCode => (error instanceof ApiError ? error.code : 'internal');

export type Loaded<Row> = { rows: Row[]; next: string | null };
export type ListState<Row> = {
  /** Null until the first page is there. */
  rows: Row[] | null;
  next: string | null;
  busy: 'no' | 'first' | 'more';
  problem: ApiErrorCode | null;
};

type Ask<Row> = (cursor: string | null) => Promise<Loaded<Row>>;

export type PagedList<Row> = {
  state: ReadonlySignal<ListState<Row>>;
  /** Asks for the first page; `keep`: the same question again, the rows stay meanwhile. */
  load: (ask: Ask<Row>, options?: { keep?: boolean }) => Promise<void>;
  /** The same question again, quietly: rows that were added by more() go only if there is something new. */
  refresh: () => Promise<void>;
  more: () => Promise<void>;
  /** One row as a write's reply tells it. */
  replace: (isIt: (row: Row) => boolean, row: Row | null) => void;
};

export const pagedList = <Row>(): PagedList<Row> => {
  const state = signal<ListState<Row>>({ rows: null, next: null, busy: 'first', problem: null });
  let ask: Ask<Row> | null = null;
  let round = 0;

  const run = async (busy: 'first' | 'more' | 'no', cursor: string | null): Promise<void> => {
    if (!ask) return;
    const mine = ++round;
    if (busy !== 'no') state.value = { ...state.peek(), busy };
    try {
      const { rows, next } = await ask(cursor);
      if (mine !== round) return;
      const before = cursor === null ? [] : (state.peek().rows ?? []);
      state.value = { rows: [...before, ...rows], next, busy: 'no', problem: null };
    } catch (error) {
      if (mine === round) state.value = { ...state.peek(), busy: 'no', problem: codeOf(error) };
    }
  };

  return {
    state,
    load: (question, { keep = true } = {}) => {
      ask = question;
      if (!keep) state.value = { rows: null, next: null, busy: 'first', problem: null };
      return run('first', null);
    },
    refresh: () => run(state.peek().rows ? 'no' : 'first', null),
    more: async () => {
      const { next, busy } = state.peek();
      if (next !== null && busy === 'no') await run('more', next);
    },
    replace: (isIt, row) => {
      const now = state.peek();
      if (!now.rows) return;
      const rows = now.rows.flatMap((each) => (isIt(each) ? (row === null ? [] : [row]) : [each]));
      state.value = { ...now, rows };
    },
  };
};
