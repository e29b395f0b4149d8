// My reservations: what runs first, then what I wait for, what is over, and my own limit.
import type { ReservationView } from '../../shared/shop.ts';
import { isOpen } from '../lib/mine.ts';
import { nameOf } from './telling.ts';
import { t } from '../i18n.ts';
import { stateAt } from '../lib/hold-time.ts';
import { CapForm } from './cap-form.tsx';
import { PendingWords } from './pending-words.tsx';
import { ReservationItem } from './reservation-item.tsx';
import { InLine } from './reserve-panel.tsx';
import type { Visit } from './visit.ts';

export const MineSheet = ({ visit }: { visit: Visit }) => {
  const { reservations, waiting } = visit.mine.value;
  const now = visit.now.value;
  const open = reservations
    .filter((each) => isOpen({ ...each, state: stateAt(each, now) }))
    .toSorted(byUrgency);
  const over = reservations.filter((each) => !open.includes(each));
  const placing = (visit.desk.value?.outbox.pending.value ?? []).filter(
    ({ type }) => type === 'reservation.place',
  );
  return (
    <div class="mine">
      {placing.map((tap) => (
        <div key={tap.key} class="reservation">
          <h3>{titleOf(visit, tap.about)}</h3>
          <PendingWords visit={visit} tap={tap} />
        </div>
      ))}
      {open.length + placing.length === 0 && <p class="empty quiet">{t('reserve.mine.none')}</p>}
      <ul>
        {open.map((reservation, at) => (
          <ReservationItem key={reservation.id} visit={visit} reservation={reservation} first={at === 0} />
        ))}
      </ul>
      {waiting.length > 0 && <h3 class="part">{t('reserve.mine.waiting')}</h3>}
      {waiting.map((each) => (
        <div key={each.variantId} class="reservation">
          <h4>{titleOf(visit, each.variantId)}</h4>
          <InLine visit={visit} waiting={each} />
        </div>
      ))}
      {over.length > 0 && (
        <>
          <h3 class="part">{t('reserve.mine.over')}</h3>
          <ul>
            {over.map((reservation) => (
              <ReservationItem key={reservation.id} visit={visit} reservation={reservation} />
            ))}
          </ul>
        </>
      )}
      <CapForm visit={visit} />
    </div>
  );
};

/** What runs out first; then what hangs on the show's end; then what is kept without a limit. */
const byUrgency = (a: ReservationView, b: ReservationView): number => urgency(a) - urgency(b);
const urgency = ({ state, expiresAt }: ReservationView): number =>
  state === 'confirmed' ? Number.MAX_VALUE : (expiresAt ?? Number.MAX_SAFE_INTEGER);

const titleOf = (visit: Visit, variantId: string): string => {
  for (const { title, variants } of visit.room.value.shelf.products) {
    const variant = variants.find(({ id }) => id === variantId);
    if (variant) return nameOf({ title, variant: variant.options.join(' / ') });
  }
  return t('reserve.gone.title');
};
