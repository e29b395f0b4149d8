// One product whole: choose, reserve, and everything that must be known before (size, care, product safety). From the card
// the choice comes first, from the list the pictures do.
import { useState } from 'preact/hooks';
import type { ProductView } from '../../shared/shop.ts';
import { t } from '../i18n.ts';
import { firstChoice } from '../lib/variants.ts';
import { Price } from '../ui/price.tsx';
import { ProductPicture } from '../ui/product-picture.tsx';
import { StockCount } from '../ui/stock-count.tsx';
import { VariantPicker } from '../ui/variant-picker.tsx';
import { AskedAnswered } from './asked-answered.tsx';
import { ReservePanel } from './reserve-panel.tsx';
import type { Visit } from './visit.ts';

type Props = { visit: Visit; product: ProductView; first: 'reserve' | 'look' };

export const ProductSheet = ({ visit, product, first }: Props) => {
  const [chosenId, choose] = useState(() => firstChoice(product)?.id);
  // A variant that was withdrawn meanwhile gives way to one that is there.
  const chosen = product.variants.find(({ id }) => id === chosenId) ?? firstChoice(product);
  if (!chosen) return <p class="quiet">{t('reserve.gone.text')}</p>;
  const pictures = <Pictures product={product} />;
  return (
    <div class="product-sheet">
      {first === 'look' && pictures}
      <div class="choice">
        <Price price={chosen.price} />
        {product.options.length > 0 ? (
          <VariantPicker product={product} chosen={chosen} onChoose={({ id }) => choose(id)} />
        ) : (
          <p>
            <StockCount variantId={chosen.id} available={chosen.available} plenty />
          </p>
        )}
      </div>
      {first === 'reserve' && pictures}
      <Details product={product} />
      <AskedAnswered visit={visit} product={product} />
      <ReservePanel key={chosen.id} visit={visit} product={product} variant={chosen} />
    </div>
  );
};

/** Several scroll sideways by finger, wheel or arrow keys. */
const Pictures = ({ product: { images, title } }: { product: ProductView }) => {
  if (images.length === 0) return null;
  return (
    <div
      class="pictures"
      {...(images.length > 1 && { tabIndex: 0, role: 'group', 'aria-label': t('reserve.pictures') })}
    >
      {images.map((image) => (
        <ProductPicture key={image.id} image={image} title={title} sizes="(min-width: 1024px) 340px, 70vw" />
      ))}
    </div>
  );
};

const Details = ({ product }: { product: ProductView }) => {
  const { description, sizeNotes, care, maker, responsible, warnings } = product;
  return (
    <div class="details">
      {description && <p class="lines">{description}</p>}
      <Part title={t('reserve.sizes')} text={sizeNotes} />
      <Part title={t('reserve.care')} text={care} />
      {(maker || responsible || warnings) && (
        <details>
          <summary>{t('reserve.safety')}</summary>
          <Part title={t('reserve.safety.maker')} text={maker} />
          <Part title={t('reserve.safety.responsible')} text={responsible} />
          <Part title={t('reserve.safety.warnings')} text={warnings} />
        </details>
      )}
    </div>
  );
};

const Part = ({ title, text }: { title: string; text: string }) =>
  text ? (
    <section>
      <h3>{title}</h3>
      <p class="lines">{text}</p>
    </section>
  ) : null;
