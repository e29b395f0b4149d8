// One product of the run of show: what it is, what is left of it, whether the room sees it, and the button that changes that.
import type { ProductView } from '../../shared/shop.ts';
import { t } from '../i18n.ts';
import { lowestPrice } from '../lib/variants.ts';
import { Icon } from '../ui/icon.tsx';
import { Price } from '../ui/price.tsx';
import { ProductPicture } from '../ui/product-picture.tsx';
import type { RunOfShow } from './run-of-show.ts';
import { MarkWord, markOf, StockLine, type Mark } from './run-parts.tsx';

type Props = { run: RunOfShow; product: ProductView; at: number; onMenu: () => void };

const PinButton = ({ run, product, mark }: Pick<Props, 'run' | 'product'> & { mark: Mark }) => {
  const shown = mark === 'showing' || mark === 'going';
  const { title } = product;
  return (
    <button
      type="button"
      class="button pin"
      data-testid="pin-product"
      data-id={product.id}
      data-state={mark}
      data-key={run.marked.value === product.id ? 'p' : undefined}
      disabled={!run.online.value}
      aria-busy={mark === 'coming' || mark === 'going'}
      aria-label={t(shown ? 'studio.run.hideIt' : 'studio.run.showIt', { title })}
      onClick={() => void run.toggle(product.id)}
    >
      {t(shown ? 'studio.run.hide' : 'studio.run.show')}
    </button>
  );
};

export const RunRow = ({ run, product, at, onMenu }: Props) => {
  const mark = markOf(run, product.id);
  const { price, from } = lowestPrice(product);
  return (
    <li
      class="run-row"
      data-id={product.id}
      data-mark={mark}
      data-marked={run.marked.value === product.id}
      {...(mark === 'showing' && { 'aria-current': 'true' })}
      onFocusIn={() => run.mark(product.id)}
    >
      <span class="run-at numbers">{at}</span>
      <ProductPicture image={product.images[0]} title={product.title} sizes="56px" decorative />
      <div class="run-words">
        <p class="run-title">{product.title}</p>
        <MarkWord mark={mark} />
        <Price price={price} from={from} />
      </div>
      <PinButton run={run} product={product} mark={mark} />
      <StockLine product={product} />
      <button
        type="button"
        class="button bare run-menu"
        aria-label={t('studio.product.menu', { title: product.title })}
        onClick={onMenu}
      >
        <Icon name="ellipsis" />
      </button>
    </li>
  );
};
