// Asking and being answered as viewers see it, against a real server: from the field to the band over the picture and the
// word to those who asked; a keyboard, a network that breaks, a full queue; every sheet by axe.
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { DeviceId } from '../../server/ids.ts';
import * as questions from '../../server/rooms/questions.ts';
import * as shows from '../../server/rooms/shows.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { violations } from '../helpers/axe.ts';
import { desktop, openBrowser, openPage, phone, watch } from '../helpers/browser.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { stockShelf } from '../helpers/goods.ts';
import { newKey } from '../helpers/shelf.ts';
import { openStudio } from '../helpers/studio.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const shirt = { title: 'Linen shirt', sizes: { S: 8, M: 3 } };
const scarf = { title: 'Silk scarf', onHand: 4, cents: 2400 };

const sheet = (page: Page): Locator => page.getByRole('dialog');
const field = (page: Page): Locator => page.getByTestId('question-input');
const band = (page: Page): Locator => page.getByTestId('answering-now');
const item = (page: Page, text: string): Locator =>
  page.getByTestId('question-item').filter({ hasText: text });
const toast = (page: Page, text: string | RegExp): Locator => page.locator('.toast').getByText(text);

const ask = async (page: Page, text: string): Promise<void> => {
  await field(page).fill(text);
  await field(page).press('Enter');
  await toast(page, /in the queue/).waitFor();
};

const openQuestions = async (page: Page): Promise<void> => {
  await page.locator('.questions-button').click();
  await sheet(page).waitFor();
};

const openShop = async (): Promise<{ app: TestApp; host: TestClient }> => {
  const app = await startTestApp();
  await stockShelf(app, [shirt, scarf]);
  return { app, host: await openStudio(app) };
};

const startShow = (app: TestApp) =>
  app.db.write((tx) => shows.start(tx, shows.findRoom(tx, 'demo')!.id, Date.now()));

/** Five of each device, as many as one may have. */
const askMany = async (app: TestApp, count: number): Promise<void> => {
  const room = app.db.read((sql) => shows.findRoom(sql, 'demo'))!;
  await app.db.write((tx) => {
    for (let n = 0; n < count; n += 1)
      questions.ask(
        tx,
        { roomId: room.id, deviceId: `device_${Math.floor(n / 5)}` as DeviceId, network: '', nickname: null },
        { kind: 'question', productId: null, variantId: null, text: `Question ${n}?` },
        Date.now(),
      );
  });
};

const asked = (app: TestApp): string[] =>
  app.db
    .read((sql) => sql.all<{ text: string }>('SELECT text FROM questions ORDER BY asked_at'))
    .map(({ text }) => text);

const idOf = (row: Locator) => row.getAttribute('data-id').then((id) => ({ questionId: id ?? '' }));

test('CLI-67 CLI-65: asked, joined, on camera for all, told to those who asked, answered', async () => {
  const { app, host } = await openShop();
  const browser = await openBrowser();
  const [anna, bea, carlo] = [
    await watch(browser, app),
    await watch(browser, app),
    await watch(browser, app),
  ];
  await ask(anna, 'Does the M run small?');
  await openQuestions(bea);
  const row = item(bea, 'Does the M run small?');
  await row.getByText('Linen shirt', { exact: true }).waitFor();
  await row.getByText('Waiting · 1st').waitFor();
  await row.getByTestId('me-too').click();
  await row.locator('[data-testid="me-too"][aria-pressed="true"]').waitFor();
  await openQuestions(anna);
  await item(anna, 'Does the M').getByText('1 other asks this').waitFor();

  const about = await idOf(row);
  await host.request('question.move', { ...about, to: 'next' });
  await row.getByText('Up next').waitFor();
  await host.request('question.move', { ...about, to: 'answering' });
  for (const page of [anna, bea]) {
    await toast(page, 'Your question is on camera now').waitFor();
    await item(page, 'Does the M').getByText('On camera now').waitFor();
    await page.keyboard.press('Escape');
  }
  for (const page of [anna, bea, carlo])
    await band(page).filter({ hasText: 'On camera: Does the M run small? — Linen shirt' }).waitFor();
  expect(await toast(carlo, 'Your question').count()).toBe(0);

  await anna.reload();
  await band(anna).waitFor();
  await openQuestions(anna);
  await item(anna, 'Does the M').getByText('Yours').waitFor();
  expect(await toast(anna, 'Your question is on camera now').count()).toBe(0);

  await host.request('question.move', { ...about, to: 'answered' });
  await band(carlo).waitFor({ state: 'detached' });
  await item(anna, 'Does the M')
    .getByText(/^Answered on camera at \d\d:\d\d of the show$/)
    .waitFor();

  await ask(carlo, 'Is it warm?');
  await item(anna, 'Is it warm?').getByTestId('me-too').waitFor();
  await app.db.write((tx) => shows.end(tx, shows.findRoom(tx, 'demo')!.id, Date.now()));
  await item(anna, 'Is it warm?').getByText('Not answered').waitFor();
  expect(await anna.getByTestId('me-too').count()).toBe(0);
  expect(await field(carlo).getAttribute('placeholder')).toBe('The show is over: no more questions.');
  expect(await field(carlo).isDisabled()).toBe(true);
});

test('CLI-67 CLI-65: answers in writing, one for all and one for who asked alone; one is taken back', async () => {
  const { app, host } = await openShop();
  const browser = await openBrowser();
  const [anna, bea] = [await watch(browser, app), await watch(browser, app)];
  await ask(anna, 'Is it pure linen?');
  await ask(anna, 'Do you have a 44?');
  await ask(anna, 'Never mind?');
  await openQuestions(anna);
  await openQuestions(bea);
  const [open, secret, gone] = [
    item(anna, 'Is it pure'),
    item(anna, 'Do you have'),
    item(anna, 'Never mind?'),
  ];
  const reply = async (row: Locator, text: string, to: string) =>
    host.request('question.reply', { ...(await idOf(row)), text, to });
  await reply(open, 'Pure linen.', 'all');
  await toast(anna, 'Your question is answered: Pure linen.').waitFor();
  await item(bea, 'Is it pure').getByText('Pure linen.').waitFor();
  await reply(secret, 'Write me.', 'asker');
  await toast(anna, 'An answer for you alone: Write me.').waitFor();
  await secret.getByText('For you alone').waitFor();
  await item(bea, 'Do you have').getByText('Answered').waitFor();
  expect(await bea.getByText('Write me.').count()).toBe(0);

  await gone.getByTestId('withdraw').click();
  await gone.getByText('Take this question back?').waitFor();
  await gone.getByTestId('withdraw').click();
  await gone.waitFor({ state: 'detached' });
  await item(bea, 'Never mind?').waitFor({ state: 'detached' });

  await bea.keyboard.press('Escape');
  await bea.locator('.pinned .about').click();
  await sheet(bea).getByTestId('answered-question').getByText('Pure linen.').waitFor();
  const late = await watch(browser, app);
  await late.locator('.pinned .about').click();
  await sheet(late).getByTestId('answered-question').getByText('Pure linen.').waitFor();
  await sheet(bea).getByTestId('ask-about').click();
  expect(await sheet(bea).getByRole('combobox').first().locator('option:checked').textContent()).toMatch(
    /^Linen shirt/,
  );
});

test('CLI-63 CLI-67: a draft outlives reload and another product; a full queue gives the words back', async () => {
  const { app, host } = await openShop();
  const page = await watch(await openBrowser(), app);
  await field(page).fill('How long are the sl');
  const [, second] = (await TestClient.connect({ url: app.url }).then((client) => client.hello())).snapshot!
    .shelf.products;
  await host.request('product.pin', { productId: second!.id });
  await page.getByTestId('pinned-product').getByText('Silk scarf').waitFor();
  await page.reload();
  await page.getByTestId('ask-subject').getByText('About: Linen shirt').waitFor();
  expect(await field(page).inputValue()).toBe('How long are the sl');
  await field(page).fill('');
  for (const text of ['One?', 'Two?', 'Three?', 'Four?', 'Five?']) await ask(page, text);
  await field(page).fill('Six?');
  await page.getByTestId('question-send').click();
  await toast(page, /You have 5 questions waiting, which is the most/).waitFor();
  expect(await field(page).inputValue()).toBe('Six?');
});

test('CLI-64: asked while the server is away: it waits in sight, and is asked once when it is back', async () => {
  const dataDir = tempDir();
  const first = await startTestApp({ dataDir });
  await stockShelf(first, [shirt]);
  const page = await watch(await openBrowser(), first);
  await page.getByTestId('ask-subject').waitFor({ state: 'attached' });
  await first.close();
  await page.locator('[data-testid="connection-state"][data-state="reconnecting"]').waitFor();
  await field(page).fill('Is it linen?');
  await page.getByTestId('question-send').click();
  await toast(page, /You are offline: your question goes out/).waitFor();
  await openQuestions(page);
  await sheet(page).getByText('Sends when you are back').waitFor();
  expect(await page.getByTestId('question-item').count()).toBe(0);
  const second = await startTestApp({ dataDir, env: { PORT: String(first.port) } });
  await item(page, 'Is it linen?').getByText('Yours').waitFor();
  expect(asked(second)).toEqual(['Is it linen?']);
});

test('CLI-64: the answer is lost and the page is loaded again: asked once', async () => {
  const { app } = await openShop();
  const page = await openPage(await openBrowser());
  let broken = false;
  let healed = false;
  await page.routeWebSocket('**/ws', (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      broken ||= String(message).includes('question.ask');
      server.send(message);
    });
    server.onMessage((message) => {
      if (!broken || healed) socket.send(message);
    });
  });
  await page.goto(`${app.url}/r/demo`);
  await field(page).fill('Is it linen?');
  await page.getByTestId('question-send').click();
  await eventually(() => asked(app).length === 1);
  healed = true;
  await page.reload();
  await toast(page, /in the queue/).waitFor();
  await openQuestions(page);
  await item(page, 'Is it linen?').getByText('Yours').waitFor();
  expect(asked(app)).toEqual(['Is it linen?']);
});

test('CLI-68: asking, joining in, taking back and the tabs with the keyboard alone', async () => {
  const { app } = await openShop();
  const page = await openPage(await openBrowser(), { viewport: desktop });
  await page.goto(`${app.url}/r/demo`);
  const other = await TestClient.connect({ url: app.url });
  await other.hello();
  await other.request('question.ask', { key: newKey(), kind: 'question', text: 'Is it warm?' });
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.id);
  const tabTo = (wanted: string) =>
    eventually(async () => {
      await page.keyboard.press('Tab');
      return (await focused()) === wanted;
    });
  await page.getByRole('tab', { name: 'Questions 1' }).waitFor();
  await tabTo('tab-products');
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toBe('tab-questions');
  await page.keyboard.press('Home');
  expect(await focused()).toBe('tab-products');
  await page.keyboard.press('ArrowRight');
  expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Questions 1');
  await tabTo('me-too');
  await page.keyboard.press('Space');
  await page.locator('[data-testid="me-too"][aria-pressed="true"]').waitFor();
  await tabTo('question-input');
  await page.keyboard.type('Is it linen?');
  await page.keyboard.press('Enter');
  await item(page, 'Is it linen?').getByText('Yours').waitFor();
  await page.locator('#tab-questions').focus();
  await tabTo('withdraw');
  await page.keyboard.press('Enter');
  await page.getByText('Take this question back?').waitFor();
  await tabTo('withdraw');
  await page.keyboard.press('Enter');
  await item(page, 'Is it linen?').waitFor({ state: 'detached' });
});

const views = [
  { name: 'phone, English', viewport: phone, locale: 'en-GB' },
  { name: 'desktop, Italian', viewport: desktop, locale: 'it-IT' },
] as const;

test.each(views)('A11Y-1 CLI-66: two hundred questions on a $name page', async ({ viewport, locale }) => {
  const app = await startTestApp();
  await stockShelf(app, [shirt, scarf], { running: false });
  const page = await openPage(await openBrowser(), { viewport, locale, reducedMotion: 'reduce' });
  const isClean = async (what: string) =>
    expect({ what, violations: await violations(page) }).toEqual({ what, violations: [] });
  const isItalian = locale === 'it-IT';
  await page.goto(`${app.url}/r/demo`);
  await field(page).waitFor();
  expect(await field(page).isDisabled()).toBe(true);
  await isClean('before the show');

  const host = await openStudio(app);
  await startShow(app);
  await eventually(async () => field(page).isEnabled());
  await askMany(app, 200);
  await page.reload();
  if (isItalian) await page.getByRole('tab', { name: 'Domande 200' }).click();
  else await openQuestions(page);
  await page.getByTestId('question-item').first().waitFor();
  expect(await page.getByTestId('question-item').count()).toBe(50);
  await isClean('questions');
  await page.getByRole('button', { name: isItalian ? 'Mostrane altre 50' : 'Show 50 more' }).click();
  expect(await page.getByTestId('question-item').count()).toBe(100);
  await host.request('question.takeNext', {});
  await page.locator('[data-testid="question-item"][data-state="answering"]').waitFor();
  await page.keyboard.press('Escape');
  await band(page).waitFor();
  await field(page).focus();
  await isClean('the band and the field');
  await page.getByTestId('ask-subject').click();
  await sheet(page).waitFor();
  await isClean('asking');
});
