// Giving a reservation back from its receipt: ask, then do.
import { useState } from 'preact/hooks';
import type { ReceiptView } from '../../shared/shop-api.ts';
import type { ReservationView } from '../../shared/shop.ts';
import { t } from '../i18n.ts';
import { ApiError } from '../lib/api.ts';
import { toast } from '../ui/toast.tsx';
import { cancelReceipt } from './receipt-api.ts';

type Props = { secret: string; reservation: ReservationView; onChange: (receipt: ReceiptView) => void };

export const Cancel = ({ secret, reservation, onChange }: Props) => {
  const [asking, ask] = useState(false);
  const [busy, setBusy] = useState(false);

  const cancel = async () => {
    setBusy(true);
    try {
      onChange(await cancelReceipt(secret, reservation.id));
      toast(t('receipt.cancelled'), 'ok');
    } catch (error) {
      toast(t(`error.${error instanceof ApiError ? error.code : 'internal'}`), 'bad');
    }
    setBusy(false);
    ask(false);
  };

  if (!asking)
    return (
      <button type="button" class="button" data-testid="cancel-hold" onClick={() => ask(true)}>
        {t('reserve.cancel')}
      </button>
    );
  return (
    <div class="asking" role="group" aria-label={t('reserve.cancel.ask')}>
      <p>{t('reserve.cancel.ask')}</p>
      <button type="button" class="button" onClick={() => ask(false)}>
        {t('reserve.cancel.keep')}
      </button>
      <button
        type="button"
        class="button danger"
        data-testid="cancel-hold"
        disabled={busy}
        onClick={() => void cancel()}
      >
        {t('reserve.cancel.do')}
      </button>
    </div>
  );
};
