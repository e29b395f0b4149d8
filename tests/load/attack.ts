// `npm run bench:attack -- [--only NAME]`: attacks on a real server, one after another, on this machine only. Of each: what was
// sent, what came back, what the process holds before and after, and whether somebody elsewhere was served meanwhile.
// Exits with 1 when something got through.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { doorAttacks } from './attack-doors.ts';
import { fileAttacks } from './attack-files.ts';
import { networkAttacks } from './attack-network.ts';
import { holdings, Neighbour, type Attack, type Outcome, type Victim } from './attack-target.ts';
import { textAttacks } from './attack-texts.ts';
import { withChildren } from './children.ts';
import { show, table } from './numbers.ts';
import { loadAverage } from './proc.ts';
import { publishSynthetic } from './publisher.ts';
import { removeFolders, startServer, tempFolder } from './server.ts';

type Holdings = ReturnType<typeof holdings>;
type Row = Outcome & { name: string; before: Holdings; after: Holdings; p99: number; failed: number };

const carryOut = async (target: Victim, { name, run }: Attack, neighbour: Neighbour): Promise<Row> => {
  neighbour.take();
  const before = holdings(target);
  const outcome = await run(target);
  const { p99, failed } = neighbour.take();
  await pause(1500);
  const row = { name, ...outcome, before, after: holdings(target), p99, failed };
  console.log(`${row.held && failed === 0 ? 'held' : 'GOT THROUGH'}  ${name}: ${row.sent} → ${row.back}`);
  return row;
};

const print = (rows: Row[]): void => {
  const head = ['attack', 'MB before', 'after', 'handles before', 'after', 'neighbour p99', 'unserved'];
  const lines = rows.map(({ name, before, after, p99, failed }) => [
    name,
    String(before.mb),
    String(after.mb),
    String(before.handles),
    String(after.handles),
    show(p99, 'ms'),
    String(failed),
  ]);
  console.log(`\n${table('what it cost', [head, ...lines])}`);
  console.log(`load average ${loadAverage().toFixed(2)}`);
  console.log(JSON.stringify(rows));
};

const run = async (only: string | undefined): Promise<void> => {
  const dataDir = tempFolder();
  const server = await startServer({ cores: null, workers: 1, dataDir, logLevel: 'error' });
  // A show runs, so that everything that is said in one can be said.
  const publisher = await publishSynthetic(server, 'demo', 1);
  const cookie = publisher.cookie ?? '';
  const target = { server, url: server.url, port: Number(new URL(server.url).port), cookie };
  const all = [...networkAttacks, ...doorAttacks, ...fileAttacks(dataDir), ...textAttacks];
  const wanted = all.filter(({ name }) => only === undefined || name.includes(only));
  if (wanted.length === 0)
    throw new Error(`There is no such attack. There are: ${all.map(({ name }) => name).join(', ')}`);
  const neighbour = await Neighbour.come(target);
  const rows: Row[] = [];
  try {
    for (const attack of wanted) rows.push(await carryOut(target, attack, neighbour));
  } finally {
    neighbour.leave();
    publisher.close();
  }
  print(rows);
  const through = rows.filter(({ held, failed }) => !held || failed > 0);
  if (through.length > 0) process.exitCode = 1;
  console.log(through.length > 0 ? `${through.length} got through` : `all ${rows.length} attacks held`);
  await server.stop();
};

const { values } = parseArgs({ args: process.argv.slice(2), options: { only: { type: 'string' } } });
await withChildren(() => run(values.only), removeFolders);
process.exit(); // libdatachannel's threads would keep the process
