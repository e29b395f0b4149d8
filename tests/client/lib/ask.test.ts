// Asking on a page: what a draft is about, what is kept of it, what goes out, and what is said of one's own questions.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  aboutOf,
  emptyDraft,
  keepDraft,
  readDraft,
  withText,
  type Draft,
} from '../../../client/lib/ask-draft.ts';
import { wishOf, withAbout } from '../../../client/lib/ask-wish.ts';
import { duePings, ownOf } from '../../../client/lib/own-questions.ts';
import { answeredOf, listed, placesOf, steady } from '../../../client/lib/question-list.ts';
import type { MyQuestions, QuestionView } from '../../../shared/questions.ts';
import { product } from './shop-views.ts';

const shirt = product('shirt');
const scarf = product('scarf', { title: 'Silk scarf' });
const shelf = { products: [shirt, scarf], pinned: shirt };
const general = { productId: null, variantId: null };
const write = (text: string, draft: Draft = emptyDraft): Draft => withText(draft, text, shelf);

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
const mine = (changes: Partial<MyQuestions> = {}): MyQuestions => ({
  asked: [],
  meToos: [],
  answers: [],
  unseen: [],
  ...changes,
});
const ids = (questions: readonly QuestionView[]): string[] => questions.map(({ id }) => id);

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

test('CLI-63: about what is showing now, and what was begun stays about what it was begun about', () => {
  const other = { ...shelf, pinned: scarf };
  expect(aboutOf(emptyDraft, shelf).productId).toBe('shirt');
  expect(aboutOf(emptyDraft, other).productId).toBe('scarf');
  const begun = write('Is i');
  expect(aboutOf(begun, other).productId).toBe('shirt');
  expect(aboutOf(withText(begun, ' ', other), other).productId).toBe('scarf');
  expect(aboutOf(emptyDraft, { ...shelf, pinned: null })).toEqual(general);
});

test('CLI-63: what was chosen stays chosen without words; what has left the shelf gives way to the shop', () => {
  const chosen = withAbout(write('Is it warm?'), { productId: 'scarf', variantId: 'scarf_m' });
  expect(aboutOf(write('', chosen), shelf)).toEqual({ productId: 'scarf', variantId: 'scarf_m' });
  const bare = { ...scarf, variants: [] };
  expect(aboutOf(chosen, { ...shelf, products: [bare] })).toEqual({ productId: 'scarf', variantId: null });
  expect(aboutOf(chosen, { ...shelf, products: [shirt] })).toEqual(general);
});

test('CLI-63: a draft is kept through a reload for its room, and goes with its words', () => {
  const begun = write('Is it linen?');
  keepDraft('demo', begun);
  expect(readDraft('demo')).toEqual(begun);
  expect(readDraft('luna')).toEqual(emptyDraft);
  keepDraft('demo', emptyDraft);
  expect(readDraft('demo')).toEqual(emptyDraft);
  vi.stubGlobal('sessionStorage', undefined);
  keepDraft('demo', begun);
  expect(readDraft('demo')).toEqual(emptyDraft);
});

test('CLI-63: to try on is of a product only, and needs no words of its own', () => {
  const tryOn: Draft = { ...withAbout(emptyDraft, { productId: 'shirt', variantId: null }), kind: 'try_on' };
  expect(wishOf(tryOn, shelf, 'Please try it on.')).toMatchObject({
    kind: 'try_on',
    text: 'Please try it on.',
  });
  expect(wishOf(withAbout(tryOn, general), shelf, 'Please try it on.')).toBeNull();
  expect(wishOf(write('  Is  it\nlinen? '), shelf, '')).toEqual({
    kind: 'question',
    productId: 'shirt',
    variantId: null,
    text: 'Is it linen?',
  });
  expect(wishOf(write('x'), shelf, '')).toBeNull();
});

test('CLI-65: who asked or joined in is told once on camera, again for another turn, and once of an answer', () => {
  const said = new Set<string>();
  const due = (me: MyQuestions, ...questions: QuestionView[]) => {
    const pings = duePings(me, questions, said);
    for (const { key } of pings) said.add(key);
    return pings.map(({ of, answer }) => `${of} ${answer}`.trim());
  };
  const asked = mine({ asked: ['a'] });
  const onAir = question('a', { state: 'answering', fromShowMs: 1000 });
  expect(due(asked, question('a'))).toEqual([]);
  expect(due(mine(), onAir)).toEqual([]);
  expect(due(asked, onAir)).toEqual(['camera']);
  expect(due(asked, { ...onAir, meToos: 4, version: 9 })).toEqual([]);
  expect(due(asked, { ...onAir, fromShowMs: 9000 })).toEqual(['camera']);
  expect(due(asked, question('a', { state: 'answered', fromShowMs: 9000 }))).toEqual([]);
  const written = question('b', { state: 'answered', answer: 'Pure linen.' });
  expect(due(mine({ meToos: ['b'] }), written)).toEqual(['answer Pure linen.']);
  expect(due(mine({ meToos: ['b'] }), written)).toEqual([]);
  const alone = mine({ asked: ['c'], answers: [{ questionId: 'c', text: 'Write me.' }] });
  expect(due(alone, question('c', { state: 'answered' }))).toEqual(['private Write me.']);
});

test('CLI-65: a merged question’s askers ask where it lives on, through several merges', () => {
  const questions = [
    question('c'),
    question('b', { state: 'merged', mergedInto: 'c' }),
    question('a', { state: 'merged', mergedInto: 'b' }),
  ];
  expect([...ownOf(mine({ asked: ['a'] }), questions).joined]).toContain('c');
  expect([...ownOf(mine({ meToos: ['b'] }), questions).joined]).toContain('c');
  expect(ownOf(mine({ asked: ['a', 'c'] }), questions).joined.has('c')).toBe(false);
  expect(ownOf(mine(), questions).joined.size).toBe(0);
});

test('CLI-66: the list shows what waits and what was answered; what was set aside to who asked it alone', () => {
  const questions = [
    question('on', { state: 'answering', productId: 'shirt' }),
    question('next', { state: 'next' }),
    question('wait'),
    question('over', { state: 'answered', answer: 'Yes.', productId: 'shirt' }),
    question('aside', { state: 'dismissed' }),
    question('gone', { state: 'withdrawn' }),
    question('merged', { state: 'merged', mergedInto: 'on' }),
  ];
  const nobody = ownOf(mine(), questions);
  const me = ownOf(mine({ asked: ['aside', 'gone', 'merged'], meToos: ['wait'] }), questions);
  expect(ids(listed(questions, nobody, 'all', null))).toEqual(['on', 'next', 'wait', 'over']);
  expect(ids(listed(questions, nobody, 'product', 'shirt'))).toEqual(['on', 'over']);
  expect(ids(listed(questions, me, 'mine', null))).toEqual(['on', 'wait', 'aside']);
  expect([...placesOf(questions)]).toEqual([
    ['next', 1],
    ['wait', 2],
  ]);
  expect(ids(answeredOf(questions, 'shirt'))).toEqual(['over']);
  // While one is about to tap, nothing moves.
  expect(ids(steady(['wait', 'gone', 'next'], questions.slice(0, 3)))).toEqual(['wait', 'next', 'on']);
});
