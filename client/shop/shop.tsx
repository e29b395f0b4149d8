// The shell of the back office: who is there, the navigation, and the page of the address. Chooses between them and the
// reasons not to show them.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n.ts';
import { api, type ApiErrorCode, type StaffMember } from '../lib/api.ts';
import { Icon } from '../ui/icon.tsx';
import { LiveRegion } from '../ui/live-region.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Toasts } from '../ui/toast.tsx';
import type { PageName } from './parts/address.ts';
import { may, pagesFor } from './parts/allowed.ts';
import { LeaveQuestion } from './parts/leave-question.tsx';
import { learnCurrency } from './parts/currency.ts';
import { codeOf } from './parts/list.ts';
import { Skeleton } from './parts/list-view.tsx';
import { LoadProblem } from './parts/load-problem.tsx';
import { place } from './parts/travel.ts';
import { Products } from './products/products.tsx';
import { Questions } from './questions/questions.tsx';
import { Reservations } from './reservations/reservations.tsx';
import { Settings } from './settings/settings.tsx';
import { Shows } from './shows/shows.tsx';

type Visitor =
  { is: 'unknown' } | { is: 'problem'; code: ApiErrorCode } | { is: 'known'; staff: StaffMember | null };

const lookWho = async (visitor: Signal<Visitor>): Promise<void> => {
  try {
    visitor.value = { is: 'known', staff: (await api.whoAmI()).staff };
  } catch (error) {
    visitor.value = { is: 'problem', code: codeOf(error) };
  }
};

const SignedOut = () => (
  <>
    <h1>{t('shop.title')}</h1>
    <Notice title={t('shop.signedOut')}>
      <p>{t('shop.signedOut.help')}</p>
      <div class="actions">
        <a class="button primary" href="/sign-in">
          {t('common.signIn')}
        </a>
      </div>
    </Notice>
  </>
);

const navIcons: Record<PageName, string> = {
  shows: 'video',
  products: 'package',
  reservations: 'clipboard-list',
  questions: 'message-circle-question-mark',
  settings: 'settings',
};

const Navigation = ({ me }: { me: StaffMember }) => (
  <nav class="shop-nav" aria-label={t('shop.title')}>
    <ul>
      {pagesFor(me).map((page) => (
        <li key={page}>
          <a href={`/shop/${page}`} {...(place.value.page === page && { 'aria-current': 'page' })}>
            <Icon name={navIcons[page]} />
            {t(`shop.nav.${page}`)}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

const NotYours = () => (
  <>
    <h1>{t('shop.nav.settings')}</h1>
    <Notice title={t('shop.notOwner')}>
      <p>{t('error.not_allowed')}</p>
    </Notice>
  </>
);

const Content = ({ me }: { me: StaffMember }) => {
  const { page, rest } = place.value;
  if (page === 'products') return <Products me={me} rest={rest} />;
  if (page === 'reservations') return <Reservations rest={rest} />;
  if (page === 'questions') return <Questions rest={rest} />;
  if (page === 'settings') return may(me, 'runShop') ? <Settings me={me} rest={rest} /> : <NotYours />;
  return <Shows me={me} rest={rest} />;
};

/** A new page begins at its top, and a screen reader with its heading. Filters and drawers do not move anything. */
const useArrival = (): void => {
  const { page, rest } = place.value;
  const shown = `${page}/${page === 'reservations' && rest[0] !== 'pick-list' ? '' : rest.join('/')}`;
  const before = useRef(shown);
  useEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    scrollTo(0, 0);
    document.querySelector<HTMLElement>('#content h1')?.focus({ preventScroll: true });
  }, [shown]);
};

export const Shop = () => {
  const visitor = useSignal<Visitor>({ is: 'unknown' });
  useEffect(() => void lookWho(visitor), []);
  useEffect(learnCurrency, []);
  useArrival();
  const now = visitor.value;
  const staff = now.is === 'known' ? now.staff : null;
  useEffect(() => {
    if (!staff) document.title = `${t('shop.title')} · ${t('common.shopWindow')}`;
  });

  return (
    <>
      <PageHeader>
        {staff && (
          <a class="button bare small" href="/sign-in">
            {staff.name}
          </a>
        )}
      </PageHeader>
      <div class={`shell ${staff ? 'with-nav' : ''}`}>
        {staff && <Navigation me={staff} />}
        <main id="content" class="office">
          {now.is === 'unknown' && <Skeleton />}
          {now.is === 'problem' && <LoadProblem code={now.code} onRetry={() => void lookWho(visitor)} />}
          {now.is === 'known' && (staff ? <Content me={staff} /> : <SignedOut />)}
        </main>
      </div>
      <LeaveQuestion />
      <Toasts />
      <LiveRegion />
    </>
  );
};
