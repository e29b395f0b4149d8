// One line under the picture: am I live, for how long, who watches. And one sentence when something needs saying.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Key } from '../../shared/i18n/index.ts';
import { formatLocale, t, tn } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import type { Broadcast } from './broadcast.ts';
import { capacityWords } from './capacity-words.ts';
import { clockText, type Phase } from './phase.ts';

type Props = { broadcast: Broadcast };

const sayings: Record<Phase, Key> = {
  off: 'studio.off',
  starting: 'studio.starting',
  resuming: 'studio.resuming',
  live: 'studio.live',
  pictureless: 'studio.away',
  interrupted: 'studio.interrupted',
  away: 'studio.away',
  paused: 'studio.paused',
  elsewhere: 'studio.elsewhere',
  pausing: 'studio.live',
  ending: 'studio.live',
};

const quietPhases: ReadonlySet<Phase> = new Set<Phase>([
  'off',
  'starting',
  'resuming',
  'live',
  'pausing',
  'ending',
]);
/** Nothing is wrong, but it must be read. */
const calmPhases: ReadonlySet<Phase> = new Set<Phase>(['paused', 'elsewhere']);

/** Counts by the server's clock, so that every device shows the same time. */
const ShowClock = ({ broadcast, startedAt }: Props & { startedAt: number }) => {
  const elapsedMs = useSignal(broadcast.clock.now() - startedAt);
  useEffect(() => {
    const tick = (): void => void (elapsedMs.value = broadcast.clock.now() - startedAt);
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [startedAt]);
  const time = clockText(elapsedMs.value);
  return (
    <span class="show-clock numbers" role="timer" aria-live="off" aria-label={t('studio.onAirFor', { time })}>
      {time}
    </span>
  );
};

/** For who helps: the show is somebody else's. */
const helpingSayings: Partial<Record<Phase, Key>> = {
  off: 'studio.helping.off',
  away: 'studio.helping.away',
  paused: 'studio.helping.paused',
  elsewhere: 'studio.helping.elsewhere',
};

const isHelping = (broadcast: Broadcast): boolean => broadcast.mayBroadcast.value === false;

const saying = (broadcast: Broadcast): string => {
  const phase = broadcast.phase.value;
  if (broadcast.connection.status.value === 'reconnecting' && phase !== 'interrupted')
    return t('studio.reconnecting');
  if (isHelping(broadcast)) return t(helpingSayings[phase] ?? 'studio.helping.off');
  if (phase === 'off' && !broadcast.devices.camera.track.value) return t('studio.notLive');
  if (phase === 'off' && broadcast.show.value) return t('studio.offEnded');
  const { taken } = broadcast;
  if (phase === 'elsewhere' && taken.value)
    return taken.value.by === null ? t('studio.taken.own') : t('studio.taken.by', { name: taken.value.by });
  return t(sayings[phase]);
};

/** When the shop ends a show whose host does not come back. */
const EndsAt = ({ broadcast }: Props) => {
  const { terms } = broadcast.state.value;
  const awayAt = broadcast.show.value?.awayAt;
  const phase = broadcast.phase.value;
  if (!terms || !awayAt || (phase !== 'paused' && phase !== 'away')) return null;
  const time = new Date(awayAt + terms.hostAwayMinutes * 60_000 + broadcast.clock.offsetMs.peek());
  return (
    <p class="small">
      {t('studio.endsAt', {
        time: time.toLocaleTimeString(formatLocale(), { hour: '2-digit', minute: '2-digit' }),
      })}
    </p>
  );
};

const Fits = ({ broadcast }: Props) => {
  const { capacity } = broadcast.state.value;
  const words = capacity && capacityWords(capacity);
  return words ? (
    <p class="small" data-testid="fits">
      {words}
    </p>
  ) : null;
};

export const StatusLine = ({ broadcast }: Props) => {
  const phase = broadcast.phase.value;
  const show = broadcast.show.value;
  const running = show !== null && show.state !== 'ended';
  const problem = broadcast.problem.value;
  const connected = broadcast.connection.status.value !== 'reconnecting';
  const calm = (quietPhases.has(phase) || (phase === 'elsewhere' && isHelping(broadcast))) && connected;

  return (
    <div class="status">
      <div class="status-line" data-phase={phase}>
        {(phase === 'live' || (phase === 'elsewhere' && isHelping(broadcast))) && (
          <span class="live-badge">{t('common.live')}</span>
        )}
        {running && <ShowClock broadcast={broadcast} startedAt={show.startedAt} />}
        <span class="viewer-count numbers">
          <Icon name="users" />
          <span data-testid="viewer-count" data-count={broadcast.state.value.viewers}>
            {tn('common.viewers', broadcast.state.value.viewers)}
          </span>
        </span>
        {calm && <span class="saying">{saying(broadcast)}</span>}
      </div>
      <Fits broadcast={broadcast} />
      {!calm && (
        <Notice kind={calmPhases.has(phase) && connected ? 'info' : 'warn'}>
          <p>{saying(broadcast)}</p>
          <EndsAt broadcast={broadcast} />
        </Notice>
      )}
      {broadcast.endedElsewhere.value && (
        <Notice>
          <p>{t('studio.endedByRoom')}</p>
        </Notice>
      )}
      {problem && (
        <Notice kind="bad" code={problem}>
          <p>{t(`error.${problem}`)}</p>
        </Notice>
      )}
    </div>
  );
};
