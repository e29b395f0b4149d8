// One product's stock and prices, variant by variant: what is there, how it came about, and changing it.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ProductDetail, VariantDetail } from '../../../shared/shop-api.ts';
import { t } from '../../i18n.ts';
import type { ApiErrorCode } from '../../lib/api.ts';
import { Drawer } from '../../ui/drawer.tsx';
import { Field } from '../../ui/field.tsx';
import { codeOf } from '../parts/list.ts';
import { Skeleton } from '../parts/list-view.tsx';
import { LoadProblem } from '../parts/load-problem.tsx';
import { office } from '../parts/office-api.ts';
import { numberText } from '../parts/words.ts';
import { Ledger } from './ledger.tsx';
import { Prices } from './prices.tsx';
import { StockForm } from './stock-form.tsx';

type Props = {
  productId: string;
  /** The variant to begin with; null: the first one. */
  variantId: string | null;
  mayPrice: boolean;
  /** Which half is open first. */
  tab?: Tab;
  onClose: () => void;
  onChanged: () => void;
};

const tabs = ['ledger', 'prices'] as const;
type Tab = (typeof tabs)[number];

export const variantName = ({ options }: Pick<VariantDetail, 'options'>): string =>
  options.length === 0 ? t('shop.variant.only') : options.join(' / ');

const Figures = ({ variant }: { variant: VariantDetail }) => (
  <dl class="figures">
    {(['onHand', 'held', 'available', 'sold', 'waiting'] as const).map((counter) => (
      <div key={counter}>
        <dt>{t(`shop.stock.${counter}`)}</dt>
        <dd class="numbers">{numberText(variant[counter])}</dd>
      </div>
    ))}
  </dl>
);

type PickProps = { product: ProductDetail; variant: VariantDetail; onPick: (id: string) => void };

const VariantPicker = ({ product, variant, onPick }: PickProps) =>
  product.variants.length < 2 ? null : (
    <Field label={t('shop.variant')}>
      {(ties) => (
        <select
          {...ties}
          class="input"
          value={variant.id}
          onChange={(event) => onPick(event.currentTarget.value)}
        >
          {product.variants.map((each) => (
            <option key={each.id} value={each.id}>
              {t('shop.variant.withStock', { name: variantName(each), count: numberText(each.available) })}
            </option>
          ))}
        </select>
      )}
    </Field>
  );

export const StockDrawer = ({ productId, variantId, mayPrice, tab: first, onClose, onChanged }: Props) => {
  const product = useSignal<ProductDetail | null>(null);
  const problem = useSignal<ApiErrorCode | null>(null);
  const picked = useSignal(variantId);
  const tab = useSignal<Tab>(first ?? 'ledger');
  /** Counts changes, so that ledger and prices are asked for anew. */
  const round = useSignal(0);

  const load = async (): Promise<void> => {
    try {
      product.value = (await office.product(productId)).product;
      problem.value = null;
    } catch (error) {
      problem.value = codeOf(error);
    }
  };
  useEffect(() => void load(), [productId]);

  const changed = (): void => {
    round.value += 1;
    void load();
    onChanged();
  };
  const now = product.value;
  const variant = now?.variants.find(({ id }) => id === picked.value) ?? now?.variants[0];

  return (
    <Drawer title={now?.title ?? t('common.loading')} about={variant?.sku} onClose={onClose}>
      {problem.value && <LoadProblem code={problem.value} stale={now !== null} onRetry={() => void load()} />}
      {!now && !problem.value && <Skeleton />}
      {now && variant && (
        <>
          <VariantPicker product={now} variant={variant} onPick={(id) => (picked.value = id)} />
          <Figures variant={variant} />
          <div class="segments" role="group" aria-label={t('shop.stock.tabs')}>
            {tabs.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={tab.value === each}
                onClick={() => (tab.value = each)}
              >
                {t(`shop.stock.tab.${each}`)}
              </button>
            ))}
          </div>
          {tab.value === 'ledger' ? (
            <>
              <StockForm key={variant.id} variant={variant} onChanged={changed} />
              <Ledger key={`${variant.id} ${round.value}`} variantId={variant.id} />
            </>
          ) : (
            <Prices
              key={`${variant.id} ${round.value}`}
              variant={variant}
              mayChange={mayPrice}
              onChanged={changed}
            />
          )}
        </>
      )}
    </Drawer>
  );
};
