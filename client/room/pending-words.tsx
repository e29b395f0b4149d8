// A tap on its way: what is happening to it, and that it is not done yet. One that never left can be taken back.
import { t } from '../i18n.ts';
import { online } from '../lib/network.ts';
import type { PendingTap } from '../lib/outbox.ts';
import type { Visit } from './visit.ts';

type Props = { visit: Visit; tap: PendingTap };

export const PendingWords = ({ visit, tap }: Props) => {
  // A socket notices seconds later than the browser that the network is gone.
  const isOpen = visit.connection.status.value === 'open' && online.value;
  const isPlacing = tap.type === 'reservation.place';
  const words = !isOpen
    ? t(isPlacing ? 'reserve.pending.offline' : 'reserve.pending.unsent')
    : t(tap.attempts > 1 ? 'reserve.pending.again' : 'reserve.pending.sending');
  return (
    <div class="pending" role="status" data-testid="pending-tap" data-state={isOpen ? tap.state : 'offline'}>
      <p>{words}</p>
      {!isOpen && tap.attempts === 0 && (
        <button type="button" class="button" onClick={() => visit.desk.peek()?.outbox.takeBack(tap.key)}>
          {t('reserve.pending.takeBack')}
        </button>
      )}
    </div>
  );
};
