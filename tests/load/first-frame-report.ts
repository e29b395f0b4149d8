// What the bench of first frames prints: when each step of a join was done, and how old the picture is when it is shown.
import { camera, frames, type Among, type Measured } from './first-frame.ts';
import type { Marks } from './first-frame-page.ts';
import { show, spread, table, type Spread } from './numbers.ts';

const names = [
  'html',
  'document',
  'socketAsked',
  'socketOpen',
  'welcome',
  'consumers',
  'connected',
  'firstFrame',
] as const;
const marksOf = (all: Marks[]): Record<keyof Marks, Spread> => ({
  html: spread(all.flatMap(({ html }) => html ?? [])),
  document: spread(all.flatMap(({ document }) => document ?? [])),
  socketAsked: spread(all.flatMap(({ socketAsked }) => socketAsked ?? [])),
  socketOpen: spread(all.flatMap(({ socketOpen }) => socketOpen ?? [])),
  welcome: spread(all.flatMap(({ welcome }) => welcome ?? [])),
  consumers: spread(all.flatMap(({ consumers }) => consumers ?? [])),
  connected: spread(all.flatMap(({ connected }) => connected ?? [])),
  firstFrame: spread(all.flatMap(({ firstFrame }) => firstFrame ?? [])),
});

const cells = ({ p50, p95, max }: Spread) => [show(p50), show(p95), show(max)];

const printAmong = ({ attached, cold, warm }: Among): string => {
  const words = {
    html: 'page received',
    document: 'document begun',
    socketAsked: 'socket asked for',
    socketOpen: 'socket open',
    welcome: 'welcome',
    consumers: 'consumers known',
    connected: 'DTLS up',
    firstFrame: 'first frame shown',
  };
  const [coldMarks, warmMarks] = [marksOf(cold.marks), marksOf(warm.marks)];
  const without = cold.withoutPicture + warm.withoutPicture;
  return table(
    `from the start of navigation, ms (${cold.marks.length} cold, ${warm.marks.length} warm pages; ${attached} others there)` +
      (without > 0 ? `; ${without} more pages without a picture in time` : ''),
    [
      ['', 'cold p50', 'p95', 'max', 'warm p50', 'p95', 'max'],
      ...names.map((name) => [words[name], ...cells(coldMarks[name]), ...cells(warmMarks[name])]),
    ],
  );
};

export const print = ({ among, peerAlone, stopped }: Measured): string => {
  const over = ({ viewer, peer }: Among) =>
    show((viewer.barcodeMs.p50 ?? NaN) - (peer.barcodeMs.p50 ?? NaN), 'ms');
  return [
    ...among.flatMap((each) => [printAmong(each), '']),
    table(`glass to glass, ms, ${frames} frames of ${camera.width}×${camera.height} at ${camera.fps}`, [
      ['', 'frames', 'p50', 'p95', 'max', 'peer to peer +', 'server’s cores', 'the others’'],
      ...among.flatMap((each) => [
        [
          `through the server, ${each.attached} others there`,
          String(each.viewer.barcodeMs.count),
          ...cells(each.viewer.barcodeMs),
          over(each),
          show(each.busyPercent.server, '%'),
          show(each.busyPercent.load, '%'),
        ],
        ['  as the page shows it', '', ...cells(each.viewer.shownMs)],
        ['  peer to peer beside it', String(each.peer.barcodeMs.count), ...cells(each.peer.barcodeMs)],
      ]),
      ...(peerAlone
        ? [['peer to peer, alone', String(peerAlone.barcodeMs.count), ...cells(peerAlone.barcodeMs)]]
        : []),
    ]),
    ...(stopped === null ? [] : [`! stopped: ${stopped}`]),
  ].join('\n');
};
