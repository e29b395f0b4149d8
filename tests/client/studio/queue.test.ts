// The queue's wishes: what is pending, what is asked of the shop, what can be taken back, and what a screen reader hears.
import { batch, signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { RequestError } from '../../../client/lib/connection.ts';
import type { QuestionsState } from '../../../client/lib/questions-state.ts';
import { mayBeOne } from '../../../client/studio/alike.ts';
import { fittingAnswers } from '../../../client/studio/fitting-answers.ts';
import { countNew } from '../../../client/studio/queue-spoken.ts';
import { Undo } from '../../../client/studio/queue-undo.ts';
import { Queue } from '../../../client/studio/queue.ts';
import type { QuestionView } from '../../../shared/questions.ts';
import { question } from './questions.ts';
import { showOf, standInConnection } from './shop-things.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const open = (...asked: QuestionView[]) => {
  const connection = standInConnection('helper');
  const questions = signal<QuestionsState>(asked);
  const pinnedId = signal<string | null>(null);
  const refusals: string[] = [];
  const queue = new Queue({
    connection,
    questions,
    show: signal(showOf('show_1')),
    pinnedId,
    undo: new Undo(),
    onRefusal: (code) => refusals.push(code),
  });
  return { queue, connection, questions, pinnedId, refusals };
};

describe('moving a question', () => {
  test('STU-63 is pending until the shop has answered, and asked for once', async () => {
    const { queue, connection } = open(question('a'));
    let reply = (): void => {};
    connection.answerWith(() => new Promise((resolve) => (reply = () => resolve({ question: null }))));
    const done = queue.move('a', 'next');
    void queue.move('a', 'next');
    expect(queue.doing('a')).toBe('next');
    expect(queue.waiting.value[0]?.state).toBe('waiting');
    reply();
    expect(await done).toBe(true);
    expect(queue.doing('a')).toBeNull();
    expect(connection.sent).toEqual([{ type: 'question.move', body: { questionId: 'a', to: 'next' } }]);
  });

  test('STU-63 that is refused is told, and there is nothing to take back', async () => {
    const { queue, connection, refusals } = open(question('a'));
    connection.answerWith(() => Promise.reject(new RequestError('question_over')));
    expect(await queue.move('a', 'dismissed')).toBe(false);
    expect([refusals, queue.undo.dismissed.value, queue.doing('a')]).toEqual([['question_over'], [], null]);
  });
});

describe('on a network that breaks', () => {
  test('NET-34 a move that was lost is asked for again, but not when it was done all the same', async () => {
    const { queue, connection, questions, refusals } = open(question('a'), question('b'));
    connection.status.value = 'reconnecting';
    connection.answerWith(() => Promise.reject(new RequestError('offline')));
    const [first, second] = [queue.move('a', 'answered'), queue.move('b', 'next')];
    await vi.advanceTimersByTimeAsync(0);
    connection.sent.length = 0;
    connection.answerWith(() => Promise.resolve({ question: null }));
    // As after a welcome: what was missed follows it in the same turn.
    connection.status.value = 'open';
    questions.value = [question('a', { state: 'answered' }), question('b')];
    expect(await Promise.all([first, second])).toEqual([true, true]);
    expect(connection.sent).toEqual([{ type: 'question.move', body: { questionId: 'b', to: 'next' } }]);
    expect([refusals, queue.doing('a'), queue.doing('b')]).toEqual([[], null, null]);
  });
});

describe('taking the next', () => {
  test('STU-64 is the shop’s choice; of a filter its first', async () => {
    const shirt = question('b', { productId: 'shirt' });
    const { queue, connection, pinnedId } = open(question('a'), shirt);
    connection.answerWith(() => Promise.resolve({ question: question('a') }));
    expect(await queue.takeNext()).toBe('taken');
    pinnedId.value = 'shirt';
    queue.filter.value = 'pinned';
    await queue.takeNext();
    expect(connection.sent).toEqual([
      { type: 'question.takeNext', body: {} },
      { type: 'question.move', body: { questionId: 'b', to: 'answering' } },
    ]);
  });

  test('STU-64 asks nothing of the shop when nothing is there', async () => {
    const { queue, connection } = open();
    expect(await queue.takeNext()).toBe('empty');
    expect(connection.sent).toEqual([]);
  });

  test('STU-64 twice in one breath takes one', async () => {
    const { queue, connection } = open(question('a'), question('b'));
    connection.answerWith(() => new Promise(() => {}));
    void queue.takeNext();
    expect(queue.taking).toBe(true);
    void queue.takeNext();
    expect(connection.sent).toHaveLength(1);
  });
});

describe('a dismissal', () => {
  test('STU-64 can be taken back for some seconds, the last one first', async () => {
    const { queue, connection } = open(question('a'), question('b'));
    await queue.move('a', 'dismissed');
    await queue.move('b', 'dismissed');
    await queue.undoDismissal();
    expect(connection.sent.at(-1)?.body).toEqual({ questionId: 'b', to: 'waiting' });
    expect(queue.undo.dismissed.value.map(({ id }) => id)).toEqual(['a']);
    queue.undo.hold();
    vi.advanceTimersByTime(60_000);
    expect(queue.undo.dismissed.value).toHaveLength(1);
    queue.undo.release();
    vi.advanceTimersByTime(60_000);
    expect(await queue.undoDismissal()).toBe(false);
  });
});

describe('the selection', () => {
  test('STU-64 stays with its question, and ends when that has gone', () => {
    const [a, b, c] = [question('a'), question('b'), question('c')];
    const { queue, questions } = open(a, b, c);
    queue.step(1);
    queue.step(1);
    expect(queue.selected.value).toBe('b');
    questions.value = [c, a, b];
    expect(queue.selected.value).toBe('b');
    questions.value = [c, a];
    expect(queue.selected.value).toBeNull();
    queue.step(-1);
    expect(queue.selected.value).toBe('a');
  });
});

test('STU-66 a draft goes when it was sent, and stays when it was refused', async () => {
  const { queue, connection } = open(question('a'));
  queue.drafts.set('a', 'Yes');
  const wish = { questionId: 'a', text: 'Yes', to: 'all' as const, save: false };
  connection.answerWith(() => Promise.reject(new RequestError('offline')));
  expect(await queue.reply(wish)).toBe('offline');
  expect(queue.drafts.get('a')).toBe('Yes');
  connection.answerWith(() => Promise.resolve({}));
  expect(await queue.reply(wish)).toBeNull();
  expect(queue.drafts.has('a')).toBe(false);
});

test('STU-65 only open questions of one product, or one size to try on, are offered together', async () => {
  vi.useRealTimers();
  const shirt = { productId: 'shirt', text: 'Does the M run small?' };
  const { queue, questions } = open(
    question('a', shirt),
    question('b', { ...shirt, text: 'Is the M small?' }),
    question('c', { ...shirt, productId: 'boots' }),
    question('d', { ...shirt, productId: null }),
    question('e', { ...shirt, kind: 'try_on' }),
  );
  const like = () =>
    queue
      .similarTo('a')
      .map(({ id }) => id)
      .sort();
  await vi.waitFor(() => expect(like()).toEqual(['b', 'd']));
  questions.value = questions.value.map((each) => (each.id === 'd' ? { ...each, state: 'answered' } : each));
  expect(like()).toEqual(['b']);
  const size = { kind: 'try_on' as const, productId: 'shirt', variantId: 'M' };
  expect(mayBeOne(size, size)).toBe(true);
  expect(mayBeOne(size, { ...size, variantId: 'L' })).toBe(false);
  queue.close();
});

test('STU-67 of the kept answers those to a question like this one, the most alike first', async () => {
  const saved = ['How long are the sleeves?', 'Does it shrink?', 'Does it shrink in the wash?'].map(
    (text, at) => ({ id: String(at), productId: null, title: null, question: text, answer: text, uses: 1 }),
  );
  const found = await fittingAnswers('Will it shrink when I wash it?', saved);
  expect(found.map(({ id }) => id)).toEqual(['2', '1']);
  expect(await fittingAnswers('Do you ship to Sardinia?', saved)).toEqual([]);
});

test('STU-68 new questions are told together, at most every few seconds, and none twice', () => {
  const ready = signal(false);
  const waiting = signal<readonly QuestionView[]>([]);
  const told: number[] = [];
  const stop = countNew({ list: waiting, ready, say: (count) => told.push(count) });
  waiting.value = [question('a')];
  ready.value = true;
  expect(told).toEqual([]);
  waiting.value = [question('a'), question('b')];
  expect(told).toEqual([1]);
  waiting.value = [question('c'), question('d')];
  waiting.value = [question('b'), question('d'), question('e')];
  expect(told).toEqual([1]);
  vi.advanceTimersByTime(10_000);
  expect(told).toEqual([1, 3]);
  vi.advanceTimersByTime(60_000);
  expect(told).toEqual([1, 3]);
  waiting.value = [question('f')];
  expect(told).toEqual([1, 3, 1]);
  stop();
});

test('QNA-20 a question that was told when it waited for approval is not told again when it is shown', () => {
  const ready = signal(true);
  const [waiting, held] = [signal<readonly QuestionView[]>([]), signal<readonly QuestionView[]>([])];
  const told: number[] = [];
  const stop = countNew({ list: waiting, told: held, ready, say: (count) => told.push(count) });
  held.value = [question('a')];
  batch(() => {
    held.value = [];
    waiting.value = [question('a')];
  });
  expect(told).toEqual([]);
  waiting.value = [question('a'), question('b')];
  expect(told).toEqual([1]);
  stop();
});

test('STU-69 fifty are drawn, all are counted', () => {
  const { queue } = open(...Array.from({ length: 300 }, (_, at) => question(String(at))));
  expect(queue.rows.value).toHaveLength(50);
  expect(queue.counts.value.all).toBe(300);
});
