// What a line of the run of show is made of: the stock of each variant in steady numbers, and the mark that says in words what
// the room sees. Never changes anything.
import type { ProductView } from '../../shared/shop.ts';
import { t, tn } from '../i18n.ts';
import { isSoldOut, variantName } from '../lib/variants.ts';
import { Icon } from '../ui/icon.tsx';
import type { RunOfShow } from './run-of-show.ts';

/** More are in the product's menu. */
const mostCounted = 8;

/** What the shop says and what is being asked of it, never mixed up. */
export type Mark = 'showing' | 'coming' | 'going' | 'seen' | 'none';

export const markOf = (run: RunOfShow, productId: string): Mark => {
  const pending = run.pending.value;
  const isPinned = run.pinned.value?.id === productId;
  if (pending && isPinned && pending.productId !== productId) return 'going';
  if (isPinned) return 'showing';
  if (pending?.productId === productId) return 'coming';
  return run.seen.value.has(productId) ? 'seen' : 'none';
};

const markWords = {
  showing: 'studio.run.now',
  coming: 'studio.run.showing',
  going: 'studio.run.hiding',
  seen: 'studio.run.seen',
} as const;

export const MarkWord = ({ mark }: { mark: Mark }) =>
  mark === 'none' ? null : (
    <p class="run-mark" data-mark={mark}>
      {mark === 'seen' && <Icon name="check" />}
      {mark === 'showing' && <Icon name="eye" />}
      {t(markWords[mark])}
    </p>
  );

export const availableOf = ({ variants }: ProductView): number =>
  variants.reduce((sum, { available }) => sum + available, 0);

export const StockLine = ({ product }: { product: ProductView }) => {
  const { variants } = product;
  const soldOut = isSoldOut(product);
  return (
    <p class="run-stock numbers" data-state={soldOut ? 'none' : 'there'}>
      <span
        class="run-total"
        {...(variants.length === 1 && {
          'data-testid': 'stock-count',
          'data-variant': variants[0]?.id,
          'data-available': variants[0]?.available,
        })}
      >
        {soldOut ? t('common.stock.none') : tn('studio.run.available', availableOf(product))}
      </span>
      {variants.length > 1 && (
        <>
          {variants.slice(0, mostCounted).map((variant) => (
            <span
              key={variant.id}
              class="run-variant"
              data-testid="stock-count"
              data-variant={variant.id}
              data-available={variant.available}
            >
              {variantName(variant)} <b>{variant.available}</b>
            </span>
          ))}
          {variants.length > mostCounted && (
            <span>{t('studio.run.moreVariants', { count: variants.length - mostCounted })}</span>
          )}
        </>
      )}
    </p>
  );
};
