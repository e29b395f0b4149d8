// What a question is drawn of wherever it stands: what it is about, with its picture, and who asks. Never changes anything.
import type { QuestionView } from '../../shared/questions.ts';
import type { ProductView } from '../../shared/shop.ts';
import { t } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { ProductPicture } from '../ui/product-picture.tsx';
import { aboutWords } from './queue-words.ts';

type Props = { question: QuestionView; products: readonly ProductView[] };

export const About = ({ question, products }: Props) => {
  const { title, product } = aboutWords(question, products);
  return (
    <p class="question-about">
      {product && <ProductPicture image={product.images[0]} title={product.title} sizes="32px" decorative />}
      <span class="question-about-words">
        {question.kind === 'try_on' && (
          <b class="try-on">
            <Icon name="shirt" />
            {t('studio.queue.tryOn')}
          </b>
        )}
        <span class="question-title">{title}</span>
      </span>
    </p>
  );
};

export const whoAsks = ({ nickname }: QuestionView): string => nickname ?? t('studio.holds.guest');

/** The question as it stands in a dialog. */
export const Quoted = ({ question, products }: Props) => (
  <blockquote class="question-quoted" lang="">
    <p class="question-text">{question.text}</p>
    <About question={question} products={products} />
  </blockquote>
);
