// Which questions a list shows, and at which place each waits. Pure. Rule: CLI-66.
import { isOpenQuestion } from '../../shared/question-states.ts';
import type { QuestionView } from '../../shared/questions.ts';
import type { Own } from './own-questions.ts';
import type { QuestionsState } from './questions-state.ts';

export const questionFilters = ['all', 'product', 'mine'] as const;
export type QuestionFilter = (typeof questionFilters)[number];

/** What waits for the shop, or was set aside, is seen by those alone who asked. */
const isSeen = ({ id, state }: QuestionView, { asked }: Own): boolean =>
  isOpenQuestion(state) ||
  state === 'answered' ||
  ((state === 'held' || state === 'dismissed') && asked.has(id));

export const listed = (
  questions: QuestionsState,
  own: Own,
  filter: QuestionFilter,
  productId: string | null,
): QuestionView[] =>
  questions.filter((question) => {
    if (!isSeen(question, own)) return false;
    if (filter === 'mine') return own.asked.has(question.id) || own.joined.has(question.id);
    return filter === 'all' || question.productId === productId;
  });

/** In the order that was shown before; what is new comes last. */
export const steady = (shown: readonly string[], questions: readonly QuestionView[]): QuestionView[] => {
  const at = new Map(shown.map((id, index): [string, number] => [id, index]));
  return questions.toSorted((a, b) => (at.get(a.id) ?? shown.length) - (at.get(b.id) ?? shown.length));
};

/** The place of each that waits: the next one to be taken is 1st. */
export const placesOf = (questions: QuestionsState): ReadonlyMap<string, number> =>
  new Map(
    questions
      .filter(({ state }) => state === 'next' || state === 'waiting')
      .map(({ id }, at): [string, number] => [id, at + 1]),
  );

/** Of one product, what can still be read or was said on camera. */
export const answeredOf = (questions: QuestionsState, productId: string): QuestionView[] =>
  questions.filter(
    ({ state, answer, fromShowMs, productId: about }) =>
      about === productId && state === 'answered' && (answer !== null || fromShowMs !== null),
  );
