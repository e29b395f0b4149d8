// What a variant costs and did cost: the plot, the log, a new regular price, and a show price, which has to be below the
// lowest one of the 30 days before (directive 98/6/EC art. 6a).
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { limits } from '../../../shared/limits.ts';
import { parseMoney } from '../../../shared/money.ts';
import type { PriceEntry, VariantDetail } from '../../../shared/shop-api.ts';
import { t } from '../../i18n.ts';
import type { ApiError, ApiErrorCode } from '../../lib/api.ts';
import { Notice } from '../../ui/notice.tsx';
import { toast } from '../../ui/toast.tsx';
import { currency } from '../parts/currency.ts';
import { codeOf } from '../parts/list.ts';
import { Skeleton } from '../parts/list-view.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { office } from '../parts/office-api.ts';
import { Refused, refusalOf } from '../parts/refused.tsx';
import { TextField } from '../parts/texts.tsx';
import { moneyText, whenText } from '../parts/words.ts';
import { PricePlot } from './price-plot.tsx';

const kinds = ['regular', 'show'] as const;
type Kind = (typeof kinds)[number];

/** "No reduction" with the number it has to be below. */
const NoReduction = ({ error, money }: { error: ApiError; money: string }) => {
  const { reference } = error.details;
  return (
    <Notice kind="bad" code={error.code} title={t('shop.price.noReduction')}>
      <p>
        {typeof reference === 'number'
          ? t('shop.price.noReduction.below', { price: moneyText(reference, money) })
          : t('shop.price.noReduction.first')}
      </p>
    </Notice>
  );
};

const PriceForm = ({ variant, onChanged }: { variant: VariantDetail; onChanged: () => void }) => {
  const kind = useSignal<Kind>('regular');
  const text = useSignal('');
  const wrong = useSignal<string | null>(null);
  const refused = useSignal<ApiError | null>(null);
  const busy = useSignal(false);
  const money = variant.price?.currency ?? currency.value;

  const set = async (event: Event): Promise<void> => {
    event.preventDefault();
    refused.value = null;
    const cents = parseMoney(text.value, money);
    const isPrice = cents !== null && cents >= 1 && cents <= limits.maxCents;
    wrong.value = isPrice ? null : t('shop.wrong.price');
    if (!isPrice) return;
    busy.value = true;
    try {
      await office.setPrice(variant.id, kind.value, cents);
      toast(t('shop.price.set', { price: moneyText(cents, money) }), 'ok');
      text.value = '';
      onChanged();
    } catch (error) {
      refused.value = refusalOf(error);
    }
    busy.value = false;
  };

  return (
    <form class="drawer-form" noValidate onSubmit={(event) => void set(event)}>
      <h3>{t('shop.price.new')}</h3>
      <div class="choices">
        {kinds.map((each) => (
          <label key={each} class="choice">
            <input
              type="radio"
              name="kind"
              checked={kind.value === each}
              onChange={() => {
                kind.value = each;
                refused.value = null;
              }}
            />
            <span>
              {t(`shop.price.${each}`)}
              <span class="quiet under">{t(`shop.price.${each}.help`)}</span>
            </span>
          </label>
        ))}
      </div>
      <TextField
        label={t('shop.price.in', { currency: money })}
        kind="money"
        value={text.value}
        wrong={wrong.value}
        onInput={(typed) => (text.value = typed)}
      />
      {refused.value?.code === 'no_reduction' ? (
        <NoReduction error={refused.value} money={money} />
      ) : (
        <Refused error={refused.value} />
      )}
      <div>
        <button type="submit" class="button primary" disabled={busy.value}>
          {t('shop.price.save')}
        </button>
      </div>
    </form>
  );
};

const PriceLog = ({ prices }: { prices: PriceEntry[] }) => (
  <ol class="entries">
    {prices.map((entry) => (
      <li key={`${entry.at} ${entry.cents}`} class="entry">
        <p class="entry-top">
          <strong class="numbers">{moneyText(entry.cents, entry.currency)}</strong>
          <time class="quiet small" dateTime={new Date(entry.at).toISOString()}>
            {whenText(entry.at)}
          </time>
        </p>
        <p class="quiet small">
          {entry.referenceCents === null
            ? t(`shop.price.${entry.kind}`)
            : t('shop.price.reduced', { price: moneyText(entry.referenceCents, entry.currency) })}
        </p>
      </li>
    ))}
  </ol>
);

type Props = { variant: VariantDetail; mayChange: boolean; onChanged: () => void };

export const Prices = ({ variant, mayChange, onChanged }: Props) => {
  const prices = useSignal<PriceEntry[] | null>(null);
  const problem = useSignal<ApiErrorCode | null>(null);
  const load = async (): Promise<void> => {
    try {
      prices.value = (await office.prices(variant.id)).prices;
      problem.value = null;
    } catch (error) {
      problem.value = codeOf(error);
    }
  };
  useEffect(() => void load(), []);
  return (
    <>
      {mayChange && <PriceForm variant={variant} onChanged={onChanged} />}
      <section class="part" aria-labelledby="prices-heading">
        <h3 id="prices-heading">{t('shop.price.log')}</h3>
        {problem.value && <LoadProblem code={problem.value} onRetry={() => void load()} />}
        {!prices.value && !problem.value && <Skeleton rows={3} />}
        {prices.value?.length === 0 && <p class="quiet">{t('shop.price.empty')}</p>}
        {prices.value && prices.value.length > 0 && (
          <>
            <PricePlot prices={prices.value} />
            <PriceLog prices={prices.value} />
          </>
        )}
      </section>
    </>
  );
};
