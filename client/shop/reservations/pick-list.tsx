// The pick list on paper: who gets what, with boxes to tick. All of the current filter, however long; what is over is left
// out unless it was asked for. Needs icons `printer`, `arrow-left`.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ReservationEntry } from '../../../shared/shop.ts';
import { t, tn } from '../../i18n.ts';
import type { ApiErrorCode } from '../../lib/api.ts';
import { Icon } from '../../ui/icon.tsx';
import { addressOf } from '../parts/address.ts';
import { codeOf } from '../parts/list.ts';
import { Empty, Skeleton } from '../parts/list-view.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { office, type ReservationFilter } from '../parts/office-api.ts';
import { Page } from '../parts/page.tsx';
import { filter, place } from '../parts/travel.ts';
import { moneyText, numberText, whenText } from '../parts/words.ts';
import { filterOf } from './filter.ts';
import { groupings, pickGroups, type Grouping, type PickGroup } from './pick-groups.ts';

const pageRows = 100;
/** Forty sheets of paper: more is not carried through a shop. */
const mostRows = 1000;

const allOf = async (wanted: ReservationFilter): Promise<ReservationEntry[]> => {
  const entries: ReservationEntry[] = [];
  let cursor: string | null = null;
  do {
    const reply: Awaited<ReturnType<typeof office.reservations>> = await office.reservations(
      wanted,
      cursor,
      pageRows,
    );
    entries.push(...reply.reservations);
    cursor = reply.next;
  } while (cursor !== null && entries.length < mostRows);
  return entries;
};

const toPick = (entries: ReservationEntry[], state: string): ReservationEntry[] =>
  state ? entries : entries.filter((entry) => entry.state === 'held' || entry.state === 'confirmed');

const Group = ({ group, by }: { group: PickGroup; by: Grouping }) => (
  <section class="pick-group">
    <header>
      <h2>{group.name ?? t('shop.reservation.nobody')}</h2>
      {group.contact && <p class="quiet">{group.contact}</p>}
      <p class="numbers">
        {tn('shop.pieces', group.pieces)}
        {group.cents !== null && ` · ${moneyText(group.cents, group.entries[0]?.currency ?? 'EUR')}`}
      </p>
    </header>
    <ul>
      {group.entries.map((entry) => (
        <li key={entry.id}>
          <span class="box" aria-hidden="true" />
          <span class="pick-count numbers">{numberText(entry.quantity)} ×</span>
          <span class="pick-what">
            {by === 'product' ? entry.variant || entry.title : entry.title}
            {by === 'person' && entry.variant && <strong> {entry.variant}</strong>}
            {by === 'product' && <span class="quiet"> {entry.name ?? ''}</span>}
            {entry.sku && <span class="quiet small"> {entry.sku}</span>}
          </span>
          <span class="pick-code numbers">{entry.code}</span>
          <span class="quiet small pick-state">{t(`shop.reservation.${entry.state}`)}</span>
        </li>
      ))}
    </ul>
  </section>
);

export const PickList = () => {
  const { query } = place.value;
  const wanted = filterOf(query);
  const by: Grouping = groupings.find((each) => each === query.by) ?? 'person';
  const entries = useSignal<ReservationEntry[] | null>(null);
  const problem = useSignal<ApiErrorCode | null>(null);
  const load = async (): Promise<void> => {
    try {
      entries.value = toPick(await allOf(wanted), wanted.state);
      problem.value = null;
    } catch (error) {
      problem.value = codeOf(error);
    }
  };
  useEffect(() => void load(), [wanted.state, wanted.show, wanted.room, wanted.q]);

  const { by: _, ...rest } = query;
  const known = entries.value;
  return (
    <Page
      title={t('shop.pickList')}
      back={{ href: addressOf({ page: 'reservations', query: rest }), label: t('shop.nav.reservations') }}
      actions={
        <button type="button" class="button primary" disabled={!known?.length} onClick={() => print()}>
          <Icon name="printer" />
          {t('shop.print')}
        </button>
      }
    >
      <div class="segments screen-only" role="group" aria-label={t('shop.pickList.by')}>
        {groupings.map((each) => (
          <button key={each} type="button" aria-pressed={by === each} onClick={() => filter({ by: each })}>
            {t(`shop.pickList.by.${each}`)}
          </button>
        ))}
      </div>
      {problem.value && <LoadProblem code={problem.value} onRetry={() => void load()} />}
      {!known && !problem.value && <Skeleton />}
      {known?.length === 0 && <Empty title={t('shop.pickList.empty')} text={t('shop.pickList.empty.help')} />}
      {known && known.length > 0 && (
        <div class="pick-list">
          <p class="quiet numbers">
            {t('shop.pickList.as', {
              pieces: tn(
                'shop.pieces',
                known.reduce((sum, { quantity }) => sum + quantity, 0),
              ),
              time: whenText(Date.now()),
            })}
          </p>
          {pickGroups(known, by).map((group) => (
            <Group key={group.key} group={group} by={by} />
          ))}
        </div>
      )}
    </Page>
  );
};
