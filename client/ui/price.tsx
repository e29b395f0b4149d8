// A price as people read it, and beside a reduced one the lowest of the 30 days before, in words (directive (EU) 2019/2161,
// art. 6a of 98/6/EC). Never strikes a number through and never computes a percentage.
import type { PriceView } from '../../shared/shop.ts';
import { formatMoney } from '../../shared/money.ts';
import { formatLocale, t } from '../i18n.ts';

/** "39 €" in the reader's way. */
export const money = (cents: number, currency: string): string =>
  formatMoney(cents, currency, formatLocale());

type Props = {
  price: PriceView | null;
  /** Several prices: the lowest one, said as such. */
  from?: boolean;
};

export const Price = ({ price, from = false }: Props) => {
  if (!price) return <p class="price quiet">{t('common.price.none')}</p>;
  const { cents, currency, referenceCents } = price;
  const amount = money(cents, currency);
  return (
    <p class="price numbers">
      <strong>{from ? t('common.price.from', { price: amount }) : amount}</strong>
      {referenceCents !== null && (
        <span class="reference">
          {t('common.price.lowest30', { price: money(referenceCents, currency) })}
        </span>
      )}
    </p>
  );
};
