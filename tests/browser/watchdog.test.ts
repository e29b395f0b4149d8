// A picture that stands still, is hidden, or is not wanted: found out, told, mended or saved, on the same page. Decoded frames.
import type { Consumer } from 'mediasoup/types';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { violations } from '../helpers/axe.ts';
import {
  desktop,
  goLive,
  hasState,
  newFrames,
  openBrowser,
  openPage,
  picture,
  watch,
} from '../helpers/browser.ts';
import { eventually } from '../helpers/eventually.ts';
import { spyOnMedia } from '../helpers/server-media.ts';

const screenOf = (page: Page) => page.locator('.room').getAttribute('data-screen');
const screenIs = (page: Page, screen: string, deadlineMs = 20_000) =>
  eventually(async () => {
    const now = await screenOf(page);
    if (now !== screen) throw new Error(`the screen is ${now}, not ${screen}`);
    return true;
  }, deadlineMs);

/** What the page says of its last recovery. */
const recoveryOf = (viewer: Page) =>
  viewer.getByTestId('viewer-video').evaluate((video) => {
    const { recoveredBy = '', frozenMs = '0', recoveries = '0' } = video.dataset;
    return { recoveredBy, frozenMs: Number(frozenMs), recoveries: Number(recoveries) };
  });
const recovered = (viewer: Page) =>
  eventually(async () => {
    const recovery = await recoveryOf(viewer);
    if (recovery.recoveries === 0) throw new Error('nothing has been recovered yet');
    return recovery;
  }, 30_000);
const metric = async (app: TestApp, step: string): Promise<number> => {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  return Number(
    new RegExp(`recovery_seconds_count\\{who="viewer",step="${step}"\\} (\\d+)`).exec(text)?.[1] ?? 0,
  );
};
const videoOf = (consumers: Consumer[]) =>
  consumers.findLast(({ kind, closed }) => kind === 'video' && !closed)!;
const audioOf = (consumers: Consumer[]) =>
  consumers.findLast(({ kind, closed }) => kind === 'audio' && !closed)!;

const watching = async () => {
  const media = spyOnMedia();
  const app = await startTestApp();
  const browser = await openBrowser();
  const host = await goLive(browser, app);
  const viewer = await watch(browser, app);
  await newFrames(viewer, 30);
  await viewer.evaluate(() => Object.assign(globalThis, { stillTheSamePage: true }));
  return { media, app, browser, host, viewer };
};

test('MED-75: a key frame brings a picture back that only got stuck, and the shop counts it', async () => {
  const { media, app, viewer } = await watching();
  await videoOf(media.consumers).pause();
  const { recoveredBy, frozenMs } = await recovered(viewer);
  expect(recoveredBy).toBe('keyFrame');
  expect(frozenMs).toBeGreaterThan(1000);
  expect(frozenMs).toBeLessThan(4000);
  await newFrames(viewer, 20);
  await eventually(async () => expect(await metric(app, 'keyFrame')).toBe(1));
});

test('MED-75: a transport that is gone is replaced, without a reload', async () => {
  const { media, app, viewer } = await watching();
  media.transportOf(videoOf(media.consumers)).close();
  await newFrames(viewer, 20, 30_000);
  await hasState(viewer, 'live');
  expect((await recovered(viewer)).recoveredBy).toBe('transport');
  await eventually(async () => expect(await metric(app, 'transport')).toBe(1));
  expect(await viewer.evaluate(() => 'stillTheSamePage' in globalThis)).toBe(true);
});

test('MED-75: a frozen picture is told within three seconds, and its return as well', async () => {
  const { app, viewer } = await watching();
  const told = viewer.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const video = document.querySelector<HTMLVideoElement>('[data-testid=viewer-video]')!;
        let lastFrame = performance.now();
        const next = () => {
          lastFrame = performance.now();
          video.requestVideoFrameCallback(next);
        };
        video.requestVideoFrameCallback(next);
        const room = document.querySelector<HTMLElement>('.room')!;
        new MutationObserver(() => {
          if (room.dataset.screen === 'frozen') resolve(performance.now() - lastFrame);
        }).observe(room, { attributes: true });
      }),
  );
  const { pid } = app.pool.workers[0]!;
  process.kill(pid, 'SIGSTOP');
  try {
    expect(await told).toBeLessThan(3200);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await newFrames(viewer, 20, 30_000);
  await screenIs(viewer, 'live');
});

test('MED-75 MED-22: when the host stands still for everyone, it is the shop’s line, and no viewer climbs the ladder', async () => {
  const { app, browser, viewer, host, media } = await watching();
  const transports = media.transports.length;
  // The canvas is painted no more: its camera sends nothing.
  await host.evaluate(() => {
    for (let id = 1; id < 10_000; id += 1) clearInterval(id);
  });
  await screenIs(viewer, 'stalled');
  await viewer.getByRole('heading', { name: 'The picture stands still' }).waitFor();
  await new Promise((resolve) => {
    setTimeout(resolve, 7000);
  });
  expect(media.transports.length).toBe(transports);
  expect(await screenOf(viewer)).toBe('stalled');
  const late = await watch(browser, app);
  await screenIs(late, 'stalled');
});

const show = (page: Page, seen: boolean) =>
  page.evaluate((isSeen) => {
    const say = (name: string, value: unknown) =>
      Object.defineProperty(document, name, { configurable: true, get: () => value });
    say('hidden', !isSeen);
    say('visibilityState', isSeen ? 'visible' : 'hidden');
    document.dispatchEvent(new Event('visibilitychange'));
  }, seen);

test('MED-76: a hidden page gets no video, but its sound; shown again it gets one key frame', async () => {
  const { viewer, media } = await watching();
  await viewer.getByTestId('tap-for-sound').click();
  await show(viewer, false);
  const [video, audio] = [videoOf(media.consumers), audioOf(media.consumers)];
  await eventually(() => video.paused);
  expect(audio.paused).toBe(false);
  const before = (await picture(viewer)).frames;
  const heard = async () => (await audio.getStats())[0]!.packetCount;
  const packets = await heard();
  await eventually(async () => (await heard()) > packets + 20);
  expect((await picture(viewer)).frames).toBeLessThan(before + 3);

  const keyFrames = new Set<number>();
  await video.enableTraceEvent(['keyframe']);
  video.on('trace', ({ info }) => keyFrames.add((info as { timestamp?: number }).timestamp ?? 0));
  await show(viewer, true);
  await newFrames(viewer, 30);
  expect(video.paused).toBe(false);
  expect(keyFrames.size).toBe(1);
  expect((await recoveryOf(viewer)).recoveries).toBe(0);
});

test('MED-76: a hidden page where nobody listens gets nothing at all', async () => {
  const { viewer, media } = await watching();
  await show(viewer, false);
  await eventually(() => videoOf(media.consumers).paused && audioOf(media.consumers).paused);
  await show(viewer, true);
  await newFrames(viewer, 20);
  expect(audioOf(media.consumers).paused).toBe(false);
});

const choose = async (viewer: Page, saving: string) => {
  await viewer.getByTestId('picture-options').click();
  await viewer.locator(`[data-saving=${saving}]`).check();
};

test('MED-77 MED-53: a smaller picture, or sound alone, is one tap away, remembered, and taken back as easily', async () => {
  const media = spyOnMedia();
  const app = await startTestApp();
  const browser = await openBrowser();
  await goLive(browser, app);
  const viewer = await openPage(browser, { viewport: desktop });
  await viewer.goto(`${app.url}/r/demo`);
  // Half as wide as the camera's 640 is the lowest layer.
  const becomes = (size: 'large' | 'small') =>
    eventually(async () => {
      const { width } = await newFrames(viewer, 3);
      if (width > 320 !== (size === 'large')) throw new Error(`the picture is ${width} wide`);
      return true;
    }, 30_000);
  await becomes('large');
  await choose(viewer, 'smaller');
  expect(await violations(viewer)).toEqual([]);
  await viewer.keyboard.press('Escape');
  await becomes('small');

  await choose(viewer, 'soundOnly');
  await viewer.keyboard.press('Escape');
  await screenIs(viewer, 'soundOnly');
  await hasState(viewer, 'live');
  await eventually(() => videoOf(media.consumers).paused);
  await viewer.getByTestId('tap-for-sound').click();
  await viewer.reload();
  await screenIs(viewer, 'soundOnly');
  await eventually(() => !audioOf(media.consumers).paused);
  expect(videoOf(media.consumers).paused).toBe(true);
  expect(await violations(viewer)).toEqual([]);

  await viewer.getByRole('button', { name: 'Show the picture' }).click();
  await becomes('large');
  await screenIs(viewer, 'live');
});

const instagram = {
  android:
    'Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/130.0 Mobile Safari/537.36 Instagram 345.0',
  iphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 345.0',
};

test('MED-78: inside an app the room works, beside a way out to a real browser that is closed for good by one tap', async () => {
  const { app, browser } = await watching();
  const page = await openPage(browser, { userAgent: instagram.android });
  await page.goto(`${app.url}/r/demo`);
  await newFrames(page, 20);
  const notice = page.getByTestId('in-app');
  await notice.getByText('built-in browser of Instagram').waitFor();
  expect(await notice.getByRole('link').getAttribute('href')).toMatch(
    /^intent:\/\/127\.0\.0\.1:\d+\/r\/demo#Intent;/,
  );
  expect(await violations(page)).toEqual([]);
  await notice.getByRole('button', { name: 'Stay here' }).click();
  expect(await notice.count()).toBe(0);
  await page.reload();
  await newFrames(page, 20);
  await page.getByTestId('heart').waitFor();
  expect(await page.getByTestId('in-app').count()).toBe(0);

  const iphone = await openPage(browser, { userAgent: instagram.iphone, locale: 'it-IT' });
  await iphone.goto(`${app.url}/r/demo`);
  await iphone.getByTestId('in-app').getByText('Apri nel browser').waitFor();
  expect(await iphone.getByTestId('in-app').getByRole('link').count()).toBe(0);
});
