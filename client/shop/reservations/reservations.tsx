// All reservations: by state with counts, by show, by code or name; one click further everything about one. Needs icons
// `download`, `printer`.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { ReservationState } from '../../../shared/reservation-states.ts';
import type { ShowRow } from '../../../shared/shop-api.ts';
import type { ReservationEntry } from '../../../shared/shop.ts';
import { t } from '../../i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { poll } from '../../ui/poll.ts';
import { addressOf } from '../parts/address.ts';
import { pagedList, type PagedList } from '../parts/list.ts';
import { Empty, ListView } from '../parts/list-view.tsx';
import { office, type ReservationFilter } from '../parts/office-api.ts';
import { Page } from '../parts/page.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { filter, go, place } from '../parts/travel.ts';
import { numberText, whenText } from '../parts/words.ts';
import { filterOf, states } from './filter.ts';
import { PickList } from './pick-list.tsx';
import { ReservationDrawer } from './reservation-drawer.tsx';
import { ReservationTable } from './reservation-table.tsx';

const refreshMs = 15_000;
const firstPage = 50;

type Counts = Record<ReservationState, number> | null;

const StateTabs = ({ counts, wanted }: { counts: Counts; wanted: ReservationFilter }) => {
  const { query } = place.value;
  const href = (state: string): string => addressOf({ page: 'reservations', query: { ...query, state } });
  const all = counts && states.reduce((sum, state) => sum + counts[state], 0);
  const tabs: [string, string, number | null][] = [
    ['', t('shop.reservations.all'), all],
    ...states.map((state): [string, string, number | null] => [
      state,
      t(`shop.reservations.${state}`),
      counts && counts[state],
    ]),
  ];
  return (
    <nav class="tabs" aria-label={t('shop.reservations.states')}>
      {tabs.map(([state, label, count]) => (
        <a key={state} href={href(state)} {...(wanted.state === state && { 'aria-current': 'page' })}>
          {label}
          {count !== null && <span class="count numbers">{numberText(count)}</span>}
        </a>
      ))}
    </nav>
  );
};

const ShowFilter = ({ shows, wanted }: { shows: ShowRow[]; wanted: string }) => (
  <label class="show-filter">
    <span class="visually-hidden">{t('shop.reservations.show')}</span>
    <select
      class="input"
      value={wanted}
      onChange={(event) => filter({ show: event.currentTarget.value || null })}
    >
      <option value="">{t('shop.reservations.allShows')}</option>
      {wanted && !shows.some(({ id }) => id === wanted) && <option value={wanted}>{t('shop.show')}</option>}
      {shows.map(({ id, roomName, startedAt }) => (
        <option key={id} value={id}>
          {`${roomName} · ${whenText(startedAt)}`}
        </option>
      ))}
    </select>
  </label>
);

const NothingHere = ({ wanted }: { wanted: ReservationFilter }) => {
  if (wanted.q)
    return <Empty title={t('shop.nothingFound', { q: wanted.q })} text={t('shop.reservations.found.help')} />;
  if (wanted.state || wanted.show) return <Empty title={t('shop.reservations.noneLike')} />;
  return <Empty title={t('shop.reservations.empty')} text={t('shop.reservations.empty.help')} />;
};

/** The list and its counts for a filter; asked anew from time to time as long as only the first page is shown. */
const useReservations = (wanted: ReservationFilter) => {
  const list = useMemo(() => pagedList<ReservationEntry>(), []);
  const counts = useSignal<Counts>(null);
  const load = (): Promise<void> =>
    list.load(async (cursor) => {
      const reply = await office.reservations(wanted, cursor, firstPage);
      counts.value = reply.counts;
      return { rows: reply.reservations, next: reply.next };
    });
  useEffect(() => void load(), [wanted.state, wanted.show, wanted.room, wanted.q]);
  useEffect(() => {
    const again = async (): Promise<void> => {
      const { rows, busy } = list.state.peek();
      if (busy === 'no' && (rows?.length ?? 0) <= firstPage) await list.refresh();
    };
    return poll(again, refreshMs);
  }, []);
  return { list, counts, load };
};

const changed = (list: PagedList<ReservationEntry>, entry: ReservationEntry): void => {
  list.replace(({ id }) => id === entry.id, entry);
  void list.refresh();
};

const List = ({ openId }: { openId: string | null }) => {
  const { query } = place.value;
  const wanted = filterOf(query);
  const { list, counts, load } = useReservations(wanted);
  const shows = useSignal<ShowRow[]>([]);
  useEffect(() => {
    office.shows(null).then(
      (reply) => (shows.value = reply.shows),
      () => {}, // the filter is a convenience; the list says what is wrong
    );
  }, []);

  return (
    <Page
      title={t('shop.nav.reservations')}
      actions={
        <>
          <a class="button" href={office.reservationsCsv(wanted)} download>
            <Icon name="download" />
            {t('shop.reservations.csv')}
          </a>
          <a class="button" href={addressOf({ page: 'reservations', rest: ['pick-list'], query })}>
            <Icon name="printer" />
            {t('shop.pickList')}
          </a>
        </>
      }
    >
      <StateTabs counts={counts.value} wanted={wanted} />
      <div class="filters">
        <SearchField label={t('shop.reservations.search')} value={wanted.q} onSearch={(q) => filter({ q })} />
        <ShowFilter shows={shows.value} wanted={wanted.show} />
      </div>
      <ListView
        state={list.state.value}
        onRetry={() => void load()}
        onMore={() => void list.more()}
        empty={<NothingHere wanted={wanted} />}
      >
        {(rows) => <ReservationTable entries={rows} query={query} />}
      </ListView>
      {openId && (
        <ReservationDrawer
          key={openId}
          id={openId}
          onClose={() => go(addressOf({ page: 'reservations', query }))}
          onChanged={(entry) => changed(list, entry)}
        />
      )}
    </Page>
  );
};

export const Reservations = ({ rest }: { rest: string[] }) => {
  const [part] = rest;
  if (part === 'pick-list') return <PickList />;
  return <List openId={part ?? null} />;
};
