// The stage of the networks bench: a real server, a host who is live, a good viewer, and a guest whose network will be bad;
// each in Chromium, each in a network namespace of its own, on a line of its own to the server.
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { paintedCamera } from '../helpers/painted-camera.ts';
import { goLive, openBrowser } from './chromium.ts';
import { openServerAddress, Place, serverAddress, type Line } from './networks-line.ts';
import { noteSeen, readSeen, type Seen } from './networks-page.ts';
import { showProduct, startTalk, type Talk } from './networks-talk.ts';
import { startServer, tempFolder, type Server } from './server.ts';

export const room = 'demo';
const camera = { width: 960, height: 540, fps: 12 };
/** Wide enough for the highest layer, and for chat and questions beside the picture. */
const wide = { viewport: { width: 1440, height: 900 }, locale: 'en-GB' };

export type Guest = { place: Place; line: Line; browser: Browser };

export type Stage = {
  server: Server;
  dataDir: string;
  host: Guest & { context: BrowserContext; page: Page };
  good: Guest & { page: Page };
  bad: Guest;
  variantId: string;
  close: () => Promise<void>;
};

const openGuest = async (url: string, seed: number): Promise<Guest> => {
  const place = await Place.open();
  const line = await place.join('wlan0', seed);
  const browser = await openBrowser({ through: (program) => place.inside(program), trusted: url });
  return { place, line, browser };
};

/** A page in a context of its own, that notes what it sees. */
export const openViewer = async ({ browser }: Guest): Promise<Page> => {
  const page = await (await browser.newContext(wide)).newPage();
  await page.addInitScript(noteSeen);
  return page;
};

export const seenBy = (page: Page): Promise<Seen> => page.evaluate(readSeen);

/** Null when the page has no picture in time. */
export const pictureAfter = async (page: Page, after: number, withinMs: number): Promise<number | null> => {
  const endsAt = Date.now() + withinMs;
  while (Date.now() < endsAt) {
    const at = await page
      .evaluate(
        (since) => (globalThis as unknown as { seen?: Seen }).seen?.frames.find(([at]) => at > since)?.[0],
        after,
      )
      .catch(() => undefined);
    if (at !== undefined) return at;
    await pause(100);
  }
  return null;
};

/** A fresh studio page of the same host, going live by a tap. Resolves with the time of the tap. */
export const goLiveAgain = async ({ server, host }: Stage): Promise<number> => {
  host.page = await host.context.newPage();
  await host.page.addInitScript(noteSeen);
  await host.page.addInitScript(paintedCamera, camera);
  await host.page.goto(`${server.url}/studio/${room}`, { timeout: 60_000 });
  await host.page.getByTestId('go-live').click({ timeout: 60_000 });
  return Date.now();
};

export const roomOf = ({ server, dataDir }: Stage) => ({ url: server.url, slug: room, dataDir });

export const talkIn = (stage: Stage): Promise<Talk> => startTalk(roomOf(stage), stage.variantId);

const cookieOf = async (context: BrowserContext): Promise<string> =>
  (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');

/** After a host who showed another product. */
export const showAgain = async ({ server, host }: Stage): Promise<void> =>
  void (await showProduct(server.url, room, await cookieOf(host.context)));

export const openStage = async (): Promise<Stage> => {
  openServerAddress();
  const dataDir = tempFolder();
  const server = await startServer({ cores: null, workers: 1, dataDir, host: serverAddress });
  const [host, good, bad] = await Promise.all([1, 2, 3].map((seed) => openGuest(server.url, seed)));
  if (!host || !good || !bad) throw new Error('no guests');
  const page = await goLive(host.browser, server, room, camera);
  // Once more, with what notes: the host is back by itself.
  await page.addInitScript(noteSeen);
  await page.reload();
  await page.getByTestId('end-show').waitFor();
  const variantId = await showProduct(server.url, room, await cookieOf(page.context()));
  const viewer = await openViewer(good);
  await viewer.goto(`${server.url}/r/${room}`);
  if ((await pictureAfter(viewer, 0, 30_000)) === null) throw new Error('the good viewer sees nothing');
  return {
    server,
    dataDir,
    host: { ...host, page, context: page.context() },
    good: { ...good, page: viewer },
    bad,
    variantId,
    async close() {
      await Promise.all([host, good, bad].map(({ browser }) => browser.close()));
      await server.stop();
    },
  };
};
