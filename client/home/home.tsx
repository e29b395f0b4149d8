// All rooms of the shop: who is live now on top, the others after. Refreshes itself; an old list stays when offline.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { formatLocale, locale, t, tn } from '../i18n.ts';
import { api, ApiError, type ApiErrorCode, type RoomRow, type StaffMember } from '../lib/api.ts';
import type { Identity } from '../../shared/shop.ts';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { poll } from '../ui/poll.ts';
import { SellerBlock } from '../ui/seller-block.tsx';

const refreshMs = 10_000;

const isOpen = ({ show }: RoomRow): boolean => show !== null && show.state !== 'ended';

const order = (a: RoomRow, b: RoomRow): number =>
  Number(b.show?.state === 'live') - Number(a.show?.state === 'live') ||
  b.viewers - a.viewers ||
  a.name.localeCompare(b.name, locale.value);

const stateText = ({ show }: RoomRow): string => {
  if (!show) return t('home.state.none');
  if (show.state === 'away') return t('home.state.away');
  if (show.state === 'live') {
    return t('home.state.live', {
      time: new Date(show.startedAt).toLocaleTimeString(formatLocale(), {
        hour: '2-digit',
        minute: '2-digit',
      }),
    });
  }
  return t('home.state.ended', {
    date: new Date(show.startedAt).toLocaleDateString(formatLocale(), { day: 'numeric', month: 'long' }),
  });
};

const mayBroadcastIn = (staff: StaffMember | null, slug: string): boolean =>
  staff !== null && staff.role !== 'helper' && (staff.room === null || staff.room === slug);

const RoomCard = ({ room, staff }: { room: RoomRow; staff: StaffMember | null }) => {
  const live = room.show?.state === 'live';
  return (
    <li class={`card room-card ${isOpen(room) ? 'open' : ''}`} data-room={room.slug}>
      <div class="room-words">
        {live && <span class="live-badge">{t('common.live')}</span>}
        <h3>{room.name}</h3>
        <p class="quiet room-facts">
          <span>{stateText(room)}</span>
          {isOpen(room) && (
            <span class="room-viewers numbers">
              <Icon name="users" />
              {tn('common.viewers', room.viewers)}
            </span>
          )}
        </p>
      </div>
      <div class="actions">
        {mayBroadcastIn(staff, room.slug) && (
          <a class="button" href={`/studio/${room.slug}`}>
            {t('home.studioOf')}
          </a>
        )}
        <a class={`button ${isOpen(room) ? 'primary' : ''}`} href={`/r/${room.slug}`}>
          {t(isOpen(room) ? 'home.enter' : 'home.visit')}
        </a>
      </div>
    </li>
  );
};

const RoomList = ({ title, rooms, staff }: { title: string; rooms: RoomRow[]; staff: StaffMember | null }) =>
  rooms.length === 0 ? null : (
    <section class="rooms">
      <h2>{title}</h2>
      <ul>
        {rooms.map((room) => (
          <RoomCard key={room.slug} room={room} staff={staff} />
        ))}
      </ul>
    </section>
  );

const Loading = () => (
  <div class="rooms" aria-busy="true">
    <p class="visually-hidden">{t('common.loading')}</p>
    <div class="skeleton room-skeleton" />
    <div class="skeleton room-skeleton" />
  </div>
);

const Shows = ({ rooms, staff }: { rooms: RoomRow[]; staff: StaffMember | null }) => {
  const sorted = rooms.toSorted(order);
  const open = sorted.filter(isOpen);
  const noRooms = rooms.length === 0;
  return (
    <>
      {open.length === 0 && (
        <section class="empty">
          <h2>{t(noRooms ? 'home.noRooms' : 'home.empty')}</h2>
          <p class="quiet">{t(noRooms ? 'home.noRooms.help' : 'home.empty.help')}</p>
          {noRooms && staff?.role === 'owner' && (
            <p>
              <a href="/shop">{t('home.noRooms.owner')}</a>
            </p>
          )}
        </section>
      )}
      <RoomList title={t('home.liveNow')} rooms={open} staff={staff} />
      <RoomList title={t('home.otherRooms')} rooms={sorted.filter((room) => !isOpen(room))} staff={staff} />
    </>
  );
};

export const Home = () => {
  const rooms = useSignal<RoomRow[] | null>(null);
  const problem = useSignal<ApiErrorCode | null>(null);
  const staff = useSignal<StaffMember | null>(null);
  const identity = useSignal<Identity | null>(null);

  useEffect(() => {
    const ask = async (): Promise<void> => {
      try {
        rooms.value = (await api.rooms()).rooms;
        problem.value = null;
      } catch (error) {
        problem.value = error instanceof ApiError ? error.code : 'internal';
      }
    };
    // Only for two more links: without an answer this is a viewer's page.
    api.whoAmI().then(
      (answer) => (staff.value = answer.staff),
      () => {},
    );
    api.shop().then(
      (answer) => (identity.value = answer.identity),
      () => {},
    );
    return poll(ask, refreshMs);
  }, []);
  useEffect(() => {
    document.title = `${t('home.title')} · ${t('common.shopWindow')}`;
  });

  const sentence = problem.value && t(`error.${problem.value}`);
  return (
    <>
      <PageHeader>
        {staff.value && (
          <a class="button bare small" href="/shop">
            {t('signIn.shop')}
          </a>
        )}
      </PageHeader>
      <main id="content" class="home">
        <div class="intro">
          <h1>{t('home.title')}</h1>
          <p class="quiet">{t('home.intro')}</p>
        </div>
        {sentence && (
          <Notice kind="warn">
            <p>{rooms.value ? t('home.stale', { problem: sentence }) : sentence}</p>
          </Notice>
        )}
        {rooms.value ? <Shows rooms={rooms.value} staff={staff.value} /> : !sentence && <Loading />}
        <footer class="small">
          {identity.value && (
            <details>
              <summary>{t('seller.title')}</summary>
              <SellerBlock identity={identity.value} />
            </details>
          )}
          <a href="/sign-in">{t('home.staff')}</a>
        </footer>
      </main>
    </>
  );
};
