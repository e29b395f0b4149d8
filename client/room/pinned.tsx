// What is showing now: picture, title, price, stock, and the way to reserve it. In the first load and always ready; what the
// button opens is loaded when the page is idle (counter.ts). Nothing pinned: nothing drawn.
import type { ProductView } from '../../shared/shop.ts';
import { t } from '../i18n.ts';
import { lowestPrice, variantName } from '../lib/variants.ts';
import { Price } from '../ui/price.tsx';
import { ProductPicture } from '../ui/product-picture.tsx';
import { StockCount, stockWords } from '../ui/stock-count.tsx';
import { productReserving } from './reserving.ts';
import type { Visit } from './visit.ts';

export const Pinned = ({ visit }: { visit: Visit }) => {
  const { shelf, room } = visit.room.value;
  const product = shelf.pinned;
  if (!product || product.variants.length === 0) return null;
  const reserving = productReserving(room?.show, product);
  const covered = visit.sheets.stack.value.length > 0;
  const look = () => visit.sheets.open({ kind: 'product', id: product.id, first: 'look' });
  const reserve = () => visit.sheets.open({ kind: 'product', id: product.id, first: 'reserve' });
  return (
    <section
      class="pinned"
      key={product.id}
      data-testid="pinned-product"
      data-id={product.id}
      aria-label={t('room.pinned')}
    >
      <button type="button" class="about" onClick={look}>
        <ProductPicture image={product.images[0]} title={product.title} sizes="56px" decorative />
        <span class="words">
          <strong class="title">{product.title}</strong>
          <Price {...lowestPrice(product)} />
          <Stock product={product} />
        </span>
      </button>
      <button
        type="button"
        class="button primary"
        // One `reserve` at a time: the open sheet has its own.
        data-testid={covered ? undefined : 'reserve'}
        disabled={reserving === 'before' || reserving === 'unpriced'}
        onClick={reserve}
      >
        {t(reserving === 'wait' ? 'room.tellMe' : 'room.reserve')}
      </button>
      {reserving === 'before' && <p class="hint">{t('room.reserve.before')}</p>}
    </section>
  );
};

const shownVariants = 6;

/** Each size with its stock where there are few of them; of many only what is left in all. */
const Stock = ({ product: { variants } }: { product: ProductView }) => {
  const all = variants.reduce((sum, { available }) => sum + available, 0);
  const [only] = variants;
  if (variants.length === 1 && only) return <StockCount variantId={only.id} available={only.available} />;
  if (variants.length > shownVariants) return <span class="stock numbers">{stockWords(all)}</span>;
  return (
    <span class="sizes">
      {variants.map((variant) => (
        <span key={variant.id}>
          {variantName(variant)} <StockCount variantId={variant.id} available={variant.available} />
        </span>
      ))}
    </span>
  );
};
