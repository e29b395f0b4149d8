// For who opened the link inside an app: the room works here, but a real browser does it better, and this is the way there.
// Quiet, closed by one tap and remembered. Loaded with the sheets (counter.tsx). Rules: MED-57.
import { signal } from '@preact/signals';
import { t } from '../i18n.ts';
import { inAppBrowser, wayOutOf } from '../lib/in-app.ts';
import { toast } from '../ui/toast.tsx';

const storageKey = 'vetrina.inApp';

const wasClosed = (): boolean => {
  try {
    return localStorage.getItem(storageKey) !== null;
  } catch {
    return false; // storage is refused in some of these very browsers
  }
};

const closed = signal(wasClosed());

const close = (): void => {
  closed.value = true;
  try {
    localStorage.setItem(storageKey, '1');
  } catch {
    // it comes again next time
  }
};

const copy = async (): Promise<void> => {
  try {
    await navigator.clipboard.writeText(location.origin + location.pathname);
    toast(t('room.linkCopied'), 'ok');
  } catch {
    toast(t('common.copyFailed'), 'bad');
  }
};

export const InAppNotice = () => {
  const app = inAppBrowser(navigator.userAgent);
  if (!app || closed.value) return null;
  const wayOut = wayOutOf(navigator.userAgent, location.href);
  return (
    <aside class="in-app" data-testid="in-app" aria-label={t('line.app.title')}>
      <p>
        <strong>{t('line.app.title')}</strong>{' '}
        {app === 'app' ? t('line.app.text.unknown') : t('line.app.text', { app })}{' '}
        {!wayOut && t('line.app.how')}
      </p>
      <div class="in-app-ways">
        {wayOut ? (
          <a class="button" href={wayOut}>
            {t('line.app.open')}
          </a>
        ) : (
          <button type="button" class="button" onClick={() => void copy()}>
            {t('line.app.copy')}
          </button>
        )}
        <button type="button" class="button bare" onClick={close}>
          {t('line.app.close')}
        </button>
      </div>
    </aside>
  );
};
