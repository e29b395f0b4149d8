// What the room sees now, and one step to the product before or after it. On a phone this is the whole run of show that a
// thumb needs; on a wide page only the two steps are drawn, the list beside them has the rest.
import type { Step } from './run-order.ts';
import { t } from '../i18n.ts';
import { lowestPrice } from '../lib/variants.ts';
import { Icon } from '../ui/icon.tsx';
import { Price } from '../ui/price.tsx';
import { ProductPicture } from '../ui/product-picture.tsx';
import type { RunOfShow } from './run-of-show.ts';
import { MarkWord, markOf, StockLine } from './run-parts.tsx';

type Props = { run: RunOfShow };

const steps = {
  [-1]: { name: 'studio.run.previous', end: 'studio.run.first', icon: 'arrow-up', key: 'ArrowUp' },
  1: { name: 'studio.run.next', end: 'studio.run.last', icon: 'arrow-down', key: 'ArrowDown' },
} as const;

const StepButton = ({ run, step }: Props & { step: Step }) => {
  const { name, end, icon, key } = steps[step];
  const product = run.neighbour(step);
  return (
    <button
      type="button"
      class="button step"
      aria-keyshortcuts={key}
      disabled={!run.online.value || !product}
      onClick={() => product && void run.pin(product.id)}
    >
      {icon === 'arrow-up' ? <Icon name="arrow-up" /> : <Icon name="arrow-down" />}
      <span class="step-words">
        <span>{t(name)}</span>
        <span class="step-title small">{product ? product.title : t(end)}</span>
      </span>
    </button>
  );
};

const Shown = ({ run }: Props) => {
  const product = run.pinned.value;
  if (!product) return <p class="run-none quiet">{t('studio.run.nothing')}</p>;
  const { price, from } = lowestPrice(product);
  return (
    <div class="run-shown">
      <ProductPicture image={product.images[0]} title={product.title} sizes="72px" decorative />
      <div class="run-words">
        <MarkWord mark={markOf(run, product.id)} />
        <p class="run-title">{product.title}</p>
        <Price price={price} from={from} />
        <StockLine product={product} />
      </div>
    </div>
  );
};

export const RunNow = ({ run }: Props) => (
  <div class="run-now">
    <Shown run={run} />
    <div class="run-steps">
      <StepButton run={run} step={-1} />
      <StepButton run={run} step={1} />
    </div>
  </div>
);
