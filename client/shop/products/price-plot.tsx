// A small line of a variant's prices in time. The log under it says the same in words.
import type { PriceEntry } from '../../../shared/shop-api.ts';
import { t } from '../../i18n.ts';
import { dayText, moneyText } from '../parts/words.ts';
import { plotOf } from './plot-scale.ts';

const width = 320;
const height = 96;

export const PricePlot = ({ prices }: { prices: PriceEntry[] }) => {
  const plot = plotOf(prices, Date.now(), width, height);
  const first = prices.at(-1);
  if (!plot || !first) return null;
  const { lowest, highest, line, dots } = plot;
  const money = (cents: number): string => moneyText(cents, first.currency);
  return (
    <figure class="plot">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('shop.price.plot', {
          since: dayText(first.at),
          lowest: money(lowest),
          highest: money(highest),
        })}
      >
        <path d={line} />
        {dots.map(({ x, y, entry }) => (
          <circle key={`${entry.at} ${x}`} cx={x} cy={y} r={3.5} data-kind={entry.kind} />
        ))}
      </svg>
      <figcaption class="small quiet numbers">
        <span>{dayText(first.at)}</span>
        <span>{lowest === highest ? money(lowest) : `${money(lowest)} – ${money(highest)}`}</span>
        <span>{t('shop.now')}</span>
      </figcaption>
    </figure>
  );
};
