// `npm run load:first-frame -- [--attached 1,50,200]`: what a viewer in a real Chromium waits for, with so many others there. Time
// from the start of navigation to the first decoded frame, on cold and on warm pages; then glass-to-glass delay, read from a
// barcode in the picture, beside what the page shows and beside two peers in the same browser with no server between. Prints,
// asserts nothing, and always ends: a level takes a minute, at the most a minute and a half.
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { paintedCamera, readDelays } from '../helpers/painted-camera.ts';
import { whole } from './args.ts';
import { placesApart, withChildren, type Places } from './children.ts';
import { closeBrowsers, goLive, openBrowser } from './chromium.ts';
import { Crowd } from './crowd.ts';
import { noteMarks, peerToPeer, readMarks, type Marks } from './first-frame-page.ts';
import { print } from './first-frame-report.ts';
import { rounded, show, spread, type Spread } from './numbers.ts';
import { coresBusyMs, loadAverage, machine } from './proc.ts';
import { removeFolders, startServer, tempFolder, type Server } from './server.ts';

const room = 'demo';
export const camera = { width: 640, height: 360, fps: 30 };
const phone = { viewport: { width: 390, height: 844 }, locale: 'en-GB' };
export const frames = 150;
/** Longer than limits.keyFrameRequestDelayMs: a viewer who comes alone, to whom the host sends a key frame at once. */
const apartMs = 1000;
const settleMs = 2000;
/** Longer than limits.waveMs: who comes next is no part of the crowd. */
const crowdSettlesMs = 4000;
const joinsPerSecond = 50;

// Each step ends by itself, so that the whole does: on a machine that is too small for it with fewer samples.
const pageMs = 10_000;
const pagesMs = 15_000;
const framesMs = 8000;
const levelMs = 90_000;

type Delay = { barcodeMs: Spread; shownMs: Spread };
type Arrivals = { marks: Marks[]; withoutPicture: number };
export type Among = Awaited<ReturnType<typeof amongOthers>>;
export type Measured = {
  among: Among[];
  /** Null when it did not come to that. */
  peerAlone: Delay | null;
  /** Why the rest was not measured. */
  stopped: string | null;
};

/** Rejects when `work` takes longer: what is asked of a browser may have no end of its own. */
const within = async <T>(ms: number, what: string, work: Promise<T>): Promise<T> => {
  const waiting = new AbortController();
  const late = pause(ms, undefined, { signal: waiting.signal }).then(() => {
    throw new Error(`${what} took longer than ${ms / 1000} s`);
  });
  late.catch(() => {});
  return Promise.race([work, late]).finally(() => waiting.abort());
};

const arrive = async (context: BrowserContext, url: string): Promise<{ page: Page; marks: Marks | null }> => {
  const page = await context.newPage();
  await page.addInitScript(noteMarks);
  const arrival = page
    .goto(`${url}/r/${room}`, { waitUntil: 'commit', timeout: pageMs })
    .then(() => page.evaluate(readMarks, pageMs));
  return { page, marks: await within(2 * pageMs, 'a page', arrival).catch(() => null) };
};

/** So many one after the other, or as many as there is time for. */
const arrivals = async (runs: number, one: () => Promise<Marks | null>): Promise<Arrivals> => {
  const endsAt = performance.now() + pagesMs;
  const all: (Marks | null)[] = [];
  while (all.length < runs && performance.now() < endsAt) {
    all.push(await one());
    await pause(apartMs);
  }
  const marks = all.flatMap((each) => each ?? []);
  return { marks, withoutPicture: all.length - marks.length };
};

const coldPages = (browser: Browser, url: string, runs: number): Promise<Arrivals> =>
  arrivals(runs, async () => {
    const context = await browser.newContext(phone);
    const { marks } = await arrive(context, url);
    await context.close();
    return marks;
  });

const warmPages = async (browser: Browser, url: string, runs: number): Promise<Arrivals> => {
  const context = await browser.newContext(phone);
  const one = async () => {
    const { page, marks } = await arrive(context, url);
    await page.close();
    return marks;
  };
  await one(); // warms the cache
  await pause(apartMs);
  const all = await arrivals(runs, one);
  await context.close();
  return all;
};

const delayOn = async (page: Page): Promise<Delay> => {
  await pause(settleMs);
  const reading = page.evaluate(readDelays, { frames, withinMs: framesMs });
  const samples = await within(2 * framesMs, 'reading delays', reading);
  return {
    barcodeMs: spread(samples.map(({ barcodeMs }) => barcodeMs)),
    shownMs: spread(samples.flatMap(({ shownMs }) => shownMs ?? [])),
  };
};

const throughServer = async (browser: Browser, url: string): Promise<Delay> => {
  const context = await browser.newContext(phone);
  const { page } = await arrive(context, url);
  const delay = await delayOn(page);
  await context.close();
  return delay;
};

const fromPeer = async (browser: Browser, url: string): Promise<Delay> => {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  await page.addInitScript(paintedCamera, camera);
  await page.goto(`${url}/studio/${room}`, { timeout: pageMs });
  await within(pageMs, 'two peers', page.evaluate(peerToPeer));
  const delay = await delayOn(page);
  await context.close();
  return delay;
};

/** Percent of these cores that anyone used while `work` ran. */
const busyDuring = async <T>(places: Places, work: () => Promise<T>) => {
  const cores = [places.server, places.load];
  const before = cores.map(coresBusyMs);
  const at = performance.now();
  const result = await work();
  const [server, load] = cores.map((some, index) => {
    const ms = (coresBusyMs(some) - (before[index] ?? 0)) / (some?.length ?? machine().cores);
    return rounded((ms * 100) / (performance.now() - at), 0);
  });
  return { result, busyPercent: { server: server ?? 0, load: load ?? 0 } };
};

/** With `attached` others, who receive all and decode nothing, in a process of their own that gives way to Chromium. */
const amongOthers = async (
  browser: Browser,
  { url }: Server,
  places: Places,
  runs: number,
  attached: number,
) => {
  const place = { sfu: 'vetrina', url, room } as const;
  const crowd = new Crowd({ place, cores: places.load, processes: 1, low: true });
  try {
    const joining = crowd.join(attached, joinsPerSecond);
    const failures = await within(2 * pagesMs, `joining of ${attached}`, joining);
    await pause(attached > 0 ? crowdSettlesMs : 0);
    const cold = await coldPages(browser, url, runs);
    const warm = await warmPages(browser, url, runs);
    const { result: viewer, busyPercent } = await busyDuring(places, () => throughServer(browser, url));
    // Beside the same load: what two peers alone would not feel is no delay of ours.
    const peer = await fromPeer(browser, url);
    return { attached: attached - failures.length, cold, warm, viewer, peer, busyPercent };
  } finally {
    await crowd.stop();
  }
};

const measure = async (
  browser: Browser,
  server: Server,
  places: Places,
  runs: number,
  attached: number[],
): Promise<Measured> => {
  const host = await goLive(browser, server, room, camera);
  await pause(settleMs);
  const among: Among[] = [];
  try {
    for (const others of attached) {
      console.error(`among ${others} others …`);
      const level = amongOthers(browser, server, places, runs, others);
      among.push(await within(levelMs, `measuring among ${others} others`, level));
    }
    await host.context().close();
    // The host's encoders no longer take their share: the peer's best.
    return { among, peerAlone: await fromPeer(browser, server.url), stopped: null };
  } catch (error) {
    return { among, peerAlone: null, stopped: (error as Error).message };
  }
};

const run = async (
  runs: number,
  attached: number[],
  workers: number | null,
  json: string | undefined,
): Promise<void> => {
  const facts = machine();
  // Chromium has all cores: a page that starts beside its host's encoders on one core is what would be measured.
  const places = placesApart();
  const before = loadAverage();
  const server = await startServer({ cores: places.server, workers, dataDir: tempFolder() });
  const browser = await openBrowser();
  const measured = await measure(browser, server, places, runs, attached);
  const report = { machine: facts, workers, loadAverage: { before, after: loadAverage() }, ...measured };
  const text = JSON.stringify(report, null, 2);
  console.log(
    `${facts.cpu}, ${facts.cores} cores, Node ${facts.node}, media workers: ${workers ?? 'one per core'}; ` +
      `${places.note}, Chromium on all; load average ${show(before)} → ${show(report.loadAverage.after)}\n`,
  );
  console.log(`${print(measured)}\n`);
  if (json) writeFileSync(json, `${text}\n`);
  console.log(json ? `JSON in ${json}` : text);
  if (measured.stopped !== null) throw new Error(measured.stopped);
};

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10' },
    attached: { type: 'string', default: '0' },
    workers: { type: 'string' },
    json: { type: 'string' },
  },
});
const runs = whole('runs', values.runs, 1, 100);
const workers = values.workers === undefined ? null : whole('workers', values.workers, 1, 64);
const attached = values.attached.split(',').map((text) => whole('attached', text, 0, 500));
await withChildren(
  () => run(runs, attached, workers, values.json),
  async () => {
    await closeBrowsers();
    removeFolders();
  },
);
