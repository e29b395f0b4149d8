// The host's own picture, and over its place whatever keeps it from being there. Mirrored only for a camera that the
// host looks into; viewers never get it mirrored. The text of labels held into a back camera stays readable.
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n.ts';
import { browserOf, isFrontCamera, type Trouble } from '../lib/device-troubles.ts';
import { inAppBrowser } from '../lib/in-app.ts';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import type { Broadcast } from './broadcast.ts';
import { flipCamera } from './device-panel.tsx';

type Props = { broadcast: Broadcast };

const retryHelps = (trouble: Trouble): boolean =>
  trouble === 'denied' || trouble === 'in_use' || trouble === 'unknown' || trouble === 'missing';

const sentences = (trouble: Trouble): { title: string; help: string } => {
  if (trouble === 'denied') {
    const browser = browserOf(navigator.userAgent);
    return { title: t('studio.trouble.denied'), help: t(`studio.trouble.denied.help.${browser}`) };
  }
  if (trouble === 'insecure' || trouble === 'in_app' || trouble === 'unsupported') {
    return { title: t(`studio.trouble.${trouble}`), help: t(`studio.trouble.${trouble}.help`) };
  }
  return { title: t(`studio.trouble.camera.${trouble}`), help: t(`studio.trouble.camera.${trouble}.help`) };
};

const CameraTrouble = ({ trouble, broadcast }: { trouble: Trouble; broadcast: Broadcast }) => {
  const { title, help } = sentences(trouble);
  return (
    <Notice kind="warn" title={title}>
      <p>{help}</p>
      {trouble !== 'in_app' && inAppBrowser(navigator.userAgent) && <p>{t('studio.trouble.in_app.help')}</p>}
      {retryHelps(trouble) && (
        <div class="actions">
          <button type="button" class="button" onClick={() => void broadcast.openDevices()}>
            {t('common.retry')}
          </button>
        </div>
      )}
    </Notice>
  );
};

const Chip = ({ broadcast }: Props) => {
  const paused = broadcast.phase.value === 'paused';
  if (!paused && !broadcast.muted.value) return null;
  return (
    <p class="picture-chip">
      <Icon name={paused ? 'pause' : 'mic-off'} />
      {t(paused ? 'studio.pausedChip' : 'studio.micOff')}
    </p>
  );
};

const FlipButton = ({ broadcast }: Props) => (
  <button
    type="button"
    class="button picture-flip"
    data-testid="flip-camera"
    aria-label={t('studio.flip')}
    title={t('studio.flip')}
    aria-keyshortcuts="f"
    onClick={() => void flipCamera(broadcast)}
  >
    <Icon name="switch-camera" />
  </button>
);

export const Picture = ({ broadcast }: Props) => {
  const video = useRef<HTMLVideoElement>(null);
  const track = broadcast.outgoing.value;
  const trouble = broadcast.devices.camera.trouble.value;
  const asking = broadcast.mayBroadcast.value === true && !broadcast.devicesAsked.value && !trouble;

  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = track ? new MediaStream([track]) : null;
    // Muted and inline: may always play. A refusal here means the element went away.
    if (track) element.play().catch(() => {});
  }, [track]);

  const facingMode = track?.getSettings().facingMode;
  const mirrored = track !== null && isFrontCamera({ label: track.label, ...(facingMode && { facingMode }) });

  return (
    <div class="picture" data-state={track ? 'picture' : (trouble ?? 'asking')}>
      <video
        ref={video}
        data-testid="preview-video"
        class={mirrored ? 'mirrored' : ''}
        aria-label={t('studio.preview')}
        muted
        playsInline
        autoPlay
        hidden={!track}
      />
      {!track && (
        <div class="picture-instead">
          {trouble ? (
            <CameraTrouble trouble={trouble} broadcast={broadcast} />
          ) : (
            <p class={asking ? '' : 'visually-hidden'}>
              {t(asking ? 'studio.previewAsking' : 'common.loading')}
            </p>
          )}
        </div>
      )}
      {track && <Chip broadcast={broadcast} />}
      {broadcast.devices.camera.choices.value.length > 1 && <FlipButton broadcast={broadcast} />}
    </div>
  );
};
