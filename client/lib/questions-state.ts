// What a page knows of the show's questions, in the order of the queue. Pure; part of the one reducer in room-state.ts. A
// question remembers its version, so that whatever comes late, doubled or out of order never wins. Rules: CLI-60, CLI-61.
import { byQueue } from '../../shared/question-states.ts';
import type { QuestionView } from '../../shared/questions.ts';
import type { EventFrame } from '../../shared/protocol.ts';

export type QuestionsState = readonly QuestionView[];

const ordered = (questions: QuestionView[]): QuestionsState => questions.toSorted(byQueue);

const put = (known: QuestionsState, news: QuestionView): QuestionsState => {
  const before = known.find(({ id }) => id === news.id);
  if (before && before.version >= news.version) return known;
  return ordered([...known.filter(({ id }) => id !== news.id), news]);
};

/** The same list when the event says nothing new about it. A dismissed question stays: its version guards against the past. */
export const reduceQuestions = (known: QuestionsState, event: EventFrame): QuestionsState => {
  if (event.type === 'question.changed' || event.type === 'question.held' || event.type === 'question.unseen')
    return put(known, event.body.question);
  if (event.type !== 'question.counted') return known;
  return event.body.counts.reduce((list: QuestionsState, { id, meToos, version }) => {
    const before = list.find((question) => question.id === id);
    return before ? put(list, { ...before, meToos, version }) : list;
  }, known);
};

/** With what the others do not see, as a welcome tells it. */
export const withUnseen = (known: QuestionsState, unseen: readonly QuestionView[]): QuestionsState =>
  unseen.reduce(put, known);

/** The one on camera. */
export const onCamera = (questions: QuestionsState): QuestionView | null =>
  questions.find(({ state }) => state === 'answering') ?? null;
