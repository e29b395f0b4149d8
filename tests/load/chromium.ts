// Chromium for measurements: a browser, and a host who goes live from the real studio page. Closed by whoever opened it.
// (tests/helpers/browser.ts is the same for tests; it needs Vitest around it.)
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { paintedCamera, type Painted } from '../helpers/painted-camera.ts';

const executablePath = (): string =>
  [process.env.CHROMIUM_BIN, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
    (path) => path !== undefined && existsSync(path),
  ) ?? 'chromium';

export type BrowserOptions = {
  /** Given Chromium's own path, the program that starts it. */
  through?: (program: string) => string;
  /** A web page needs TLS for a camera; this one is let off. */
  trusted?: string;
};

const browsers = new Set<Browser>();

/** Whatever is still open, with its folders. */
export const closeBrowsers = async (): Promise<void> => {
  await Promise.all([...browsers].map((browser) => browser.close()));
};

export const openBrowser = async ({
  through = (program) => program,
  trusted,
}: BrowserOptions = {}): Promise<Browser> => {
  const browser = await chromium.launch({
    executablePath: through(executablePath()),
    headless: true,
    // Whoever opened it ends it, in order.
    handleSIGINT: false,
    handleSIGTERM: false,
    args: [
      ...(trusted ? [`--unsafely-treat-insecure-origin-as-secure=${trusted}`] : []),
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A page that no one looks at would be throttled: host, viewer and peer are all looked at.
      '--disable-background-timer-throttling',
      '--disable-backgrounding-occluded-windows',
      '--disable-renderer-backgrounding',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  });
  browsers.add(browser);
  browser.once('disconnected', () => browsers.delete(browser));
  return browser;
};

/** Signs in by the first owner's invite and goes live; the camera is a canvas that paints its own time. `noting` runs first. */
export const goLive = async (
  browser: Browser,
  { url, ownerInvite }: { url: string; ownerInvite: string },
  room: string,
  camera: Painted,
  noting: () => void = () => {},
): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  const page = await context.newPage();
  await page.addInitScript(paintedCamera, camera);
  await page.addInitScript(noting);
  await page.goto(`${url}/sign-in#invite=${ownerInvite}`);
  await page.waitForURL('**/shop');
  await page.goto(`${url}/studio/${room}`);
  await page.getByTestId('go-live').click();
  await page.getByTestId('end-show').waitFor();
  return page;
};
