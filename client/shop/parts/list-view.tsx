// What surrounds every list: the skeleton while it loads, the reason when it could not, words when it is empty, and "more" at
// its end. The table itself is the page's.
import type { ComponentChildren } from 'preact';
import { t } from '../../i18n.ts';
import { LoadProblem } from './load-problem.tsx';
import type { ListState } from './list.ts';

type Props<Row> = {
  state: ListState<Row>;
  onRetry: () => void;
  onMore: () => void;
  /** Shown in place of the table. */
  empty: ComponentChildren;
  children: (rows: Row[]) => ComponentChildren;
};

export const Skeleton = ({ rows = 6 }: { rows?: number }) => (
  <div class="skeleton-rows" aria-busy="true">
    <p class="visually-hidden">{t('common.loading')}</p>
    {Array.from({ length: rows }, (_, at) => (
      <div key={at} class="skeleton" />
    ))}
  </div>
);

type EmptyProps = { title: string; text?: string; children?: ComponentChildren };

export const Empty = ({ title, text, children }: EmptyProps) => (
  <div class="empty">
    <h2>{title}</h2>
    {text && <p class="quiet">{text}</p>}
    {children && <div class="actions">{children}</div>}
  </div>
);

export const ListView = <Row,>({ state, onRetry, onMore, empty, children }: Props<Row>) => {
  const { rows, next, busy, problem } = state;
  return (
    <>
      {problem && <LoadProblem code={problem} stale={rows !== null} onRetry={onRetry} />}
      {rows === null && !problem && <Skeleton />}
      {rows?.length === 0 && empty}
      {rows !== null && rows.length > 0 && (
        <div class="list" aria-busy={busy === 'first'}>
          {children(rows)}
        </div>
      )}
      {rows !== null && next !== null && (
        <div class="more">
          <button type="button" class="button" disabled={busy !== 'no'} onClick={onMore}>
            {t(busy === 'more' ? 'common.loading' : 'shop.more')}
          </button>
        </div>
      )}
    </>
  );
};
