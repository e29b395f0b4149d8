// A press as a finger or a mouse makes it, with time between down and up, while the question's field has the focus: pages that
// move in between lose it. Found by the networks bench.
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startTestApp } from '../helpers/app.ts';
import { openBrowser, openPage } from '../helpers/browser.ts';
import { stockShelf } from '../helpers/goods.ts';

const middleOf = async (target: Locator): Promise<{ x: number; y: number }> => {
  const box = await target.boundingBox();
  if (!box) throw new Error('it is not there');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};

/** Until the page has been laid out and painted anew. */
const painted = (page: Page): Promise<void> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));

test('NET-6: "Reserve" is pressed on a phone while the field has the focus', async () => {
  const app = await startTestApp();
  await stockShelf(app, [{ title: 'Linen shirt', sizes: { S: 8, M: 3 } }]);
  const page = await openPage(await openBrowser());
  await page.goto(`${app.url}/r/demo`);
  await page.getByTestId('question-input').focus();
  const about = page.getByTestId('ask-subject');
  await about.waitFor();
  await painted(page);
  const reserve = page.getByTestId('reserve');
  const { x, y } = await middleOf(reserve);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await painted(page);
  expect((await middleOf(reserve)).y).toBeCloseTo(y, 0);
  await page.mouse.up();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await about.waitFor({ state: 'hidden' });
});
