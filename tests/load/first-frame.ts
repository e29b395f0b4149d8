// `npm run load:first-frame -- [--attached 1,50,200]`: what a viewer in a real Chromium waits for, with so many others there. Time from the start of navigation to the first
// decoded frame, on cold and on warm pages; then glass-to-glass delay, read from a barcode in the picture, beside what the
// page shows and beside two peers in the same browser with no server between. Prints, asserts nothing.
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { paintedCamera, readDelays } from '../helpers/painted-camera.ts';
import { whole } from './args.ts';
import { withChildren } from './children.ts';
import { goLive, openBrowser } from './chromium.ts';
import { Crowd } from './crowd.ts';
import { noteMarks, peerToPeer, readMarks, type Marks } from './first-frame-page.ts';
import { show, spread, table, type Spread } from './numbers.ts';
import { loadAverage, machine } from './proc.ts';
import { removeFolders, startServer, tempFolder, type Server } from './server.ts';

const room = 'demo';
const camera = { width: 640, height: 360, fps: 30 };
const phone = { viewport: { width: 390, height: 844 }, locale: 'en-GB' };
const frames = 300;
/** Longer than limits.keyFrameRequestDelayMs: a viewer who comes alone, to whom the host sends a key frame at once. */
const apartMs = 2500;
const settleMs = 4000;

type Delay = { barcodeMs: Spread; shownMs: Spread };

const arrive = async (context: BrowserContext, url: string): Promise<{ page: Page; marks: Marks }> => {
  const page = await context.newPage();
  await page.addInitScript(noteMarks);
  await page.goto(`${url}/r/${room}`, { waitUntil: 'commit' });
  return { page, marks: await page.evaluate(readMarks) };
};

const coldPages = async (browser: Browser, url: string, runs: number): Promise<Marks[]> => {
  const all: Marks[] = [];
  for (let run = 0; run < runs; run += 1) {
    const context = await browser.newContext(phone);
    all.push((await arrive(context, url)).marks);
    await context.close();
    await pause(apartMs);
  }
  return all;
};

const warmPages = async (browser: Browser, url: string, runs: number): Promise<Marks[]> => {
  const context = await browser.newContext(phone);
  const all: Marks[] = [];
  // One more: the first one warms the cache.
  for (let run = 0; run <= runs; run += 1) {
    const { page, marks } = await arrive(context, url);
    if (run > 0) all.push(marks);
    await page.close();
    await pause(apartMs);
  }
  await context.close();
  return all;
};

const delayOn = async (page: Page): Promise<Delay> => {
  await pause(settleMs);
  const samples = await page.evaluate(readDelays, frames);
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
  await page.goto(`${url}/studio/${room}`);
  await page.evaluate(peerToPeer);
  const delay = await delayOn(page);
  await context.close();
  return delay;
};

/** With `attached` others, who receive all and decode nothing, in a process of their own. */
const amongOthers = async (browser: Browser, { url }: Server, runs: number, attached: number) => {
  const crowd = new Crowd({ place: { sfu: 'vetrina', url, room }, cores: null, processes: 1 });
  const failures = await crowd.join(attached, 25);
  await pause(attached > 0 ? settleMs : 0);
  const cold = await coldPages(browser, url, runs);
  const warm = await warmPages(browser, url, runs);
  const viewer = await throughServer(browser, url);
  // Beside the same load: what two peers alone would not feel is no delay of ours.
  const peer = await fromPeer(browser, url);
  await crowd.stop();
  return { attached: attached - failures.length, cold: marksOf(cold), warm: marksOf(warm), viewer, peer };
};

const measure = async (browser: Browser, server: Server, runs: number, attached: number[]) => {
  const host = await goLive(browser, server, room, camera);
  await pause(settleMs);
  const among: Awaited<ReturnType<typeof amongOthers>>[] = [];
  for (const others of attached) among.push(await amongOthers(browser, server, runs, others));
  await host.context().close();
  // The host's encoders no longer take their share: the peer's best.
  const peerAlone = await fromPeer(browser, server.url);
  return { among, peerAlone };
};

const names = [
  'html',
  'document',
  'socketAsked',
  'socketOpen',
  'welcome',
  'consumers',
  'connected',
  'firstFrame',
] as const;
const marksOf = (all: Marks[]): Record<keyof Marks, Spread> => ({
  html: spread(all.flatMap(({ html }) => html ?? [])),
  document: spread(all.flatMap(({ document }) => document ?? [])),
  socketAsked: spread(all.flatMap(({ socketAsked }) => socketAsked ?? [])),
  socketOpen: spread(all.flatMap(({ socketOpen }) => socketOpen ?? [])),
  welcome: spread(all.flatMap(({ welcome }) => welcome ?? [])),
  consumers: spread(all.flatMap(({ consumers }) => consumers ?? [])),
  connected: spread(all.flatMap(({ connected }) => connected ?? [])),
  firstFrame: spread(all.flatMap(({ firstFrame }) => firstFrame ?? [])),
});

type Report = Awaited<ReturnType<typeof measure>>;

const cells = ({ p50, p95, max }: Spread) => [show(p50), show(p95), show(max)];

const printAmong = ({ attached, cold, warm }: Report['among'][number]): string => {
  const words = {
    html: 'page received',
    document: 'document begun',
    socketAsked: 'socket asked for',
    socketOpen: 'socket open',
    welcome: 'welcome',
    consumers: 'consumers known',
    connected: 'DTLS up',
    firstFrame: 'first frame shown',
  };
  return table(
    `from the start of navigation, ms (${cold.firstFrame.count} cold, ${warm.firstFrame.count} warm pages; ${attached} others there)`,
    [
      ['', 'cold p50', 'p95', 'max', 'warm p50', 'p95', 'max'],
      ...names.map((name) => [words[name], ...cells(cold[name]), ...cells(warm[name])]),
    ],
  );
};

const print = ({ among, peerAlone }: Report): string => {
  const over = ({ viewer, peer }: Report['among'][number]) =>
    show((viewer.barcodeMs.p50 ?? NaN) - (peer.barcodeMs.p50 ?? NaN), 'ms');
  return [
    ...among.flatMap((each) => [printAmong(each), '']),
    table(`glass to glass, ms, ${frames} frames of ${camera.width}×${camera.height} at ${camera.fps}`, [
      ['', 'p50', 'p95', 'max', 'peer to peer +'],
      ...among.flatMap((each) => [
        [`through the server, ${each.attached} others there`, ...cells(each.viewer.barcodeMs), over(each)],
        ['  as the page shows it', ...cells(each.viewer.shownMs)],
        ['  peer to peer beside it', ...cells(each.peer.barcodeMs)],
      ]),
      ['peer to peer, alone', ...cells(peerAlone.barcodeMs)],
    ]),
  ].join('\n');
};

const run = async (
  runs: number,
  attached: number[],
  workers: number | null,
  json: string | undefined,
): Promise<void> => {
  const facts = machine();
  const before = loadAverage();
  const server = await startServer({ cores: null, workers, dataDir: tempFolder() });
  const browser = await openBrowser();
  const measured = await measure(browser, server, runs, attached).finally(() => {
    void browser.close();
  });
  const report = { machine: facts, workers, loadAverage: { before, after: loadAverage() }, ...measured };
  const text = JSON.stringify(report, null, 2);
  console.log(
    `${facts.cpu}, ${facts.cores} cores, Node ${facts.node}, media workers: ${workers ?? 'one per core'}; load average ${show(before)} → ${show(report.loadAverage.after)}\n`,
  );
  console.log(`${print(measured)}\n`);
  if (json) writeFileSync(json, `${text}\n`);
  console.log(json ? `JSON in ${json}` : text);
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
await withChildren(() => run(runs, attached, workers, values.json), removeFolders);
