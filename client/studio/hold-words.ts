// A reservation in words: what, who, and how it stands.
import type { ReservationEntry } from '../../shared/shop.ts';
import { t } from '../i18n.ts';
import { isToday, timeOf } from '../ui/moment.ts';

/** "Linen shirt, M / Blue" */
export const whatOf = ({ title, variant }: ReservationEntry): string =>
  variant ? `${title}, ${variant}` : title;

export const whoOf = ({ nickname }: ReservationEntry): string => nickname ?? t('studio.holds.guest');

/** A hold without a deadline hangs on the end of its show. */
export const stateWords = ({ state, expiresAt }: ReservationEntry): string =>
  state === 'held' && expiresAt !== null
    ? t(isToday(expiresAt) ? 'studio.holds.state.heldUntil' : 'studio.holds.state.heldUntil.day', {
        time: timeOf(expiresAt),
      })
    : t(`studio.holds.state.${state}`);
