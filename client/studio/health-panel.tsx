// How well the picture leaves this device: one plain sentence, and the numbers for whoever wants them.
import type { Key } from '../../shared/i18n/index.ts';
import { formatLocale, t } from '../i18n.ts';
import { bestLayer, type Health, type Layer, type Verdict } from '../lib/stats.ts';
import { Icon } from '../ui/icon.tsx';
import type { Broadcast } from './broadcast.ts';

type Props = { broadcast: Broadcast };

const tones: Record<Verdict, 'info' | 'ok' | 'warn' | 'bad'> = {
  starting: 'info',
  good: 'ok',
  thin_line: 'warn',
  slow_computer: 'warn',
  lossy_line: 'warn',
  slow_line: 'warn',
  dark_room: 'warn',
  no_picture: 'bad',
};

const toneIcons = { info: 'info', ok: 'circle-check', warn: 'circle-alert', bad: 'circle-alert' } as const;

const number = (value: number, digits = 0): string =>
  value.toLocaleString(formatLocale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });

const rate = (kbps: number): string =>
  kbps >= 1000 ? `${number(kbps / 1000, 1)} Mbit/s` : `${number(kbps)} kbit/s`;

/** As people name pictures: by their shorter side. */
const size = ({ width, height }: Layer): string => `${Math.min(width, height)}p`;

const sentence = (verdict: Verdict, health: Health | null): string => {
  const best = health && bestLayer(health);
  if (!health || !best)
    return t(verdict === 'no_picture' ? 'studio.health.no_picture' : 'studio.health.starting');
  const numbers = t('studio.health.numbers', {
    size: size(best),
    fps: number(best.framesPerSecond),
    rate: rate(health.totalKbps),
  });
  return t(`studio.health.${verdict}`, { numbers, size: size(best), fps: number(best.framesPerSecond) });
};

const LayerRow = ({ layer }: { layer: Layer }) => {
  const sent = layer.framesPerSecond > 0;
  return (
    <tr data-rid={layer.rid} data-width={layer.width} data-height={layer.height} data-kbps={layer.kbps}>
      <th scope="row">{layer.height > 0 ? `${layer.width} × ${layer.height}` : '–'}</th>
      <td>{sent ? number(layer.framesPerSecond) : '–'}</td>
      <td>{sent ? rate(layer.kbps) : t('studio.health.layerOff')}</td>
      <td class="note">{layer.limitedBy === 'none' ? '' : t(`studio.health.limit.${layer.limitedBy}`)}</td>
    </tr>
  );
};

const Fact = ({ name, value }: { name: Key; value: string }) => (
  <div>
    <dt>{t(name)}</dt>
    <dd class="numbers">{value}</dd>
  </div>
);

const Numbers = ({ health }: { health: Health }) => (
  <details class="numbers-list">
    <summary>{t('studio.health.details')}</summary>
    <table class="numbers">
      <thead>
        <tr>
          <th scope="col">{t('studio.health.layer')}</th>
          <th scope="col">{t('studio.health.fps')}</th>
          <th scope="col">{t('studio.health.rate')}</th>
          <th scope="col">
            <span class="visually-hidden">{t('studio.health.note')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {health.layers.toReversed().map((layer) => (
          <LayerRow key={layer.rid} layer={layer} />
        ))}
      </tbody>
    </table>
    <dl>
      <Fact name="studio.health.sound" value={rate(health.audioKbps)} />
      {health.roundTripMs !== null && (
        <Fact name="studio.health.roundTrip" value={`${number(health.roundTripMs)} ms`} />
      )}
      <Fact name="studio.health.encoding" value={`${number(health.encodeMs, 1)} ms`} />
      <Fact name="studio.health.lost" value={`${number(health.lostFraction * 100, 1)} %`} />
    </dl>
    {health.path && <p class="small quiet">{t(`studio.health.path.${health.path}`)}</p>}
  </details>
);

export const HealthPanel = ({ broadcast }: Props) => {
  const sending = broadcast.publisher.state.value === 'sending';
  const verdict = broadcast.health.verdict.value;
  const health = broadcast.health.health.value;
  const tone = sending ? tones[verdict] : 'info';
  return (
    <section class="card panel" aria-labelledby="health-heading">
      <h2 id="health-heading">{t('studio.health')}</h2>
      <p class={`health ${tone}`} data-testid="stream-health" data-verdict={sending ? verdict : 'off'}>
        <Icon name={toneIcons[tone]} />
        <span>{sending ? sentence(verdict, health) : t('studio.health.off')}</span>
      </p>
      {sending && health && <Numbers health={health} />}
    </section>
  );
};
