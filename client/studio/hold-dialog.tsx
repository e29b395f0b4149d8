// One reservation, and what the staff can do with it: hand it over or release it. Each says what will happen and is done by
// one more press; both are final. Rule: STU-57.
import { useSignal } from '@preact/signals';
import { reservationStates } from '../../shared/reservation-states.ts';
import type { ReservationEntry } from '../../shared/shop.ts';
import type { Key } from '../../shared/i18n/index.ts';
import { t, tn } from '../i18n.ts';
import type { ApiErrorCode } from '../lib/api.ts';
import { Dialog } from '../ui/dialog.tsx';
import { timeOf } from '../ui/moment.ts';
import { Notice } from '../ui/notice.tsx';
import { money } from '../ui/price.tsx';
import { toast } from '../ui/toast.tsx';
import { stateWords, whatOf } from './hold-words.ts';
import type { Holds } from './holds.ts';
import { isReason, ReasonField } from './reason-field.tsx';
import { isOpen } from './reservation-list.ts';
import { codeOf } from './studio-api.ts';

type Props = { holds: Holds; reservationId: string | null; onClose: () => void };

const Fact = ({ name, value }: { name: Key; value: string }) => (
  <div>
    <dt>{t(name)}</dt>
    <dd class="numbers">{value}</dd>
  </div>
);

const Facts = ({ entry }: { entry: ReservationEntry }) => (
  <dl class="facts">
    <Fact name="studio.holds.what" value={`${entry.quantity} × ${whatOf(entry)}`} />
    <Fact name="studio.holds.worth" value={money(entry.unitCents * entry.quantity, entry.currency)} />
    <Fact
      name="studio.holds.who"
      value={[entry.name, entry.nickname].filter(Boolean).join(' · ') || t('studio.holds.guest')}
    />
    {entry.contact && <Fact name="studio.holds.contact" value={entry.contact} />}
    <Fact name="studio.holds.placed" value={timeOf(entry.placedAt)} />
    <Fact name="studio.holds.state" value={stateWords(entry)} />
  </dl>
);

type Doing = {
  busy: boolean;
  /** Carries it out, tells it, and closes; or keeps the refusal for the notice. */
  act: (work: () => Promise<void>, said: string) => void;
};

const HandOver = ({ entry, holds, busy, act }: { entry: ReservationEntry; holds: Holds } & Doing) => (
  <section class="stack">
    <h3>{t('studio.holds.handOver')}</h3>
    {(reservationStates[entry.state] as readonly string[]).includes('collected') ? (
      <>
        <p>{t('studio.holds.handOver.text')}</p>
        <button
          type="button"
          class="button primary"
          data-testid="collect-reservation"
          disabled={busy}
          onClick={() =>
            act(() => holds.collect(entry.id), t('studio.holds.handedOver', { code: entry.code }))
          }
        >
          {t('studio.holds.handOver')}
        </button>
      </>
    ) : (
      <p>{t('studio.holds.handOver.confirmFirst')}</p>
    )}
  </section>
);

const Release = ({ entry, holds, busy, act }: { entry: ReservationEntry; holds: Holds } & Doing) => {
  const reason = useSignal('');
  const tried = useSignal(false);
  const send = (): void => {
    tried.value = true;
    if (!isReason(reason.value)) return;
    act(() => holds.release(entry.id, reason.value.trim()), t('studio.holds.released', { code: entry.code }));
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <h3>{t('studio.holds.release')}</h3>
      <p>{tn('studio.holds.release.text', entry.quantity)}</p>
      <ReasonField
        label={t('studio.holds.release.reason')}
        hint={t('studio.product.reason.hint')}
        reason={reason}
        tried={tried.value}
      />
      <button type="submit" class="button danger" data-testid="release-reservation" disabled={busy}>
        {t(busy ? 'studio.holds.releasing' : 'studio.holds.release')}
      </button>
    </form>
  );
};

const Actions = ({
  entry,
  holds,
  onClose,
}: {
  entry: ReservationEntry;
  holds: Holds;
  onClose: () => void;
}) => {
  const busy = useSignal(false);
  const problem = useSignal<ApiErrorCode | null>(null);
  const run = async (work: () => Promise<void>, said: string): Promise<void> => {
    if (busy.value) return;
    busy.value = true;
    problem.value = null;
    try {
      await work();
      toast(said, 'ok');
      onClose();
    } catch (error) {
      problem.value = codeOf(error);
    } finally {
      busy.value = false;
    }
  };
  const doing: Doing = { busy: busy.value, act: (work, said) => void run(work, said) };
  return (
    <>
      {problem.value && (
        <Notice kind="bad" code={problem.value}>
          <p>{t(`error.${problem.value}`)}</p>
        </Notice>
      )}
      {isOpen(entry) ? (
        <>
          <HandOver entry={entry} holds={holds} {...doing} />
          <Release entry={entry} holds={holds} {...doing} />
        </>
      ) : (
        <p class="quiet">{t('studio.holds.over')}</p>
      )}
    </>
  );
};

export const HoldDialog = ({ holds, reservationId, onClose }: Props) => {
  const entry = holds.list.value?.find(({ id }) => id === reservationId);
  return (
    <Dialog
      open={entry !== undefined}
      onClose={onClose}
      title={entry ? t('studio.holds.title', { code: entry.code }) : ''}
    >
      {entry && (
        <div class="stack parted">
          <Facts entry={entry} />
          <Actions entry={entry} holds={holds} onClose={onClose} />
        </div>
      )}
    </Dialog>
  );
};
