// A question's place in words: why it stands there, how many ask it, what it is about. Rule: STU-61.
import type { QuestionView } from '../../shared/questions.ts';
import type { ProductView } from '../../shared/shop.ts';
import { t, tn } from '../i18n.ts';
import { timeOf } from '../ui/moment.ts';
import { askersOf, type Why } from './queue-order.ts';

export const askWords = (question: QuestionView): string => tn('studio.queue.ask', askersOf(question));

export const whyWords = (why: Why, question: QuestionView): string => {
  if (why === 'asked') return askWords(question);
  if (why === 'asked_at') return t('studio.queue.why.asked_at', { time: timeOf(question.askedAt) });
  return t(`studio.queue.why.${why}`);
};

/** Null: a product that the studio was not told of. */
export const aboutWords = (
  { productId, variant }: QuestionView,
  products: readonly ProductView[],
): { title: string; product: ProductView | null } => {
  if (productId === null) return { title: t('studio.queue.general'), product: null };
  const product = products.find(({ id }) => id === productId) ?? null;
  const title = product?.title ?? t('studio.queue.elsewhere');
  return { title: variant ? `${title} · ${variant}` : title, product };
};

/** The same button in every row: its name says whose it is. */
export const nameOf = (action: string, { text }: QuestionView): string =>
  t('studio.queue.nameOf', { action, text });

/** Minutes and seconds; the first may grow, the second never. */
export const spanText = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
