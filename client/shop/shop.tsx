// The back office, first form: rooms, people, invitations. Chooses between it and the reasons not to show it.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n.ts';
import { api, ApiError, type ApiErrorCode, type RoomRow, type StaffMember } from '../lib/api.ts';
import { LiveRegion } from '../ui/live-region.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Toasts } from '../ui/toast.tsx';
import { Invitations } from './invitations.tsx';
import { People } from './people.tsx';
import { Rooms } from './rooms.tsx';

type Visitor =
  { is: 'unknown' } | { is: 'problem'; code: ApiErrorCode } | { is: 'known'; staff: StaffMember | null };

const lookWho = async (visitor: Signal<Visitor>): Promise<void> => {
  try {
    visitor.value = { is: 'known', staff: (await api.whoAmI()).staff };
  } catch (error) {
    visitor.value = { is: 'problem', code: error instanceof ApiError ? error.code : 'internal' };
  }
};

const SignedOut = () => (
  <Notice title={t('shop.signedOut')}>
    <p>{t('shop.signedOut.help')}</p>
    <div class="actions">
      <a class="button primary" href="/sign-in">
        {t('common.signIn')}
      </a>
    </div>
  </Notice>
);

const placeOf = ({ role, room }: StaffMember): string =>
  role === 'helper' ? `/r/${room}` : `/studio/${room}`;

const NotOwner = ({ staff }: { staff: StaffMember }) => (
  <Notice title={t('shop.notOwner')}>
    <p>{t('shop.notOwner.help', { name: staff.name })}</p>
    <div class="actions">
      <a class="button primary" href={placeOf(staff)}>
        {t(staff.role === 'helper' ? 'shop.open' : 'shop.studio')}
      </a>
    </div>
  </Notice>
);

const Office = ({ me }: { me: StaffMember }) => {
  const rooms = useSignal<RoomRow[] | null>(null);
  return (
    <>
      <Rooms rooms={rooms} />
      <People me={me} />
      <Invitations rooms={rooms.value ?? []} />
    </>
  );
};

const Content = ({ visitor }: { visitor: Signal<Visitor> }) => {
  const now = visitor.value;
  if (now.is === 'unknown') return <div class="skeleton office-skeleton" aria-busy="true" />;
  if (now.is === 'problem') {
    return (
      <Notice kind="bad" code={now.code}>
        <p>{t(`error.${now.code}`)}</p>
        <div class="actions">
          <button type="button" class="button" onClick={() => void lookWho(visitor)}>
            {t('common.retry')}
          </button>
        </div>
      </Notice>
    );
  }
  if (!now.staff) return <SignedOut />;
  return now.staff.role === 'owner' ? <Office me={now.staff} /> : <NotOwner staff={now.staff} />;
};

export const Shop = () => {
  const visitor = useSignal<Visitor>({ is: 'unknown' });
  useEffect(() => void lookWho(visitor), []);
  useEffect(() => {
    document.title = `${t('shop.title')} · ${t('common.shopWindow')}`;
  });
  const staff = visitor.value.is === 'known' ? visitor.value.staff : null;

  return (
    <>
      <PageHeader>
        {staff && (
          <a class="button bare small" href="/sign-in">
            {staff.name}
          </a>
        )}
      </PageHeader>
      <main id="content" class="office">
        <h1>{t('shop.title')}</h1>
        <Content visitor={visitor} />
      </main>
      <Toasts />
      <LiveRegion />
    </>
  );
};
