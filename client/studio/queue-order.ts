// The queue as the host reads it: which questions a filter leaves, why each stands where it stands, and which of two lives on
// when they are merged. Pure; the order itself is both sides' (shared/question-states.ts). Rules: STU-61, STU-65.
import { byQueue, isOpenQuestion, queueReason } from '../../shared/question-states.ts';
import type { QuestionView } from '../../shared/questions.ts';

export const filters = ['all', 'try_on', 'pinned'] as const;
export type Filter = (typeof filters)[number];

/** What waits for its turn, what is up next first. */
export const waitingOf = (questions: readonly QuestionView[]): QuestionView[] =>
  questions.filter(({ state }) => isOpenQuestion(state) && state !== 'answering');

export const passes = (
  { kind, productId }: QuestionView,
  filter: Filter,
  pinnedId: string | null,
): boolean => {
  if (filter === 'all') return true;
  return filter === 'try_on' ? kind === 'try_on' : pinnedId !== null && productId === pinnedId;
};

export const countsOf = (
  waiting: readonly QuestionView[],
  pinnedId: string | null,
): Record<Filter, number> => ({
  all: waiting.length,
  try_on: waiting.filter((question) => passes(question, 'try_on', pinnedId)).length,
  pinned: waiting.filter((question) => passes(question, 'pinned', pinnedId)).length,
});

/** Who asked it, and all who joined in. */
export const askersOf = ({ meToos }: QuestionView): number => meToos + 1;

export type Why = 'answering' | 'next' | 'asked' | 'longest' | 'asked_at';

/** Of those that nobody joined only the first has waited longest. */
export const whyOf = (question: QuestionView, waiting: readonly QuestionView[]): Why => {
  const reason = queueReason(question);
  if (reason !== 'oldest') return reason;
  const oldest = waiting.find((each) => queueReason(each) === 'oldest');
  return oldest?.id === question.id ? 'longest' : 'asked_at';
};

/** What is on camera cannot go, it is the one that stays; else the one that was opened. */
export const directionOf = (kept: QuestionView, other: QuestionView): { questionId: string; into: string } =>
  other.state === 'answering'
    ? { questionId: kept.id, into: other.id }
    : { questionId: other.id, into: kept.id };

/** The one that stands first is offered to stay. */
export const firstOf = (questions: readonly QuestionView[]): QuestionView | null =>
  questions.toSorted(byQueue)[0] ?? null;

/** Where one step from the selected question leads; from none, to where the last one was. The list ends at its ends. */
export const selectionAfter = (
  ids: readonly string[],
  selected: string | null,
  lastAt: number,
  step: 1 | -1,
): string | null => {
  const at = selected === null ? -1 : ids.indexOf(selected);
  if (at !== -1) return ids[at + step] ?? null;
  const from = step === 1 ? lastAt : lastAt - 1;
  return ids[Math.min(Math.max(from, 0), ids.length - 1)] ?? null;
};
