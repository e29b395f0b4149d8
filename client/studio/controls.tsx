// What the host can do with the show: go live, return, take over, pause, mute, end. Ending and taking over ask once.
// No key starts or ends a show, one pauses it: that needs a click or Enter on the button itself.
import { useSignal } from '@preact/signals';
import { t, tn } from '../i18n.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import type { Broadcast } from './broadcast.ts';
import { isPhone } from './hidden.ts';
import type { Phase } from './phase.ts';

type Props = { broadcast: Broadcast };

const startWords = {
  off: 'studio.goLive',
  starting: 'studio.goingLive',
  resuming: 'studio.goingLive',
  away: 'studio.returnToShow',
  paused: 'studio.goOn',
  elsewhere: 'studio.takeOver',
} as const satisfies Partial<Record<Phase, string>>;

const startWord = (phase: Phase) =>
  phase in startWords ? startWords[phase as keyof typeof startWords] : null;

const mayEnd: ReadonlySet<Phase> = new Set<Phase>([
  'live',
  'pictureless',
  'interrupted',
  'away',
  'paused',
  'elsewhere',
  'pausing',
  'ending',
]);

const mayPause: ReadonlySet<Phase> = new Set<Phase>(['live', 'pictureless', 'pausing']);

const PauseButton = ({ broadcast }: Props) => (
  <button
    type="button"
    class="button"
    data-testid="pause"
    aria-keyshortcuts="b"
    disabled={broadcast.phase.value === 'pausing' || broadcast.connection.status.value !== 'open'}
    onClick={() => void broadcast.togglePause()}
  >
    <Icon name="pause" />
    {t('studio.pause')}
  </button>
);

const MuteButton = ({ broadcast }: Props) => {
  const muted = broadcast.muted.value;
  return (
    <button
      type="button"
      class="button"
      data-testid="mute"
      aria-keyshortcuts="m"
      onClick={() => broadcast.toggleMute()}
    >
      <Icon name={muted ? 'mic-off' : 'mic'} />
      {t(muted ? 'studio.unmute' : 'studio.mute')}
    </button>
  );
};

const EndDialog = ({ broadcast, open, onClose }: Props & { open: boolean; onClose: () => void }) => {
  const { viewers } = broadcast.state.value;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('studio.end.title')}
      footer={
        <>
          <button type="button" class="button" onClick={onClose}>
            {t('studio.end.keep')}
          </button>
          <button
            type="button"
            class="button danger"
            data-testid="end-show-confirm"
            onClick={() => {
              onClose();
              void broadcast.endShow();
            }}
          >
            {t('studio.end.confirm')}
          </button>
        </>
      }
    >
      <p>{t('studio.end.text')}</p>
      {viewers > 0 && <p class="quiet">{tn('studio.end.watching', viewers)}</p>}
    </Dialog>
  );
};

const TakeOverDialog = ({ broadcast, open, onClose }: Props & { open: boolean; onClose: () => void }) => (
  <Dialog
    open={open}
    onClose={onClose}
    title={t('studio.takeOver.title')}
    footer={
      <>
        <button type="button" class="button" onClick={onClose}>
          {t('common.cancel')}
        </button>
        <button
          type="button"
          class="button primary"
          data-testid="take-over-confirm"
          onClick={() => {
            onClose();
            void broadcast.goLive('starting', true);
          }}
        >
          {t('studio.takeOver')}
        </button>
      </>
    }
  >
    <p>{t('studio.takeOver.text')}</p>
  </Dialog>
);

export const Controls = ({ broadcast }: Props) => {
  const asking = useSignal<'end' | 'takeOver' | null>(null);
  const phase = broadcast.phase.value;
  const takesOver =
    phase === 'elsewhere' || (broadcast.encoder.value && (phase === 'off' || phase === 'paused'));
  const word = takesOver ? startWords.elsewhere : startWord(phase);
  const ready = broadcast.devices.camera.track.value !== null && broadcast.connection.status.value === 'open';
  const busy = phase === 'starting' || phase === 'resuming';

  return (
    <div class="controls">
      {word && (
        <button
          type="button"
          class="button primary large"
          data-testid="go-live"
          {...(phase === 'paused' && !takesOver && { 'aria-keyshortcuts': 'b' })}
          disabled={!ready || busy}
          onClick={() => {
            if (takesOver) asking.value = 'takeOver';
            else void broadcast.goLive();
          }}
        >
          {t(word)}
        </button>
      )}
      {mayPause.has(phase) && <PauseButton broadcast={broadcast} />}
      {broadcast.devices.microphone.track.value && <MuteButton broadcast={broadcast} />}
      {mayEnd.has(phase) && (
        <button
          type="button"
          class="button danger"
          data-testid="end-show"
          disabled={phase === 'ending' || broadcast.connection.status.value !== 'open'}
          onClick={() => (asking.value = 'end')}
        >
          {t(phase === 'ending' ? 'studio.ending' : 'studio.endShow')}
        </button>
      )}
      {phase === 'off' && isPhone() && <p class="small quiet keep-in-front">{t('studio.keepInFront')}</p>}
      <EndDialog broadcast={broadcast} open={asking.value === 'end'} onClose={() => (asking.value = null)} />
      <TakeOverDialog
        broadcast={broadcast}
        open={asking.value === 'takeOver'}
        onClose={() => (asking.value = null)}
      />
    </div>
  );
};
