// In which order the room's page does what leads to the first picture. Order, not time: tests/load/first-frame.ts measures that.
import { expect, test } from 'vitest';
import { startTestApp } from '../helpers/app.ts';
import { goLive, hasState, newFrames, openBrowser, openPage } from '../helpers/browser.ts';
import { noteMarks, readMarks } from '../load/first-frame-page.ts';

type Noted = { said: string[]; offers: string[] };

/** Runs in the page before its own scripts: notes what its sockets say and hear, and in which states offers are taken. */
const note = () => {
  const noted: Noted = { said: [], offers: [] };
  Object.assign(globalThis, { noted });
  const RealSocket = WebSocket;
  globalThis.WebSocket = class extends RealSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }: MessageEvent<string>) => {
        if (data.includes('"memberId"')) noted.said.push('(welcome)');
      });
      Object.assign(globalThis, { lastSocket: this });
    }
    override send(data: string): void {
      noted.said.push((JSON.parse(data) as { type: string }).type);
      super.send(data);
    }
  };
  const RealPeer = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends RealPeer {
    override setRemoteDescription(offer: RTCSessionDescriptionInit): Promise<void> {
      const probator = /a=mid:probator/.test(offer.sdp ?? '');
      noted.offers.push(`${probator ? 'with probator' : 'media alone'}, ${this.connectionState}`);
      return super.setRemoteDescription(offer);
    }
  };
};

const onAir = async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  await goLive(browser, app);
  return { app, page: await openPage(browser) };
};

const watching = async () => {
  const { app, page } = await onAir();
  await page.addInitScript(noteMarks);
  await page.addInitScript(note);
  await page.goto(`${app.url}/r/demo`);
  await newFrames(page);
  const noted = () => page.evaluate(() => (globalThis as unknown as { noted: Noted }).noted);
  return { app, page, noted };
};

test('NET-36: the socket is opened before any script of the page is here, and is the one that is used', async () => {
  const { app, page } = await onAir();
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  const sockets: string[] = [];
  const opened = new Promise<void>((resolve) => {
    page.on('websocket', (socket) => {
      sockets.push(socket.url());
      resolve();
    });
  });
  await page.route('**/assets/*', async (route) => {
    await opened;
    await route.continue();
  });
  await page.goto(`${app.url}/r/demo`);
  await newFrames(page);
  expect(sockets).toHaveLength(1);
  expect(problems).toEqual([]);
});

test('MED-147: the probator is negotiated once the way is there, not before', async () => {
  const { noted } = await watching();
  await expect
    .poll(async () => (await noted()).offers)
    .toEqual(['media alone, new', 'with probator, connected']);
});

test('MED-146: a page that comes back asks for the picture right behind its hello, and shows it', async () => {
  const { page, noted } = await watching();
  const before = (await noted()).said.length;
  await page.evaluate(() => (globalThis as unknown as { lastSocket: WebSocket }).lastSocket.close());
  await expect.poll(async () => (await noted()).said.slice(before)).toContain('(welcome)');
  await hasState(page, 'live');
  await newFrames(page, 20);
  const said = (await noted()).said.slice(before);
  const hello = said.indexOf('session.hello');
  expect(said.slice(hello, hello + 3)).toEqual(['session.hello', 'media.watch', '(welcome)']);
  expect(said.filter((type) => type === 'media.watch')).toHaveLength(1);
});

test('NET-35: the counter is fetched after the first picture, or when that takes too long', async () => {
  const { page } = await watching();
  const fetchedAt = () =>
    page.evaluate(
      () =>
        performance.getEntriesByType('resource').find(({ name }) => /counter-[^/]*\.js$/.test(name))
          ?.startTime ?? 0,
    );
  await expect.poll(fetchedAt).toBeGreaterThan(0);
  const { firstFrame, welcome } = await page.evaluate(readMarks, 1000);
  expect(firstFrame!).toBeGreaterThan(welcome!);
  expect(await fetchedAt()).toBeGreaterThanOrEqual(Math.min(firstFrame!, welcome! + 1500));
});

test('NET-35: on a line that looks slow the counter does not wait for the picture', async () => {
  const { app, page } = await onAir();
  await page.addInitScript(() => {
    const connection = Object.assign(new EventTarget(), { effectiveType: '3g' });
    Object.defineProperty(navigator, 'connection', { value: connection });
    const real = setTimeout;
    // The page's patience with a picture that does not come never ends.
    globalThis.setTimeout = ((work: () => void, ms?: number) => (ms === 1500 ? 0 : real(work, ms))) as never;
  });
  await page.route('**/subscriber-*.js', () => {}); // no picture
  const counter = page.waitForRequest(/counter-[^/]*\.js$/);
  await page.goto(`${app.url}/r/demo`, { waitUntil: 'commit' });
  await counter;
  expect(await page.locator('.room').getAttribute('data-screen')).toBe('connecting');
});
