// The ten most wanted as bars. Each bar is said in words too; the table under it has every number.
import { t } from '../../i18n.ts';
import { numberText } from '../parts/words.ts';
import { barParts, barsOf, type Bar } from './demand-bars.ts';
import type { DemandLine } from './demand-order.ts';

const mostBars = 10;

const barText = ({ line, parts }: Bar): string =>
  [
    t('shop.demand.bar.total', { count: numberText(line.total) }),
    ...parts
      .filter(({ count }) => count > 0)
      .map(({ part, count }) => `${t(`shop.demand.part.${part}`)} ${numberText(count)}`),
  ].join(', ');

const BarRow = ({ bar }: { bar: Bar }) => (
  <li>
    <span class="bar-name">
      <span class="bar-title">{bar.line.title}</span>
      {bar.line.variant && <span class="quiet"> {bar.line.variant}</span>}
    </span>
    <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      {bar.parts.map(
        ({ part, from, width }) =>
          width > 0 && <rect key={part} x={from} y={0} width={width} height={12} data-part={part} />,
      )}
    </svg>
    <span class="numbers bar-total" aria-hidden="true">
      {numberText(bar.line.total)}
    </span>
    <span class="visually-hidden">{barText(bar)}</span>
  </li>
);

/** `lines`: most wanted first. */
export const DemandChart = ({ lines }: { lines: DemandLine[] }) => (
  <figure class="card part bars" aria-labelledby="bars-heading">
    <figcaption>
      <h2 id="bars-heading">{t('shop.demand.chart')}</h2>
      <ul class="bar-parts" aria-hidden="true">
        {barParts.map((part) => (
          <li key={part} data-part={part}>
            {t(`shop.demand.part.${part}`)}
          </li>
        ))}
      </ul>
    </figcaption>
    <ol>
      {barsOf(lines, mostBars).map((bar) => (
        <BarRow key={bar.line.key} bar={bar} />
      ))}
    </ol>
  </figure>
);
