// One variant by its options: a group of radio buttons for each option, so that arrow keys work as the platform has them.
// Nothing is hidden: what is sold out or cannot be had with the rest is marked in words and can still be chosen.
import { useId } from 'preact/hooks';
import type { ProductView, VariantView } from '../../shared/shop.ts';
import { t } from '../i18n.ts';
import { exact, nearest, valuesOf } from '../lib/variants.ts';
import { StockCount } from './stock-count.tsx';

type Props = { product: ProductView; chosen: VariantView; onChoose: (variant: VariantView) => void };

export const VariantPicker = ({ product, chosen, onChoose }: Props) => {
  const name = useId();
  return (
    <div class="picker">
      {valuesOf(product).map((values, at) => (
        <fieldset key={product.options[at]}>
          <legend>{product.options[at]}</legend>
          <div class="values">
            {values.map((value) => {
              const variant = exact(product, chosen, at, value);
              const choice = variant ?? nearest(product, chosen, at, value);
              return (
                <label
                  key={value}
                  class="value"
                  data-testid="variant-option"
                  data-id={choice?.id}
                  data-state={variant ? (variant.available === 0 ? 'none' : 'there') : 'elsewhere'}
                >
                  <input
                    type="radio"
                    class="visually-hidden"
                    name={`${name}-${at}`}
                    checked={chosen.options[at] === value}
                    onChange={() => choice && onChoose(choice)}
                  />
                  <span class="word">{value}</span>
                  {variant ? (
                    <StockCount variantId={variant.id} available={variant.available} plenty />
                  ) : (
                    <span class="stock">{t('reserve.notWith', { values: others(chosen, at) })}</span>
                  )}
                </label>
              );
            })}
          </div>
        </fieldset>
      ))}
    </div>
  );
};

const others = ({ options }: VariantView, at: number): string =>
  options.filter((_, index) => index !== at).join(' / ');
