// What happens to a show when the ground moves: the server restarts, the network goes and comes back. Nobody reloads.
import { expect, test } from 'vitest';
import { startTestApp } from '../helpers/app.ts';
import { goLive, hasState, newFrames, openBrowser, watch } from '../helpers/browser.ts';
import { tempDir } from '../helpers/temp-dir.ts';

test('MED-69 SES-13 SES-19: a server that restarts gets its host and its viewers back by themselves', async () => {
  const dataDir = tempDir();
  const first = await startTestApp({ dataDir });
  const browser = await openBrowser();
  await goLive(browser, first);
  const viewer = await watch(browser, first);
  await newFrames(viewer);
  await first.close();
  await hasState(viewer, 'reconnecting');
  const second = await startTestApp({ dataDir, env: { PORT: String(first.port) } });
  await newFrames(viewer, 20, 40_000);
  await hasState(viewer, 'live');
  expect(second.rooms.viewersIn(roomId(second))).toBe(1);
});

test('MED-70: a viewer whose network goes and comes back sees the picture again, with no reload', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  await goLive(browser, app);
  const viewer = await watch(browser, app);
  await newFrames(viewer);
  await viewer.evaluate(() => Object.assign(globalThis, { stillTheSamePage: true }));
  await viewer.context().setOffline(true);
  await viewer.context().setOffline(false);
  // Offline cuts the socket in Chromium but not the media: the page must survive the mix.
  await newFrames(viewer, 20, 40_000);
  await hasState(viewer, 'live');
  expect(await viewer.evaluate(() => 'stillTheSamePage' in globalThis)).toBe(true);
});

const roomId = (app: Awaited<ReturnType<typeof startTestApp>>) => {
  const [room] = app.rooms.open;
  if (!room) throw new Error('no room is open');
  return room.id;
};
