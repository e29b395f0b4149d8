// The demand board: what was wanted and not had in a period, as bars and as a table. Asked anew from time to time.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { t } from '../../i18n.ts';
import { poll } from '../../ui/poll.ts';
import { pagedList } from '../parts/list.ts';
import { Empty, ListView } from '../parts/list-view.tsx';
import { office } from '../parts/office-api.ts';
import { filter, place } from '../parts/travel.ts';
import { DemandChart } from './demand-chart.tsx';
import {
  lineOf,
  orderOf,
  periodOf,
  periodQuery,
  periods,
  ranked,
  type DemandLine,
  type Period,
} from './demand-order.ts';
import { DemandTable, SortChoice } from './demand-table.tsx';

const refreshMs = 15_000;
const linesAtOnce = 50;

const PeriodChoice = ({ days }: { days: Period }) => (
  <div class="segments" role="group" aria-label={t('shop.demand.period')}>
    {periods.map((each) => (
      <button key={each} type="button" aria-pressed={days === each} onClick={() => filter(periodQuery(each))}>
        {t('shop.demand.days', { days: each })}
      </button>
    ))}
  </div>
);

const useDemand = (days: Period) => {
  const list = useMemo(() => pagedList<DemandLine>(), []);
  const load = (): Promise<void> =>
    list.load(async () => ({ rows: (await office.demand(Number(days))).demand.map(lineOf), next: null }));
  useEffect(() => void load(), [days]);
  useEffect(() => {
    const again = async (): Promise<void> => {
      if (list.state.peek().busy === 'no') await list.refresh();
    };
    return poll(again, refreshMs);
  }, []);
  return { list, load };
};

export const Demand = () => {
  const { query } = place.value;
  const days = periodOf(query);
  const order = orderOf(query);
  const { list, load } = useDemand(days);
  const shown = useSignal(linesAtOnce);
  const state = list.state.value;
  const lines = state.rows && ranked(state.rows, order);
  const isCut = lines !== null && lines.length > shown.value;
  return (
    <>
      <p class="quiet lead">{t('shop.demand.help')}</p>
      <div class="filters">
        <PeriodChoice days={days} />
      </div>
      <ListView
        state={{ ...state, rows: lines, next: isCut ? 'more' : null }}
        onRetry={() => void load()}
        onMore={() => (shown.value += linesAtOnce)}
        empty={<Empty title={t('shop.demand.empty', { days })} text={t('shop.demand.empty.help')} />}
      >
        {(rows) => (
          <div class="demand">
            <DemandChart lines={ranked(rows, { by: 'total', turned: false })} />
            <section class="card part" aria-labelledby="demand-heading">
              <h2 id="demand-heading">{t('shop.demand.all')}</h2>
              <SortChoice order={order} />
              <DemandTable lines={rows.slice(0, shown.value)} order={order} />
              <p class="quiet small">{t('shop.demand.counted')}</p>
            </section>
          </div>
        )}
      </ListView>
    </>
  );
};
