// Mute and full screen, there once there is something to hear and to see.
import { useEffect, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import { t } from '../i18n.ts';
import type { Player } from '../lib/player.ts';
import { Icon } from '../ui/icon.tsx';
import { canFullScreen, toggleFullScreen } from './full-screen.ts';
import { toggleSound } from './sound.tsx';

type Props = { player: Player; box: RefObject<HTMLDivElement | null> };

export const Controls = ({ player, box }: Props) => {
  const full = useFullScreen();
  const sound = player.sound.value;
  const seen = player.size.value.width > 0;
  return (
    <div class="controls" role="group" aria-label={t('room.controls')}>
      {sound !== 'locked' && (
        <IconButton
          icon={sound === 'on' ? 'volume-2' : 'volume-x'}
          label={t(sound === 'on' ? 'room.mute' : 'room.unmute')}
          onClick={() => toggleSound(player)}
        />
      )}
      {seen && canFullScreen(player.video) && (
        <IconButton
          icon={full ? 'minimize' : 'maximize'}
          label={t(full ? 'room.leaveFullScreen' : 'room.fullScreen')}
          onClick={() => box.current && toggleFullScreen(box.current, player.video)}
        />
      )}
    </div>
  );
};

type ButtonProps = { icon: string; label: string; onClick: () => void };

const IconButton = ({ icon, label, onClick }: ButtonProps) => (
  <button type="button" class="button over icon-only" aria-label={label} title={label} onClick={onClick}>
    <Icon name={icon} />
  </button>
);

const useFullScreen = (): boolean => {
  const [full, setFull] = useState(false);
  useEffect(() => {
    const changed = () => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, []);
  return full;
};
