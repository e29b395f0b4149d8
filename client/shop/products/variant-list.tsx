// The variants for those who may not change them: values, price, and the counters, each a button to its ledger.
import type { ProductDetail } from '../../../shared/shop-api.ts';
import { t } from '../../i18n.ts';
import { moneyText, numberText } from '../parts/words.ts';
import { variantName } from './stock-drawer.tsx';

type Props = { product: ProductDetail; onStock: (variantId: string, tab: 'ledger') => void };

const counters = ['onHand', 'held', 'available', 'sold'] as const;

export const VariantList = ({ product, onStock }: Props) => (
  <section class="card part" aria-labelledby="variants-heading">
    <h2 id="variants-heading">{t('shop.variants.title')}</h2>
    <table class="table cards">
      <thead>
        <tr>
          <th scope="col">{t('shop.variant')}</th>
          <th scope="col">{t('shop.sku')}</th>
          {counters.map((counter) => (
            <th key={counter} scope="col" class="number">
              {t(`shop.stock.${counter}`)}
            </th>
          ))}
          <th scope="col" class="number">
            {t('shop.price')}
          </th>
        </tr>
      </thead>
      <tbody>
        {product.variants.map((variant) => (
          <tr key={variant.id}>
            <th scope="row">{variantName(variant)}</th>
            <td data-label={t('shop.sku')}>{variant.sku ?? '–'}</td>
            {counters.map((counter) => (
              <td key={counter} class="number" data-label={t(`shop.stock.${counter}`)}>
                <button
                  type="button"
                  class="figure"
                  aria-label={t('shop.stock.open', {
                    name: variantName(variant),
                    what: t(`shop.stock.${counter}`),
                    count: numberText(variant[counter]),
                  })}
                  onClick={() => onStock(variant.id, 'ledger')}
                >
                  {numberText(variant[counter])}
                </button>
              </td>
            ))}
            <td class="number" data-label={t('shop.price')}>
              {variant.price ? moneyText(variant.price.cents, variant.price.currency) : t('shop.price.none')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);
