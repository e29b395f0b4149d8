// The questions of the show in the order in which they are taken, then what was answered; with a filter, and with what is still
// on its way from this device. A long list is drawn in parts.
import { useEffect, useRef, useState } from 'preact/hooks';
import { isOpenQuestion } from '../../shared/question-states.ts';
import type { QuestionView } from '../../shared/questions.ts';
import { t, tn } from '../i18n.ts';
import type { Tap } from '../lib/outbox.ts';
import { ownOf } from '../lib/own-questions.ts';
import { listed, placesOf, questionFilters, steady, type QuestionFilter } from '../lib/question-list.ts';
import { askingOf } from './asking.ts';
import { PendingNote, QuestionItem } from './question-item.tsx';
import type { Visit } from './visit.ts';

const rowsAtOnce = 50;
const restMs = 2000;

/** While a finger or a pointer is on the list its order rests: nothing slips away under a tap. */
const useSteady = (questions: QuestionView[]) => {
  const list = useRef<HTMLUListElement>(null);
  const shown = useRef<string[]>([]);
  const touchedAt = useRef(0);
  const [, drawAgain] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const touched = (): void => {
      touchedAt.current = performance.now();
      clearTimeout(timer);
      timer = setTimeout(() => drawAgain(touchedAt.current), restMs + 10);
    };
    const box = list.current;
    for (const type of touches) box?.addEventListener(type, touched, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const type of touches) box?.removeEventListener(type, touched);
    };
  }, []);
  const rests = touchedAt.current > 0 && performance.now() - touchedAt.current < restMs;
  const ordered = rests ? steady(shown.current, questions) : questions;
  shown.current = ordered.map(({ id }) => id);
  return { list, ordered };
};

const touches = ['pointerdown', 'pointermove', 'focusin', 'keydown'] as const;

export const QuestionList = ({ visit }: { visit: Visit }) => {
  const [filter, choose] = useState<QuestionFilter>('all');
  const [rows, setRows] = useState(rowsAtOnce);
  const { questions, shelf } = visit.room.value;
  const own = ownOf(visit.myQuestions.mine.value, questions);
  // Nothing is showing: there is no "this".
  const used = filter === 'product' && !shelf.pinned ? 'all' : filter;
  const found = listed(questions, own, used, shelf.pinned?.id ?? null);
  const { list, ordered } = useSteady(found);
  const places = placesOf(questions);
  const asking = askingOf(visit);
  const isEmpty = listed(questions, own, 'all', null).length === 0;
  return (
    <div class="questions">
      {asking === 'after' && !isEmpty && <p class="small quiet">{t('ask.after')}</p>}
      {!isEmpty && <Filters used={used} hasProduct={shelf.pinned !== null} onChoose={choose} />}
      {used !== 'product' && <OnTheirWay visit={visit} />}
      {found.length === 0 && <Empty visit={visit} filter={isEmpty ? 'all' : used} />}
      <ul ref={list} tabIndex={-1} aria-label={t('room.questions')}>
        {ordered.slice(0, rows).map((question) => (
          <QuestionItem
            key={question.id}
            visit={visit}
            question={question}
            own={own}
            place={isOpenQuestion(question.state) ? places.get(question.id) : undefined}
          />
        ))}
      </ul>
      {found.length > rows && (
        <button type="button" class="button wide" onClick={() => setRows(rows + rowsAtOnce)}>
          {tn('ask.more', Math.min(rowsAtOnce, found.length - rows))}
        </button>
      )}
    </div>
  );
};

type FilterProps = {
  used: QuestionFilter;
  hasProduct: boolean;
  onChoose: (filter: QuestionFilter) => void;
};

const Filters = ({ used, hasProduct, onChoose }: FilterProps) => (
  <div class="filters" role="group" aria-label={t('ask.filter')}>
    {questionFilters
      .filter((filter) => filter !== 'product' || hasProduct)
      .map((filter) => (
        <button
          key={filter}
          type="button"
          class="button small"
          aria-pressed={filter === used}
          onClick={() => onChoose(filter)}
        >
          {t(`ask.filter.${filter}`)}
        </button>
      ))}
  </div>
);

const Empty = ({ visit, filter }: { visit: Visit; filter: QuestionFilter }) => {
  const asking = askingOf(visit);
  const sending = visit.desk.value?.outbox.pending.value.some(({ type }) => type === 'question.ask');
  if (sending && filter !== 'product') return null;
  if (filter !== 'all') return <p class="empty quiet">{t(`ask.none.${filter}`)}</p>;
  return <p class="empty quiet">{asking === 'open' ? t('ask.none') : t(`ask.none.${asking}`)}</p>;
};

/** Asked here, and not at the shop yet. */
const OnTheirWay = ({ visit }: { visit: Visit }) => {
  const outbox = visit.desk.value?.outbox;
  const isOffline = visit.connection.status.value !== 'open';
  const asks = outbox?.pending.value.filter(({ type }) => type === 'question.ask') ?? [];
  return (
    <>
      {asks.map((tap) => (
        <div key={tap.key} class="question on-its-way">
          <p class="text" dir="auto">
            {textOf(tap)}
          </p>
          <div class="doing">
            <PendingNote visit={visit} tap={tap} />
            {isOffline && tap.attempts === 0 && (
              <button type="button" class="button bare small" onClick={() => outbox?.takeBack(tap.key)}>
                {t('reserve.pending.takeBack')}
              </button>
            )}
          </div>
        </div>
      ))}
    </>
  );
};

const textOf = (tap: Tap): string => (tap.type === 'question.ask' ? tap.body.text : '');
