// `npm run bench:reserve`: durable reservations per second through real sockets, beside what else could have been done on the
// same disk in the same run: a commit for each, PostgreSQL, Redis. Prints, asserts nothing; only ratios of one run count.
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { freePorts } from '../helpers/ports.ts';
import { placesApart, withChildren, type Places } from './children.ts';
import { inMemory, syncRate } from './disk.ts';
import { rounded, show, spread, table } from './numbers.ts';
import { openProbes } from './probes.ts';
import { loadAverage, machine } from './proc.ts';
import { measure, rowsOf, type Contender, type Row } from './reserve-measure.ts';
import { furnishPeers, type Peer, type PeerOptions } from './reserve-peer.ts';
import { startPostgres } from './reserve-postgres.ts';
import { startRedis } from './reserve-redis.ts';
import { makeShop, room } from './reserve-vetrina.ts';
import { removeFolders, startServer, tempFolder } from './server.ts';
import { tellJson } from './tell-json.ts';

const forMs = 4000;
const variants = 50;
const loads = [1, variants].flatMap((among) => [64, 256].map((lanes) => ({ lanes, among })));

const folderIn = (folder: string, name: string): string => {
  const made = join(folder, name);
  mkdirSync(made, { mode: 0o711 });
  return made;
};

/** Shows each row as it comes: the whole takes a minute or two. */
const measureAll = async (contender: Contender, wanted = loads): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const { lanes, among } of wanted) {
    rows.push(await measure(contender, lanes, among, forMs));
    const { perSecond, ms } = rows.at(-1) as Row;
    console.error(
      `  ${contender.name}, ${among} in stock, ${lanes} at once: ${perSecond}/s, p99 ${show(ms.p99, 'ms')}`,
    );
  }
  return rows;
};

const benchVetrina = async (folder: string, places: Places): Promise<Row[]> => {
  const { db } = await makeShop(folder, variants);
  db.close();
  const diskPerSecond = syncRate(folder, 1000).perSecond;
  const server = await startServer({ cores: places.server, workers: 1, dataDir: folder });
  const probes = await openProbes(server.url, room);
  const quiet = () => {
    const measured = spread(probes.roundTrips());
    probes.begin();
    return measured;
  };
  const { port } = new URL(server.url);
  const cores = places.load;
  const contender = {
    name: 'Vetrina',
    target: 'vetrina',
    at: port,
    pid: server.pid,
    diskPerSecond,
    cores,
    quiet,
  } as const;
  const rows = await measureAll(contender);
  probes.close();
  await server.stop();
  return rows;
};

type Start = (options: PeerOptions) => Promise<Peer>;

const benchPeer = async (target: 'postgres' | 'redis', start: Start, folder: string, places: Places) => {
  const diskPerSecond = syncRate(folder, 1000).perSecond;
  let peer: Peer;
  try {
    peer = await start({ folder, port: await freePorts(), cores: places.server, variants });
  } catch (error) {
    console.log(`  ${target} is not here: ${(error as Error).message.trim()}`);
    return [];
  }
  const { name, at, pid } = peer;
  const rows = await measureAll({ name, target, at, pid, diskPerSecond, cores: places.load });
  await peer.stop();
  return rows;
};

const benchBare = async (folder: string, places: Places): Promise<Row[]> => {
  const inProcess = (target: 'bare' | 'queue', name: string): Contender => {
    const at = folderIn(folder, target);
    return { name, target, at, pid: null, diskPerSecond: syncRate(at, 1000).perSecond, cores: places.server };
  };
  return [
    ...(await measureAll(inProcess('bare', 'a commit for each, no sockets'), [{ lanes: 1, among: 1 }])),
    ...(await measureAll(inProcess('queue', 'Db.write, no sockets'), [{ lanes: 256, among: 1 }])),
  ];
};

/** Hot row against hot row, the best of each. */
const verdict = (rows: Row[]): { ofPostgres: number | null; ofRedis: number | null } => {
  const best = (start: string) =>
    Math.max(
      0,
      ...rows
        .filter(({ name, variants: of }) => of === 1 && name.startsWith(start))
        .map((row) => row.perSecond),
    );
  const ratio = (peer: string) => (best(peer) === 0 ? null : rounded(best('Vetrina') / best(peer), 2));
  return { ofPostgres: ratio('PostgreSQL'), ofRedis: ratio('Redis') };
};

const run = async (json: string | undefined) => {
  await furnishPeers();
  const facts = machine();
  const places = placesApart();
  const before = loadAverage();
  console.log(
    `${facts.cpu}, ${facts.cores} cores, Linux ${facts.kernel}, Node ${facts.node}; ${places.note}; load average ${show(before)}\n`,
  );
  const folder = tempFolder();
  chmodSync(folder, 0o711); // PostgreSQL's own user must find its way in.
  if (inMemory(folder)) console.log('! the folder is in memory: durable numbers mean nothing (set TMPDIR)');
  const rows = [
    ...(await benchBare(folder, places)),
    ...(await benchPeer('postgres', startPostgres, folderIn(folder, 'postgres'), places)),
    ...(await benchPeer('redis', startRedis, folderIn(folder, 'redis'), places)),
    ...(await benchVetrina(folderIn(folder, 'vetrina'), places)),
  ];
  const ratios = verdict(rows);
  console.log(table(`\ndurable reservations, ${forMs / 1000} s each`, rowsOf(rows)));
  console.log(
    `\nof PostgreSQL's hot row: ${show(ratios.ofPostgres)} × (gate 10); of Redis with AOF always: ${show(ratios.ofRedis)} × (stretch 2)\n`,
  );
  const report = {
    machine: facts,
    places: places.note,
    loadAverage: { before, after: rounded(loadAverage(), 2) },
    rows,
    ratios,
  };
  tellJson(report, json);
};

const { values } = parseArgs({ options: { json: { type: 'string' } } });
await withChildren(() => run(values.json), removeFolders);
