// Answering in writing: for everyone or for those alone who asked; answers given before to a question like this are offered
// and fill the field in one tap. What was begun is kept when the dialog closes. Rules: STU-66, STU-67.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { limits } from '../../shared/limits.ts';
import { isOpenQuestion } from '../../shared/question-states.ts';
import type { QuestionView, SavedAnswer } from '../../shared/questions.ts';
import { t, tn } from '../i18n.ts';
import type { RequestFailure } from '../lib/connection.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { toast } from '../ui/toast.tsx';
import { fittingAnswers } from './fitting-answers.ts';
import { isNarrow } from './narrow.ts';
import { askersOf } from './queue-order.ts';
import { Quoted } from './queue-parts.tsx';
import type { Queue } from './queue.ts';
import type { RunOfShow } from './run-of-show.ts';
import { studioApi } from './studio-api.ts';

type Props = { queue: Queue; run: RunOfShow; questionId: string | null; onClose: () => void };
type Audience = 'all' | 'asker';

const isAnswer = (text: string): boolean => text.trim().length >= 2 && text.length <= limits.answerChars;

/** Those that fit; none while they are not there, for they are only a help. */
const useFitting = ({ text, productId }: QuestionView): Signal<readonly SavedAnswer[]> => {
  const fitting = useSignal<readonly SavedAnswer[]>([]);
  useEffect(() => {
    let gone = false;
    const ask = async (): Promise<void> => {
      const { answers } = await studioApi.answers(productId);
      const found = await fittingAnswers(text, answers);
      if (!gone) fitting.value = found;
    };
    ask().catch(() => {});
    return () => void (gone = true);
  }, []);
  return fitting;
};

const Before = ({ answers, onUse }: { answers: readonly SavedAnswer[]; onUse: (text: string) => void }) => (
  <section class="before" aria-labelledby="before-heading">
    <h3 id="before-heading">{t('studio.reply.before')}</h3>
    <p class="small quiet">{t('studio.reply.before.help')}</p>
    <ul class="before-list">
      {answers.map(({ id, question, answer }) => (
        <li key={id}>
          <button
            type="button"
            class="before-answer"
            data-testid="saved-answer"
            data-id={id}
            onClick={() => onUse(answer)}
          >
            <span>{answer}</span>
            <span class="small quiet">{t('studio.reply.before.to', { question })}</span>
          </button>
        </li>
      ))}
    </ul>
  </section>
);

const AudienceChoice = ({ to, askers }: { to: Signal<Audience>; askers: number }) => {
  const choices = [
    ['all', t('studio.reply.to.all')],
    ['asker', tn('studio.reply.to.asker', askers)],
  ] as const;
  return (
    <fieldset class="choices">
      <legend class="label">{t('studio.reply.to')}</legend>
      {choices.map(([value, words]) => (
        <label key={value} class="choice">
          <input
            type="radio"
            name="audience"
            value={value}
            checked={to.value === value}
            onChange={() => (to.value = value)}
          />
          {words}
        </label>
      ))}
    </fieldset>
  );
};

const Form = ({
  queue,
  question,
  onClose,
}: {
  queue: Queue;
  question: QuestionView;
  onClose: () => void;
}) => {
  const field = useRef<HTMLTextAreaElement>(null);
  const text = useSignal(queue.drafts.get(question.id) ?? '');
  const to = useSignal<Audience>('all');
  const save = useSignal(false);
  const tried = useSignal(false);
  const busy = useSignal(false);
  const problem = useSignal<RequestFailure | null>(null);
  const fitting = useFitting(question);
  const isOpen = isOpenQuestion(question.state);

  const write = (written: string): void => {
    text.value = written;
    queue.drafts.set(question.id, written);
  };
  const send = async (): Promise<void> => {
    tried.value = true;
    if (!isAnswer(text.value) || busy.value || !queue.online.value || !isOpen) return;
    busy.value = true;
    problem.value = await queue.reply({
      questionId: question.id,
      text: text.value.trim(),
      to: to.value,
      save: save.value,
    });
    busy.value = false;
    if (problem.value) return;
    toast(t(`studio.reply.sent.${to.value}`), 'ok');
    onClose();
  };

  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {fitting.value.length > 0 && (
        <Before
          answers={fitting.value}
          onUse={(answer) => {
            write(answer);
            field.current?.focus();
          }}
        />
      )}
      <Field
        label={t('studio.reply.text')}
        hint={tn('studio.reply.left', limits.answerChars - text.value.length)}
        wrong={tried.value && !isAnswer(text.value) ? t('studio.reply.wrong') : null}
      >
        {(ties) => (
          <textarea
            {...ties}
            ref={field}
            class="input"
            // Not on a phone, whose keyboard would cover what was answered before.
            autofocus={!isNarrow.peek()}
            rows={4}
            data-testid="reply-text"
            maxLength={limits.answerChars}
            value={text.value}
            onInput={(event) => write(event.currentTarget.value)}
          />
        )}
      </Field>
      <AudienceChoice to={to} askers={askersOf(question)} />
      <label class="choice">
        <input
          type="checkbox"
          checked={save.value}
          onChange={(event) => (save.value = event.currentTarget.checked)}
        />
        {t('studio.reply.save')}
      </label>
      {!isOpen && !busy.value && (
        <Notice kind="warn">
          <p>{t('studio.reply.over')}</p>
        </Notice>
      )}
      {problem.value && (
        <Notice kind="bad" code={problem.value}>
          <p>{t(`error.${problem.value}`)}</p>
        </Notice>
      )}
      {!queue.online.value && <p class="small quiet">{t('studio.queue.stale')}</p>}
      <button
        type="submit"
        class="button primary"
        data-testid="reply-send"
        disabled={busy.value || !isOpen || !queue.online.value}
      >
        {t(busy.value ? 'studio.reply.sending' : 'studio.reply.send')}
      </button>
    </form>
  );
};

export const QueueReply = ({ queue, run, questionId, onClose }: Props) => {
  const question = queue.find(questionId);
  return (
    <Dialog open={question !== null} onClose={onClose} title={t('studio.queue.reply')}>
      {question && (
        <div class="stack" key={question.id}>
          <Quoted question={question} products={run.products.value} />
          <Form queue={queue} question={question} onClose={onClose} />
        </div>
      )}
    </Dialog>
  );
};
