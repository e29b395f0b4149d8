// Who and how: the room's name, its state, how many watch, how far behind the picture is, and sharing. Each on a scrim
// of its own, so that the words read over any frame. Never shows a number that it does not know.
import { t, tn, locale } from '../i18n.ts';
import type { Delay } from '../lib/latency.ts';
import { Icon } from '../ui/icon.tsx';
import { dataStateOf, type Screen } from './screen.ts';
import { share } from './share.ts';
import type { Visit } from './visit.ts';

export const Head = ({ visit }: { visit: Visit }) => {
  const { room, viewers } = visit.room.value;
  const screen = visit.screen.value;
  return (
    <header class="head">
      {room ? <h1 class="name">{room.name}</h1> : <NameMissing screen={screen} />}
      {room && (
        <button type="button" class="button over share" onClick={() => void share(room.name)}>
          <Icon name="share-2" />
          {t('common.share')}
        </button>
      )}
      <div class="chips numbers">
        <State screen={screen} />
        {room && onAir.has(screen) && (
          <p class="chip" data-testid="viewer-count">
            <Icon name="users" />
            <span aria-hidden="true">{viewers.toLocaleString(locale.value)}</span>
            <span class="visually-hidden">{tn('common.viewers', viewers)}</span>
          </p>
        )}
        {visit.player.delay.value && showing.has(screen) && (
          <DelayChip visit={visit} delay={visit.player.delay.value} />
        )}
      </div>
    </header>
  );
};

const onAir: ReadonlySet<Screen> = new Set<Screen>([
  'live',
  'frozen',
  'stalled',
  'noPicture',
  'photo',
  'crowded',
  'soundOnly',
  'away',
  'connecting',
  'lost',
]);

/** A delay is of a picture that moves. */
const showing: ReadonlySet<Screen> = new Set<Screen>(['live', 'lost', 'offline']);

/** The skeleton holds the name's place; a page that will never learn the name says whose window it is. */
const NameMissing = ({ screen }: { screen: Screen }) =>
  dataStateOf(screen) === 'ended' ? (
    <h1 class="name">{t('common.shopWindow')}</h1>
  ) : (
    <h1 class="name skeleton">
      <span class="visually-hidden">{t('room.loading')}</span>
    </h1>
  );

const closedForGood = new Set<Screen>(['notFound', 'tooOld', 'replaced', 'banned', 'closed']);

const State = ({ screen }: { screen: Screen }) => (
  <p
    class={screen === 'live' ? 'live-badge' : 'chip'}
    data-testid="connection-state"
    data-state={dataStateOf(screen)}
  >
    {closedForGood.has(screen) ? t('room.state.closed') : t(`room.state.${screen as OpenScreen}`)}
  </p>
);

type OpenScreen = Exclude<Screen, 'notFound' | 'tooOld' | 'replaced' | 'banned'>;

const DelayChip = ({ visit, delay: { ms, source } }: { visit: Visit; delay: Delay }) => {
  const seconds = (ms / 1000).toLocaleString(locale.value, {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  const spoken = t(source === 'capture' ? 'room.delay.exact' : 'room.delay.about', { seconds });
  return (
    <button
      type="button"
      class="chip delay"
      data-testid="latency"
      data-ms={Math.round(ms)}
      data-source={source}
      title={spoken}
      aria-haspopup="dialog"
      onClick={() => visit.sheets.open({ kind: 'line' })}
    >
      <span aria-hidden="true">{t('room.delay', { seconds })}</span>
      <span class="visually-hidden">{spoken}</span>
    </button>
  );
};
