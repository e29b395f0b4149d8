// `npm run load`: a real server in a process of its own, a publisher, and as many real receiving WebRTC viewers as asked,
// on cores apart where that can be had; and a crowd of sockets that talk. Prints what joining and watching cost; asserts nothing. 127.0.0.1 only.
import { setTimeout as pause } from 'node:timers/promises';
import { readArgs, usage, UsageError, type LoadArgs } from './args.ts';
import { pinSelf, placesApart, withChildren, type Places } from './children.ts';
import { Audience } from './audience.ts';
import { Crowd } from './crowd.ts';
import { show } from './numbers.ts';
import { loadAverage, machine } from './proc.ts';
import { openProbes, type Probes } from './probes.ts';
import { publishFromChromium, publishSynthetic, type Publisher } from './publisher.ts';
import { print, summarise, type Measured } from './report.ts';
import { removeFolders, startServer, tempFolder, type Server } from './server.ts';
import { tellJson } from './tell-json.ts';
import { between, look, type Watched } from './usage.ts';

const room = 'demo';
/** They come and go before anything is measured: code gets warm, memory pools get their first blocks. */
const warmUpViewers = 10;
const quietViewers = 40;
const settleMs = 1500;

type Scene = {
  args: LoadArgs;
  places: Places;
  server: Server;
  crowd: Crowd;
  audience: Audience | null;
  publisher: Publisher;
  probes: Probes;
};

/** A line that renews itself on a terminal, and one line now and then elsewhere. */
const progress = (phase: () => string, crowd: Crowd) => {
  let last = { packets: 0, at: performance.now() };
  const line = () => {
    const now = crowd.progress;
    const at = performance.now();
    const packets = Math.max(0, Math.round(((now.counts.packets - last.packets) * 1000) / (at - last.at)));
    last = { packets: now.counts.packets, at };
    const failed = now.failed > 0 ? `, ${now.failed} failed` : '';
    return `${phase()}: ${now.joined} in${failed}, ${now.picture} with picture, ${packets} packets/s, ${now.counts.lost} lost`;
  };
  const tty = process.stderr.isTTY;
  const timer = setInterval(
    () => process.stderr.write(tty ? `\r\x1b[2K${line()}` : `${line()}\n`),
    tty ? 1000 : 5000,
  );
  return () => {
    clearInterval(timer);
    if (tty) process.stderr.write('\r\x1b[2K');
  };
};

const less = (after: number | null, before: number | null) =>
  after === null || before === null ? null : after - before;

const comeAndGo = async ({ crowd }: Scene, count: number) => {
  await crowd.join(count, 0);
  await pause(settleMs);
  crowd.leave();
  await pause(settleMs);
};

/** What joins alone cost: nothing is sent meanwhile. */
const quietJoins = async (scene: Scene, watched: Watched): Promise<Measured['quiet']> => {
  const { hold } = scene.publisher;
  if (!hold || scene.args.viewers === 0) return null;
  hold(true);
  const before = look(watched);
  await scene.crowd.join(quietViewers, 0);
  const after = look(watched);
  scene.crowd.leave();
  hold(false);
  await pause(settleMs);
  return { count: quietViewers, before, after };
};

const measure = async (scene: Scene, enter: (phase: string) => void): Promise<Measured> => {
  const { args, places, server, crowd, audience, publisher, probes } = scene;
  const load = audience ? [...crowd.pids, audience.pid] : crowd.pids;
  const watched: Watched = { server: server.pid, load, serverCores: places.server };
  const before = loadAverage();
  enter('warming up');
  if (args.viewers > 0) await comeAndGo(scene, warmUpViewers);
  const quiet = await quietJoins(scene, watched);
  const beforeJoins = look(watched);
  const keyFramesBefore = publisher.keyFrames();
  const joiningFrom = performance.now();
  enter('joining');
  probes.begin();
  const failures = await crowd.join(args.viewers, args.joinsPerSecond);
  const joining = probes.roundTrips();
  const keyFramesDuringJoins = less(publisher.keyFrames(), keyFramesBefore);
  enter(`settling (joined in ${show((performance.now() - joiningFrom) / 1000, 's')})`);
  await pause(settleMs);
  enter('measuring');
  const steady = async () => {
    await crowd.begin();
    probes.begin();
    const from = { at: look(watched), packets: publisher.packets() };
    await pause(args.seconds * 1000);
    return { from, to: look(watched), watching: probes.roundTrips(), results: await crowd.end() };
  };
  const talking = audience && (await audience.measure(watched, steady));
  const { from, to, watching, results } = talking?.during ?? (await steady());
  return {
    args,
    machine: machine(),
    places: places.note,
    processes: crowd.pids.length,
    workers: args.workers ?? places.server?.length ?? machine().cores,
    failures,
    results,
    roundTripsMs: { joining, watching },
    usage: between(from.at, to, places.server !== null),
    beforeJoins,
    quiet,
    atEnd: to,
    audience: talking,
    loadAverage: { before, after: loadAverage() },
    published: {
      packets: less(publisher.packets(), from.packets),
      keyFrames: publisher.keyFrames(),
      keyFramesDuringJoins,
    },
  };
};

const run = async (args: LoadArgs): Promise<void> => {
  const places = placesApart();
  pinSelf(places.load);
  const workers = args.workers ?? places.server?.length ?? null;
  const server = await startServer({ cores: places.server, workers, dataDir: tempFolder() });
  const publisher =
    args.publisher === 'chromium'
      ? await publishFromChromium(server, room)
      : await publishSynthetic(server, room, args.layers);
  const probes = await openProbes(server.url, room);
  const processes = Math.min(places.load?.length ?? 1, Math.ceil(args.viewers / 50));
  const crowd = new Crowd({ url: server.url, room, cores: places.load, processes });
  const audience =
    args.crowd &&
    new Audience({ url: server.url, room, cores: places.load, args: args.crowd, cookie: publisher.cookie });
  let phase = 'starting';
  const stopProgress = progress(() => phase, crowd);
  const measured = await measure(
    { args, places, server, crowd, audience, publisher, probes },
    (entered) => (phase = entered),
  ).finally(stopProgress);
  probes.close();
  publisher.close();
  await Promise.all([crowd.stop(), audience?.stop()]);
  const report = summarise(measured);
  console.log(`${print(report)}\n`);
  tellJson(report, args.json);
};

try {
  const args = readArgs(process.argv.slice(2));
  await withChildren(() => run(args), removeFolders);
  process.exit(0); // libdatachannel's threads would keep the process
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n${usage}` : error);
  process.exit(1);
}
