// The question on camera, large, with the time it has been there; what ends it, and its product in one tap when the room sees
// another. Without one: the button that takes the first. Rules: STU-62.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ShowView } from '../../shared/model.ts';
import type { QuestionView } from '../../shared/questions.ts';
import { t } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { About, whoAsks } from './queue-parts.tsx';
import type { RowActions } from './queue-row.tsx';
import type { Queue } from './queue.ts';
import { askWords, spanText } from './queue-words.ts';
import type { RunOfShow } from './run-of-show.ts';

type Props = {
  queue: Queue;
  run: RunOfShow;
  show: ShowView | null;
  /** The server's time. */
  now: () => number;
  actions: RowActions;
  onTake: () => void;
};

/** Counts by the server's clock, as all do. */
const OnCameraFor = ({ since, now }: { since: number; now: () => number }) => {
  const elapsedMs = useSignal(now() - since);
  useEffect(() => {
    const tick = (): void => void (elapsedMs.value = now() - since);
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [since]);
  const time = spanText(elapsedMs.value);
  return (
    <span
      class="on-camera-time numbers"
      role="timer"
      aria-live="off"
      aria-label={t('studio.queue.onCameraFor', { time })}
    >
      {time}
    </span>
  );
};

/** Only what is in the line-up can be shown. */
const ShowProduct = ({ run, question }: { run: RunOfShow; question: QuestionView }) => {
  const product = run.products.value.find(({ id }) => id === question.productId);
  if (!product || run.pinned.value?.id === product.id) return null;
  const coming = run.pending.value?.productId === product.id;
  return (
    <button
      type="button"
      class="button show-product"
      data-testid="show-product"
      disabled={!run.online.value}
      aria-busy={coming}
      onClick={() => void run.pin(product.id)}
    >
      <Icon name="eye" />
      {t(coming ? 'studio.run.showing' : 'studio.queue.showProduct')}
    </button>
  );
};

const TakeNext = ({
  queue,
  name,
  words,
  onTake,
}: Pick<Props, 'queue' | 'onTake'> & { name: string; words: string }) => (
  <button
    type="button"
    class="button primary"
    data-testid="take-next"
    data-key={t('studio.keys.space')}
    aria-keyshortcuts="Space"
    aria-label={name}
    disabled={!queue.online.value || !queue.running.value || queue.taking || queue.shown.value.length === 0}
    aria-busy={queue.taking}
    onClick={onTake}
  >
    {words}
  </button>
);

const Card = ({ question, ...props }: Props & { question: QuestionView }) => {
  const { queue, run, show, now, actions, onTake } = props;
  const doing = queue.doing(question.id);
  const disabled = doing !== null || !queue.online.value;
  const since = show && question.fromShowMs !== null ? show.startedAt + question.fromShowMs : null;
  return (
    <div class="on-camera" data-testid="queue-item" data-id={question.id} data-state={question.state}>
      <div class="on-camera-head">
        <h3>{t('studio.queue.onCamera')}</h3>
        <span class="on-camera-who small quiet numbers">
          {whoAsks(question)} · {askWords(question)}
        </span>
        {since !== null && <OnCameraFor since={since} now={now} />}
      </div>
      <p class="on-camera-text">{question.text}</p>
      <About question={question} products={run.products.value} />
      <ShowProduct run={run} question={question} />
      {doing && <p class="small quiet">{t(`studio.queue.doing.${doing}`)}</p>}
      <div class="question-actions">
        {queue.shown.value.length > 0 && (
          <TakeNext
            queue={queue}
            name={t('studio.queue.takeNext')}
            words={t('studio.queue.takeNext.short')}
            onTake={onTake}
          />
        )}
        <button
          type="button"
          class="button"
          data-testid="mark-answered"
          data-key="a"
          aria-keyshortcuts="A"
          disabled={disabled}
          onClick={() => void queue.move(question.id, 'answered')}
        >
          {t('studio.queue.answered')}
        </button>
      </div>
      <div class="question-actions quiet-ones">
        <button
          type="button"
          class="button bare"
          disabled={disabled}
          onClick={() => void queue.move(question.id, 'waiting')}
        >
          {t('studio.queue.putBack')}
        </button>
        <button type="button" class="button bare" onClick={() => actions.reply(question.id)}>
          {t('studio.queue.reply')}
        </button>
      </div>
    </div>
  );
};

export const QueueNow = (props: Props) => {
  const { queue, onTake } = props;
  const question = queue.onCamera.value;
  if (question) return <Card key={question.id} question={question} {...props} />;
  if (!queue.running.value || queue.waiting.value.length === 0) return null;
  return (
    <div class="on-camera none">
      <p class="small quiet">{t('studio.queue.nothing')}</p>
      <TakeNext
        queue={queue}
        name={t('studio.queue.takeFirst')}
        words={t('studio.queue.takeFirst')}
        onTake={onTake}
      />
    </div>
  );
};
