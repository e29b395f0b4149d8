// Saved answers laid together by product, the most used first, and found by their words. Pure. Rules: BOF-26, BOF-36.
import type { SavedAnswer } from '../../../shared/questions.ts';

/** `productId` null: offered with every product. */
export type AnswerGroup = { productId: string | null; title: string; answers: SavedAnswer[] };

type Page = { answers: SavedAnswer[]; next: string | null };

/** They lie together by product and are searched whole, so all pages are read. */
export const allAnswers = async (
  read: (cursor: string | null) => Promise<Page>,
  cursor: string | null = null,
): Promise<SavedAnswer[]> => {
  const { answers, next } = await read(cursor);
  return next === null ? answers : [...answers, ...(await allAnswers(read, next))];
};

const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Those for every product first, then by the products' names. What came twice is there once. */
export const answerGroups = (answers: SavedAnswer[], q: string): AnswerGroup[] => {
  const once = [...new Map(answers.map((each) => [each.id, each])).values()];
  const groups = new Map<string | null, AnswerGroup>();
  for (const answer of once) {
    const { productId } = answer;
    const title = answer.title ?? '';
    if (!plain(`${title} ${answer.question} ${answer.answer}`).includes(plain(q))) continue;
    const group = groups.get(productId) ?? { productId, title, answers: [] };
    groups.set(productId, { ...group, answers: [...group.answers, answer] });
  }
  return [...groups.values()]
    .map((group) => ({ ...group, answers: group.answers.toSorted((a, b) => b.uses - a.uses) }))
    .toSorted(
      (a, b) => Number(b.productId === null) - Number(a.productId === null) || a.title.localeCompare(b.title),
    );
};
