// Goods came in or were counted away: a difference with its reason, and what will be on hand then.
import { useSignal } from '@preact/signals';
import type { VariantDetail } from '../../../shared/shop-api.ts';
import { t } from '../../i18n.ts';
import type { ApiError } from '../../lib/api.ts';
import { toast } from '../../ui/toast.tsx';
import { office } from '../parts/office-api.ts';
import { Refused, refusalOf } from '../parts/refused.tsx';
import { TextField } from '../parts/texts.tsx';
import { differenceText, numberText } from '../parts/words.ts';
import { differenceOf } from './difference.ts';

const common = ['came', 'counted', 'broken', 'returned'] as const;

type Wrong = { difference?: string; reason?: string };
type Props = { variant: VariantDetail; onChanged: () => void };

export const StockForm = ({ variant, onChanged }: Props) => {
  const difference = useSignal('');
  const reason = useSignal('');
  const wrong = useSignal<Wrong>({});
  const refused = useSignal<ApiError | null>(null);
  const busy = useSignal(false);
  const wanted = differenceOf(difference.value);

  const change = async (event: Event): Promise<void> => {
    event.preventDefault();
    refused.value = null;
    wrong.value = {
      ...(wanted === null && { difference: t('shop.stock.difference.wrong') }),
      ...(reason.value.trim().length < 2 && { reason: t('shop.reason.wrong') }),
    };
    if (wanted === null || wrong.value.reason) return;
    busy.value = true;
    try {
      const { variant: now } = await office.changeStock(variant.id, wanted, reason.value.trim());
      toast(
        t('shop.stock.changed', { difference: differenceText(wanted), onHand: numberText(now.onHand) }),
        'ok',
      );
      difference.value = '';
      reason.value = '';
      onChanged();
    } catch (error) {
      refused.value = refusalOf(error);
    }
    busy.value = false;
  };

  return (
    <form class="drawer-form" noValidate onSubmit={(event) => void change(event)}>
      <h3>{t('shop.stock.change')}</h3>
      <div class="fields stock-fields">
        <TextField
          label={t('shop.stock.difference')}
          kind="difference"
          value={difference.value}
          hint={
            wanted === null
              ? t('shop.stock.difference.hint')
              : t('shop.stock.then', { count: numberText(variant.onHand + wanted) })
          }
          wrong={wrong.value.difference}
          onInput={(text) => (difference.value = text)}
        />
        <TextField
          label={t('shop.reason')}
          value={reason.value}
          maxLength={200}
          wrong={wrong.value.reason}
          onInput={(text) => (reason.value = text)}
        />
      </div>
      <div class="chips" role="group" aria-label={t('shop.reason.common')}>
        {common.map((each) => (
          <button
            key={each}
            type="button"
            class="button small"
            onClick={() => (reason.value = t(`shop.reason.${each}`))}
          >
            {t(`shop.reason.${each}`)}
          </button>
        ))}
      </div>
      <Refused error={refused.value} />
      <div>
        <button type="submit" class="button primary" disabled={busy.value}>
          {t('shop.stock.change')}
        </button>
      </div>
    </form>
  );
};
