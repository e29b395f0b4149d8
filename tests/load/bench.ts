// `npm run bench`: group commit beside the disk's own rate, and the server's cold start. Prints, asserts nothing; only the
// ratios of one run mean something, and only on a quiet machine.
import { parseArgs } from 'node:util';
import { withChildren } from './children.ts';
import { groupCommit, oneByOne, type CommitRate } from './commits.ts';
import { inMemory, syncRate, type DiskRate } from './disk.ts';
import { rounded, show, spread, table, type Spread } from './numbers.ts';
import { loadAverage, machine } from './proc.ts';
import { removeFolders, startServer, tempFolder } from './server.ts';
import { tellJson } from './tell-json.ts';

const eachMs = 2000;
const concurrentWriters = [1, 16, 64, 256];
const starts = 5;

type Commits = {
  disk: { before: DiskRate; overwriting: DiskRate; after: DiskRate };
  single: CommitRate;
  group: CommitRate[];
};
type Starts = { emptyFolderMs: Spread; laterMs: Spread };

const benchCommits = async (): Promise<Commits> => {
  const folder = tempFolder();
  if (inMemory(folder)) console.log('! the folder is in memory: durable numbers mean nothing (set TMPDIR)');
  const before = syncRate(folder, eachMs);
  const overwriting = syncRate(folder, eachMs, false);
  const single = await oneByOne(folder, eachMs);
  const group: CommitRate[] = [];
  for (const writers of concurrentWriters) group.push(await groupCommit(folder, writers, eachMs));
  return { disk: { before, overwriting, after: syncRate(folder, eachMs) }, single, group };
};

const start = async (dataDir: string): Promise<number> => {
  const server = await startServer({ cores: null, workers: null, dataDir });
  await server.stop();
  return server.readyMs;
};

const benchStarts = async (): Promise<Starts> => {
  const empty: number[] = [];
  const later: number[] = [];
  for (let count = 0; count < starts; count += 1) {
    const dataDir = tempFolder();
    empty.push(await start(dataDir));
    later.push(await start(dataDir));
  }
  return { emptyFolderMs: spread(empty), laterMs: spread(later) };
};

const commitsTable = ({ disk, single, group }: Commits): string => {
  const row = (name: string, { writesPerSecond, commitsPerSecond, ms }: CommitRate) => [
    name,
    show(writesPerSecond),
    show(commitsPerSecond),
    show(ms.p50, 'ms'),
    show(ms.p99, 'ms'),
    `${show(writesPerSecond / single.writesPerSecond)} ×`,
    `${show(writesPerSecond / disk.before.perSecond)} ×`,
  ];
  const diskRow = (name: string, { perSecond, ms }: DiskRate) => [
    name,
    '',
    show(perSecond),
    show(ms.p50, 'ms'),
    show(ms.p99, 'ms'),
  ];
  return table(`durable writes (synchronous = FULL), ${eachMs / 1000} s each`, [
    ['', 'writes/s', 'commits/s', 'p50', 'p99', 'one by one', 'disk'],
    diskRow('disk: 4 KB append + fdatasync', disk.before),
    diskRow('disk: 4 KB overwritten + fdatasync', disk.overwriting),
    row('one transaction per write', single),
    ...group.map((rate) => row(`Db.write, ${rate.writers} writer(s)`, rate)),
    diskRow('disk: append again', disk.after),
  ]);
};

const startsTable = ({ emptyFolderMs, laterMs }: Starts): string => {
  const row = (name: string, { min, p50, max }: Spread) => [
    name,
    show(min, 'ms'),
    show(p50, 'ms'),
    show(max, 'ms'),
  ];
  return table(`server start, spawn → /readyz 200, ${starts} runs`, [
    ['', 'least', 'p50', 'max'],
    row('empty data folder', emptyFolderMs),
    row('second start', laterMs),
  ]);
};

const run = async (json: string | undefined) => {
  const facts = machine();
  const before = loadAverage();
  console.log(
    `${facts.cpu}, ${facts.cores} cores, Linux ${facts.kernel}, Node ${facts.node}; load average ${show(before)}\n`,
  );
  const commits = await benchCommits();
  console.log(`${commitsTable(commits)}\n`);
  const startTimes = await benchStarts();
  console.log(`${startsTable(startTimes)}\n`);
  const report = {
    machine: facts,
    loadAverage: { before, after: rounded(loadAverage(), 2) },
    commits,
    starts: startTimes,
  };
  tellJson(report, json);
};

const { values } = parseArgs({ options: { json: { type: 'string' } } });
await withChildren(() => run(values.json), removeFolders);
