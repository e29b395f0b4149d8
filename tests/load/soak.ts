// `npm run load:soak -- [--minutes 60]`: a show with churn, slow enough to run beside other work, and each minute what the
// server holds: memory, handles, descriptors, latency, the last beside that of a server in which nothing happens. At the end, whether any of it grows, and whether an empty room
// leaves anything behind. 127.0.0.1 only.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { UsageError, whole } from './args.ts';
import { withChildren } from './children.ts';
import { percentile, rounded, show as shown, table } from './numbers.ts';
import { openProbes, type Probes } from './probes.ts';
import { loadAverage, machine } from './proc.ts';
import { removeFolders, startServer, tempFolder, type Server } from './server.ts';
import {
  least,
  read,
  serverCpuMs,
  verdicts,
  type Minute,
  type Reading,
  type Verdict,
} from './soak-minutes.ts';
import { Show, type Told } from './soak-show.ts';
import { tellJson } from './tell-json.ts';

const usage =
  'Use: npm run load:soak -- [--minutes 1…600] [--guests 1…100] [--seed 0…2147483647] [--json FILE]';
const options = {
  minutes: { type: 'string', default: '60' },
  guests: { type: 'string', default: '8' },
  seed: { type: 'string', default: '1' },
  json: { type: 'string' },
} as const;

const minuteMs = 60_000;
const readEveryMs = 5000;
const settleMs = 3000;
const staysMs = 60_000;
const hostBackEveryMs = 120_000;

const columns: [title: string, value: (minute: Minute) => string][] = [
  ['minute', ({ minute }) => String(minute)],
  ['node', ({ nodeKb }) => shown(nodeKb / 1024)],
  ['heap', ({ heapKb }) => shown(heapKb / 1024)],
  ['worker MB', ({ workersKb }) => shown(workersKb / 1024)],
  ['handles', ({ handles }) => String(handles)],
  ['fds', ({ nodeFds }) => String(nodeFds)],
  ['worker fds', ({ workerFds }) => String(workerFds)],
  ['guests', ({ guests }) => String(guests)],
  ['packets/s', ({ packets }) => String(packets)],
  ['CPU %', ({ cpuPercent }) => shown(cpuPercent)],
  ['p50', ({ roundTripP50Ms }) => shown(roundTripP50Ms)],
  ['p99 ms', ({ roundTripP99Ms }) => shown(roundTripP99Ms)],
  ['idle p99', ({ idleP99Ms }) => shown(idleP99Ms)],
  ['load', ({ loadAverage: load }) => shown(load)],
];
const width = 10;
const line = (cells: string[]) => cells.map((cell) => cell.padStart(width)).join(' ');

type Soaked = { minutes: Minute[]; told: Told; before: Reading; after: Reading };

const sumUp = (told: Told, more: Told): void => {
  for (const [name, count] of Object.entries(more)) told[name] = (told[name] ?? 0) + count;
};

const oneMinute = async (
  server: Server,
  show: Show,
  minute: number,
): Promise<Omit<Minute, 'roundTripP50Ms' | 'roundTripP99Ms' | 'idleP99Ms'>> => {
  const endsAt = performance.now() + minuteMs;
  const from = { at: performance.now(), cpuMs: serverCpuMs(server.pid) };
  const readings: Reading[] = [];
  let packets = 0;
  let seen = show.packets;
  while (performance.now() < endsAt) {
    await pause(Math.min(readEveryMs, endsAt - performance.now()));
    readings.push(await read(server.url, server.pid));
    packets += Math.max(0, show.packets - seen);
    seen = show.packets;
  }
  const seconds = (performance.now() - from.at) / 1000;
  return {
    ...least(readings),
    minute,
    guests: show.inside,
    loadAverage: rounded(loadAverage(), 1),
    packets: Math.round(packets / seconds),
    cpuPercent: rounded((serverCpuMs(server.pid) - from.cpuMs) / 10 / seconds, 1),
  };
};

const soak = async (
  server: Server,
  idle: Server,
  { minutes, guests, seed }: { minutes: number; guests: number; seed: number },
): Promise<Soaked> => {
  const show = await Show.open(server, { guests, staysMs, hostBackEveryMs, seed });
  const probes = await openProbes(server.url, 'demo');
  const control = await openProbes(idle.url, 'demo');
  await pause(settleMs);
  const before = await read(server.url, server.pid);
  const told: Told = {};
  const all: Minute[] = [];
  show.begin();
  console.log(line(columns.map(([title]) => title)));
  for (let minute = 1; minute <= minutes; minute += 1) {
    probes.begin();
    control.begin();
    const measured = await oneMinute(server, show, minute);
    const p = (of: Probes, share: number) => rounded(percentile(of.roundTrips(), share), 2);
    const row = {
      ...measured,
      roundTripP50Ms: p(probes, 0.5),
      roundTripP99Ms: p(probes, 0.99),
      idleP99Ms: p(control, 0.99),
    };
    all.push(row);
    sumUp(told, show.takeTold());
    console.log(line(columns.map(([, value]) => value(row))));
  }
  await show.empty();
  await pause(settleMs);
  const after = await read(server.url, server.pid);
  sumUp(told, show.takeTold());
  probes.close();
  control.close();
  show.close();
  return { minutes: all, told, before, after };
};

const verdictTable = (all: Verdict[]) =>
  table('growth, after the first quarter', [
    ['', 'median', 'an hour', 'allowed', ''],
    ...all.map(({ name, median, perHour, allowedPerHour, flat }) => [
      name,
      shown(median),
      shown(perHour),
      shown(allowedPerHour),
      flat === null ? 'too short to say' : flat ? 'flat' : 'GROWS',
    ]),
  ]);

/** What an empty room must not hold more of than before anybody came. */
const leftBehind = ({ before, after }: Soaked): string[] =>
  (['consumers', 'sockets', 'handles', 'nodeFds', 'workerFds'] as const).flatMap((name) =>
    after[name] > before[name] ? [`${name}: ${before[name]} before, ${after[name]} after`] : [],
  );

const run = async (argv: string[]): Promise<void> => {
  const { values } = parseArgs({ args: argv, options });
  const minutes = whole('minutes', values.minutes, 1, 600);
  const guests = whole('guests', values.guests, 1, 100);
  const seed = whole('seed', values.seed, 0, 2 ** 31 - 1);
  const loadBefore = loadAverage();
  const start = () => startServer({ cores: null, workers: 1, dataDir: tempFolder() });
  const [server, idle] = [await start(), await start()];
  console.log(
    `${guests} guests at a time for ${minutes} min, the host back every ${hostBackEveryMs / minuteMs} min; seed ${seed}; load average ${shown(loadBefore)}\n`,
  );
  const soaked = await soak(server, idle, { minutes, guests, seed });
  const judged = verdicts(soaked.minutes);
  const left = leftBehind(soaked);
  console.log(
    `\n${Object.entries(soaked.told)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')}`,
  );
  console.log(`\n${verdictTable(judged)}`);
  console.log(
    left.length === 0 ? 'the empty room holds nothing more than before' : `! left behind: ${left.join('; ')}`,
  );
  const report = {
    machine: machine(),
    loadAverage: { before: loadBefore, after: loadAverage() },
    seed,
    guests,
    ...soaked,
    verdicts: judged,
    leftBehind: left,
  };
  tellJson(report, values.json);
};

try {
  await withChildren(() => run(process.argv.slice(2)), removeFolders);
  process.exit(0); // libdatachannel's threads would keep the process
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n${usage}` : error);
  process.exit(1);
}
