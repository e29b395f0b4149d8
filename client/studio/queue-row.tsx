// One waiting question: why it stands here, what is asked about what, by whom, and what can be done with it. The two things
// that are done most are always there, the rest when the row is selected: fifty rows of six buttons are a wall.
import type { QuestionView } from '../../shared/questions.ts';
import type { ProductView } from '../../shared/shop.ts';
import { t, tn } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { askersOf, whyOf } from './queue-order.ts';
import { About, whoAsks } from './queue-parts.tsx';
import type { Queue } from './queue.ts';
import { nameOf, whyWords } from './queue-words.ts';

export type RowActions = {
  reply: (id: string) => void;
  merge: (id: string) => void;
};
type Props = {
  queue: Queue;
  question: QuestionView;
  products: readonly ProductView[];
  actions: RowActions;
};

const Why = ({ queue, question, actions }: Omit<Props, 'products'>) => {
  const similar = queue.similarTo(question.id).length;
  const why = whyOf(question, queue.waiting.value);
  return (
    <p class="question-why small">
      <span>
        <b class="numbers" data-why={why}>
          {whyWords(why, question)}
        </b>
        {why === 'next' && question.meToos > 0 && (
          <span class="numbers"> · {tn('studio.queue.ask', askersOf(question))}</span>
        )}{' '}
        <span class="question-who">· {whoAsks(question)}</span>
      </span>
      {similar > 0 && (
        <button
          type="button"
          class="similar"
          data-testid="similar"
          aria-label={nameOf(tn('studio.queue.similar', similar), question)}
          onClick={() => actions.merge(question.id)}
        >
          <Icon name="combine" />
          {tn('studio.queue.similar', similar)}
        </button>
      )}
    </p>
  );
};

type ActionProps = Omit<Props, 'products'> & { selected: boolean; disabled: boolean };

const More = ({ queue, question, actions, disabled }: ActionProps) => {
  const isNext = question.state === 'next';
  const [place, words] = isNext
    ? (['waiting', 'studio.queue.notNext'] as const)
    : (['next', 'studio.queue.next'] as const);
  return (
    <div class="question-actions more">
      <button
        type="button"
        class="button"
        data-testid="up-next"
        data-key={isNext ? undefined : 'n'}
        disabled={disabled}
        aria-label={nameOf(t(words), question)}
        onClick={() => void queue.move(question.id, place)}
      >
        {t(words)}
      </button>
      <button
        type="button"
        class="button"
        data-testid="reply"
        data-key="r"
        aria-label={nameOf(t('studio.queue.reply'), question)}
        onClick={() => actions.reply(question.id)}
      >
        {t('studio.queue.reply')}
      </button>
      <button
        type="button"
        class="button"
        data-testid="mark-answered"
        disabled={disabled}
        aria-label={nameOf(t('studio.queue.answered'), question)}
        onClick={() => void queue.move(question.id, 'answered')}
      >
        {t('studio.queue.answered')}
      </button>
      <button
        type="button"
        class="button"
        data-testid="merge"
        aria-label={nameOf(t('studio.queue.merge'), question)}
        onClick={() => actions.merge(question.id)}
      >
        {t('studio.queue.merge')}
      </button>
    </div>
  );
};

const Actions = (props: ActionProps) => {
  const { queue, question, selected, disabled } = props;
  return (
    <>
      <div class="question-actions">
        <button
          type="button"
          class="button"
          data-testid="answer-now"
          disabled={disabled || !queue.running.value}
          aria-label={nameOf(t('studio.queue.answer'), question)}
          onClick={() => void queue.move(question.id, 'answering')}
        >
          {t('studio.queue.answer')}
        </button>
        <button
          type="button"
          class="button bare"
          data-testid="dismiss"
          data-key={selected ? 'd' : undefined}
          disabled={disabled}
          aria-label={nameOf(t('studio.queue.dismiss'), question)}
          onClick={() => void queue.move(question.id, 'dismissed')}
        >
          {t('studio.queue.dismiss')}
        </button>
        <button
          type="button"
          class="button bare more-button"
          aria-expanded={selected}
          aria-label={nameOf(t('studio.queue.actions'), question)}
          onClick={(event) => {
            // The row itself would select it again.
            event.stopPropagation();
            queue.select(selected ? null : question.id);
          }}
        >
          <Icon name="ellipsis" />
        </button>
      </div>
      {selected && <More {...props} />}
    </>
  );
};

export const QueueRow = ({ queue, question, products, actions }: Props) => {
  const selected = queue.selected.value === question.id;
  const doing = queue.doing(question.id);
  const disabled = doing !== null || !queue.online.value;
  return (
    // The keys "j" and "k" select it too; the button "More" says so to screen readers.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <li
      class="question"
      data-testid="queue-item"
      data-id={question.id}
      data-state={question.state}
      data-selected={selected}
      aria-busy={doing !== null}
      {...(selected && { 'aria-current': 'true' })}
      tabIndex={-1}
      onClick={() => queue.select(question.id)}
      onFocusIn={(event) => {
        // Not for the pointer: the row would grow under the finger before its press is over.
        if ((event.target as HTMLElement).matches(':focus-visible')) queue.select(question.id);
      }}
    >
      <Why queue={queue} question={question} actions={actions} />
      <p class="question-text" data-testid="question-text">
        {question.text}
      </p>
      <About question={question} products={products} />
      {doing && <p class="small quiet">{t(`studio.queue.doing.${doing}`)}</p>}
      <Actions queue={queue} question={question} actions={actions} selected={selected} disabled={disabled} />
    </li>
  );
};
