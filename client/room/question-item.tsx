// One question: where it stands, what it says, what it is about, its answers, and what the viewer may do: ask it too, or take
// his own back. A tap that was not answered is never shown as done.
import { useEffect, useRef, useState } from 'preact/hooks';
import { isOpenQuestion } from '../../shared/question-states.ts';
import type { QuestionView } from '../../shared/questions.ts';
import { t, tn } from '../i18n.ts';
import type { PendingTap } from '../lib/outbox.ts';
import type { Own } from '../lib/own-questions.ts';
import { Icon } from '../ui/icon.tsx';
import { aboutWords, stateWords } from './question-words.ts';
import { takesReservations } from './reserving.ts';
import type { Visit } from './visit.ts';

type Props = { visit: Visit; question: QuestionView; own: Own; place: number | undefined };

export const QuestionItem = ({ visit, question, own, place }: Props) => {
  const { id, state, text, kind, nickname } = question;
  const isMine = own.asked.has(id);
  const about = [
    aboutWords(visit, question),
    kind === 'try_on' && t('ask.tryOn'),
    isMine ? t('ask.yours') : nickname,
  ];
  return (
    <li class="question" data-testid="question-item" data-id={id} data-state={state} data-mine={isMine}>
      {/* Said here once more: Chromium does not always draw a child anew when its parent's attribute changes. */}
      <p class="state small" data-state={state}>
        {stateWords(visit, question, place)}
      </p>
      <p class="text" dir="auto">
        {text}
      </p>
      <p class="about-it small quiet">{about.filter(Boolean).join(' · ')}</p>
      <Answers visit={visit} question={question} />
      <Doing visit={visit} question={question} isMine={isMine} joined={own.joined.has(id)} />
    </li>
  );
};

const Answers = ({ visit, question: { id, answer } }: Pick<Props, 'visit' | 'question'>) => {
  const alone = visit.myQuestions.mine.value.answers.find(({ questionId }) => questionId === id);
  return (
    <>
      {answer !== null && <Answer label={t('ask.answer')} text={answer} />}
      {alone && <Answer label={t('ask.answer.alone')} text={alone.text} alone />}
    </>
  );
};

export const Answer = ({ label, text, alone }: { label: string; text: string; alone?: true }) => (
  <div class="answer" data-alone={alone}>
    <strong class="small">{label}</strong>
    <p dir="auto">{text}</p>
  </div>
);

type DoingProps = { visit: Visit; question: QuestionView; isMine: boolean; joined: boolean };

const Doing = ({ visit, question, isMine, joined }: DoingProps) => {
  const { id, state, meToos } = question;
  const runs = takesReservations(visit.room.value.room?.show);
  const others = meToos > 0 && tn('ask.meToo.count', meToos);
  if (!runs || !(isOpenQuestion(state) || state === 'held'))
    return others ? <p class="others small quiet">{others}</p> : null;
  if (!isMine) return <MeToo visit={visit} id={id} meToos={meToos} joined={joined} />;
  return (
    <div class="doing">
      {others && <span class="others small quiet numbers">{others}</span>}
      {state !== 'answering' && <TakeBack visit={visit} id={id} />}
    </div>
  );
};

type MeTooProps = { visit: Visit; id: string; meToos: number; joined: boolean };

const MeToo = ({ visit, id, meToos, joined }: MeTooProps) => {
  const outbox = visit.desk.value?.outbox;
  const pending = outbox?.find('question.meToo', id);
  return (
    <div class="doing">
      <button
        type="button"
        class="button me-too"
        data-testid="me-too"
        aria-pressed={joined}
        aria-disabled={joined || pending !== undefined}
        aria-busy={pending !== undefined}
        onClick={() => !joined && outbox?.add('question.meToo', id, { questionId: id })}
      >
        <Icon name={joined ? 'check' : 'plus'} />
        {t('ask.meToo')}
        {meToos > 0 && <span class="numbers">{meToos}</span>}
      </button>
      {pending && <Unsent visit={visit} tap={pending} />}
    </div>
  );
};

/** Only what keeps one waiting is said: a tap that goes through at once needs no word. */
const Unsent = ({ visit, tap }: { visit: Visit; tap: PendingTap }) => {
  if (visit.connection.status.value === 'open' && tap.attempts < 2) return null;
  return <PendingNote visit={visit} tap={tap} />;
};

export const PendingNote = ({ visit, tap }: { visit: Visit; tap: PendingTap }) => {
  const isOpen = visit.connection.status.value === 'open';
  const words = tap.attempts > 1 ? t('ask.pending.again') : t('ask.pending.sending');
  return (
    <span
      class="small quiet"
      role="status"
      data-testid="pending-tap"
      data-state={isOpen ? tap.state : 'offline'}
    >
      {isOpen ? words : t('ask.pending.offline')}
    </span>
  );
};

const TakeBack = ({ visit, id }: { visit: Visit; id: string }) => {
  const [asks, ask] = useState<boolean | null>(null);
  const keep = useRef<HTMLButtonElement>(null);
  const back = useRef<HTMLButtonElement>(null);
  const outbox = visit.desk.value?.outbox;
  const pending = outbox?.find('question.withdraw', id);
  // The focus follows what took the place of the button that had it.
  useEffect(() => {
    if (asks !== null) (asks ? keep : back).current?.focus();
  }, [asks]);
  if (pending) return <PendingNote visit={visit} tap={pending} />;
  if (!asks)
    return (
      <button
        type="button"
        class="button bare small"
        ref={back}
        data-testid="withdraw"
        onClick={() => ask(true)}
      >
        {t('ask.withdraw')}
      </button>
    );
  const withdraw = (event: { currentTarget: HTMLElement }) => {
    event.currentTarget.closest('ul')?.focus(); // its row is about to go
    outbox?.add('question.withdraw', id, { questionId: id });
  };
  return (
    <div class="asking" role="group" aria-label={t('ask.withdraw.ask')}>
      <p>{t('ask.withdraw.ask')}</p>
      <div class="actions">
        <button type="button" class="button" ref={keep} onClick={() => ask(false)}>
          {t('ask.withdraw.keep')}
        </button>
        <button type="button" class="button danger" data-testid="withdraw" onClick={withdraw}>
          {t('ask.withdraw.do')}
        </button>
      </div>
    </div>
  );
};
