// `npm run bench:restart`: the server is restarted in mid-show, again and again, by SIGTERM and a new process, as `systemctl
// restart` does. How long a viewer's picture stands in a real Chromium, and where that time goes. The page must stay the same.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { whole } from './args.ts';
import { withChildren } from './children.ts';
import { closeBrowsers, goLive, openBrowser } from './chromium.ts';
import { show, spread, table, type Spread } from './numbers.ts';
import { loadAverage, machine } from './proc.ts';
import { removeFolders, startServer, tempFolder } from './server.ts';
import { tellJson } from './tell-json.ts';

const camera = { width: 640, height: 360, fps: 30 };
/** Longer than a connection counts as new (`stableMs` in client/lib/connection.ts). */
const settleMs = 12_000;

type Watch = { lastAt: number; longestMs: number };
type Watched = { watch?: Watch };

/** In the page: the longest time between two frames that were shown, since it was last asked. */
const watchFrames = (): void => {
  const video = document.querySelector<HTMLVideoElement>('[data-testid="viewer-video"]')!;
  const watch: Watch = { lastAt: performance.now(), longestMs: 0 };
  (globalThis as Watched).watch = watch;
  const shown = (now: number) => {
    watch.longestMs = Math.max(watch.longestMs, now - watch.lastAt);
    watch.lastAt = now;
    video.requestVideoFrameCallback(shown);
  };
  video.requestVideoFrameCallback(shown);
};

const readWatch = (): number | null => {
  const { watch } = globalThis as Watched;
  if (!watch) return null; // another page: it was reloaded
  const { longestMs } = watch;
  watch.longestMs = 0;
  return longestMs;
};

type Round = { downMs: number; upMs: number; stoodMs: number };

const oneRound = async (viewer: Page, restart: () => Promise<Omit<Round, 'stoodMs'>>): Promise<Round> => {
  await pause(settleMs);
  await viewer.evaluate(readWatch);
  const times = await restart();
  // Until it moves again, and not in what had been on its way.
  await viewer.waitForFunction(
    () => {
      const { watch } = globalThis as Watched;
      return watch && watch.longestMs > 300 && performance.now() - watch.lastAt < 200;
    },
    undefined,
    { timeout: 60_000, polling: 50 },
  );
  const stoodMs = await viewer.evaluate(readWatch);
  if (stoodMs === null) throw new Error('the page was loaded anew');
  return { ...times, stoodMs };
};

const run = async (rounds: number, json: string | undefined): Promise<void> => {
  const before = loadAverage();
  const server = await startServer({ cores: null, workers: null, dataDir: tempFolder() });
  const browser = await openBrowser();
  await goLive(browser, server, 'demo', camera);
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' });
  const viewer = await context.newPage();
  await viewer.goto(`${server.url}/r/demo`);
  await viewer.locator('[data-testid="connection-state"][data-state="live"]').waitFor();
  await viewer.evaluate(watchFrames);
  const all: Round[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await oneRound(viewer, server.restart));
  const of = (name: keyof Round) => spread(all.map((round) => round[name]));
  const report = {
    machine: machine(),
    loadAverage: { before, after: loadAverage() },
    downMs: of('downMs'),
    upMs: of('upMs'),
    stoodMs: of('stoodMs'),
  };
  const cells = ({ p50, p95, max }: Spread) => [show(p50), show(p95), show(max)];
  console.log(
    table(
      `${rounds} restarts in mid-show, ms; load average ${show(before)} → ${show(report.loadAverage.after)}`,
      [
        ['', 'p50', 'p95', 'max'],
        ['SIGTERM to the end of the process', ...cells(report.downMs)],
        ['start to ready', ...cells(report.upMs)],
        ['the viewer’s picture stood', ...cells(report.stoodMs)],
      ],
    ),
  );
  tellJson(report, json);
};

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, json: { type: 'string' } },
});
const rounds = whole('rounds', values.rounds, 1, 100);
await withChildren(
  () => run(rounds, values.json),
  async () => {
    await closeBrowsers();
    removeFolders();
  },
);
