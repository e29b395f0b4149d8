// The last tap of a reservation and what comes of it: reserve, wait in line, or why not; then the promise itself with time
// and code. A tap that was not answered yet is never shown as reserved. Rules: CLI-36, CLI-41.
import { useEffect, useState } from 'preact/hooks';
import type { ProductView, ReservationView, VariantView, WaitingView } from '../../shared/shop.ts';
import { t, tn } from '../i18n.ts';
import { stateAt } from '../lib/hold-time.ts';
import { isOpen } from '../lib/mine.ts';
import { variantName } from '../lib/variants.ts';
import { stateLine } from '../ui/hold-words.ts';
import { Notice } from '../ui/notice.tsx';
import { Stepper } from '../ui/stepper.tsx';
import { PendingWords } from './pending-words.tsx';
import { Promised } from './promised.tsx';
import { reservingOf } from './reserving.ts';
import { sentenceOf } from './telling.ts';
import type { Visit } from './visit.ts';

type Props = { visit: Visit; product: ProductView; variant: VariantView };

const takenOf = (visit: Visit, variant: VariantView): number =>
  visit.mine.value.reservations
    .filter((each) => each.variantId === variant.id && isOpen(each))
    .reduce((sum, { quantity }) => sum + quantity, 0);

/** How many more of this one the viewer may reserve, as far as this page knows; the server has the last word. */
const mostOf = (visit: Visit, variant: VariantView): number => {
  const { terms } = visit.room.value;
  return Math.max(1, Math.min(variant.available, (terms?.perVariant ?? 1) - takenOf(visit, variant)));
};

/** What is reserved already, by an earlier tap or by an offer from the waiting list. */
const Had = ({ visit, variant }: Pick<Props, 'visit' | 'variant'>) => {
  const taken = takenOf(visit, variant);
  if (taken === 0) return null;
  return (
    <p class="had">
      {tn('reserve.have', taken)}{' '}
      <button type="button" class="button bare small" onClick={() => visit.sheets.open({ kind: 'mine' })}>
        {t('reserve.mine')}
      </button>
    </p>
  );
};

export const ReservePanel = ({ visit, product, variant }: Props) => {
  const desk = visit.desk.value;
  const [key, setKey] = useState<string | null>(null);
  const [wanted, setWanted] = useState(1);
  const pending =
    desk?.outbox.find('reservation.place', variant.id) ?? desk?.outbox.find('waiting.join', variant.id);
  const outcome = key === null ? undefined : desk?.settled.value.get(key);
  const waiting = visit.mine.value.waiting.find(({ variantId }) => variantId === variant.id);
  const most = mostOf(visit, variant);
  const quantity = Math.min(wanted, most);

  // Whoever looks away is told by a toast instead.
  useEffect(() => {
    if (key === null) return;
    desk?.watched.add(key);
    return () => void desk?.watched.delete(key);
  }, [key, desk]);

  const body = { variantId: variant.id, quantity };
  const seen = { ...body, ...(variant.price && { cents: variant.price.cents }) };
  const reserve = () => setKey(desk?.outbox.add('reservation.place', variant.id, seen) ?? null);
  const join = () => setKey(desk?.outbox.add('waiting.join', variant.id, { ...body, quantity: 1 }) ?? null);

  const promised = outcome && 'reservation' in outcome ? newest(visit, outcome.reservation) : null;
  const state = promised && stateAt(promised, visit.now.value);
  const gone = promised && state && !isOpen({ ...promised, state }) ? { ...promised, state } : null;
  if (promised && !gone) return <Promised visit={visit} reservation={promised} />;
  const reserving = reservingOf(visit.room.value.room?.show, variant);
  return (
    <div class="panel">
      {gone && <p class="state">{stateLine(gone)}</p>}
      <Had visit={visit} variant={variant} />
      {outcome && 'error' in outcome && (
        <Notice kind="bad" code={outcome.error.code}>
          <p>{sentenceOf(outcome.error)}</p>
        </Notice>
      )}
      {pending ? (
        <PendingWords visit={visit} tap={pending} />
      ) : waiting && reserving !== 'open' ? (
        <InLine visit={visit} waiting={waiting} />
      ) : (
        <>
          {reserving === 'open' && most > 1 && (
            <Stepper label={t('reserve.quantity')} value={quantity} most={most} onChange={setWanted} />
          )}
          <Ways
            reserving={reserving}
            label={labelOf(product, variant, quantity)}
            onReserve={reserve}
            onJoin={join}
          />
        </>
      )}
    </div>
  );
};

/** As it is now: extended, cancelled or expired since it was placed. */
const newest = (visit: Visit, reservation: ReservationView): ReservationView =>
  visit.mine.value.reservations.find(({ id }) => id === reservation.id) ?? reservation;

const labelOf = (product: ProductView, variant: VariantView, quantity: number): string => {
  const name = product.options.length > 0 ? variantName(variant) : '';
  if (quantity > 1)
    return t(name ? 'reserve.place.several' : 'reserve.place.count', { count: quantity, name });
  return name ? t('reserve.place.named', { name }) : t('room.reserve');
};

type WaysProps = {
  reserving: ReturnType<typeof reservingOf>;
  label: string;
  onReserve: () => void;
  onJoin: () => void;
};

const Ways = ({ reserving, label, onReserve, onJoin }: WaysProps) => {
  if (reserving === 'wait')
    return (
      <>
        <button type="button" class="button primary large wide" data-testid="join-waitlist" onClick={onJoin}>
          {t('room.tellMe')}
        </button>
        <p class="hint">{t('reserve.wait.how')}</p>
      </>
    );
  return (
    <>
      <button
        type="button"
        class="button primary large wide"
        data-testid="reserve"
        disabled={reserving !== 'open'}
        onClick={onReserve}
      >
        {label}
      </button>
      <p class="hint">{t(reserving === 'open' ? 'reserve.how' : `reserve.not.${reserving}`)}</p>
    </>
  );
};

export const InLine = ({ visit, waiting }: { visit: Visit; waiting: WaitingView }) => {
  const place = waiting.place ?? 1;
  const desk = visit.desk.value;
  const leaving = desk?.outbox.find('waiting.leave', waiting.variantId);
  return (
    <div class="in-line" data-testid="waiting-place" data-id={waiting.variantId} data-place={place}>
      <p>
        <strong>{t('reserve.wait.place', { place })}</strong>{' '}
        {place > 1 ? tn('reserve.wait.before', place - 1) : t('reserve.wait.next')}
      </p>
      {leaving ? (
        <PendingWords visit={visit} tap={leaving} />
      ) : (
        <button
          type="button"
          class="button"
          onClick={() =>
            desk?.outbox.add('waiting.leave', waiting.variantId, { variantId: waiting.variantId })
          }
        >
          {t('reserve.wait.leave')}
        </button>
      )}
    </div>
  );
};
