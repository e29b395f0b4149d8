// Who comes in a pause, or reloads in it, is shown the last picture before it, as those see theirs who were there.
// Loaded with the counter: the words come first. Rules: MED-133.
import { computed, effect } from '@preact/signals';
import { limits } from '../../shared/limits.ts';
import type { Visit } from './visit.ts';

export const startShowingLast = ({ connection, media, player, room }: Visit): void => {
  const isPaused = computed(() => Boolean(room.value.room?.show?.pausedAt));
  effect(() => {
    const subscriber = media.value;
    if (!subscriber || !isPaused.value || connection.status.value !== 'open') return;
    if (player.picture.value !== 'none' || subscriber.saver.saving.value === 'soundOnly') return;
    const look = () => player.still.hidden && void subscriber.stills.once();
    look();
    // The studio may bring it as late as that.
    const again = setTimeout(look, limits.stillMs);
    return () => clearTimeout(again);
  });
};
