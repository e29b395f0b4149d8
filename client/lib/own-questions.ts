// Which questions are this device's, and what is to be said about them: once when one goes on camera, once when it is
// answered in writing. A merged question's askers ask where it lives on. Pure. Rule: CLI-65.
import type { MyQuestions, QuestionView } from '../../shared/questions.ts';
import type { QuestionsState } from './questions-state.ts';

export type Own = { asked: ReadonlySet<string>; joined: ReadonlySet<string> };

export const ownOf = ({ asked, meToos }: MyQuestions, questions: QuestionsState): Own => {
  const joined = new Set(meToos);
  // What lives on in another may live on in a third.
  for (let size = -1; size !== joined.size;) {
    size = joined.size;
    for (const { id, mergedInto } of questions)
      if (mergedInto && (joined.has(id) || asked.includes(id))) joined.add(mergedInto);
  }
  const own = new Set(asked);
  for (const id of own) joined.delete(id);
  return { asked: own, joined };
};

export type Ping = {
  key: string;
  of: 'camera' | 'answer' | 'private';
  question: QuestionView;
  answer: string;
};

const pingsOf = (question: QuestionView, mine: MyQuestions): Ping[] => {
  const { id, state, fromShowMs, answer } = question;
  if (state === 'answering')
    return [{ key: `question ${id} ${fromShowMs}`, of: 'camera', question, answer: '' }];
  if (answer !== null) return [{ key: `question ${id} answer`, of: 'answer', question, answer }];
  const alone = mine.answers.find(({ questionId }) => questionId === id);
  return alone ? [{ key: `question ${id} answer`, of: 'private', question, answer: alone.text }] : [];
};

/** What was not said yet, each with the key that marks it as said. */
export const duePings = (mine: MyQuestions, questions: QuestionsState, said: ReadonlySet<string>): Ping[] => {
  const { asked, joined } = ownOf(mine, questions);
  return questions
    .filter(({ id }) => asked.has(id) || joined.has(id))
    .flatMap((question) => pingsOf(question, mine))
    .filter(({ key }) => !said.has(key));
};
