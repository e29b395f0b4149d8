// Taps that come before the counter's chunk has, on a network that breaks just then: none is lost.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startTestApp } from '../helpers/app.ts';
import { openBrowser, openPage } from '../helpers/browser.ts';
import { stockShelf } from '../helpers/goods.ts';

/** The room's page without its counter, until the result is called. */
const openWithoutCounter = async (page: Page, url: string): Promise<() => Promise<void>> => {
  const late = /\/assets\/(counter|counter-words-en)-[^/]*\.(js|css)$/;
  const refused = page.waitForEvent('requestfailed', (request) => late.test(request.url()));
  await page.route(late, (route) => route.abort('internetdisconnected'));
  await page.goto(`${url}/r/demo`);
  await page.getByTestId('reserve').waitFor();
  await refused;
  return () => page.unroute(late);
};

const styledBy = (page: Page, name: RegExp): Promise<boolean> =>
  page.evaluate((source) => {
    const rulesOf = (sheet: CSSStyleSheet): number => {
      try {
        return sheet.cssRules.length;
      } catch {
        return 0; // what did not come cannot be read
      }
    };
    return [...document.styleSheets].some(
      (sheet) => new RegExp(source).test(sheet.href ?? '') && rulesOf(sheet) > 0,
    );
  }, name.source);

const openRoom = async () => {
  const app = await startTestApp();
  await stockShelf(app, [{ title: 'Linen shirt', sizes: { S: 8, M: 3 } }]);
  const page = await openPage(await openBrowser());
  return { app, page, arrive: await openWithoutCounter(page, app.url) };
};

test('NET-33: "Reserve" tapped while its chunk cannot be had opens once it can', async () => {
  const { page, arrive } = await openRoom();
  await page.getByTestId('reserve').click();
  await page.locator('.toast').waitFor();
  await arrive();
  const dialog = page.getByRole('dialog');
  await dialog.getByTestId('reserve').waitFor();
  // Its own stylesheet as well, which failed with it.
  expect(await styledBy(page, /\/counter-/)).toBe(true);
});

test('NET-33: a question sent while its chunk cannot be had is asked once it can, and once', async () => {
  const { app, page, arrive } = await openRoom();
  await page.getByTestId('question-input').fill('Does it run small?');
  await page.getByTestId('question-input').press('Enter');
  await page.locator('.toast').waitFor();
  await arrive();
  await page
    .locator('.toast')
    .getByText(/in the queue/)
    .waitFor();
  const asked = app.db.read((sql) => sql.all('SELECT id FROM questions'));
  expect(asked).toHaveLength(1);
});
