// What happened, what was kept, what to do: the sentence of every screen without a running picture. Calm in the middle
// where there is nothing to see; a band at the lower edge while a picture still shows.
import { t } from '../i18n.ts';
import type { Screen } from './screen.ts';

const reload = () => location.reload();

export const Notice = ({ screen }: { screen: Screen }) => {
  if (screen === 'live') return null;
  return (
    <div class="notice-over" data-screen={screen}>
      <h2>{t(`room.${screen}.title`)}</h2>
      <p>{t(`room.${screen}.text`)}</p>
      <WayOut screen={screen} />
    </div>
  );
};

const WayOut = ({ screen }: { screen: Screen }) => {
  if (screen === 'ended' || screen === 'notFound') {
    return (
      <a class="button primary" href="/">
        {t('room.allShows')}
      </a>
    );
  }
  if (screen === 'tooOld' || screen === 'closed' || screen === 'replaced') {
    return (
      <button type="button" class="button primary" onClick={reload}>
        {t(screen === 'replaced' ? 'room.watchHere' : 'common.reload')}
      </button>
    );
  }
  return null;
};
