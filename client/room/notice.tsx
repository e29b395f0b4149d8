// What happened, what was kept, what to do: the sentence of every screen without a running picture. Calm in the middle
// where there is nothing to see; a band at the lower edge while a picture still shows.
import { t } from '../i18n.ts';
import type { Screen } from './screen.ts';
import type { Visit } from './visit.ts';

const reload = () => location.reload();

/** Said at the edge, over a picture. */
const bands: ReadonlySet<Screen> = new Set<Screen>([
  'lost',
  'offline',
  'frozen',
  'stalled',
  'photo',
  'crowded',
  'soundOnly',
]);

export const Notice = ({ visit }: { visit: Visit }) => {
  const screen = visit.screen.value;
  if (screen === 'live') return null;
  return (
    <div class={`notice-over ${bands.has(screen) ? 'band' : ''}`} data-screen={screen}>
      <h2>{t(`room.${screen}.title`)}</h2>
      <p>{t(`room.${screen}.text`)}</p>
      <WayOut visit={visit} />
    </div>
  );
};

const WayOut = ({ visit }: { visit: Visit }) => {
  const screen = visit.screen.value;
  if (screen === 'soundOnly') {
    return (
      <button type="button" class="button" onClick={() => visit.media.value?.saver.choose('none')}>
        {t('room.soundOnly.end')}
      </button>
    );
  }
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
