// `npm run load -- --storm 200`: so many join within five seconds. What those who were there already see of it, in real
// Chromium with a real host: frames decoded, freezes, size and coarseness (QP) of the picture, before and during. First as
// many join another room of the same server, where their key frames reach nobody here: what they see of that is the
// machine's doing. And who used how much of the cores meanwhile.
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { pinSelf, placesApart, type Places } from './children.ts';
import { goLive, openBrowser } from './chromium.ts';
import { Crowd } from './crowd.ts';
import { rounded, show, spread, table, type Spread } from './numbers.ts';
import { childrenOf, cpuMs, familyOf, loadAverage, machine } from './proc.ts';
import { publishAs } from './publisher.ts';
import { startServer, tempFolder, type Server } from './server.ts';
import { notePeers, readVideo, type Layer } from './storm-page.ts';
import { during, openWatchers, seenHead, seenRow, type Seen } from './watchers.ts';

const room = 'demo';
const elsewhere = 'elsewhere';
/** Small, for host and watchers share the machine with two hundred others. */
const camera = { width: 640, height: 360, fps: 20 };
const watchers = 2;
const settleMs = 6000;
const stormMs = 5000;
/** The last of them have their picture by then. */
const afterMs = 2000;

type Parts = Record<'node' | 'workers' | 'joiners' | 'host' | 'watchers' | 'bench', number[]>;
/** Of one core, in percent; `host` and `watchers` are Chromium. */
type Shares = Record<keyof Parts, number>;

type Phase = {
  seen: Seen[];
  /** What the host was asked for and sent meanwhile. */
  layers: Layer[];
  shares: Shares;
  failed: number;
  firstFrameMs: Spread;
};

type Scene = { pages: Page[]; host: Page; parts: () => Parts };

const usedMs = (parts: Parts): Shares =>
  Object.fromEntries(
    Object.entries(parts).map(([name, pids]) => [name, pids.reduce((sum, pid) => sum + cpuMs(pid), 0)]),
  ) as Shares;

/** What is seen, asked and used while `crowd` joins; nobody joins without one. */
const watch = async ({ pages, host, parts }: Scene, joiners: number, crowd?: Crowd): Promise<Phase> => {
  const hostBefore = await host.evaluate(readVideo);
  const at = performance.now();
  const before = usedMs(parts());
  const { seen, result: failures = [] } = await during(pages, async () => {
    const joined = crowd?.join(joiners, (joiners * 1000) / stormMs);
    await pause(stormMs);
    const failed = await joined;
    await pause(afterMs);
    return failed;
  });
  const after = usedMs(parts());
  const percentMs = (performance.now() - at) / 100;
  const hostAfter = await host.evaluate(readVideo);
  await crowd?.begin();
  return {
    seen,
    layers: hostAfter.layers.map(({ rid, height, asked, keyFrames, frames }, index) => {
      const was = hostBefore.layers[index];
      return {
        rid,
        height,
        asked: asked - (was?.asked ?? 0),
        keyFrames: keyFrames - (was?.keyFrames ?? 0),
        frames: frames - (was?.frames ?? 0),
      };
    }),
    shares: Object.fromEntries(
      Object.entries(after).map(([name, ms]) => [
        name,
        rounded((ms - before[name as keyof Parts]) / percentMs, 1),
      ]),
    ) as Shares,
    failed: failures.length,
    firstFrameMs: spread(crowd ? (await crowd.firstFrames()).flatMap((ms) => ms ?? []) : []),
  };
};

/** Another room with a picture of its own. */
const openElsewhere = async ({ url }: Server, host: Page) => {
  const cookies = await host.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const made = await fetch(`${url}/api/rooms`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ slug: elsewhere, name: elsewhere }),
  });
  if (!made.ok) throw new Error(`the other room was refused: ${made.status}`);
  const publisher = await publishAs(cookie, url, elsewhere, 1);
  await publisher.caller.request('show.start', {});
  return publisher;
};

const browserOf = async () => {
  const before = new Set(childrenOf(process.pid));
  const browser = await openBrowser();
  const pids = childrenOf(process.pid).filter((pid) => !before.has(pid));
  return { browser, family: () => pids.flatMap(familyOf) };
};

const measure = async (joiners: number, places: Places) => {
  const workers = places.server?.length ?? 1;
  const server = await startServer({ cores: places.server, workers, dataDir: tempFolder() });
  const [hosting, watching] = [await browserOf(), await browserOf()];
  const host = await goLive(hosting.browser, server, room, camera, notePeers);
  const pages = await openWatchers(watching.browser, server.url, room, watchers);
  const other = await openElsewhere(server, host);
  const crowdOf = (slug: string) =>
    new Crowd({
      place: { sfu: 'vetrina', url: server.url, room: slug },
      cores: places.load,
      processes: 1,
      low: true,
    });
  const crowds = { control: crowdOf(elsewhere), storm: crowdOf(room) };
  const parts = (): Parts => ({
    node: [server.pid],
    workers: childrenOf(server.pid),
    joiners: Object.values(crowds).flatMap(({ pids }) => pids),
    host: hosting.family(),
    watchers: watching.family(),
    bench: [process.pid],
  });
  const scene = { pages, host, parts };
  await pause(settleMs);
  const calm = await watch(scene, joiners);
  const control = await watch(scene, joiners, crowds.control);
  await crowds.control.stop();
  await pause(settleMs);
  const storm = await watch(scene, joiners, crowds.storm);
  other.close();
  await Promise.all([hosting.browser.close(), watching.browser.close(), crowds.storm.stop(), server.stop()]);
  return { calm, control, storm };
};

type Measured = Awaited<ReturnType<typeof measure>>;

const print = (joiners: number, measured: Measured): string => {
  const phases = [
    ['before', measured.calm],
    ['another room is joined', measured.control],
    ['theirs is joined', measured.storm],
  ] as const;
  const percent = (value: number) => show(value, '%');
  return [
    table(`${joiners} join within ${stormMs / 1000} s; those who were there already`, [
      seenHead,
      ...phases.flatMap(([name, { seen }]) =>
        seen.map((one, index) => seenRow(`viewer ${index + 1}, ${name}`, one)),
      ),
    ]),
    table('key frames sent by the host / asked of it / all its frames, by layer', [
      ['', ...measured.storm.layers.map(({ rid, height }) => `${rid}, ${height}p`)],
      ...phases.map(([name, { layers }]) => [
        name,
        ...layers.map(({ asked, keyFrames, frames }) => `${keyFrames} / ${asked} / ${frames}`),
      ]),
    ]),
    table('of one core', [
      ['', ...Object.keys(measured.calm.shares)],
      ...phases.map(([name, { shares }]) => [name, ...Object.values(shares).map(percent)]),
    ]),
    ...phases
      .slice(1)
      .map(
        ([name, { failed, firstFrameMs }]) =>
          `${name}: ${failed} failed, first whole key frame p50 ${show(firstFrameMs.p50, 'ms')}, p95 ${show(firstFrameMs.p95, 'ms')}, most ${show(firstFrameMs.max, 'ms')}`,
      ),
  ].join('\n');
};

export const storm = async (joiners: number): Promise<object> => {
  const before = loadAverage();
  const places = placesApart();
  pinSelf(places.load);
  const measured = await measure(joiners, places);
  const loads = { before, after: loadAverage() };
  console.log(
    `${places.note}; load average ${show(loads.before)} → ${show(loads.after)}\n\n${print(joiners, measured)}\n`,
  );
  return { machine: machine(), loadAverage: loads, joiners, ...measured };
};
