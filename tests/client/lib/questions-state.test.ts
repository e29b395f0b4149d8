// Questions on a page: newest word by version, queue order, and what is one's own.
import { expect, test } from 'vitest';
import { followMyQuestions } from '../../../client/lib/my-questions.ts';
import { listed, placesOf } from '../../../client/lib/question-list.ts';
import { onCamera, reduceQuestions, withUnseen } from '../../../client/lib/questions-state.ts';
import { fromSnapshot, reduce } from '../../../client/lib/room-state.ts';
import type { Welcome } from '../../../shared/model.ts';
import type { EventFrame } from '../../../shared/protocol.ts';
import type { QuestionView } from '../../../shared/questions.ts';
import { emptyShop } from './shop-views.ts';
import { room, welcome } from './stand-in-server.ts';

const question = (id: string, changes: Partial<QuestionView> = {}): QuestionView => ({
  id,
  kind: 'question',
  productId: null,
  variantId: null,
  variant: '',
  text: 'Is it linen?',
  nickname: null,
  state: 'waiting',
  meToos: 0,
  askedAt: 1,
  answer: null,
  fromShowMs: null,
  untilShowMs: null,
  mergedInto: null,
  version: 1,
  ...changes,
});
const changed = (news: QuestionView): EventFrame => ({ type: 'question.changed', body: { question: news } });
const counted = (id: string, meToos: number, version: number): EventFrame => ({
  type: 'question.counted',
  body: { counts: [{ id, meToos, version }] },
});

test('CLI-60: late, doubled and reordered words never win over newer ones', () => {
  const news = [
    changed(question('a')),
    counted('a', 2, 3),
    changed(question('a', { meToos: 1, version: 2 })),
  ];
  const want = [question('a', { meToos: 2, version: 3 })];
  expect(news.reduce(reduceQuestions, [])).toEqual(want);
  expect([...news, ...news].reduce(reduceQuestions, [])).toEqual(want);
  expect(reduceQuestions(want, counted('unknown', 9, 9))).toBe(want);
});

test('CLI-61: in the queue’s order, the one on camera first, and none of an earlier show', () => {
  const list = [
    question('old', { askedAt: 1 }),
    question('asked', { askedAt: 2, meToos: 3 }),
    question('on', { askedAt: 3, state: 'answering' }),
  ].reduce((known, each) => reduceQuestions(known, changed(each)), [] as readonly QuestionView[]);
  expect(list.map(({ id }) => id)).toEqual(['on', 'asked', 'old']);
  expect(onCamera(list)?.id).toBe('on');
  const state = fromSnapshot({ room, viewers: 1, timing: null, ...emptyShop, questions: [...list] }, 1);
  const show = {
    id: 'show_2',
    state: 'live',
    startedAt: 9,
    awayAt: null,
    pausedAt: null,
    endedAt: null,
  } as const;
  expect(reduce(state, { seq: 2, type: 'show.changed', body: { show } }).questions).toEqual([]);
});

test('CLI-62: one’s own questions and private answers, from welcome, replies and events', () => {
  let hear: (event: EventFrame) => void = () => {};
  let greet: (welcome: Welcome) => void = () => {};
  const { mine, asked, joined } = followMyQuestions({
    onEvent: (listener) => ((hear = listener), () => {}),
    onWelcome: (listener) => ((greet = listener), () => {}),
  });
  greet(welcome({ myQuestions: { asked: ['a'], meToos: [], answers: [], unseen: [] } }));
  asked('b');
  asked('b');
  joined('c');
  hear({ type: 'question.answered', body: { answer: { questionId: 'c', text: 'Yes.' } } });
  expect(mine.value).toEqual({
    asked: ['a', 'b'],
    meToos: ['c'],
    unseen: [],
    answers: [{ questionId: 'c', text: 'Yes.' }],
  });
});

test('CLI-60 MOD-11: a held question is one’s own until it is shown, and told by the welcome', () => {
  const held = question('h', { state: 'held' });
  const known = withUnseen([question('a')], [held]);
  expect(known.map(({ id }) => id)).toEqual(['a', 'h']);
  const own = { asked: new Set(['h']), joined: new Set<string>() };
  const nobody = { asked: new Set<string>(), joined: new Set<string>() };
  const seen = (whose: typeof own) => listed(known, whose, 'all', null).map(({ id }) => id);
  expect([seen(own), seen(nobody)]).toEqual([['a', 'h'], ['a']]);
  expect(placesOf(known).has('h')).toBe(false);
  const shown = reduceQuestions(known, {
    seq: 9,
    type: 'question.changed',
    body: { question: { ...held, state: 'waiting', version: 2 } },
  });
  expect(listed(shown, nobody, 'all', null).map(({ id }) => id)).toEqual(['a', 'h']);
  // A late word of before changes nothing.
  expect(reduceQuestions(shown, { seq: 8, type: 'question.held', body: { question: held } })).toBe(shown);
});
