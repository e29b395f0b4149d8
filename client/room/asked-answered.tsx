// What was asked about a product and answered, for those who come late, and the way to ask about it.
import type { ProductView } from '../../shared/shop.ts';
import { t } from '../i18n.ts';
import { withAbout } from '../lib/ask-wish.ts';
import { answeredOf } from '../lib/question-list.ts';
import { askingOf } from './asking.ts';
import { Answer } from './question-item.tsx';
import { stateWords } from './question-words.ts';
import type { Visit } from './visit.ts';

export const AskedAnswered = ({ visit, product: { id } }: { visit: Visit; product: ProductView }) => {
  const { questions } = visit.room.value;
  const answered = answeredOf(questions, id);
  const isOpen = askingOf(visit) === 'open';
  if (answered.length === 0 && !isOpen) return null;
  const ask = () => {
    const { draft } = visit.asking;
    draft.value = withAbout(draft.peek(), { productId: id, variantId: null });
    visit.sheets.push({ kind: 'ask' });
  };
  return (
    <section class="asked-answered">
      {answered.length > 0 && <h3>{t('ask.product')}</h3>}
      <ul>
        {answered.map((question) => (
          <li key={question.id} data-testid="answered-question" data-id={question.id}>
            <p class="text" dir="auto">
              {question.variant && <span class="quiet">{question.variant} · </span>}
              {question.text}
            </p>
            {question.answer === null ? (
              <p class="small quiet">{stateWords(visit, question, undefined)}</p>
            ) : (
              <Answer label={t('ask.answer')} text={question.answer} />
            )}
          </li>
        ))}
      </ul>
      {isOpen && (
        <button type="button" class="button wide" data-testid="ask-about" onClick={ask}>
          {t('ask.product.do')}
        </button>
      )}
    </section>
  );
};
