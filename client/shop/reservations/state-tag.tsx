// A reservation's state in a word, with a colour beside it.
import type { ReservationState } from '../../../shared/reservation-states.ts';
import { t } from '../../i18n.ts';

export const StateTag = ({ state }: { state: ReservationState }) => (
  <span class={`tag ${state}`}>{t(`shop.reservation.${state}`)}</span>
);
