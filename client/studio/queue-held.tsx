// The questions that wait for approval, above the queue: each to be shown to everyone or set aside. Rule: MOD-11.
import type { QuestionView } from '../../shared/questions.ts';
import type { ProductView } from '../../shared/shop.ts';
import { t, tn } from '../i18n.ts';
import { About, whoAsks } from './queue-parts.tsx';
import type { Queue } from './queue.ts';
import { nameOf } from './queue-words.ts';

type Props = { queue: Queue; products: readonly ProductView[] };

export const QueueHeld = ({ queue, products }: Props) => {
  const held = queue.held.value;
  if (held.length === 0) return null;
  return (
    <section class="queue-held" aria-labelledby="queue-held">
      <h3 class="small numbers" id="queue-held">
        {tn('studio.queue.held', held.length)}
      </h3>
      <ul tabIndex={-1} aria-labelledby="queue-held">
        {held.map((question) => (
          <Held key={question.id} queue={queue} products={products} question={question} />
        ))}
      </ul>
    </section>
  );
};

const Held = ({ queue, products, question }: Props & { question: QuestionView }) => {
  const disabled = queue.doing(question.id) !== null || !queue.online.value;
  const act = (to: 'waiting' | 'dismissed') => (event: { currentTarget: HTMLElement }) => {
    // Its row is about to go.
    event.currentTarget.closest('ul')?.focus();
    void queue.move(question.id, to);
  };
  return (
    <li class="question" data-testid="held-question" data-id={question.id}>
      <p class="question-why small">{whoAsks(question)}</p>
      <p class="question-text">{question.text}</p>
      <About question={question} products={products} />
      <div class="question-actions">
        <button
          type="button"
          class="button"
          data-testid="show-question"
          disabled={disabled}
          aria-label={nameOf(t('studio.queue.show'), question)}
          onClick={act('waiting')}
        >
          {t('studio.queue.show')}
        </button>
        <button
          type="button"
          class="button bare"
          data-testid="refuse-question"
          disabled={disabled}
          aria-label={nameOf(t('studio.queue.dismiss'), question)}
          onClick={act('dismissed')}
        >
          {t('studio.queue.dismiss')}
        </button>
      </div>
    </li>
  );
};
