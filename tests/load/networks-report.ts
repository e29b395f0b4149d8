// The table of the networks bench.
import type { Measured } from './networks-measure.ts';
import { show, table } from './numbers.ts';

const seconds = (ms: number | null | undefined): string => {
  if (ms === undefined) return '';
  return ms === null ? 'never' : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
};

const heights = ({ sizes }: Measured): string =>
  sizes
    .slice(0, 5)
    .map(({ height, seconds: long }) => `${height}:${long}`)
    .join(' ') + (sizes.length > 5 ? ' …' : '');

const tapsOf = ({ taps }: Measured): string => (taps ? `${taps.asked} ${taps.joined} ${taps.reserved}` : '');

export const rowOf = (measured: Measured): string[] => {
  const {
    who,
    words,
    firstMs,
    renewedMs,
    frozenMs,
    framesPerSecond,
    delayMs,
    paths,
    mended,
    events,
    differences,
    line,
  } = measured;
  return [
    `${who}: ${words}`,
    seconds(firstMs),
    seconds(renewedMs),
    seconds(frozenMs),
    show(framesPerSecond),
    heights(measured),
    show(delayMs),
    paths.join('+') || '–',
    mended ?? '',
    `${events.lost}/${events.told}${differences.length === 0 ? '' : ' !'}`,
    tapsOf(measured),
    `${line.kbitPerSecond}`,
    show(line.lostPercent, '%'),
  ];
};

const besideIt = ({ beside }: Measured, baseline: Measured | undefined): string[] => {
  if (!beside) return [];
  const { decoded, encoded, keyFrames, frozenMs } = beside;
  const ratio = baseline?.beside ? decoded / baseline.beside.decoded : null;
  return [show(encoded), `${keyFrames}`, show(decoded), show(ratio), seconds(frozenMs)];
};

export const print = (all: Measured[]): string => {
  const baseline = all.find(({ who, case: name }) => who === 'viewer' && name === 'quiet');
  return [
    table('', [
      [
        '',
        'first',
        'renewed',
        'frozen',
        'fps',
        'lines:seconds',
        'delay',
        'path',
        'mended by',
        'lost',
        'taps',
        'kbit/s',
        'dropped',
        'host: fps',
        'key frames',
        'beside: fps',
        '× quiet',
        'frozen',
      ],
      ...all.map((measured) => [...rowOf(measured), ...besideIt(measured, baseline)]),
    ]),
    'first: to the first picture; renewed: from the end of what happened to the next picture; frozen: in gaps above 0.5 s;',
    'lost: durable events not heard, of those told ("!": the page at last shows other things); taps: asked, joined, reserved,',
    'each 1 when done exactly once; dropped: what the line lost; host: what its encoder made; beside: the good viewer.',
  ].join('\n');
};
