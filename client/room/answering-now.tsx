// What is being answered on camera, in one line over the picture for everyone; a tap opens the questions, where it stands
// whole. Gone when it is over. Loaded with the sheets.
import { t } from '../i18n.ts';
import { onCamera } from '../lib/questions-state.ts';
import type { QuestionView } from '../../shared/questions.ts';
import { isWide } from './tabs.ts';
import type { Visit } from './visit.ts';

/** "Linen shirt, M"; empty in general, and for what has left the shelf. */
export const subjectName = (visit: Visit, { productId, variant }: QuestionView): string => {
  const product = visit.room.value.shelf.products.find(({ id }) => id === productId);
  if (!product) return '';
  return variant ? `${product.title}, ${variant}` : product.title;
};

const show = (visit: Visit): void => {
  visit.tab.value = 'questions';
  if (!isWide.peek()) visit.sheets.open({ kind: 'questions' });
};

export const AnsweringNow = ({ visit }: { visit: Visit }) => {
  const question = onCamera(visit.room.value.questions);
  if (!question) return null;
  const about = subjectName(visit, question);
  return (
    <button
      type="button"
      key={question.id}
      class="answering"
      data-testid="answering-now"
      data-id={question.id}
      aria-haspopup="dialog"
      onClick={() => show(visit)}
    >
      <strong>{t('ask.onCamera')}</strong>{' '}
      <span class="text ellipsis" dir="auto">
        {question.text}
      </span>{' '}
      {about && <span class="about-it ellipsis">— {about}</span>}
    </button>
  );
};
