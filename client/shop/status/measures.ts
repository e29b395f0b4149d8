// What is plotted, and its numbers in words. Rules: SHP-21, SHP-22.
import type { Status, StatusSample } from '../../../shared/status.ts';
import { formatLocale, t, tn } from '../../i18n.ts';

export type MeasureName = 'viewers' | 'out' | 'ping' | 'server' | 'workers' | 'holds';
export type Measure = {
  name: MeasureName;
  value: (sample: StatusSample) => number | null;
  /** What the plot's top is at least, so that nothing looks like much. */
  least: number;
  text: (value: number) => string;
};

const number = (value: number, digits = 0): string =>
  value.toLocaleString(formatLocale(), { maximumFractionDigits: digits });
const count = (value: number): string => number(value);
/** Of one core, as the system's own tools say it: two full cores are 200 %. */
const percent = (value: number): string =>
  value.toLocaleString(formatLocale(), { style: 'percent', maximumFractionDigits: 0 });
const megabits = (kbps: number): string =>
  t('status.mbits', { number: number(kbps / 1000, kbps < 10_000 ? 1 : 0) });

export const measures: Measure[] = [
  { name: 'viewers', value: ({ viewers }) => viewers, least: 5, text: count },
  { name: 'out', value: ({ outKbps }) => outKbps, least: 1000, text: megabits },
  {
    name: 'ping',
    value: ({ pingMs }) => pingMs,
    least: 100,
    text: (value) => t('status.ms', { number: count(value) }),
  },
  { name: 'holds', value: ({ holds }) => holds, least: 5, text: count },
  { name: 'server', value: ({ serverCpu }) => serverCpu, least: 1, text: percent },
  { name: 'workers', value: ({ workersCpu }) => workersCpu, least: 1, text: percent },
];

/** For the table: the last sample of each minute, newest first. */
export const byMinute = ({ samples }: Status): StatusSample[] =>
  samples
    .filter(({ at }, index) => {
      const next = samples[index + 1];
      return !next || Math.floor(next.at / 60_000) !== Math.floor(at / 60_000);
    })
    .toReversed();

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

export const bytesText = (bytes: number): string => {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return (bytes / 1000 ** step).toLocaleString(formatLocale(), {
    style: 'unit',
    unit: units[step] ?? 'byte',
    maximumFractionDigits: step < 2 ? 0 : 1,
  });
};

const hourMs = 60 * 60_000;

/** In days, or in hours below two days. */
export const spanText = (ms: number): string =>
  ms < 48 * hourMs
    ? tn('status.hours', Math.round(ms / hourMs))
    : tn('status.days', Math.round(ms / (24 * hourMs)));

export type Worry = 'noBackup' | 'oldBackup' | 'diskFull';
const oldAfterMs = 7 * 24 * hourMs;
const tightShare = 0.1;

/** What the owner should see to. */
export const worriesOf = ({ at, backup, disk }: Status): Worry[] => [
  ...(backup === null ? (['noBackup'] as const) : []),
  ...(backup !== null && at - backup.at > oldAfterMs ? (['oldBackup'] as const) : []),
  ...(disk.freeBytes < disk.totalBytes * tightShare ? (['diskFull'] as const) : []),
];
