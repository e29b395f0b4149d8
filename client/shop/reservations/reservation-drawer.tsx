// Everything about one reservation, what happened to it, and what may happen next: confirm, hand over, release.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { reservationStates, type ReservationState } from '../../../shared/reservation-states.ts';
import type { Replies } from '../../../shared/shop-api.ts';
import type { ReservationEntry } from '../../../shared/shop.ts';
import { t, tn } from '../../i18n.ts';
import type { ApiError, ApiErrorCode } from '../../lib/api.ts';
import { Drawer } from '../../ui/drawer.tsx';
import { toast } from '../../ui/toast.tsx';
import { codeOf } from '../parts/list.ts';
import { Skeleton } from '../parts/list-view.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { office } from '../parts/office-api.ts';
import { Refused, refusalOf } from '../parts/refused.tsx';
import { moneyText, numberText, whenText } from '../parts/words.ts';
import { Entries } from '../products/ledger.tsx';
import { ConfirmForm, ReleaseForm } from './reservation-forms.tsx';
import { whoText } from './reservation-table.tsx';
import { StateTag } from './state-tag.tsx';

type Props = { id: string; onClose: () => void; onChanged: (entry: ReservationEntry) => void };

const Facts = ({ entry }: { entry: ReservationEntry }) => {
  const facts: [string, string | null][] = [
    [t('shop.reservation.who'), whoText(entry)],
    [t('shop.reservation.contact'), entry.contact],
    [t('shop.reservation.nickname'), entry.name ? entry.nickname : null],
    [t('shop.sku'), entry.sku],
    [t('shop.reservation.pieces'), numberText(entry.quantity)],
    [t('shop.reservation.each'), entry.quantity > 1 ? moneyText(entry.unitCents, entry.currency) : null],
    [t('shop.reservation.value'), moneyText(entry.quantity * entry.unitCents, entry.currency)],
    [t('shop.room'), entry.room],
    [t('shop.reservation.placed'), whenText(entry.placedAt)],
    [t('shop.reservation.ends'), entry.expiresAt === null ? null : whenText(entry.expiresAt)],
    [t('shop.reservation.ended'), entry.endedAt === null ? null : whenText(entry.endedAt)],
  ];
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value)
        .map(([label, value]) => (
          <div key={label}>
            <dt class="quiet">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
};

type Asking = 'nothing' | 'confirm' | 'release';
type ActionsProps = {
  entry: ReservationEntry;
  busy: boolean;
  onAsk: (what: Asking) => void;
  onCollect: () => void;
};

const may = ({ state }: ReservationEntry, next: ReservationState): boolean =>
  (reservationStates[state] as readonly ReservationState[]).includes(next);

const Actions = ({ entry, busy, onAsk, onCollect }: ActionsProps) => (
  <div class="actions">
    {may(entry, 'collected') && (
      <button type="button" class="button primary" disabled={busy} onClick={onCollect}>
        {tn('shop.reservation.collect', entry.quantity)}
      </button>
    )}
    {may(entry, 'confirmed') && (
      <button type="button" class="button primary" disabled={busy} onClick={() => onAsk('confirm')}>
        {t('shop.reservation.confirm')}
      </button>
    )}
    {may(entry, 'cancelled') && (
      <button type="button" class="button danger" disabled={busy} onClick={() => onAsk('release')}>
        {t('shop.reservation.release')}
      </button>
    )}
  </div>
);

export const ReservationDrawer = ({ id, onClose, onChanged }: Props) => {
  const known = useSignal<Replies['reservation'] | null>(null);
  const problem = useSignal<ApiErrorCode | null>(null);
  const refused = useSignal<ApiError | null>(null);
  const asking = useSignal<Asking>('nothing');
  const busy = useSignal(false);

  const load = async (): Promise<void> => {
    try {
      known.value = await office.reservation(id);
      problem.value = null;
    } catch (error) {
      problem.value = codeOf(error);
    }
  };
  useEffect(() => void load(), []);

  const run = async (
    write: () => Promise<{ reservation: ReservationEntry }>,
    said: (entry: ReservationEntry) => string,
  ): Promise<void> => {
    busy.value = true;
    refused.value = null;
    try {
      const { reservation } = await write();
      asking.value = 'nothing';
      toast(said(reservation), 'ok');
      onChanged(reservation);
    } catch (error) {
      refused.value = refusalOf(error);
    }
    // After a refusal as well: most likely somebody else was first.
    await load();
    busy.value = false;
  };

  const entry = known.value?.reservation;
  return (
    <Drawer
      title={entry?.code ?? t('common.loading')}
      about={entry && [entry.title, entry.variant].filter(Boolean).join(' · ')}
      onClose={onClose}
    >
      {problem.value && (
        <LoadProblem code={problem.value} stale={Boolean(entry)} onRetry={() => void load()} />
      )}
      {!entry && !problem.value && <Skeleton />}
      {entry && (
        <>
          <p>
            <StateTag state={entry.state} />
          </p>
          <Refused error={refused.value} />
          {asking.value === 'nothing' && (
            <Actions
              entry={entry}
              busy={busy.value}
              onAsk={(what) => (asking.value = what)}
              onCollect={() =>
                void run(
                  () => office.collect(id),
                  ({ quantity }) => tn('shop.reservation.collected.said', quantity),
                )
              }
            />
          )}
          {asking.value === 'confirm' && (
            <ConfirmForm
              entry={entry}
              busy={busy.value}
              onCancel={() => (asking.value = 'nothing')}
              onDone={(holder) =>
                void run(
                  () => office.confirm(id, holder),
                  () => t('shop.reservation.confirmed.said', { name: holder.name }),
                )
              }
            />
          )}
          {asking.value === 'release' && (
            <ReleaseForm
              entry={entry}
              busy={busy.value}
              onCancel={() => (asking.value = 'nothing')}
              onDone={(reason) =>
                void run(
                  () => office.release(id, reason),
                  ({ quantity }) => tn('shop.reservation.released.said', quantity),
                )
              }
            />
          )}
          <Facts entry={entry} />
          <section class="part" aria-labelledby="history-heading">
            <h3 id="history-heading">{t('shop.reservation.history')}</h3>
            <Entries entries={known.value?.ledger ?? []} ofOne />
          </section>
        </>
      )}
    </Drawer>
  );
};
