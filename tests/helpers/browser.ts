// Real Chromium for tests: hosts that go live from the studio page, viewers that watch on the room page. What counts is
// decoded frames, read from the video element, never a state that merely says "connected".
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { findBrowser } from '../../server/setup/browser.mjs';
import type { StaffRole } from '../../shared/model.ts';
import type { TestApp } from './app.ts';
import { eventually } from './eventually.ts';
import { paintedCamera } from './painted-camera.ts';

const executablePath = () => findBrowser() ?? 'chromium';

const flags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

/** A GPU made of software, for what Chromium without one does on the page's own thread (drawing a frame on a canvas). */
export const softwareGpu = [
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];

export const openBrowser = async (extraFlags: string[] = []): Promise<Browser> => {
  const withoutGpu = extraFlags.includes('--use-angle=swiftshader') ? [] : ['--disable-gpu'];
  const browser = await chromium.launch({
    executablePath: executablePath(),
    headless: true,
    args: [...flags, ...withoutGpu, ...extraFlags],
  });
  onTestFinished(() => browser.close());
  return browser;
};

export const phone = { width: 390, height: 844 };
export const desktop = { width: 1440, height: 900 };

export type PageOptions = NonNullable<Parameters<Browser['newContext']>[0]>;

/** A page in a context of its own; errors of the page fail the test that looks at `problems`. */
export const openPage = async (browser: Browser, options: PageOptions = {}): Promise<Page> => {
  const context = await browser.newContext({ viewport: phone, locale: 'en-GB', ...options });
  return context.newPage();
};

/** A page of somebody of the staff, signed in. */
export const staffPage = async (
  browser: Browser,
  app: TestApp,
  role: StaffRole = 'host',
  options: PageOptions = {},
): Promise<Page> => {
  const page = await openPage(browser, { viewport: desktop, ...options });
  const [name = '', value = ''] = (await app.cookieFor(role)).split('=');
  await page.context().addCookies([{ name, value, url: app.url }]);
  return page;
};

/** `canvas`: the camera is a canvas that paints its own time (see painted-camera.ts); else Chromium's fake device. */
export type HostOptions = {
  camera?: 'fake' | { width: number; height: number; fps: number };
  room?: string;
  page?: PageOptions;
  /** Runs in the page before its own scripts. */
  script?: () => void;
};

const smallCamera = { width: 640, height: 360, fps: 20 };

/** Signs in by a real invite link, opens the studio and goes live. */
export const goLive = async (browser: Browser, app: TestApp, options: HostOptions = {}): Promise<Page> => {
  const { room = 'demo', camera = smallCamera } = options;
  const page = await openPage(browser, { viewport: desktop, ...options.page });
  if (camera !== 'fake') await page.addInitScript(paintedCamera, camera);
  if (options.script) await page.addInitScript(options.script);
  await page.goto(await app.inviteFor('host', room));
  await page.waitForURL(`**/studio/${room}`);
  await page.getByTestId('go-live').click();
  await page.getByTestId('end-show').waitFor();
  return page;
};

export const watch = async (
  context: Browser | BrowserContext,
  app: TestApp,
  room = 'demo',
): Promise<Page> => {
  const page = 'contexts' in context ? await openPage(context) : await context.newPage();
  await page.goto(`${app.url}/r/${room}`);
  return page;
};

export type Picture = { frames: number; width: number; height: number };

/** What the viewer's video element has really decoded so far. */
export const picture = (page: Page): Promise<Picture> =>
  page.getByTestId('viewer-video').evaluate((element) => {
    const video = element as HTMLVideoElement;
    return {
      frames: video.getVideoPlaybackQuality().totalVideoFrames,
      width: video.videoWidth,
      height: video.videoHeight,
    };
  });

/** Red, green and blue of a point of what stands in the video's place: a photo, or the last picture; null where nothing does. */
export const stillColour = (page: Page, x = 0.5, y = 0.3): Promise<number[] | null> =>
  page.locator('.picture > canvas').evaluate(
    (element, at) => {
      const canvas = element as HTMLCanvasElement;
      if (canvas.hidden || canvas.width === 0) return null;
      const { data } = canvas
        .getContext('2d')!
        .getImageData(Math.floor(canvas.width * at.x), Math.floor(canvas.height * at.y), 1, 1);
      return [...data.slice(0, 3)];
    },
    { x, y },
  );

/** Resolves once `count` more frames were decoded than there are now. */
export const newFrames = async (page: Page, count = 10, deadlineMs = 20_000): Promise<Picture> => {
  const before = (await picture(page)).frames;
  return eventually(async () => {
    const now = await picture(page);
    // A rebuilt element or stream starts to count from zero again.
    const fresh = now.frames >= before ? now.frames - before : now.frames;
    if (fresh < count) throw new Error(`${fresh} of ${count} new frames (${before} before)`);
    return now;
  }, deadlineMs);
};

export const connectionState = (page: Page) =>
  page.getByTestId('connection-state').getAttribute('data-state');

export const hasState = (page: Page, state: string, deadlineMs = 20_000) =>
  eventually(async () => {
    const now = await connectionState(page);
    if (now !== state) throw new Error(`the state is ${now}, not ${state}`);
    return true;
  }, deadlineMs);
