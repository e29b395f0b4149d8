// One reservation of mine: what, how many, how long, the code, and what can be done with it now.
import { useState } from 'preact/hooks';
import type { ReservationView } from '../../shared/shop.ts';
import { t, tn } from '../i18n.ts';
import { stateAt } from '../lib/hold-time.ts';
import { Countdown } from '../ui/countdown.tsx';
import { stateLine } from '../ui/hold-words.ts';
import { money } from '../ui/price.tsx';
import { ConfirmForm } from './confirm-form.tsx';
import { PendingWords } from './pending-words.tsx';
import { nameOf } from './telling.ts';
import type { Visit } from './visit.ts';

type Props = {
  visit: Visit;
  reservation: ReservationView;
  /** The one to care for next. */
  first?: boolean;
};

export const ReservationItem = ({ visit, reservation, first = false }: Props) => {
  const state = stateAt(reservation, visit.now.value);
  const { quantity, unitCents, currency, code } = reservation;
  return (
    <li class="reservation" data-testid="reservation" data-id={reservation.id} data-state={state}>
      <h3>{nameOf(reservation)}</h3>
      <p class="numbers">
        {quantity > 1 && `${quantity} × ${money(unitCents, currency)} = `}
        {money(quantity * unitCents, currency)} · <span class="quiet">{t('reserve.code')}</span>{' '}
        <strong>{code}</strong>
      </p>
      <Until visit={visit} reservation={{ ...reservation, state }} />
      {(state === 'held' || state === 'confirmed') && (
        <Doing visit={visit} reservation={{ ...reservation, state }} first={first} />
      )}
      <a href={`/receipt#${reservation.receipt}`} target="_blank" rel="noopener">
        {t('reserve.receipt')}
      </a>
    </li>
  );
};

const Until = ({ visit, reservation }: Props) => {
  if (reservation.state !== 'held') return <p class="state">{stateLine(reservation)}</p>;
  return (
    <p class="until">
      {reservation.offered && <span>{t('reserve.offered')} </span>}
      {reservation.expiresAt === null ? (
        <span data-testid="hold-timer" data-id={reservation.id}>
          {stateLine(reservation)}
        </span>
      ) : (
        <>
          {stateLine(reservation)} <Countdown reservation={reservation} now={visit.now} testId="hold-timer" />
        </>
      )}
    </p>
  );
};

type Step = 'plain' | 'confirming' | 'cancelling';

const Doing = ({ visit, reservation, first }: Props) => {
  const [step, go] = useState<Step>('plain');
  const desk = visit.desk.value;
  const { id: reservationId, state, extended } = reservation;
  const pending = desk?.outbox.pending.value.find(({ about }) => about === reservationId);
  if (pending) return <PendingWords visit={visit} tap={pending} />;
  if (step === 'confirming')
    return (
      <ConfirmForm
        onDone={(who) => {
          desk?.outbox.add('reservation.confirm', reservationId, { reservationId, ...who });
          go('plain');
        }}
        onLeave={() => go('plain')}
      />
    );
  if (step === 'cancelling')
    return (
      <Cancelling
        onKeep={() => go('plain')}
        onCancel={() => desk?.outbox.add('reservation.cancel', reservationId, { reservationId })}
      />
    );
  return (
    <div class="actions">
      {state === 'held' && (
        <button
          type="button"
          class={first ? 'button primary' : 'button'}
          data-testid="confirm-hold"
          onClick={() => go('confirming')}
        >
          {t('reserve.confirm')}
        </button>
      )}
      {state === 'held' && !extended && (
        <button
          type="button"
          class="button"
          data-testid="extend-hold"
          onClick={() => desk?.outbox.add('reservation.extend', reservationId, { reservationId })}
        >
          {tn('reserve.extend', visit.room.value.terms?.extensionMinutes ?? 0)}
        </button>
      )}
      <button type="button" class="button bare" data-testid="cancel-hold" onClick={() => go('cancelling')}>
        {t('reserve.cancel')}
      </button>
    </div>
  );
};

const Cancelling = ({ onKeep, onCancel }: { onKeep: () => void; onCancel: () => void }) => (
  <div class="asking" role="group" aria-label={t('reserve.cancel.ask')}>
    <p>{t('reserve.cancel.ask')}</p>
    <div class="actions">
      <button type="button" class="button" onClick={onKeep}>
        {t('reserve.cancel.keep')}
      </button>
      <button type="button" class="button danger" data-testid="cancel-hold" onClick={onCancel}>
        {t('reserve.cancel.do')}
      </button>
    </div>
  </div>
);
