// The course of a load test, whatever forwards: warm up, join, settle, and a steady window that is measured.
import { setTimeout as pause } from 'node:timers/promises';
import type { LoadArgs } from './args.ts';
import type { Audience } from './audience.ts';
import type { Places } from './children.ts';
import type { Crowd } from './crowd.ts';
import { show } from './numbers.ts';
import type { Probes } from './probes.ts';
import { loadAverage, machine } from './proc.ts';
import type { Publisher } from './publisher.ts';
import type { Measured } from './report.ts';
import { between, look, type Watched } from './usage.ts';

/** They come and go before anything is measured: code gets warm, memory pools get their first blocks. */
const warmUpViewers = 10;
const quietViewers = 40;
const settleMs = 1500;

/** Whoever forwards, whoever sends to it, and all who watch. */
export type Scene = {
  args: LoadArgs;
  places: Places;
  pid: number;
  workers: number;
  crowd: Crowd;
  audience: Audience | null;
  publisher: Omit<Publisher, 'cookie'>;
  /** Null: its signalling is not what is measured. */
  probes: Probes | null;
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

const through = async (scene: Scene, enter: (phase: string) => void): Promise<Measured> => {
  const { args, places, pid, workers, crowd, audience, publisher, probes } = scene;
  const load = audience ? [...crowd.pids, audience.pid] : crowd.pids;
  const watched: Watched = { server: pid, load, serverCores: places.server };
  const before = loadAverage();
  enter('warming up');
  if (args.viewers > 0) await comeAndGo(scene, warmUpViewers);
  const warm = look(watched);
  const quiet = await quietJoins(scene, watched);
  const keyFramesBefore = publisher.keyFrames();
  const joiningFrom = performance.now();
  enter('joining');
  probes?.begin();
  const failures = await crowd.join(args.viewers, args.joinsPerSecond);
  const joining = probes?.roundTrips() ?? [];
  const keyFramesDuringJoins = less(publisher.keyFrames(), keyFramesBefore);
  enter(`settling (joined in ${show((performance.now() - joiningFrom) / 1000, 's')})`);
  await pause(settleMs);
  enter('measuring');
  const steady = async () => {
    await crowd.begin();
    probes?.begin();
    const from = { at: look(watched), packets: publisher.packets() };
    await pause(args.seconds * 1000);
    return { from, to: look(watched), watching: probes?.roundTrips() ?? [], ended: await crowd.end() };
  };
  const talking = audience && (await audience.measure(watched, steady));
  const { from, to, watching, ended } = talking?.during ?? (await steady());
  return {
    args,
    machine: machine(),
    places: places.note,
    processes: crowd.pids.length,
    workers,
    failures,
    results: ended.results,
    transitMs: ended.transit,
    roundTripsMs: { joining, watching },
    usage: between(from.at, to, places.server !== null),
    warm,
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

/** Says on standard error how far it is. */
export const measure = async (scene: Scene): Promise<Measured> => {
  let phase = 'starting';
  const stop = progress(() => phase, scene.crowd);
  return through(scene, (entered) => (phase = entered)).finally(stop);
};
