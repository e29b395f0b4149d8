// The table of the networks bench.
import type { Measured } from './networks-measure.ts';
import { show, table } from './numbers.ts';

/** What MED-34 means a picture never to stand for, where the network carries one. */
const longMs = 3000;

const seconds = (ms: number | null | undefined): string => {
  if (ms === undefined) return '';
  return ms === null ? 'never' : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
};

/** What the page said while one picture stood for long. */
const toldWhileStanding = (all: Measured[]): string[] =>
  all
    .filter(({ longest }) => longest.ms > longMs)
    .map(({ who, words, longest }) => {
      const told = longest.told.map(({ screen, afterMs }) => `"${screen}" after ${seconds(afterMs)}`);
      return `${who}: ${words}: a picture stood for ${seconds(longest.ms)}; the page said ${told.join(', ') || 'nothing'}`;
    });

const heights = ({ sizes }: Measured): string =>
  sizes
    .slice(0, 5)
    .map(({ height, seconds: long }) => `${height}:${long}`)
    .join(' ') + (sizes.length > 5 ? ' …' : '');

const tapsOf = ({ taps }: Measured): string => Object.values(taps).join(' ');

export const rowOf = (measured: Measured): string[] => {
  const {
    who,
    words,
    firstMs,
    renewedMs,
    frozenMs,
    longest,
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
    seconds(longest.ms),
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
        'longest',
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
    'longest: one picture stood; lost: durable events not heard, of those told ("!": the page at last shows other things);',
    'taps: a viewer asked, joined, reserved, a host showed and answered, each 1 when done exactly once; dropped: what the line',
    'lost; host: what its encoder made; beside: the good viewer.',
    ...toldWhileStanding(all),
  ].join('\n');
};
