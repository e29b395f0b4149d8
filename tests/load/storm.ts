// `npm run load -- --storm 200`: so many join within five seconds. What those who were there already see of it, in real
// Chromium with a real host: frames decoded, freezes, size and coarseness (QP) of the picture, before and during.
import { setTimeout as pause } from 'node:timers/promises';
import { pinSelf, placesApart } from './children.ts';
import { goLive, openBrowser } from './chromium.ts';
import { Crowd } from './crowd.ts';
import { rounded, show, spread, table, type Spread } from './numbers.ts';
import { loadAverage, machine } from './proc.ts';
import { startServer, tempFolder } from './server.ts';
import { notePeers, readVideo } from './storm-page.ts';
import { between, look } from './usage.ts';
import { during, openWatchers, seenHead, seenRow, type Seen } from './watchers.ts';

const room = 'demo';
/** Small, for host and watchers share the machine with two hundred others. */
const camera = { width: 640, height: 360, fps: 20 };
const watchers = 2;
const settleMs = 6000;
const stormMs = 5000;
/** The last of them have their picture by then. */
const afterMs = 2000;

type Storm = {
  calm: Seen[];
  storm: Seen[];
  /** Asked of the host, and sent by it, in all its layers. */
  keyFrames: { asked: number; sent: number };
  failed: number;
  firstFrameMs: Spread;
  serverPercent: number;
};

const measure = async (joiners: number): Promise<Storm> => {
  const places = placesApart();
  pinSelf(places.load);
  const server = await startServer({
    cores: places.server,
    workers: places.server?.length ?? 1,
    dataDir: tempFolder(),
  });
  const browser = await openBrowser();
  const host = await goLive(browser, server, room, camera, notePeers);
  const pages = await openWatchers(browser, server.url, room, watchers);
  const crowd = new Crowd({
    place: { sfu: 'vetrina', url: server.url, room },
    cores: places.load,
    processes: 1,
  });
  await pause(settleMs);
  const watched = { server: server.pid, load: crowd.pids, serverCores: places.server };
  const { seen: calm } = await during(pages, () => pause(stormMs + afterMs));
  const hostBefore = await host.evaluate(readVideo);
  const from = look(watched);
  const { seen: storm, result: failures } = await during(pages, async () => {
    const [failed] = await Promise.all([crowd.join(joiners, (joiners * 1000) / stormMs), pause(stormMs)]);
    await pause(afterMs);
    return failed;
  });
  const usage = between(from, look(watched), places.server !== null);
  const hostAfter = await host.evaluate(readVideo);
  await crowd.begin();
  const firstFrameMs = spread((await crowd.firstFrames()).flatMap((ms) => ms ?? []));
  await Promise.all([browser.close(), crowd.stop()]);
  return {
    calm,
    storm,
    keyFrames: {
      asked: hostAfter.asked - hostBefore.asked,
      sent: hostAfter.keyFramesEncoded - hostBefore.keyFramesEncoded,
    },
    failed: failures.length,
    firstFrameMs,
    serverPercent: rounded((usage.nodeCpuMs + usage.workersCpuMs) / 10 / usage.seconds, 1),
  };
};

const print = (
  joiners: number,
  { calm, storm, keyFrames, failed, firstFrameMs, serverPercent }: Storm,
): string =>
  [
    table(`${joiners} join within ${stormMs / 1000} s; those who were there already, before and meanwhile`, [
      seenHead,
      ...calm.map((one, index) => seenRow(`viewer ${index + 1}, before`, one)),
      ...storm.map((one, index) => seenRow(`viewer ${index + 1}, meanwhile`, one)),
    ]),
    `key frames asked of the host ${keyFrames.asked}, sent by it ${keyFrames.sent} (all layers)`,
    `who joined: ${failed} failed, first whole key frame p50 ${show(firstFrameMs.p50, 'ms')}, p95 ${show(firstFrameMs.p95, 'ms')}; server ${show(serverPercent, '%')} of a core`,
  ].join('\n');

export const storm = async (joiners: number): Promise<object> => {
  const before = loadAverage();
  const measured = await measure(joiners);
  const loads = { before, after: loadAverage() };
  console.log(`load average ${show(loads.before)} → ${show(loads.after)}\n\n${print(joiners, measured)}\n`);
  return { machine: machine(), loadAverage: loads, joiners, ...measured };
};
