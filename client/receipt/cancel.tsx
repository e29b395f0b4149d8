// Giving a reservation back from its receipt.
import type { ReceiptView } from '../../shared/shop-api.ts';
import type { ReservationView } from '../../shared/shop.ts';
import { t } from '../i18n.ts';
import { toast } from '../ui/toast.tsx';
import { AskFirst } from './ask-first.tsx';
import { cancelReceipt } from './receipt-api.ts';

type Props = { secret: string; reservation: ReservationView; onChange: (receipt: ReceiptView) => void };

export const Cancel = ({ secret, reservation, onChange }: Props) => (
  <AskFirst
    id="cancel-hold"
    kind="button"
    words={{
      press: t('reserve.cancel'),
      ask: t('reserve.cancel.ask'),
      keep: t('reserve.cancel.keep'),
      go: t('reserve.cancel.do'),
    }}
    work={async () => {
      onChange(await cancelReceipt(secret, reservation.id));
      toast(t('receipt.cancelled'), 'ok');
    }}
  />
);
