// Signing in with an invitation, or seeing who is signed in here. The invitation is posted by itself; a failure says
// whether it was used up. Never keeps the token longer than this page.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { limits } from '../../shared/limits.ts';
import { t } from '../i18n.ts';
import { api, ApiError, type ApiErrorCode, type StaffMember } from '../lib/api.ts';
import { Field } from '../ui/field.tsx';
import { LiveRegion } from '../ui/live-region.tsx';
import { Notice } from '../ui/notice.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { toast, Toasts } from '../ui/toast.tsx';
import { safePath, takeInvite } from './invite.ts';

type View =
  | { is: 'working' }
  | { is: 'refused'; code: ApiErrorCode; invite: string | null }
  | { is: 'signedOut'; justNow: boolean }
  | { is: 'signedIn'; staff: StaffMember };

const codeOf = (error: unknown): ApiErrorCode => (error instanceof ApiError ? error.code : 'internal');

const enter = async (view: Signal<View>, invite: string | null): Promise<void> => {
  view.value = { is: 'working' };
  try {
    if (invite) {
      const { next } = await api.signIn(invite);
      location.assign(safePath(next));
      return;
    }
    const { staff } = await api.whoAmI();
    view.value = staff ? { is: 'signedIn', staff } : { is: 'signedOut', justNow: false };
  } catch (error) {
    view.value = { is: 'refused', code: codeOf(error), invite };
  }
};

const Refused = ({
  view,
  code,
  invite,
}: {
  view: Signal<View>;
  code: ApiErrorCode;
  invite: string | null;
}) => {
  if (code === 'invite_invalid') {
    return (
      <Notice kind="bad" title={t('signIn.failed')} code={code}>
        <p>{t('signIn.used')}</p>
        <div class="actions">
          <a class="button" href="/">
            {t('common.home')}
          </a>
        </div>
      </Notice>
    );
  }
  return (
    <Notice kind="bad" title={t(`error.${code}`)} code={code}>
      {invite && <p>{t('signIn.notSaved')}</p>}
      <div class="actions">
        <button type="button" class="button primary" onClick={() => void enter(view, invite)}>
          {t('common.retry')}
        </button>
      </div>
    </Notice>
  );
};

const roleText = ({ role, room }: StaffMember): string => {
  if (role === 'owner') return t('signIn.role.owner');
  return t(`signIn.role.${role}`, { room: room ?? '' });
};

const NameForm = ({ view, staff }: { view: Signal<View>; staff: StaffMember }) => {
  const name = useSignal(staff.name);
  const wrong = useSignal<string | null>(null);
  const saving = useSignal(false);

  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wanted = name.value.trim();
    if (wanted.length < 2) {
      wrong.value = t('signIn.name.wrong');
      return;
    }
    saving.value = true;
    try {
      const answer = await api.rename(wanted);
      view.value = { is: 'signedIn', staff: answer.staff };
      wrong.value = null;
      toast(t('common.saved'), 'ok');
    } catch (error) {
      const code = codeOf(error);
      wrong.value = code === 'bad_request' ? t('signIn.name.wrong') : t(`error.${code}`);
    }
    saving.value = false;
  };

  return (
    <form class="name-form" onSubmit={(event) => void save(event)} noValidate>
      <Field label={t('signIn.name')} hint={t('signIn.name.hint')} wrong={wrong.value}>
        {(ties) => (
          <div class="name-line">
            <input
              {...ties}
              class="input"
              autocomplete="name"
              maxLength={limits.staffNameChars}
              value={name.value}
              onInput={(event) => (name.value = event.currentTarget.value)}
            />
            <button type="submit" class="button" disabled={saving.value || name.value.trim() === staff.name}>
              {t('common.save')}
            </button>
          </div>
        )}
      </Field>
    </form>
  );
};

const Destinations = ({ staff }: { staff: StaffMember }) => {
  const rooms = useSignal<{ slug: string; name: string }[]>([]);
  useEffect(() => {
    api.rooms().then(
      (answer) => (rooms.value = answer.rooms.filter(({ slug }) => !staff.room || slug === staff.room)),
      () => (rooms.value = staff.room ? [{ slug: staff.room, name: staff.room }] : []),
    );
  }, [staff.room]);

  const studio = staff.role !== 'helper';
  return (
    <nav class="destinations" aria-label={t('signIn.goTo')}>
      {staff.role === 'owner' && (
        <a class="button" href="/shop">
          {t('signIn.shop')}
        </a>
      )}
      {rooms.value.map(({ slug, name }) => (
        <a key={slug} class="button" href={studio ? `/studio/${slug}` : `/r/${slug}`}>
          {studio ? t('signIn.studio', { room: name }) : name}
        </a>
      ))}
    </nav>
  );
};

const SignedIn = ({ view, staff }: { view: Signal<View>; staff: StaffMember }) => {
  const signOut = async (): Promise<void> => {
    try {
      await api.signOut();
      view.value = { is: 'signedOut', justNow: true };
    } catch (error) {
      toast(t(`error.${codeOf(error)}`), 'bad');
    }
  };
  return (
    <>
      <div>
        <h1>{t('signIn.hello', { name: staff.name })}</h1>
        <p class="quiet">{roleText(staff)}</p>
      </div>
      <Destinations staff={staff} />
      <NameForm view={view} staff={staff} />
      <div>
        <button type="button" class="button" onClick={() => void signOut()}>
          {t('common.signOut')}
        </button>
      </div>
    </>
  );
};

const SignedOut = ({ justNow }: { justNow: boolean }) => (
  <>
    <h1>{t('signIn.none')}</h1>
    {justNow && (
      <Notice kind="ok">
        <p role="status">{t('signIn.signedOut')}</p>
      </Notice>
    )}
    <p>{t('signIn.none.help')}</p>
    <div class="actions">
      <a class="button" href="/">
        {t('common.home')}
      </a>
    </div>
  </>
);

export const SignIn = ({ firstInvite }: { firstInvite: string | null }) => {
  const view = useSignal<View>({ is: 'working' });
  useEffect(() => {
    void enter(view, firstInvite);
    // A second link opened in the same tab changes only the fragment: the page is not loaded anew.
    const again = (): void => {
      const invite = takeInvite();
      if (invite) void enter(view, invite);
    };
    addEventListener('hashchange', again);
    return () => removeEventListener('hashchange', again);
  }, []);
  useEffect(() => {
    document.title = `${t('signIn.title')} · ${t('common.shopWindow')}`;
  });

  const now = view.value;
  return (
    <>
      <PageHeader />
      <main id="content" class="sign-in" aria-busy={now.is === 'working'}>
        {now.is === 'working' && <h1 class="quiet">{t('signIn.working')}</h1>}
        {now.is === 'refused' && (
          <>
            <h1 class="visually-hidden">{t('signIn.title')}</h1>
            <Refused view={view} code={now.code} invite={now.invite} />
          </>
        )}
        {now.is === 'signedOut' && <SignedOut justNow={now.justNow} />}
        {now.is === 'signedIn' && <SignedIn view={view} staff={now.staff} />}
      </main>
      <Toasts />
      <LiveRegion />
    </>
  );
};
