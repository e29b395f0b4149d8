// Shows: the rooms with what happens in them now, and every show with what it brought. Line-ups are one click further.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { t } from '../../i18n.ts';
import { api, type ApiErrorCode, type RoomRow, type StaffMember } from '../../lib/api.ts';
import { poll } from '../../ui/poll.ts';
import { Icon } from '../../ui/icon.tsx';
import { may, roomsFor } from '../parts/allowed.ts';
import { codeOf, pagedList } from '../parts/list.ts';
import { Empty, ListView, Skeleton } from '../parts/list-view.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { office } from '../parts/office-api.ts';
import { Page } from '../parts/page.tsx';
import { go } from '../parts/travel.ts';
import type { ShowRow } from '../../../shared/shop-api.ts';
import { Moderation } from '../moderation/moderation.tsx';
import { Encoders } from './encoders.tsx';
import { LineUp } from './line-up.tsx';
import { NewRoom } from './new-room.tsx';
import { RoomTable } from './rooms.tsx';
import { ShowTable } from './show-table.tsx';

const refreshMs = 10_000;

const RoomList = ({ me }: { me: StaffMember }) => {
  const rooms = useSignal<RoomRow[] | null>(null);
  const problem = useSignal<ApiErrorCode | null>(null);
  const load = async (): Promise<void> => {
    try {
      rooms.value = roomsFor(me, (await api.rooms()).rooms);
      problem.value = null;
    } catch (error) {
      problem.value = codeOf(error);
    }
  };
  useEffect(() => poll(load, refreshMs), []);
  const known = rooms.value;
  return (
    <section class="card part" aria-labelledby="rooms-heading">
      <h2 id="rooms-heading">{t('shop.rooms')}</h2>
      {problem.value && (
        <LoadProblem code={problem.value} stale={known !== null} onRetry={() => void load()} />
      )}
      {known?.length === 0 && <p class="quiet">{t('shop.rooms.empty')}</p>}
      {known && known.length > 0 && (
        <RoomTable rooms={known} mayChange={may(me, 'changeProducts')} mayMakeKeys={may(me, 'makeKeys')} />
      )}
      {!known && !problem.value && <Skeleton rows={2} />}
    </section>
  );
};

const ShowList = () => {
  const list = useMemo(() => pagedList<ShowRow>(), []);
  const load = (): Promise<void> =>
    list.load(async (cursor) => {
      const { shows, next } = await office.shows(cursor);
      return { rows: shows, next };
    });
  useEffect(() => void load(), []);
  return (
    <section class="card part" aria-labelledby="shows-heading">
      <h2 id="shows-heading">{t('shop.shows')}</h2>
      <ListView
        state={list.state.value}
        onRetry={() => void load()}
        onMore={() => void list.more()}
        empty={<Empty title={t('shop.shows.empty')} text={t('shop.shows.empty.help')} />}
      >
        {(rows) => <ShowTable shows={rows} />}
      </ListView>
    </section>
  );
};

export const Shows = ({ me, rest }: { me: StaffMember; rest: string[] }) => {
  const [part, slug, tab] = rest;
  const back = { href: '/shop/shows', label: t('shop.nav.shows') };
  if (part === 'line-up' && slug && may(me, 'changeProducts'))
    return <LineUp key={slug} room={slug} back={back} />;
  if (part === 'moderation' && slug)
    return <Moderation key={slug} room={slug} tab={tab} mayChange={may(me, 'changeRules')} back={back} />;
  if (part === 'encoders' && slug && may(me, 'makeKeys'))
    return <Encoders key={slug} room={slug} back={back} />;
  if (part === 'new-room' && may(me, 'runShop')) {
    return (
      <Page title={t('shop.newRoom')} back={back}>
        <NewRoom onMade={() => go('/shop/shows')} />
      </Page>
    );
  }
  return (
    <Page
      title={t('shop.nav.shows')}
      actions={
        may(me, 'runShop') && (
          <a class="button" href="/shop/shows/new-room">
            <Icon name="plus" />
            {t('shop.newRoom')}
          </a>
        )
      }
    >
      <RoomList me={me} />
      <ShowList />
    </Page>
  );
};
