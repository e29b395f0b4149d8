// Which of the answers that were kept may fit a question: the most alike first, few enough to read while talking. Rule: STU-67.
import type { SavedAnswer } from '../../shared/questions.ts';
import { Likeness } from './likeness.ts';

const leastAlike = 0.4;
const most = 3;

export const fittingAnswers = async (
  question: string,
  answers: readonly SavedAnswer[],
): Promise<SavedAnswer[]> => {
  if (answers.length === 0) return [];
  const likeness = await Likeness.open();
  const asked = '';
  likeness.add({ id: asked, text: question });
  for (const { id, question: text } of answers) likeness.add({ id, text });
  return likeness
    .like(asked)
    .filter((each) => each.likeness >= leastAlike)
    .slice(0, most)
    .flatMap(({ id }) => answers.find((answer) => answer.id === id) ?? []);
};
