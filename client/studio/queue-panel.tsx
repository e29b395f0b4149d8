// The queue: what is on camera, the filters with their counts, the rows in the order of the shop's rule, and for some seconds
// the way back from a dismissal. Chooses between skeleton, empty and list; on a phone shows the first row until asked for more.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ShowView } from '../../shared/model.ts';
import type { Key } from '../../shared/i18n/index.ts';
import { t, tn } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { announce } from '../ui/live-region.tsx';
import { filters, type Filter } from './queue-order.ts';
import { undoDismissal } from './queue-keys.ts';
import { QueueHeld } from './queue-held.tsx';
import { QueueNow } from './queue-now.tsx';
import { QueueRow, type RowActions } from './queue-row.tsx';
import type { Queue } from './queue.ts';
import type { RunOfShow } from './run-of-show.ts';

type Props = {
  queue: Queue;
  run: RunOfShow;
  show: ShowView | null;
  now: () => number;
  actions: RowActions;
  onTake: () => void;
  /** A phone: one thumb, and the products below. */
  narrow: boolean;
};

const Skeleton = () => (
  <div class="question-list" role="status">
    <span class="visually-hidden">{t('common.loading')}</span>
    {[1, 2, 3].map((row) => (
      <div key={row} class="skeleton question-skeleton" aria-hidden="true" />
    ))}
  </div>
);

const FilterButton = ({ queue, filter }: { queue: Queue; filter: Filter }) => {
  const count = queue.counts.value[filter];
  const on = queue.filter.value === filter;
  return (
    <button
      type="button"
      class="chip"
      data-filter={filter}
      aria-pressed={on}
      onClick={() => (queue.filter.value = on ? 'all' : filter)}
    >
      {t(`studio.queue.filter.${filter}`)} <span class="numbers">{count}</span>
    </button>
  );
};

const Filters = ({ queue }: { queue: Queue }) => (
  <div class="chips" role="group" aria-label={t('studio.queue.filters')}>
    {filters.map((filter) => (
      <FilterButton key={filter} queue={queue} filter={filter} />
    ))}
  </div>
);

const emptyWords = (queue: Queue): Key => {
  if (queue.questions.value.length > 0) return 'studio.queue.done';
  return queue.running.value ? 'studio.queue.empty' : 'studio.queue.noShow';
};

const Empty = ({ queue }: { queue: Queue }) => {
  if (queue.waiting.value.length === 0) return <p class="quiet">{t(emptyWords(queue))}</p>;
  return (
    <div class="panel-empty">
      <p class="quiet">{t('studio.queue.noneHere')}</p>
      <button type="button" class="button" onClick={() => (queue.filter.value = 'all')}>
        {t('studio.queue.noneHere.all')}
      </button>
    </div>
  );
};

const UndoStrip = ({ queue }: { queue: Queue }) => {
  const { undo } = queue;
  const last = undo.dismissed.value.at(-1);
  if (!last) return null;
  return (
    <div
      class="queue-undo"
      data-testid="undo-strip"
      onPointerEnter={() => undo.hold()}
      onPointerLeave={() => undo.release()}
      onFocusIn={() => undo.hold()}
      onFocusOut={() => undo.release()}
    >
      <span class="queue-undo-text">{t('studio.queue.dismissed', { text: last.text })}</span>
      <button
        type="button"
        class="button bare"
        data-testid="undo-dismiss"
        data-key="u"
        aria-keyshortcuts="U"
        disabled={!queue.online.value}
        onClick={() => void undoDismissal(queue)}
      >
        <Icon name="undo-2" />
        {t('studio.queue.undo')}
      </button>
    </div>
  );
};

/** A step by key takes the focus along; a row that goes with the focus in it gives it to the list. */
const useFollowedFocus = (queue: Queue) => {
  const list = useRef<HTMLUListElement>(null);
  const wished = useRef(queue.stepped.peek());
  const hadFocus = useRef(false);
  const stepped = queue.stepped.value;
  useEffect(() => {
    if (wished.current === stepped) return;
    wished.current = stepped;
    const row = list.current?.querySelector<HTMLElement>(`[data-id="${stepped?.id}"]`);
    row?.focus({ preventScroll: true });
    // Once it has grown by its buttons.
    requestAnimationFrame(() => row?.scrollIntoView({ block: 'nearest' }));
  }, [stepped]);
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) list.current?.focus();
  });
  return {
    ref: list,
    onFocusIn: () => void (hadFocus.current = true),
    onFocusOut: ({ relatedTarget }: FocusEvent) => {
      // Without a next one the row may just be going.
      if (relatedTarget !== null && !list.current?.contains(relatedTarget as Node)) hadFocus.current = false;
    },
  };
};

const List = ({ queue, run, actions, narrow }: Pick<Props, 'queue' | 'run' | 'actions' | 'narrow'>) => {
  const open = useSignal(false);
  const focus = useFollowedFocus(queue);
  const rows = queue.rows.value;
  const all = queue.shown.value.length;
  const short = narrow && !open.value;
  const drawn = short ? rows.slice(0, 1) : rows;
  return (
    <>
      <ul class="question-list" aria-label={t('studio.queue.list')} tabIndex={-1} {...focus}>
        {drawn.map((question) => (
          <QueueRow
            key={question.id}
            queue={queue}
            question={question}
            products={run.products.value}
            actions={actions}
          />
        ))}
      </ul>
      {!short && all > rows.length && (
        <p class="small quiet numbers">{tn('studio.queue.more', all - rows.length)}</p>
      )}
      {narrow && all > 1 && (
        <button
          type="button"
          class="button wide"
          aria-expanded={open.value}
          onClick={() => (open.value = !open.value)}
        >
          {open.value ? t('studio.queue.less') : tn('studio.queue.all', all)}
        </button>
      )}
    </>
  );
};

/** Whoever put it on camera. */
const useSpokenCamera = (queue: Queue): void => {
  const question = queue.onCamera.value;
  const before = useRef(question?.id);
  useEffect(() => {
    if (before.current === question?.id) return;
    before.current = question?.id;
    announce(
      question ? t('studio.queue.onCameraSaid', { text: question.text }) : t('studio.queue.offCameraSaid'),
    );
  }, [question?.id]);
};

export const QueuePanel = (props: Props) => {
  const { queue } = props;
  useSpokenCamera(queue);
  if (!queue.ready.value) return <Skeleton />;
  const nothing = queue.shown.value.length === 0;
  return (
    <div class="queue">
      <div class="queue-head">
        <h2 class="visually-hidden">{t('studio.queue')}</h2>
        {!queue.online.value && <p class="small quiet">{t('studio.queue.stale')}</p>}
        <QueueNow {...props} />
        {(queue.waiting.value.length > 0 || queue.filter.value !== 'all') && <Filters queue={queue} />}
      </div>
      <div class="queue-body">
        <QueueHeld queue={queue} products={props.run.products.value} />
        {nothing ? <Empty queue={queue} /> : <List {...props} />}
      </div>
      <UndoStrip queue={queue} />
    </div>
  );
};
