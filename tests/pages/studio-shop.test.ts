// The studio's run of show and reservations, in real Chromium against a real server: what the staff presses is what the room
// and the stock ledger say afterwards.
import type { Page, WebSocketRoute } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import * as reservations from '../../server/shop/reservations.ts';
import * as shows from '../../server/rooms/shows.ts';
import { violations } from '../helpers/axe.ts';
import { desktop, openBrowser, phone, staffPage, watch } from '../helpers/browser.ts';
import { newKey, openShelf, type Viewer } from '../helpers/shelf.ts';
import { device } from '../helpers/shop.ts';

const openStudio = async (...of: Parameters<typeof staffPage>): Promise<Page> => {
  const page = await staffPage(...of);
  await page.goto(`${of[1].url}/studio/demo`);
  await page.locator('.run-row').first().waitFor();
  await page.getByTestId('tab-holds').click();
  return page;
};

const row = (page: Page, productId: string) => page.locator(`.run-row[data-id="${productId}"]`);
const mark = (page: Page, productId: string) => row(page, productId).getAttribute('data-mark');
const order = (page: Page) =>
  page.locator('.run-row').evaluateAll((rows) => rows.map((each) => (each as HTMLElement).dataset.id ?? ''));
const available = (page: Page, variantId: string) =>
  page.locator(`.run-row [data-variant="${variantId}"]`).getAttribute('data-available').then(Number);
const reserve = async (viewer: Viewer, variantId: string, quantity = 1) =>
  (await viewer.request('reservation.place', { key: newKey(), variantId, quantity })).reservation;

test('STU-50 STU-51: a host shows products by key, and the room follows', async () => {
  const { app, stocked, viewer } = await openShelf();
  const [first, second] = [await stocked(3), await stocked(0)];
  const browser = await openBrowser();
  const host = await openStudio(browser, app);
  const phonePage = await watch(browser, app);
  const listener = await viewer();
  const pins = () => listener.eventsOf('product.pinned').map(({ body }) => body.productId);

  await host.keyboard.press('ArrowDown');
  await expect.poll(() => mark(host, first.productId)).toBe('showing');
  await expect
    .poll(() => phonePage.getByTestId('pinned-product').getAttribute('data-id'))
    .toBe(first.productId);
  await host.keyboard.press('ArrowDown');
  await expect.poll(() => mark(host, second.productId)).toBe('showing');
  expect(await mark(host, first.productId)).toBe('seen');
  // The list ends here.
  await host.keyboard.press('ArrowDown');
  await host.keyboard.press('ArrowUp');
  await expect.poll(() => mark(host, first.productId)).toBe('showing');
  await host.keyboard.press('p');
  await expect.poll(() => mark(host, first.productId)).toBe('seen');
  await expect.poll(pins).toEqual([first.productId, second.productId, first.productId, null]);
  await expect.poll(() => phonePage.getByTestId('pinned-product').count()).toBe(0);
});

test('STU-51: a refusal is said in words and nothing counts as showing', async () => {
  const { app, stocked } = await openShelf();
  const { productId } = await stocked(1);
  const host = await staffPage(await openBrowser(), app);
  await host.routeWebSocket('**/ws', (ws) => {
    const server = ws.connectToServer();
    ws.onMessage((message) => {
      const { id, type } = JSON.parse(String(message)) as { id: number; type: string };
      if (type !== 'product.pin') return server.send(message);
      ws.send(JSON.stringify({ re: id, ok: false, error: { code: 'storage_failed' } }));
    });
  });
  await host.goto(`${app.url}/studio/demo`);
  await host.locator(`[data-testid="pin-product"][data-id="${productId}"]`).click();
  await host.getByText('The shop cannot store anything at the moment').first().waitFor();
  expect(await mark(host, productId)).toBe('none');
});

test('STU-52: keys are silent while somebody writes, over a dialog, and when turned off', async () => {
  const { app, stocked, viewer } = await openShelf();
  const { productId } = await stocked(3);
  const host = await openStudio(await openBrowser(), app);
  const listener = await viewer();
  const press = async () => {
    for (const key of ['ArrowDown', 'p', 'ArrowUp']) await host.keyboard.press(key);
  };

  await host.getByRole('button', { name: 'Add product' }).click();
  await host.getByRole('searchbox').waitFor();
  await press();
  await host.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await host.getByLabel('Link to the room').focus();
  await press();
  await host.getByRole('heading', { name: 'Run of show' }).click();
  await host.keyboard.press('?');
  await host.getByLabel('Use these keys').uncheck();
  await host.keyboard.press('Escape');
  await press();
  await host.reload();
  await row(host, productId).waitFor();
  await press();
  expect(listener.eventsOf('product.pinned')).toEqual([]);

  await host.getByRole('button', { name: 'Keys' }).click();
  await host.getByLabel('Use these keys').check();
  await host.keyboard.press('Escape');
  await host.keyboard.press('p');
  await expect.poll(() => mark(host, productId)).toBe('showing');
});

test('STU-53 STU-54: products are added, put in order and taken out; the room sees it when the host is done', async () => {
  const { app, stocked, viewer } = await openShelf();
  const [one, two] = [await stocked(3), await stocked(4)];
  const spare = await stocked(5);
  const browser = await openBrowser();
  const host = await openStudio(browser, app);
  const listener = await viewer();
  const told = () => listener.eventsOf('lineUp.changed').map(({ body }) => body.products.map(({ id }) => id));

  await host.getByRole('button', { name: 'Change order' }).click();
  await row(host, spare.productId)
    .getByRole('button', { name: /out of the show/ })
    .click();
  await row(host, two.productId).getByRole('button', { name: /up$/ }).click();
  expect(told()).toEqual([]);
  await host.getByRole('button', { name: 'Done' }).click();
  await expect.poll(() => order(host)).toEqual([two.productId, one.productId]);
  await expect.poll(told).toEqual([[two.productId, one.productId]]);

  await host.getByRole('button', { name: 'Add product' }).click();
  await host.locator(`.add-row[data-id="${spare.productId}"]`).getByRole('button').click();
  await expect.poll(() => order(host)).toEqual([two.productId, one.productId, spare.productId]);
  await host.keyboard.press('Escape');

  await row(host, one.productId)
    .getByRole('button', { name: /^Stock/ })
    .click();
  const menu = host.getByRole('dialog');
  expect(await menu.getByRole('link').getAttribute('href')).toBe(`/shop/products/${one.productId}`);
  await menu.getByLabel('By how many').fill('-2');
  await menu.getByRole('button', { name: 'Change the stock' }).click();
  await menu.getByText('2 to 200 characters').waitFor();
  await menu.getByLabel('Why').fill('torn at the seam');
  await menu.getByRole('button', { name: 'Change the stock' }).click();
  await expect.poll(() => available(host, one.variantId)).toBe(1);
});

test('STU-55 STU-57: a reservation is a line; released with a reason, its pieces are back', async () => {
  const { app, stocked, viewer, verdict } = await openShelf();
  const { variantId } = await stocked(3);
  const early = await reserve(await viewer(), variantId);
  const host = await openStudio(await openBrowser(), app);
  const line = (id: string) => host.locator(`[data-testid="reservation-item"][data-id="${id}"]`);
  await line(early.id).waitFor();

  const anna = await viewer();
  await anna.request('viewer.rename', { nickname: 'Anna' });
  const late = await reserve(anna, variantId, 2);
  await line(late.id).waitFor();
  await expect.poll(() => available(host, variantId)).toBe(0);
  expect(await line(late.id).innerText()).toContain(late.code);
  expect(await line(late.id).innerText()).toContain('Anna · Held');
  expect(await line(early.id).innerText()).toContain('guest · Held');
  expect(await host.getByTestId('reservation-item').first().getAttribute('data-id')).toBe(late.id);

  await line(late.id).getByRole('button').click();
  await host.getByText('The 2 pieces are on sale again at once').waitFor();
  await host.getByTestId('release-reservation').click();
  await host.getByText('2 to 200 characters').waitFor();
  await host.getByLabel('Why do you release it?').fill('asked on the telephone');
  await host.getByTestId('release-reservation').click();
  await expect.poll(() => line(late.id).getAttribute('data-state')).toBe('cancelled');
  await expect.poll(() => available(host, variantId)).toBe(2);
  expect(verdict()).toBeNull();
});

test('STU-57: what is confirmed is handed over by one press that was explained', async () => {
  const { app, stocked, viewer, verdict } = await openShelf();
  const { variantId } = await stocked(3);
  const holder = await viewer();
  const { id } = await reserve(holder, variantId);
  const host = await openStudio(await openBrowser(), app, 'helper');
  const line = host.locator(`[data-testid="reservation-item"][data-id="${id}"]`);
  await line.getByRole('button').click();
  expect(await host.getByTestId('collect-reservation').count()).toBe(0);
  await holder.request('reservation.confirm', {
    key: newKey(),
    reservationId: id,
    name: 'Anna Bianchi',
    contact: 'anna@example.org',
  });
  await host.getByText('anna@example.org').waitFor();
  await host.getByTestId('collect-reservation').click();
  await expect.poll(() => line.getAttribute('data-state')).toBe('collected');
  expect(verdict()).toBeNull();
});

test('STU-55: after a lost connection the list is asked for again', async () => {
  const { app, stocked, viewer } = await openShelf();
  const { variantId } = await stocked(3);
  const host = await staffPage(await openBrowser(), app);
  const sockets: WebSocketRoute[] = [];
  await host.routeWebSocket('**/ws', (ws) => {
    sockets.push(ws);
    // What is told by itself never arrives: only the list can say it.
    ws.connectToServer().onMessage((message) => {
      if (!String(message).includes('reservation.listed')) ws.send(message);
    });
  });
  await host.goto(`${app.url}/studio/demo`);
  await host.getByTestId('tab-holds').click();
  await host.getByText('No reservations in this show yet').waitFor();
  const { id } = await reserve(await viewer(), variantId);
  await expect.poll(() => available(host, variantId)).toBe(2);
  expect(await host.getByTestId('reservation-item').count()).toBe(0);
  await sockets[0]?.close({ code: 1012 });
  await host.locator(`[data-testid="reservation-item"][data-id="${id}"]`).waitFor();
  expect(sockets.length).toBe(2);
});

test('STU-56: all are counted, a hundred are drawn', async () => {
  const { app, showId, stocked } = await openShelf();
  const { variantId } = await stocked(300);
  const host = await openStudio(await openBrowser(), app);
  await host.getByText('No reservations in this show yet').waitFor();
  await app.db.write((tx) => {
    const room = shows.findRoom(tx, 'demo');
    if (!room) throw new Error('no room');
    for (let at = 0; at < 204; at += 1) {
      const wish = { roomId: room.id, showId, variantId, deviceId: device(), quantity: 1 };
      reservations.place(tx, wish, Date.now());
    }
  });
  const isAll = async () => {
    await host.getByTestId('tab-holds').click();
    await host.getByText('204 held').waitFor();
    await host.getByText('204 pieces').waitFor();
    await host.getByText('104 older ones are in the full list.').waitFor();
    expect(await host.getByTestId('reservation-item').count()).toBe(100);
  };
  await isAll();
  await host.reload();
  await isAll();
});

test('STU-58: after the show its sum is there, with the way to the pick list', async () => {
  const { app, showId, stocked, viewer } = await openShelf();
  const { variantId } = await stocked(5);
  await reserve(await viewer(), variantId, 2);
  await reserve(await viewer(), variantId, 1);
  const host = await openStudio(await openBrowser(), app);
  await host.getByTestId('end-show').click();
  await host.getByTestId('end-show-confirm').click();
  const summary = host.getByTestId('show-summary');
  await summary.waitFor();
  expect(await summary.innerText()).toContain('2 reservations, 3 pieces, €117');
  expect(await summary.getByRole('link').getAttribute('href')).toBe(
    `/shop/reservations/pick-list?show=${showId}`,
  );
});

test('STU-60: a helper shows products and sees reservations, and nothing else is offered', async () => {
  const { app, stocked, viewer } = await openShelf();
  const { productId, variantId } = await stocked(3);
  const { id } = await reserve(await viewer(), variantId);
  const helper = await openStudio(await openBrowser(), app, 'helper');
  await helper.getByTestId('pin-product').click();
  await expect.poll(() => mark(helper, productId)).toBe('showing');
  await helper.locator(`[data-testid="reservation-item"][data-id="${id}"]`).waitFor();
  for (const name of ['go-live', 'end-show', 'preview-video', 'mute'])
    expect(await helper.getByTestId(name).count(), name).toBe(0);
  for (const name of ['Add product', 'Change order'])
    expect(await helper.getByRole('button', { name }).count(), name).toBe(0);
});

const views = [
  { name: 'phone, Italian, dark', viewport: phone, locale: 'it-IT', colorScheme: 'dark' },
  { name: 'desktop, English, light', viewport: desktop, locale: 'en-GB', colorScheme: 'light' },
] as const;

describe.each(views)('on a $name page', ({ viewport, locale, colorScheme }) => {
  test('A11Y-1 I18N-1: the run of show and the reservations, in every state', async () => {
    const { app, stocked, viewer } = await openShelf();
    const [shown, soldOut] = [await stocked(3), await stocked(0)];
    const { id } = await reserve(await viewer(), shown.variantId);
    const options = { viewport, locale, colorScheme, reducedMotion: 'reduce' } as const;
    const page = await openStudio(await openBrowser(), app, 'host', options);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.locator(`[data-testid="pin-product"][data-id="${shown.productId}"]`).click();
    await expect.poll(() => mark(page, shown.productId)).toBe('showing');
    const line = page.locator(`[data-testid="reservation-item"][data-id="${id}"]`);
    await line.waitFor();
    // Not while it changes from one that cannot be pressed yet.
    await expect.poll(() => page.getByTestId('go-live').isEnabled()).toBe(true);
    const isFine = async (what: string) =>
      expect({ what, violations: await violations(page) }).toEqual({ what, violations: [] });
    await isFine('the lists');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

    await line.getByRole('button').click();
    await page.getByTestId('release-reservation').click();
    await isFine('a reservation');
    await page.keyboard.press('Escape');
    await row(page, soldOut.productId).locator('.run-menu').click();
    await page.locator('dialog[open] form').waitFor();
    await isFine('the menu of a product');
    await page.keyboard.press('Escape');
    await page.locator('.run-tools .button').last().click();
    await page.locator('.add-row').first().waitFor();
    await isFine('adding a product');
    await page.keyboard.press('Escape');
    await page.locator('.run-tools .button').first().click();
    await page.locator('.run-moves').first().waitFor();
    await isFine('changing the order');
    await page.getByTestId('end-show').click();
    await page.getByTestId('end-show-confirm').click();
    await page.getByTestId('show-summary').waitFor();
    await isFine('after the show');
    expect(complaints).toEqual([]);
  });
});
