// The back office in a real browser against a real server: what an owner does in a day, and what a helper may not.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { newId } from '../../server/ids.ts';
import * as shows from '../../server/rooms/shows.ts';
import * as reservations from '../../server/shop/reservations.ts';
import type { StaffRole } from '../../shared/model.ts';
import type { Replies } from '../../shared/shop-api.ts';
import type { ShowId, VariantId } from '../../server/ids.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { desktop, openBrowser, phone, staffPage, type PageOptions } from '../helpers/browser.ts';

type Caller = <Reply>(method: string, path: string, body?: unknown) => Promise<Reply>;

const callerFor = async (app: TestApp, role: StaffRole): Promise<Caller> => {
  const cookie = await app.cookieFor(role);
  return async (method, path, body) => {
    const response = await fetch(`${app.url}/api${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
};

const boots = {
  title: 'Stivali',
  options: ['Size'],
  variants: ['38', '39'].map((size) => ({ sku: `ST-${size}`, options: [size], cents: 8900, onHand: 5 })),
};

/** A reservation in a running show, as a viewer would place it. */
const reserve = async (app: TestApp, variantId: string, quantity = 1) =>
  app.db.write((tx) => {
    const room = shows.findRoom(tx, 'demo')!;
    const show = shows.start(tx, room.id, Date.now());
    return reservations.place(
      tx,
      {
        roomId: room.id,
        showId: show.id as ShowId,
        variantId: variantId as VariantId,
        deviceId: newId('device'),
        quantity,
      },
      Date.now(),
    );
  });

const signedIn = async (app: TestApp, role: StaffRole, options: PageOptions = {}): Promise<Page> => {
  const page = await staffPage(await openBrowser(), app, role, { reducedMotion: 'reduce', ...options });
  page.setDefaultTimeout(15_000);
  return page;
};

const photo = () =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: '#b5651d' } })
    .jpeg()
    .toBuffer();

test('BOF-2 BOF-10 BOF-14 BOF-17: an owner adds a product with variants and a picture, and puts it into a line-up', async () => {
  const app = await startTestApp();
  const page = await signedIn(app, 'owner');
  await page.goto(`${app.url}/shop`);
  await page.evaluate(() => ((globalThis as { stays?: boolean }).stays = true));
  await page.getByRole('link', { name: 'Products' }).click();
  await page.getByRole('link', { name: 'New product' }).first().click();
  await page.getByLabel('Title').fill('Linen shirt');
  await page.getByRole('button', { name: 'Add an option' }).click();
  await page.getByLabel('Option 1', { exact: true }).fill('Size');
  await page.getByLabel('Values to add').fill('S, M');
  await page.getByRole('button', { name: 'Make 2 rows' }).click();
  for (const size of ['S', 'M']) {
    await page.getByLabel(`Price in EUR, ${size}`).fill('39.90');
    await page.getByLabel(`On hand, ${size}`).fill('4');
  }
  await page.setInputFiles('input[type=file]', {
    name: 'shirt.jpg',
    mimeType: 'image/jpeg',
    buffer: await photo(),
  });
  await page.getByLabel('What is in the picture').fill('A brown shirt');
  await page.getByRole('button', { name: 'Add the product' }).click();
  await page.getByText('“Linen shirt” is there').waitFor();
  await page.waitForURL('**/shop/products/product_*');
  await page.getByRole('img', { name: 'A brown shirt' }).waitFor();
  expect(await page.getByLabel('What is in the picture').inputValue()).toBe('A brown shirt');

  // Its stock, one click behind the number.
  await page.getByRole('button', { name: 'S: 4 On hand' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Difference').fill('-1');
  await drawer.getByRole('button', { name: 'Change the stock' }).click();
  await drawer.getByText('Say why in a few words').waitFor();
  await drawer.getByLabel('Reason', { exact: true }).fill('Moth holes');
  await drawer.getByRole('button', { name: 'Change the stock' }).click();
  await drawer.getByText('Moth holes').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'S: 3 On hand' }).waitFor();

  await page.goBack();
  await page.getByRole('link', { name: 'Linen shirt' }).waitFor();
  await page.getByRole('link', { name: 'Shows' }).click();
  await page.getByRole('link', { name: 'Line-up: Bottega Sole' }).click();
  await page.getByRole('button', { name: 'Add Linen shirt' }).click();
  await page.getByRole('button', { name: 'Save the line-up' }).click();
  await page.getByText('Viewers see it now').waitFor();
  const call = await callerFor(app, 'helper');
  const shelf = await call<Replies['lineUp']>('GET', '/rooms/demo/line-up');
  expect(shelf.products.map(({ title }) => title)).toContain('Linen shirt');
  expect(await page.evaluate(() => (globalThis as { stays?: boolean }).stays), 'no page was loaded').toBe(
    true,
  );
});

test('BOF-1 BOF-3 BOF-18: search in the address, unsaved changes, a show price that is none', async () => {
  const app = await startTestApp();
  const call = await callerFor(app, 'owner');
  await call('POST', '/products', {
    ...boots,
    title: 'Sciarpa',
    variants: [{ options: ['U'], sku: 'SC-1' }],
  });
  const { product } = await call<Replies['product']>('POST', '/products', boots);
  const page = await signedIn(app, 'owner');
  await page.goto(`${app.url}/shop/products`);
  await page.getByRole('searchbox').fill('stiv');
  await page.waitForURL('**/shop/products?q=stiv');
  await page.getByRole('link', { name: 'Sciarpa' }).waitFor({ state: 'detached' });
  await page.reload();
  expect(await page.getByRole('searchbox').inputValue()).toBe('stiv');
  await page.getByRole('link', { name: 'Stivali' }).click();

  await page.getByLabel('Title').fill('Stivali alti');
  await page.getByRole('link', { name: 'Shows' }).click();
  await page.getByRole('button', { name: 'Stay here' }).click();
  expect(await page.getByLabel('Title').inputValue()).toBe('Stivali alti');
  await page.goBack();
  await page.getByRole('button', { name: 'Leave without saving' }).click();
  await page.waitForURL('**/shop/products?q=stiv');

  await page.goto(`${app.url}/shop/products/${product.id}`);
  await page.getByRole('button', { name: 'Prices of 38' }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByLabel('Show price').check();
  await drawer.getByLabel('Price in EUR').fill('95');
  await drawer.getByRole('button', { name: 'Set the price' }).click();
  await drawer.getByText('This would not be a reduction').waitFor();
  expect(await drawer.getByRole('alert').textContent()).toContain('€89');
  await drawer.getByLabel('Price in EUR').fill('69');
  await drawer.getByRole('button', { name: 'Set the price' }).click();
  await drawer.getByText('lowest price of the 30 days before: €89').waitFor();
});

test('BOF-7: a product that changed meanwhile keeps both changes', async () => {
  const app = await startTestApp();
  const call = await callerFor(app, 'owner');
  const { product } = await call<Replies['product']>('POST', '/products', boots);
  const page = await signedIn(app, 'host');
  await page.goto(`${app.url}/shop/products/${product.id}`);
  await page.getByLabel('Title').fill('Stivali alti');
  const variants = product.variants.map(({ id, options, sku }) => ({ id, options, sku }));
  await call('PUT', `/products/${product.id}`, { ...boots, description: 'Di vitello', variants });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Somebody else changed this meanwhile').waitFor();
  expect(await page.getByLabel('Description').inputValue()).toBe('Di vitello');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('“Stivali alti” is saved').waitFor();
  const { product: now } = await call<Replies['product']>('GET', `/products/${product.id}`);
  expect(now).toMatchObject({ title: 'Stivali alti', description: 'Di vitello' });
});

test('BOF-19: an import is looked through, its errors are told by row, and then it is done', async () => {
  const app = await startTestApp();
  const call = await callerFor(app, 'owner');
  const page = await signedIn(app, 'owner');
  await page.goto(`${app.url}/shop/products/import`);
  const heading = 'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty\n';
  const choose = (rows: string) =>
    page.setInputFiles('input[type=file]', {
      name: 'p.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(heading + rows),
    });
  await choose('hat,Hat,Size,S,H-S,cheap,4\nhat,,,M,H-M,29.00,2\n');
  await page.getByText('Nothing of “p.csv” was imported').waitFor();
  expect(await page.getByRole('row', { name: /^2 / }).textContent()).toContain('“cheap” is not a price');

  await choose('hat,Hat,Size,S,H-S,29.00,4\nhat,,,M,H-M,29.00,2\n');
  await page.getByRole('button', { name: 'Import 1 product' }).waitFor();
  const found = async () => (await call<Replies['products']>('GET', '/products?q=hat')).products.length;
  expect(await found(), 'looking changes nothing').toBe(0);
  await page.getByRole('button', { name: 'Import 1 product' }).click();
  await page.getByText('1 product was imported').waitFor();
  expect(await found()).toBe(1);
});

test('BOF-20: reservations are confirmed, handed over and released', async () => {
  const app = await startTestApp();
  const call = await callerFor(app, 'owner');
  const { product } = await call<Replies['product']>('POST', '/products', boots);
  const [small, large] = product.variants.map(({ id }) => id);
  const [first, second] = [await reserve(app, small!, 2), await reserve(app, large!)];
  const page = await signedIn(app, 'helper');
  await page.goto(`${app.url}/shop/reservations`);
  await page.getByRole('link', { name: first.code }).click();
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: 'Confirm' }).click();
  await drawer.getByLabel('Name').fill('Anna Bianchi');
  await drawer.getByLabel('Contact').fill('never');
  await drawer.getByRole('button', { name: 'Confirm' }).click();
  await drawer.getByText('Write a mail address').waitFor();
  await drawer.getByLabel('Contact').fill('0444 123456');
  await drawer.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('Confirmed for Anna Bianchi').waitFor();
  await drawer.getByRole('button', { name: 'Hand over 2 pieces' }).click();
  await page.getByText('2 pieces are sold').waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: second.code }).click();
  await drawer.getByRole('button', { name: 'Release' }).click();
  await drawer.getByText('goes to the first in the waiting list, or back on sale').waitFor();
  await drawer.getByLabel('Reason', { exact: true }).fill('Called, too small');
  await drawer.getByRole('button', { name: 'Release 1 piece' }).click();
  await page.getByText('1 piece is free for others').waitFor();
  await drawer.getByText('Called, too small').waitFor();
  const { reservation } = await call<Replies['reservation']>('GET', `/reservations/${second.id}`);
  expect(reservation.state).toBe('cancelled');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: /Handed over/ }).click();
  await page.waitForURL('**/shop/reservations?state=collected');
  await page.getByRole('link', { name: second.code }).waitFor({ state: 'detached' });
  expect(await page.getByRole('link', { name: first.code }).count()).toBe(1);
});

test('BOF-3 BOF-21: the rules and the identity are saved and read again', async () => {
  const app = await startTestApp();
  const page = await signedIn(app, 'owner');
  await page.goto(`${app.url}/shop/settings`);
  await page.getByLabel('Minutes', { exact: true }).fill('0');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('A whole number from 1 to').waitFor();
  await page.getByLabel('Minutes', { exact: true }).fill('25');
  await page.getByText('Yours until 25 minutes after the show').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The rules are saved').waitFor();
  await page.getByRole('link', { name: 'Your shop' }).click();
  await page.getByLabel('Name of the business').fill('Bottega Sole srl');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The page about your shop is saved').waitFor();
  await page.reload();
  expect(await page.getByLabel('Name of the business').inputValue()).toBe('Bottega Sole srl');
  await page.getByRole('link', { name: 'Rules' }).click();
  expect(await page.getByLabel('Minutes', { exact: true }).inputValue()).toBe('25');
});

test('BOF-12: a helper reads products and changes stock, and is offered nothing else', async () => {
  const app = await startTestApp();
  const call = await callerFor(app, 'owner');
  const { product } = await call<Replies['product']>('POST', '/products', boots);
  const page = await signedIn(app, 'helper');
  await page.goto(`${app.url}/shop/products`);
  await page.getByRole('link', { name: 'Stivali' }).waitFor();
  expect(await page.getByRole('link', { name: 'New product' }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Settings' }).count()).toBe(0);
  await page.goto(`${app.url}/shop/products/${product.id}`);
  expect(await page.getByLabel('Title').isDisabled()).toBe(true);
  await page.getByRole('button', { name: '38: 5 On hand' }).click();
  await page.getByRole('dialog').getByLabel('Difference').waitFor();
  await page.goto(`${app.url}/shop/settings`);
  await page.getByText('Only the owner changes the settings').waitFor();
  await page.goto(`${app.url}/shop/shows`);
  await page.getByRole('link', { name: /^Studio:/ }).click();
  await page.waitForURL('**/studio/demo');
});

type Violation = { id: string; nodes: { target: string[] }[] };
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } }).axe
      .run()
      .then(({ violations: all }) => all),
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
};

const views = [
  { name: 'phone, Italian, dark', viewport: phone, locale: 'it-IT', colorScheme: 'dark' },
  { name: 'desktop, English, light', viewport: desktop, locale: 'en-GB', colorScheme: 'light' },
] as const;

describe.each(views)('on a $name page', ({ viewport, locale, colorScheme }) => {
  test('BOF-22 SHP-10 A11Y-1 SEC-6: every page and drawer of the back office', async () => {
    const app = await startTestApp();
    const call = await callerFor(app, 'owner');
    await call('POST', '/products', {
      title: 'W'.repeat(120),
      variants: [{ options: [], onHand: 100_000 }],
    });
    const { product } = await call<Replies['product']>('POST', '/products', boots);
    await call('PUT', '/rooms/demo/line-up', { productIds: [product.id] });
    const placed = await reserve(app, product.variants[0]!.id);
    const page = await signedIn(app, 'owner', { viewport, locale, colorScheme });
    const heard: string[] = [];
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (!['data:', 'blob:'].includes(protocol) && host !== new URL(app.url).host) heard.push(request.url());
    });
    page.on('console', (message) => message.type() === 'error' && heard.push(message.text()));
    page.on('pageerror', (error) => heard.push(String(error)));

    const look = async (path: string, ready: string, act?: () => Promise<void>): Promise<void> => {
      await page.goto(app.url + path);
      await act?.();
      await page.locator(ready).first().waitFor();
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect({ path, violations: await violations(page), wider }).toEqual({ path, violations: [], wider: 0 });
    };
    await look('/shop', 'tr[data-id="demo"]');
    await look('/shop/shows/line-up/demo', '.line-up-row');
    await look('/shop/shows/new-room', 'form');
    await look('/shop/products', `tr[data-id="${product.id}"]`);
    await look('/shop/products?q=nothing-like-this', '.empty');
    await look(`/shop/products/${product.id}`, '.variants-table');
    await look('/shop/products/new', '.variants-table');
    await look('/shop/products/import', '.drop');
    await look('/shop/products', '.drawer .entry', () => page.locator('.figure').first().click());
    await look('/shop/products', '.drawer .plot', async () => {
      await page.locator('.figure').first().click();
      await page.locator('.drawer .segments button').nth(1).click();
    });
    await look('/shop/reservations', `tr[data-id="${placed.id}"]`);
    await look(`/shop/reservations/${placed.id}`, '.drawer form', () =>
      page.locator('.drawer .danger').click(),
    );
    await look('/shop/reservations/pick-list', '.pick-group');
    await look('/shop/settings', '.save-bar');
    await look('/shop/settings/identity', '.save-bar');
    await look('/shop/settings/check-up', '.checked[data-about="worker"][data-verdict="good"]');
    await look('/shop/settings/people', '.table');
    await look('/shop/settings/status', '[data-kind="chat"]');
    expect(heard).toEqual([]);
  });
});
