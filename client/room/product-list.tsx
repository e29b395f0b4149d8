// The whole line-up: one row a product, with a search where there are many. Rows outside the view cost next to nothing
// (content-visibility), so that a long list scrolls like a short one.
import { useState } from 'preact/hooks';
import type { ProductView } from '../../shared/shop.ts';
import { t } from '../i18n.ts';
import { isSoldOut, lowestPrice } from '../lib/variants.ts';
import { Price } from '../ui/price.tsx';
import { ProductPicture } from '../ui/product-picture.tsx';
import { stockWords } from '../ui/stock-count.tsx';
import type { Visit } from './visit.ts';

const searchFrom = 12;

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const matches = (product: ProductView, sought: string): boolean =>
  plain(`${product.title} ${product.variants.flatMap(({ options }) => options).join(' ')}`).includes(sought);

type Props = { visit: Visit; onOpen: (id: string) => void };

export const ProductList = ({ visit, onOpen }: Props) => {
  const [text, setText] = useState('');
  const { room, shelf } = visit.room.value;
  if (!room) return <Skeleton />;
  if (shelf.products.length === 0) return <p class="empty quiet">{t('reserve.products.none')}</p>;
  const sought = plain(text.trim());
  const found = shelf.products.filter((product) => matches(product, sought));
  return (
    <>
      {shelf.products.length > searchFrom && (
        <input
          type="search"
          class="input search"
          aria-label={t('reserve.search')}
          placeholder={t('reserve.search')}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      )}
      {found.length === 0 && <p class="empty quiet">{t('reserve.search.none')}</p>}
      <ul class="product-list">
        {found.map((product) => (
          <li key={product.id} data-testid="product-card" data-id={product.id}>
            <Row product={product} pinned={product.id === shelf.pinned?.id} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </>
  );
};

type RowProps = { product: ProductView; pinned: boolean; onOpen: (id: string) => void };

const Row = ({ product, pinned, onOpen }: RowProps) => (
  <button type="button" class="product-row" onClick={() => onOpen(product.id)}>
    <ProductPicture image={product.images[0]} title={product.title} sizes="72px" decorative />
    <span class="words">
      {pinned && <span class="now small">{t('room.pinned')}</span>}
      <strong class="title">{product.title}</strong>
      <Price {...lowestPrice(product)} />
      <Stock product={product} />
    </span>
  </button>
);

const Stock = ({ product }: { product: ProductView }) => {
  const all = product.variants.reduce((sum, { available }) => sum + available, 0);
  const words = stockWords(all);
  return words ? (
    <span class="stock numbers" data-level={isSoldOut(product) ? 'none' : 'few'}>
      {words}
    </span>
  ) : null;
};

const Skeleton = () => (
  <div class="product-list" aria-hidden="true">
    {[1, 2, 3, 4].map((row) => (
      <div key={row} class="product-row skeleton" />
    ))}
  </div>
);
