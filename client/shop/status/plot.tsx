// One small live plot: its newest number large, the line of the last quarter of an hour, and the same in a sentence for who does
// not see it.
import type { Status } from '../../../shared/status.ts';
import { t } from '../../i18n.ts';
import type { Measure } from './measures.ts';
import { plotLine } from './plot-line.ts';

const width = 320;
const height = 72;
const spanMs = 15 * 60_000;

export const Plot = ({ status, measure }: { status: Status; measure: Measure }) => {
  const { name, value, text, least } = measure;
  const points = status.samples.map((sample) => ({ at: sample.at, value: value(sample) }));
  const { line, area, top, lowest, highest, latest } = plotLine(points, {
    ...{ from: status.at - spanMs, until: status.at, everyMs: status.everyMs },
    ...{ width, height, least },
  });
  const told = (number: number | null): string => (number === null ? t('status.none') : text(number));
  const label = t('status.plot', {
    ...{ name: t(`status.${name}`), latest: told(latest), lowest: told(lowest), highest: told(highest) },
  });
  return (
    <figure class="card live-plot" data-measure={name}>
      <figcaption>
        <span class="quiet small">{t(`status.${name}`)}</span>
        <strong class="numbers">{told(latest)}</strong>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <path class="area" d={area} />
        <path class="line" d={line} />
      </svg>
      <p class="plot-scale quiet numbers" aria-hidden="true">
        <span>{t('status.ago')}</span>
        <span>{t('status.top', { number: text(top) })}</span>
      </p>
    </figure>
  );
};
