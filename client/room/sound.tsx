// The way to sound: one big button once, because browsers let only a tap start it; afterwards mute is in the controls.
// play() and unmuting run inside the tap itself (player.ts says why).
import { t } from '../i18n.ts';
import type { Player } from '../lib/player.ts';
import { Icon } from '../ui/icon.tsx';

export const toggleSound = (player: Player): void => {
  if (player.sound.peek() === 'on') player.mute();
  else player.unmute();
};

export const TapForSound = ({ player }: { player: Player }) =>
  player.sound.value === 'locked' && ['playing', 'off'].includes(player.picture.value) ? (
    <button
      type="button"
      class="button over large tap-for-sound"
      data-testid="tap-for-sound"
      onClick={() => player.unmute()}
    >
      <Icon name="volume-x" />
      {t('room.tapForSound')}
    </button>
  ) : null;
