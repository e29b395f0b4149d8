// Reserving as a viewer does it, on a phone-sized page against a real server: two taps, the last piece, the waiting list,
// the receipt, a keyboard, and networks that break between the tap and its answer.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { ReservationId, VariantId } from '../../server/ids.ts';
import * as shows from '../../server/rooms/shows.ts';
import * as prices from '../../server/shop/prices.ts';
import * as reservations from '../../server/shop/reservations.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { violations } from '../helpers/axe.ts';
import { desktop, goLive, newFrames, openBrowser, openPage, phone, watch } from '../helpers/browser.ts';
import { eventually } from '../helpers/eventually.ts';
import { holdings, stockShelf } from '../helpers/goods.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const shirt = { title: 'Linen shirt', sizes: { S: 8, M: 1 } };
const scarf = { title: 'Silk scarf', onHand: 4, cents: 2400 };

const sheet = (page: Page): Locator => page.getByRole('dialog');
const card = (page: Page): Locator => page.getByTestId('pinned-product');
const option = (page: Page, size: string): Locator =>
  sheet(page)
    .getByTestId('variant-option')
    .filter({ hasText: new RegExp(`^${size}`) });

/** What the pinned card says of a size's stock. */
const available = async (page: Page, at: number): Promise<number> =>
  Number(await card(page).getByTestId('stock-count').nth(at).getAttribute('data-available'));
const isAvailable = (page: Page, at: number, wanted: number) =>
  eventually(async () => (await available(page, at)) === wanted);

const openCard = async (page: Page): Promise<void> => {
  await page.getByTestId('reserve').click();
  await sheet(page).waitFor();
};

const reserveSize = async (page: Page, size: string): Promise<void> => {
  await openCard(page);
  await option(page, size).click();
  await sheet(page).getByTestId('reserve').click();
};

const openMine = async (page: Page): Promise<void> => {
  await page.getByTestId('my-reservations').click();
  await sheet(page).getByTestId('reservation').first().waitFor();
};

const states = (app: TestApp) => holdings(app).map(({ state }) => state);

test('CLI-42 CLI-41 CLI-50: reserve, sold out, waiting list, offer, confirm, receipt, cancel', async () => {
  const app = await startTestApp();
  await stockShelf(app, [shirt, scarf], { running: false });
  const browser = await openBrowser();
  const anna = await watch(browser, app);
  await card(anna).getByText('Reservations open with the show.').waitFor();
  expect(await anna.getByTestId('reserve').isDisabled()).toBe(true);
  await goLive(browser, app);
  const bea = await watch(browser, app);
  await newFrames(anna);

  await reserveSize(anna, 'M');
  await sheet(anna)
    .getByRole('heading', { name: /^Yours until/ })
    .waitFor();
  await newFrames(anna); // the picture plays on beside the sheet
  await isAvailable(bea, 1, 0);
  await card(bea).getByText('Sold out').waitFor();

  await openCard(bea);
  await option(bea, 'M').click();
  await sheet(bea).getByTestId('join-waitlist').click();
  await sheet(bea).getByText('You are next.').waitFor();
  await bea.keyboard.press('Escape');

  await anna.keyboard.press('Escape');
  await openMine(anna);
  await sheet(anna).getByTestId('cancel-hold').click();
  await sheet(anna).getByText('Give it back?').waitFor();
  expect(states(app)).toEqual(['held']);
  await sheet(anna).getByTestId('cancel-hold').click();
  await bea.getByText(/^One is free: Linen shirt, M is yours until/).waitFor();
  expect(states(app)).toEqual(['cancelled', 'held']);

  await openCard(bea);
  await option(bea, 'M').click();
  await sheet(bea).getByText('You have reserved 1 of these.').waitFor();
  await bea.keyboard.press('Escape');
  await openMine(bea);
  await sheet(bea)
    .getByTestId('hold-timer')
    .getByText(/^\d\d:\d\d$/)
    .waitFor();
  await sheet(bea).getByTestId('extend-hold').click();
  await sheet(bea).getByTestId('extend-hold').waitFor({ state: 'detached' });
  await sheet(bea).getByTestId('confirm-hold').click();
  await sheet(bea).getByRole('button', { name: 'Confirm' }).click();
  await sheet(bea).getByText('Write a mail address or a telephone number.').waitFor();
  await sheet(bea).getByLabel('Name').fill('Bea Bianchi');
  await sheet(bea).getByLabel('Mail address or telephone').fill('tel. 333 1234567');
  await sheet(bea).getByRole('button', { name: 'Confirm' }).click();
  await sheet(bea).getByText('Write a mail address or a telephone number.').waitFor();
  expect(await sheet(bea).getByLabel('Name').inputValue()).toBe('Bea Bianchi');
  await sheet(bea).getByLabel('Mail address or telephone').fill('+39 333 1234567');
  await sheet(bea).getByRole('button', { name: 'Confirm' }).click();
  await sheet(bea).locator('[data-state="confirmed"]').waitFor();
  expect(holdings(app)[1]).toEqual({
    state: 'confirmed',
    quantity: 1,
    name: 'Bea Bianchi',
    contact: '+39 333 1234567',
  });

  const [receipt] = await Promise.all([
    bea.context().waitForEvent('page'),
    sheet(bea).getByRole('link', { name: 'Receipt and proof' }).click(),
  ]);
  await receipt.locator('[data-state="confirmed"]').waitFor();
  await receipt.getByText('Bottega Sole di Anna Rossi').first().waitFor();
  expect(await receipt.locator('.hash').textContent()).toMatch(/^[0-9a-f]{64}$/);
  await receipt.getByTestId('cancel-hold').click();
  await receipt.getByTestId('cancel-hold').click();
  await receipt.locator('[data-state="cancelled"]').waitFor();
  await sheet(bea).locator('[data-state="cancelled"]').waitFor();
  expect(states(app)).toEqual(['cancelled', 'cancelled']);
  await isAvailable(anna, 1, 1);
});

test('CLI-43: the whole way with the keyboard alone', async () => {
  const app = await startTestApp();
  await stockShelf(app, [shirt]);
  const page = await watch(await openBrowser(), app);
  await card(page).waitFor();
  const focused = () =>
    page.evaluate(
      () => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.textContent,
    );
  const tabTo = (wanted: string) =>
    eventually(async () => {
      await page.keyboard.press('Tab');
      return (await focused()) === wanted;
    });
  await tabTo('reserve');
  await page.keyboard.press('Enter');
  await sheet(page).waitFor();
  await eventually(async () => (await focused()) === 'Linen shirt');
  await sheet(page).getByRole('radio', { name: /^S/ }).waitFor();
  await eventually(async () => {
    await page.keyboard.press('Tab');
    return page.evaluate(() => document.activeElement?.matches('input[type=radio]') ?? false);
  });
  await page.keyboard.press('ArrowRight');
  await sheet(page).getByRole('button', { name: 'Reserve M' }).waitFor();
  await tabTo('reserve');
  await page.keyboard.press('Enter');
  await sheet(page)
    .getByRole('heading', { name: /^Yours until/ })
    .waitFor();
  await page.keyboard.press('Escape');
  await sheet(page).waitFor({ state: 'detached' });
  await eventually(async () => (await focused()) === 'reserve');
  await tabTo('my-reservations');
  await page.keyboard.press('Enter');
  await tabTo('cancel-hold');
  await page.keyboard.press('Enter');
  await sheet(page).getByText('Give it back?').waitFor();
  await tabTo('cancel-hold');
  await page.keyboard.press('Enter');
  await eventually(() => states(app)[0] === 'cancelled');
});

describe('a network that breaks between the tap and its answer', () => {
  /** Lets requests through, keeps the answers back from the first reservation on, until `heal`. */
  const breakAfterTap = async (page: Page) => {
    let broken = false;
    let healed = false;
    await page.routeWebSocket('**/ws', (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        if (String(message).includes('reservation.place') && !healed) broken = true;
        server.send(message);
      });
      server.onMessage((message) => {
        if (!broken || healed) socket.send(message);
      });
    });
    return { heal: () => void (healed = true) };
  };

  test('CLI-33 CLI-36: the page is loaded again: exactly one hold', async () => {
    const app = await startTestApp();
    await stockShelf(app, [shirt]);
    const page = await openPage(await openBrowser());
    const { heal } = await breakAfterTap(page);
    await page.goto(`${app.url}/r/demo`);
    await reserveSize(page, 'S');
    await eventually(() => holdings(app).length === 1);
    await sheet(page).getByTestId('pending-tap').waitFor();
    expect(
      await sheet(page)
        .getByText(/^Yours until/)
        .count(),
    ).toBe(0);
    heal();
    await page.reload();
    await page.getByText(/^Reserved: Linen shirt, S/).waitFor();
    await openMine(page);
    expect(await sheet(page).getByTestId('reservation').count()).toBe(1);
    expect(holdings(app)).toMatchObject([{ state: 'held', quantity: 1 }]);
  });

  test('CLI-33 CLI-36: tapped while the server is away: reserved when it is back, once', async () => {
    const dataDir = tempDir();
    const first = await startTestApp({ dataDir });
    await stockShelf(first, [shirt]);
    const page = await watch(await openBrowser(), first);
    await openCard(page);
    await first.close();
    await sheet(page).getByTestId('reserve').click();
    await sheet(page)
      .getByText(/Not reserved yet/)
      .waitFor();
    const second = await startTestApp({ dataDir, env: { PORT: String(first.port) } });
    await sheet(page)
      .getByRole('heading', { name: /^Yours until/ })
      .waitFor();
    expect(holdings(second)).toMatchObject([{ state: 'held', quantity: 1 }]);
    expect(await available(page, 0)).toBe(7);
  });
});

test('CLI-38 CLI-36: a promise that ended is not shown as one, and the browser’s word is enough to say that a tap waits', async () => {
  const app = await startTestApp();
  await stockShelf(app, [shirt]);
  const page = await watch(await openBrowser(), app);
  await reserveSize(page, 'S');
  await sheet(page)
    .getByRole('heading', { name: /^Yours until/ })
    .waitFor();
  const [held] = app.db.read((sql) => sql.all<{ id: ReservationId }>('SELECT id FROM reservations'));
  await app.db.write((tx) => reservations.cancel(tx, held!.id, 'staff:Anna', Date.now(), 'torn'));
  await sheet(page).getByText('Cancelled').waitFor();
  expect(await sheet(page).getByText('Pay at pick-up.', { exact: true }).count()).toBe(0);

  await page.context().setOffline(true);
  await sheet(page).getByTestId('reserve').click();
  await sheet(page)
    .getByText(/^You are offline: .* Not reserved yet\.$/)
    .waitFor({ timeout: 5000 });
  await page.context().setOffline(false);
  await sheet(page)
    .getByRole('heading', { name: /^Yours until/ })
    .waitFor();
  expect(states(app)).toEqual(['cancelled', 'held']);
});

test('RES-17 a tap that waited for the network reserves nothing at a price that went up meanwhile', async () => {
  const app = await startTestApp();
  await stockShelf(app, [shirt]);
  const page = await watch(await openBrowser(), app);
  await openCard(page);
  await page.context().setOffline(true);
  await sheet(page).getByTestId('reserve').click();
  await sheet(page)
    .getByText(/Not reserved yet\.$/)
    .waitFor();
  await app.db.write((tx) => {
    const variants = tx.all<{ id: VariantId }>('SELECT id FROM variants');
    for (const { id } of variants) prices.setRegular(tx, id, 9900, 'EUR', Date.now());
  });
  await page.context().setOffline(false);
  await sheet(page)
    .getByText(/^The price has gone up meanwhile\. Nothing was reserved/)
    .waitFor();
  expect(states(app)).toEqual([]);
});

test('CLI-44 with a sheet open, what is said over the picture and in toasts is whole', async () => {
  const app = await startTestApp();
  await stockShelf(app, [{ ...shirt, title: 'Linen shirt of the finest long fibre' }]);
  const page = await watch(await openBrowser(), app);
  await reserveSize(page, 'S');
  await sheet(page).locator('.promised').getByRole('button', { name: 'My reservations' }).click();
  await sheet(page).getByTestId('extend-hold').click();
  const close = page.locator('.toast button').first();
  expect((await close.boundingBox())?.width).toBeGreaterThanOrEqual(44);
  await app.db.write((tx) => shows.end(tx, shows.findRoom(tx, 'demo')!.id, Date.now()));
  const notice = page.locator('.notice-over[data-screen="ended"]');
  await notice.waitFor();
  const bottom = await notice.evaluate((element) => element.getBoundingClientRect().bottom);
  const top = await sheet(page).evaluate((element) => element.getBoundingClientRect().top);
  expect(bottom).toBeLessThanOrEqual(top);
  await page.keyboard.press('Escape');
  await notice.getByRole('link', { name: 'All shows' }).waitFor();
});

test('CLI-45 the button says how many, and of which where there is a choice', async () => {
  const app = await startTestApp();
  await stockShelf(app, [scarf, shirt]);
  const page = await watch(await openBrowser(), app);
  const says = (words: string) => sheet(page).getByRole('button', { name: words, exact: true }).waitFor();
  const more = () => sheet(page).getByRole('button', { name: 'One more' }).click();
  await openCard(page);
  await says('Reserve');
  await more();
  await says('Reserve 2');
  await page.keyboard.press('Escape');
  await page.locator('.products-button').click();
  await sheet(page)
    .getByRole('button', { name: /^Linen shirt/ })
    .click();
  await says('Reserve S');
  await more();
  await says('Reserve 2 × S');
});

/** Red, green and blue of the words. */
const inkOf = (words: Locator): Promise<number[]> =>
  words.evaluate((element) => {
    const paint = document.createElement('canvas').getContext('2d')!;
    paint.fillStyle = getComputedStyle(element).color;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  });

const views = [
  { name: 'phone, English, dark', viewport: phone, locale: 'en-GB', colorScheme: 'dark' },
  { name: 'desktop, Italian, light', viewport: desktop, locale: 'it-IT', colorScheme: 'light' },
] as const;

test.each(views)(
  'A11Y-1 SEC-6 CLI-50 CLI-51 CLI-69 IDN-22 IDN-23: sheets and receipt on a $name page',
  async ({ viewport, locale, colorScheme }) => {
    const app = await startTestApp();
    await stockShelf(app, [shirt, scarf]);
    const page = await openPage(await openBrowser(), {
      viewport,
      locale,
      colorScheme,
      reducedMotion: 'reduce',
    });
    const complaints: string[] = [];
    const asked: string[] = [];
    page.context().on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.context().on('request', (request) => asked.push(request.url()));
    const isClean = async (what: string, of = page) =>
      expect({ what, violations: await violations(of) }).toEqual({ what, violations: [] });
    await page.goto(`${app.url}/r/demo`);
    await card(page).waitFor();
    await isClean('room');
    await openCard(page);
    await isClean('product');
    await sheet(page).getByTestId('reserve').click();
    await sheet(page).getByTestId('hold-timer').or(sheet(page).locator('.promised')).first().waitFor();
    await isClean('promised');
    await page.keyboard.press('Escape');
    await openMine(page);
    await sheet(page).getByTestId('confirm-hold').click();
    await isClean('mine');
    const address = await sheet(page).locator('a[href^="/receipt"]').getAttribute('href');
    await page.keyboard.press('Escape');
    await page.locator('.seller-link, .products-button').filter({ visible: true }).first().click();
    await sheet(page).waitFor();
    await isClean('seller or products');

    await page.goto(app.url + address);
    await page.locator('[data-state="held"]').waitFor();
    await isClean('receipt');
    await page.emulateMedia({ media: 'print' });
    // The new medium's styles may come a frame later.
    await eventually(async () => Math.max(...(await inkOf(page.locator('.paper')))) < 100);
    await page.emulateMedia({ media: 'screen' });
    const downloading = page.waitForEvent('download');
    await page.getByTestId('download-data').click();
    const saved = readFileSync(await (await downloading).path(), 'utf8');
    expect(JSON.parse(saved)).toMatchObject({ reservations: [{ state: 'held' }] });
    await page.getByTestId('delete-data').click();
    await isClean('asked whether to delete');
    await page.getByTestId('delete-data').click();
    await page.getByTestId('data-deleted').waitFor();
    await page.locator('[data-state="held"]').waitFor();
    await isClean('deleted');
    await page.getByTestId('cancel-hold').click();
    await page.getByTestId('cancel-hold').click();
    await page.locator('[data-state="cancelled"]').waitFor();
    await page.getByTestId('delete-data').click();
    await page.getByTestId('delete-data').click();
    await page.locator('.paper').waitFor({ state: 'detached' });
    await isClean('nothing left');
    await page.goto(`${app.url}/receipt#${'x'.repeat(43)}`);
    await page.getByRole('alert').waitFor();
    await isClean('unknown receipt');
    const secret = address?.split('#')[1] ?? '';
    expect(asked.filter((url) => url.replace(/#.*/, '').includes(secret))).toEqual([]);
    expect(asked.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(app.url))).toEqual([]);
    expect(complaints.filter((text) => !/404|401/.test(text))).toEqual([]);
  },
);
