// What a crowd's minutes cost, as numbers and as a table.
import type { CrowdArgs } from './args.ts';
import type { AudienceMeasured } from './audience.ts';
import { rounded, show, table, type Spread } from './numbers.ts';
import type { Usage } from './usage.ts';

export type AudienceReport = ReturnType<typeof summariseAudience>;

const percent = (ms: number, { seconds }: Usage) => rounded(ms / 10 / seconds, 1);

export const summariseAudience = (asked: CrowdArgs, measured: AudienceMeasured) => {
  const { failures, nodeKbBefore, nodeKbAfter, talked, usage, returned } = measured;
  const sockets = asked.sockets - failures.length;
  return {
    asked,
    sockets,
    failures: [...new Set(failures)].slice(0, 5),
    receipts: talked.receipts,
    outcomes: talked.outcomes,
    tapMs: talked.tapMs,
    tapOutcomes: talked.tapOutcomes,
    lost: talked.lost,
    doubled: talked.doubled,
    deliveriesPerSecond: rounded(talked.deliveries / talked.seconds, 0),
    nodePercent: percent(usage.nodeCpuMs, usage),
    loadPercent: percent(usage.loadCpuMs, usage),
    microsecondsPerDelivery: rounded((usage.nodeCpuMs * 1000) / talked.deliveries, 2),
    nodeKbPerSocket: rounded((nodeKbAfter - nodeKbBefore) / sockets, 1),
    returned: returned && {
      ...returned,
      usage: undefined,
      nodePercent: percent(returned.usage.nodeCpuMs, returned.usage),
    },
  };
};

const times = ({ p50, p99, max }: Spread) => [show(p50, 'ms'), show(p99, 'ms'), show(max, 'ms')];

const tapLines = ({ asked, tapMs, tapOutcomes }: AudienceReport): string[] => {
  if (asked.tappers === 0) return [];
  const outcomes = Object.entries(tapOutcomes).map(([outcome, count]) => `${count} ${outcome}`);
  const [p50, p99, max] = times(tapMs);
  return [
    `${asked.tappers} tappers: ${outcomes.join(', ')}; tap, answer and taking back p50 ${p50}, p99 ${p99}, most ${max}`,
  ];
};

const returnedLines = (returned: AudienceReport['returned']): string[] => {
  if (!returned) return [];
  const { count, replays, snapshots, replayed, welcomeBytes, welcomeMs, lost, doubled, nodePercent } =
    returned;
  return [
    '',
    `${count} lost their network and came back within 5 s: ${replays} replays, ${snapshots} snapshots, ${lost} events lost, ${doubled} doubled`,
    `  replayed p50 ${show(replayed.p50)}, most ${show(replayed.max)} events; welcome p50 ${show(welcomeBytes.p50)} bytes, ` +
      `p50 ${show(welcomeMs.p50, 'ms')}, p99 ${show(welcomeMs.p99, 'ms')} from the socket's opening; node ${show(nodePercent, '%')} of a core`,
  ];
};

export const printAudience = (report: AudienceReport): string => {
  const { asked, sockets, failures, receipts, outcomes, lost, doubled, returned } = report;
  const refused = Object.entries(outcomes).filter(([outcome]) => outcome !== 'ok');
  return [
    table(
      `crowd of ${sockets} sockets; ${asked.chat} messages and ${asked.questions} questions a second, a pin every ${asked.pinEverySeconds} s`,
      [
        ['from send to', 'sent', 'every p50', 'p99', 'most', 'the last p50', 'p99', 'most'],
        ...Object.entries(receipts).map(([kind, { sent, everyMs, lastMs }]) => [
          kind,
          String(sent),
          ...times(everyMs),
          ...times(lastMs),
        ]),
      ],
    ),
    `${report.deliveriesPerSecond} deliveries/s, ${lost} lost, ${doubled} doubled; node ${show(report.nodePercent, '%')} of a core ` +
      `(${show(report.microsecondsPerDelivery, 'µs')} a delivery), ${show(report.nodeKbPerSocket, 'KB')} a socket; the load itself ${show(report.loadPercent, '%')}`,
    ...tapLines(report),
    ...returnedLines(returned),
    ...(failures.length > 0 ? [`! ${asked.sockets - sockets} did not get in: ${failures.join('; ')}`] : []),
    ...(refused.length > 0
      ? [`! refused: ${refused.map(([code, count]) => `${count} × ${code}`).join(', ')}`]
      : []),
    ...(report.loadPercent > 85 ? ['! the load itself was busy: times are partly its own'] : []),
  ].join('\n');
};
