// Questions as the studio's view-models see them, for tests without a server.
import type { QuestionView } from '../../../shared/questions.ts';

export const question = (id: string, change: Partial<QuestionView> = {}): QuestionView => ({
  id,
  kind: 'question',
  productId: null,
  variantId: null,
  variant: '',
  text: id,
  nickname: null,
  state: 'waiting',
  meToos: 0,
  askedAt: 0,
  answer: null,
  fromShowMs: null,
  untilShowMs: null,
  mergedInto: null,
  version: 1,
  ...change,
});
