// The ways that media takes to a viewer: direct by UDP or TCP, through a real coturn, or none at all. What counts is decoded
// frames and the candidate pair that the browser itself names.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { limits } from '../../shared/limits.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import {
  goLive,
  hasState,
  newFrames,
  openBrowser,
  openPage,
  stillColour,
  watch,
} from '../helpers/browser.ts';
import { eventually } from '../helpers/eventually.ts';
import { startTurn } from '../helpers/turn.ts';

const watchBy = async (page: Page, app: TestApp, path: string) => {
  await page.goto(`${app.url}/r/demo?path=${path}`);
  return page;
};

/** What the page says in its details about the way here. */
const saidPath = async (viewer: Page): Promise<string> => {
  await viewer.getByTestId('picture-options').click();
  const said = await viewer.getByTestId('media-path').innerText();
  await viewer.keyboard.press('Escape');
  return said;
};
const pathOf = (viewer: Page) => viewer.getByTestId('viewer-video').getAttribute('data-path');

test.each(['udp', 'tcp', 'tls'] as const)(
  'MED-72: a viewer whom only a relay reaches by %s decodes the picture through coturn',
  async (protocol) => {
    const app = await startTestApp({ env: await startTurn(protocol) });
    // The relay's certificate is its own: no authority signed it.
    const browser = await openBrowser(['--ignore-certificate-errors']);
    await goLive(browser, app);
    const viewer = await watchBy(await openPage(browser), app, 'relay');
    await newFrames(viewer, 20);
    await hasState(viewer, 'live');
    await eventually(async () => expect(await pathOf(viewer)).toBe(`relay-${protocol}`));
    expect(await saidPath(viewer)).toContain(`Through a relay (${protocol.toUpperCase()})`);
  },
);

test('MED-72: a host sends through the relay, and the studio says so', async () => {
  const app = await startTestApp({ env: await startTurn('tcp') });
  const browser = await openBrowser();
  const host = await openPage(browser, { viewport: { width: 1440, height: 900 } });
  await host.goto(await app.inviteFor('host'));
  await host.waitForURL('**/studio/demo');
  await host.goto(`${app.url}/studio/demo?path=relay`);
  await host.getByTestId('go-live').click();
  const viewer = await watch(browser, app);
  await newFrames(viewer, 20);
  await host.getByText('Numbers', { exact: true }).click();
  await host.getByText('leaves through a relay (TCP)').waitFor();
});

const countedBy = async (app: TestApp, path: string) =>
  (await (await fetch(`${app.url}/metrics`)).text()).includes(
    `vetrina_viewer_paths_total{path="${path}"} 1\n`,
  );

test('MED-73 NET-20: where UDP is blocked the media comes by TCP on the same port, and the room says so', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  await goLive(browser, app);
  const viewer = await watchBy(await openPage(browser), app, 'tcp');
  await newFrames(viewer, 20);
  await hasState(viewer, 'live');
  await eventually(async () => expect(await pathOf(viewer)).toBe('tcp'));
  expect(await saidPath(viewer)).toContain('TCP instead of UDP');
  const other = await watch(browser, app);
  await newFrames(other, 20);
  await eventually(async () => expect(await pathOf(other)).toBe('udp'));
  expect(await saidPath(other)).toContain('Direct, the fast way (UDP)');
  await eventually(async () => (await countedBy(app, 'tcp')) && (await countedBy(app, 'udp')));
});

test('MED-74 MED-54 MED-55 NET-20: without any media the room shows a new photo every two seconds, and still asks', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  const host = await goLive(browser, app);
  const uploads: number[] = [];
  host.on('request', (request) => {
    if (request.url().endsWith('/still')) uploads.push(request.postDataBuffer()?.length ?? 0);
  });
  const [room] = app.rooms.open;
  await newFrames(await watch(browser, app));
  expect({ uploads: uploads.length, wanting: room?.stills.wanting }).toEqual({ uploads: 0, wanting: 0 });

  const viewer = await watchBy(await openPage(browser), app, 'none');
  await viewer.locator('[data-screen="photo"]').first().waitFor();
  await viewer.getByRole('heading', { name: 'A photo every two seconds' }).waitFor();
  await eventually(() => countedBy(app, 'none'));
  const first = String(await stillColour(viewer));
  expect(first).toMatch(/^\d+,\d+,\d+$/);
  await eventually(async () => {
    const now = String(await stillColour(viewer));
    if (now === first) throw new Error(`the photo is still ${now}`);
    return true;
  });
  expect(Math.max(...uploads)).toBeLessThan(limits.maxStillBytes);

  await viewer.getByTestId('question-input').fill('Does it run small?');
  await viewer.getByTestId('question-send').click();
  await host.getByText('Does it run small?').first().waitFor();

  await viewer.close();
  await eventually(() => room?.stills.wanting === 0);
  const sent = uploads.length;
  await new Promise((resolve) => {
    setTimeout(resolve, 2 * limits.stillEveryMs + 500);
  });
  expect(uploads.length).toBeLessThanOrEqual(sent + 1);
});

test('MED-74: when the host ends the show its last photo is gone', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  const host = await goLive(browser, app);
  const viewer = await watchBy(await openPage(browser), app, 'none');
  await viewer.locator('[data-screen="photo"]').first().waitFor();
  const request = await viewer.waitForRequest((each) => each.url().endsWith('/still'));
  const headers = { Authorization: (await request.allHeaders())['authorization'] ?? '' };
  const photo = () => fetch(`${app.url}/api/rooms/demo/still`, { headers });
  expect((await photo()).headers.get('content-type')).toBe('image/jpeg');
  await host.getByTestId('end-show').click();
  await host.getByRole('dialog').getByRole('button').last().click();
  await hasState(viewer, 'ended');
  expect((await photo()).status).toBe(204);
});
