// From raw measurements to the numbers of the report, and to the table that shows them.
import type { LoadArgs } from './args.ts';
import type { AudienceMeasured } from './audience.ts';
import { printAudience, summariseAudience } from './audience-report.ts';
import { rounded, show, spread, table, type Spread } from './numbers.ts';
import type { Machine } from './proc.ts';
import type { Moment, Usage } from './usage.ts';
import type { Result } from './viewers.ts';
import { seenHead, seenRow, type Seen } from './watchers.ts';

export type Measured = {
  args: LoadArgs;
  machine: Machine;
  places: string;
  processes: number;
  workers: number;
  failures: string[];
  results: Result[];
  /** From the publisher's hand to the viewer's process. */
  transitMs: Spread;
  roundTripsMs: { joining: number[]; watching: number[] };
  usage: Usage;
  /** Joins of an audience of `count` with nothing on its way, so that the CPU time is the joins' alone. */
  quiet: { count: number; before: Moment; after: Moment } | null;
  /** Warmed up, and nobody here. */
  warm: Moment;
  atEnd: Moment;
  audience: AudienceMeasured | null;
  /** By viewers in real Chromium, from the first warm-up to the end of the window. */
  decoded?: Seen[];
  loadAverage: { before: number; after: number };
  published: { packets: number | null; keyFrames: number | null; keyFramesDuringJoins: number | null };
};

export type LoadReport = ReturnType<typeof summarise>;

const total = (results: Result[], name: keyof Result['counts']) =>
  results.reduce((sum, { counts }) => sum + counts[name], 0);

const joins = (results: Result[]): Record<string, Spread> => {
  const named = (name: 'welcomeMs' | 'connectedMs' | 'firstPacketMs' | 'firstFrameMs') =>
    spread(results.flatMap(({ join }) => join[name] ?? []));
  return {
    welcomeMs: named('welcomeMs'),
    connectedMs: named('connectedMs'),
    firstPacketMs: named('firstPacketMs'),
    firstFrameMs: named('firstFrameMs'),
  };
};

export const summarise = (measured: Measured) => {
  const { args, results, usage, warm, quiet, atEnd, failures } = measured;
  const viewers = results.length;
  const perSecond = (name: keyof Result['counts'], factor = 1) =>
    spread(results.map(({ counts, seconds }) => (counts[name] * factor) / seconds));
  const [packets, lost] = [total(results, 'packets'), total(results, 'lost')];
  const forwarded = packets + lost;
  const share = (ms: number, of: number, digits: number) => (of === 0 ? null : rounded(ms / of, digits));
  const cpu = (ms: number) => ({
    corePercent: rounded(ms / 10 / usage.seconds, 1),
    perViewerPercent: share(ms / 10 / usage.seconds, viewers, 4),
    // Of those that arrived: a server that drops half of them is not cheap.
    perPacketMicroseconds: share(ms * 1000, packets, 2),
    perJoinMs: null as number | null,
  });
  const perJoin = (name: 'workersCpuMs' | 'nodeCpuMs') =>
    quiet && share(quiet.after[name] - quiet.before[name], quiet.count, 2);
  const growth = (after: number, before: number) => share(after - before, viewers, 1);
  return {
    asked: args,
    machine: measured.machine,
    loadAverage: measured.loadAverage,
    places: measured.places,
    viewers,
    failed: failures.length,
    failures: [...new Set(failures)].slice(0, 5),
    lostTransports: results.filter(({ lostTransport }) => lostTransport).length,
    withoutPicture: results.filter(({ join }) => join.firstFrameMs === null).length,
    workers: measured.workers,
    seconds: rounded(usage.seconds, 2),
    join: joins(results),
    perViewer: {
      packetsPerSecond: perSecond('packets'),
      framesPerSecond: perSecond('frames'),
      kbitPerSecond: perSecond('bytes', 8 / 1000),
    },
    forwardedPacketsPerSecond: rounded(forwarded / usage.seconds, 0),
    loss: {
      packets: lost,
      percent: share(lost * 100, forwarded, 4),
      droppedAtViewers: usage.loadDrops,
      droppedAtServer: usage.serverDrops,
    },
    cpu: {
      workers: {
        ...cpu(usage.workersCpuMs),
        perJoinMs: perJoin('workersCpuMs'),
      },
      node: {
        ...cpu(usage.nodeCpuMs),
        perJoinMs: perJoin('nodeCpuMs'),
      },
      server: cpu(usage.workersCpuMs + usage.nodeCpuMs),
      load: cpu(usage.loadCpuMs),
      othersOnServerCoresPercent: rounded(usage.othersCpuMs / 10 / usage.seconds, 1),
    },
    memoryKbPerViewer: {
      workers: growth(atEnd.workersRssKb, warm.workersRssKb),
      node: growth(atEnd.nodeRssKb, warm.nodeRssKb),
      server: growth(atEnd.workersRssKb + atEnd.nodeRssKb, warm.workersRssKb + warm.nodeRssKb),
    },
    signallingMs: {
      joining: spread(measured.roundTripsMs.joining),
      watching: spread(measured.roundTripsMs.watching),
    },
    decoded: measured.decoded ?? [],
    transitMs: measured.transitMs,
    published: measured.published,
    crowd: args.crowd && measured.audience && summariseAudience(args.crowd, measured.audience),
  };
};

const spreadRow = (name: string, { min, p50, p95, max }: Spread, unit: string) => [
  name,
  show(min, unit),
  show(p50, unit),
  show(p95, unit),
  show(max, unit),
];

const joinTable = ({ join }: LoadReport) =>
  table('join, from opening the socket', [
    ['', 'least', 'p50', 'p95', 'max'],
    ...(
      [
        ['welcome', join.welcomeMs],
        ['DTLS up', join.connectedMs],
        ['first packet', join.firstPacketMs],
        ['first whole key frame', join.firstFrameMs],
      ] as const
    ).map(([name, values]) => spreadRow(name, values ?? spread([]), 'ms')),
  ]);

const roundTrip = ({ p50, p99, count }: Spread) =>
  `p50 ${show(p50, 'ms')}, p99 ${show(p99, 'ms')} (of ${count})`;

const flowTable = ({ perViewer, signallingMs, loss, transitMs, forwardedPacketsPerSecond }: LoadReport) => {
  const low = ({ min, p50 }: Spread) => [show(min), show(p50)];
  const { packetsPerSecond, framesPerSecond, kbitPerSecond } = perViewer;
  return [
    table('steady window, per viewer', [
      ['', 'least', 'p50'],
      ['packets/s', ...low(packetsPerSecond)],
      ['whole frames/s', ...low(framesPerSecond)],
      ['kbit/s', ...low(kbitPerSecond)],
    ]),
    `forwarded ${forwardedPacketsPerSecond} packets/s; lost ${loss.packets} (${show(loss.percent, '%')}), ` +
      `of them dropped in full socket buffers: viewers' ${loss.droppedAtViewers}, server's ${loss.droppedAtServer}`,
    `publisher to viewer: p50 ${show(transitMs.p50, 'ms')}, p95 ${show(transitMs.p95, 'ms')}, p99 ${show(transitMs.p99, 'ms')}`,
    `signalling round trip: ${roundTrip(signallingMs.watching)}; while they joined: ${roundTrip(signallingMs.joining)}`,
  ].join('\n');
};

const costTable = ({ cpu, memoryKbPerViewer, workers }: LoadReport) => {
  const row = (name: string, part: LoadReport['cpu']['server'], memory: number | null) => [
    name,
    show(part.corePercent, '%'),
    show(part.perViewerPercent, '%'),
    show(part.perPacketMicroseconds, 'µs'),
    show(part.perJoinMs, 'ms'),
    show(memory, 'KB'),
  ];
  return table('cost', [
    ['', 'of a core', 'CPU/viewer', 'CPU/packet', 'CPU/join', 'RSS/viewer'],
    ...(workers > 0
      ? [
          row(`mediasoup (${workers})`, cpu.workers, memoryKbPerViewer.workers),
          row('node', cpu.node, memoryKbPerViewer.node),
          row('server together', cpu.server, memoryKbPerViewer.server),
        ]
      : [row('Janus', cpu.node, memoryKbPerViewer.server)]),
    row('(the load itself)', cpu.load, null),
  ]);
};

const warnings = (report: LoadReport): string[] => {
  const { cpu, failed, failures, viewers, withoutPicture, lostTransports, loadAverage } = report;
  const others = cpu.othersOnServerCoresPercent;
  const joinedByAll = Math.max(loadAverage.before, loadAverage.after);
  return [
    ...(failed > 0 ? [`${failed} viewers did not get in: ${failures.join('; ')}`] : []),
    ...(withoutPicture > 0 ? [`${withoutPicture} viewers got no whole key frame`] : []),
    ...(lostTransports > 0 ? [`${lostTransports} viewers lost their transport`] : []),
    ...(cpu.load.corePercent > 85 && viewers > 0
      ? [
          `the load itself used ${show(cpu.load.corePercent, '%')} of a core: times and loss are partly its own`,
        ]
      : []),
    ...(others > 5 ? [`others used ${show(others, '%')} of the server's cores`] : []),
    ...(joinedByAll > 2 + viewers / 50
      ? [`load average ${show(joinedByAll)}: the machine was not quiet`]
      : []),
  ];
};

const decodedTable = ({ decoded }: LoadReport): string[] =>
  decoded.length === 0
    ? []
    : [
        '',
        table('decoded in Chromium, while the others came and watched', [
          seenHead,
          ...decoded.map((one, index) => seenRow(`viewer ${index + 1}`, one)),
        ]),
      ];

const viewerTables = (report: LoadReport): string[] => [
  joinTable(report),
  `key frames sent while they joined: ${report.published.keyFramesDuringJoins ?? '–'}`,
  '',
  flowTable(report),
  '',
  costTable(report),
  ...decodedTable(report),
];

export const print = (report: LoadReport): string => {
  const { machine, viewers, asked, seconds, places, loadAverage, crowd } = report;
  const notes = warnings(report).map((warning) => `! ${warning}`);
  return [
    `${viewers} viewers (${asked.transportCc ? 'with' : 'no'} transport-cc) for ${seconds} s, publisher ${asked.publisher}, ${asked.publisher === 'chromium' ? 3 : asked.layers} layer(s)`,
    `${machine.cpu}, ${machine.cores} cores, Linux ${machine.kernel}, Node ${machine.node}, mediasoup ${machine.mediasoup}`,
    `${places}; load average ${show(loadAverage.before)} → ${show(loadAverage.after)}`,
    '',
    ...(viewers > 0
      ? viewerTables(report)
      : [`signalling round trip: ${roundTrip(report.signallingMs.watching)}`]),
    ...(crowd ? ['', printAudience(crowd)] : []),
    ...(notes.length > 0 ? ['', ...notes] : []),
  ].join('\n');
};

/** Ours by theirs, of one run: below 1 is less. */
export const ratios = (ours: LoadReport, theirs: LoadReport) => {
  const by = (one: number | null | undefined, other: number | null | undefined) =>
    !one || !other ? null : rounded(one / other, 2);
  const packet = (report: LoadReport) => report.cpu.server.perPacketMicroseconds;
  const quiet = [ours, theirs].every(
    ({ cpu, loss }) => cpu.othersOnServerCoresPercent < 10 && (loss.percent ?? 0) < 1,
  );
  return {
    quiet,
    cpuPerPacket: by(packet(ours), packet(theirs)),
    cpuPerPacketWorkersOnly: by(ours.cpu.workers.perPacketMicroseconds, packet(theirs)),
    memoryPerViewer: by(ours.memoryKbPerViewer.server, theirs.memoryKbPerViewer.server),
    cpuPerJoin: by(sumOf(ours.cpu), sumOf(theirs.cpu)),
    transitP50: by(ours.transitMs.p50, theirs.transitMs.p50),
    firstFrameP50: by(ours.join.firstFrameMs?.p50, theirs.join.firstFrameMs?.p50),
    lossPercent: { ours: ours.loss.percent, theirs: theirs.loss.percent },
  };
};

const sumOf = ({ workers, node }: LoadReport['cpu']) => (workers.perJoinMs ?? 0) + (node.perJoinMs ?? 0);

export const printRatios = (all: ReturnType<typeof ratios>): string =>
  [
    table('ours by Janus’s, in this run', [
      ['CPU per packet, all of the server', `${show(all.cpuPerPacket)} ×`],
      ['CPU per packet, the workers alone', `${show(all.cpuPerPacketWorkersOnly)} ×`],
      ['memory per viewer', `${show(all.memoryPerViewer)} ×`],
      ['CPU per join', `${show(all.cpuPerJoin)} ×`],
      ['publisher to viewer, p50', `${show(all.transitP50)} ×`],
      ['first whole key frame, p50', `${show(all.firstFrameP50)} ×`],
    ]),
    ...(all.quiet ? [] : ['! others took the server’s core, or packets were lost: these ratios mean little']),
  ].join('\n');
