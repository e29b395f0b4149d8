// The reservations as quiet lines, newest first: no sound, nothing flashes. A line opens what can be done with it. After the
// show the sum of it stands on top. Rules: STU-55, STU-58.
import { useSignal } from '@preact/signals';
import type { ShowView } from '../../shared/model.ts';
import type { ReservationEntry } from '../../shared/shop.ts';
import { t, tn } from '../i18n.ts';
import { timeOf } from '../ui/moment.ts';
import { Notice } from '../ui/notice.tsx';
import { money } from '../ui/price.tsx';
import { HoldDialog } from './hold-dialog.tsx';
import { stateWords, whatOf, whoOf } from './hold-words.ts';
import type { Holds } from './holds.ts';
import type { Tally } from './reservation-list.ts';

type Props = { holds: Holds; show: ShowView | null; currency: string };

const mostLines = 100;

const NewTab = () => <span class="visually-hidden"> {t('studio.newTab')}</span>;

const Line = ({ entry, onOpen }: { entry: ReservationEntry; onOpen: () => void }) => (
  <li class="hold" data-testid="reservation-item" data-id={entry.id} data-state={entry.state}>
    <button type="button" class="hold-line" onClick={onOpen}>
      <time class="hold-time" dateTime={new Date(entry.placedAt).toISOString()}>
        {timeOf(entry.placedAt)}
      </time>
      <span class="hold-what">
        <b class="numbers">{entry.quantity} ×</b> {whatOf(entry)}
      </span>
      <span class="hold-code numbers">{entry.code}</span>
      <span class="hold-who small">
        {whoOf(entry)} · <span class="hold-state">{stateWords(entry)}</span>
      </span>
    </button>
  </li>
);

const Counts = ({ tally: { held, confirmed, collected, pieces } }: { tally: Tally }) => (
  <p class="holds-counts small quiet numbers">
    <span>{tn('studio.holds.held', held)}</span>
    <span>{tn('studio.holds.confirmed', confirmed)}</span>
    {collected > 0 && <span>{tn('studio.holds.collected', collected)}</span>}
    <span>{tn('studio.holds.pieces', pieces)}</span>
  </p>
);

const Summary = ({ tally, showId, currency }: { tally: Tally; showId: string; currency: string }) => (
  <div class="summary" data-testid="show-summary">
    <h3>{t('studio.holds.summary')}</h3>
    {tally.kept === 0 ? (
      <p>{t('studio.holds.summary.none')}</p>
    ) : (
      <>
        <p class="numbers">
          {t('studio.holds.summary.text', {
            reservations: tn('studio.holds.reservations', tally.kept),
            pieces: tn('studio.holds.pieces', tally.pieces),
            sum: money(tally.cents, currency),
          })}
        </p>
        <a
          class="button"
          href={`/shop/reservations/pick-list?show=${encodeURIComponent(showId)}`}
          target="_blank"
          rel="noopener"
        >
          {t('studio.holds.pickList')}
          <NewTab />
        </a>
      </>
    )}
  </div>
);

const Problem = ({ holds }: { holds: Holds }) => {
  const code = holds.problem.value;
  if (!code) return null;
  return (
    <Notice
      kind="warn"
      title={t(holds.list.value ? 'studio.holds.mayBeOld' : 'studio.holds.failed')}
      code={code}
    >
      <p>{t(`error.${code}`)}</p>
      <div class="actions">
        <button type="button" class="button" onClick={() => void holds.load()}>
          {t('common.retry')}
        </button>
      </div>
    </Notice>
  );
};

const Skeleton = () => (
  <div class="hold-list" role="status">
    <span class="visually-hidden">{t('common.loading')}</span>
    {[1, 2, 3].map((row) => (
      <div key={row} class="skeleton hold-skeleton" aria-hidden="true" />
    ))}
  </div>
);

const List = ({ holds, onOpen }: { holds: Holds; onOpen: (id: string) => void }) => {
  const list = holds.list.value;
  if (!list) return holds.problem.value ? null : <Skeleton />;
  const older = list.length - mostLines;
  return (
    <>
      <ul class="hold-list">
        {list.slice(0, mostLines).map((entry) => (
          <Line key={entry.id} entry={entry} onOpen={() => onOpen(entry.id)} />
        ))}
      </ul>
      {older > 0 && <p class="small quiet">{tn('studio.holds.older', older)}</p>}
    </>
  );
};

export const HoldsPanel = ({ holds, show, currency }: Props) => {
  const opened = useSignal<string | null>(null);
  const tally = holds.tally.value;
  const list = holds.list.value;
  const filter = show ? `?show=${encodeURIComponent(show.id)}` : '';
  const ended = show?.state === 'ended' && list !== null;

  return (
    <section class="holds" aria-labelledby="holds-heading">
      <div class="holds-head">
        <div class="holds-title">
          <h2 id="holds-heading" class="visually-hidden">
            {t('studio.holds')}
          </h2>
          {list && list.length > 0 && <Counts tally={tally} />}
          <a class="small target-link" href={`/shop/reservations${filter}`} target="_blank" rel="noopener">
            {t('studio.holds.all')}
            <NewTab />
          </a>
        </div>
      </div>
      {ended && show && <Summary tally={tally} showId={show.id} currency={currency} />}
      <Problem holds={holds} />
      {list?.length === 0 && !ended && (
        <p class="quiet">{t(show ? 'studio.holds.empty' : 'studio.holds.noShow')}</p>
      )}
      <List holds={holds} onOpen={(id) => (opened.value = id)} />
      <HoldDialog holds={holds} reservationId={opened.value} onClose={() => (opened.value = null)} />
    </section>
  );
};
