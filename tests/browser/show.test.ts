// The hard moments of a show, in real Chromium through a real mediasoup worker. Every test ends with decoded frames.
import { expect, test } from 'vitest';
import { startTestApp } from '../helpers/app.ts';
import { goLive, hasState, newFrames, openBrowser, openPage, watch } from '../helpers/browser.ts';
import { eventually } from '../helpers/eventually.ts';

test('MED-60: a host goes live with the fake camera and a viewer decodes 720p', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  const host = await goLive(browser, app, { camera: 'fake' });
  const viewer = await watch(browser, app);
  await hasState(viewer, 'live');
  const seen = await newFrames(viewer, 30);
  expect(seen.width / seen.height).toBeCloseTo(16 / 9, 1);
  await expect.poll(() => host.getByTestId('viewer-count').innerText()).toContain('1');
});

test('MED-61: a viewer who waits before the show sees it begin by itself', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  const viewer = await watch(browser, app);
  await hasState(viewer, 'waiting');
  await goLive(browser, app);
  await newFrames(viewer);
  await hasState(viewer, 'live');
});

test('MED-62: a viewer who joins late sees the running show', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  await goLive(browser, app);
  const early = await watch(browser, app);
  await newFrames(early, 60);
  const late = await watch(browser, app);
  await newFrames(late);
  await newFrames(early);
});

test('MED-63: a host who reloads is back by itself, and the viewer never reloads', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  const host = await goLive(browser, app);
  const viewer = await watch(browser, app);
  await newFrames(viewer);
  await host.reload();
  await host.getByTestId('end-show').waitFor();
  await newFrames(viewer, 20);
  await hasState(viewer, 'live');
});

test('MED-64: a host who leaves is "back in a moment", and the end is told', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  const host = await goLive(browser, app);
  const viewer = await watch(browser, app);
  await newFrames(viewer);
  const context = host.context();
  await host.close();
  await hasState(viewer, 'reconnecting');
  const again = await context.newPage();
  await again.goto(`${app.url}/studio/demo`);
  await again.getByTestId('go-live').click();
  await newFrames(viewer, 20);
  await hasState(viewer, 'live');
  await again.getByTestId('end-show').click();
  await again.getByRole('dialog').getByRole('button').last().click();
  await hasState(viewer, 'ended');
});

test('MED-65: a killed worker is replaced and everyone is back by themselves', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  await goLive(browser, app);
  const viewer = await watch(browser, app);
  await newFrames(viewer);
  const [worker] = app.pool.workers;
  expect(worker).toBeDefined();
  process.kill(worker?.pid ?? Number.NaN, 'SIGKILL');
  await eventually(() => app.pool.workers[0] !== worker && app.pool.ready);
  await newFrames(viewer, 20, 30_000);
  await hasState(viewer, 'live');
});

test('MED-66: two rooms at the same time do not see each other', async () => {
  const app = await startTestApp();
  await app.addRoom('second', 'Second room');
  const browser = await openBrowser();
  await goLive(browser, app);
  const other = await watch(browser, app, 'second');
  await hasState(other, 'waiting');
  await goLive(browser, app, { room: 'second', camera: { width: 480, height: 480, fps: 15 } });
  const seen = await newFrames(other);
  expect(seen.width).toBe(seen.height);
  const first = await watch(browser, app);
  const wide = await newFrames(first);
  expect(wide.width).toBeGreaterThan(wide.height);
});

test('MED-67: three viewers on two workers all decode, over the pipe too', async () => {
  const app = await startTestApp({ env: { VETRINA_WORKERS: '2' }, routerWeight: 1 });
  const browser = await openBrowser();
  await goLive(browser, app);
  const viewers = [await watch(browser, app), await watch(browser, app), await watch(browser, app)];
  for (const viewer of viewers) await newFrames(viewer);
  const usage = await app.pool.usage();
  expect(usage.map(({ routers }) => routers)).toEqual([1, 1]);
  expect(usage.every(({ consumers }) => consumers > 0)).toBe(true);
});

test('MED-68: a small player gets a lower simulcast layer, a large one the top layer again', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  await goLive(browser, app, { camera: { width: 1280, height: 720, fps: 15 } });
  const viewer = await openPage(browser, { viewport: { width: 1440, height: 900 } });
  await viewer.goto(`${app.url}/r/demo`);
  const becomes = (least: number, most: number) =>
    eventually(async () => {
      const { width } = await newFrames(viewer, 3);
      if (width < least || width > most) throw new Error(`the picture is ${width} wide`);
      return true;
    }, 40_000);
  await becomes(1280, 1280);
  await viewer.setViewportSize({ width: 320, height: 480 });
  await becomes(300, 960);
  await viewer.setViewportSize({ width: 1440, height: 900 });
  await becomes(1280, 1280);
});
