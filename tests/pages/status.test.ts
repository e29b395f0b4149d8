// The owner's page about how the shop runs, in a real browser.
import { expect, test } from 'vitest';
import { ManualClock } from '../../server/clock.ts';
import { startTestApp } from '../helpers/app.ts';
import { violations } from '../helpers/axe.ts';
import { openBrowser, openPage, phone } from '../helpers/browser.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';

test('SHP-21 A11Y-1: the owner sees viewers come, as a plot, a sentence and a table; they stay without a line', async () => {
  const clock = new ManualClock();
  const app = await startTestApp({ clock });
  const page = await openPage(await openBrowser(), { viewport: phone, locale: 'en' });
  const [name = '', value = ''] = (await app.cookieFor('owner')).split('=');
  await page.context().addCookies([{ name, value, url: app.url }]);
  await page.goto(`${app.url}/shop/settings/status`);
  await page.getByText('The server has just started').waitFor();
  await page.getByText('There is no backup yet').waitFor();
  expect(await page.locator('[data-kind="chat"] td').first().textContent()).toBe('90 days');

  const sample = async () => {
    const before = app.status().samples.length;
    clock.advance(5000);
    await eventually(() => app.status().samples.length > before);
  };
  const ask = () => page.evaluate(() => dispatchEvent(new Event('online')));
  await sample();
  for (let n = 0; n < 3; n += 1) await (await TestClient.connect({ url: app.url })).hello();
  for (let n = 0; n < 13; n += 1) await sample();
  await ask();
  const viewers = page.locator('[data-measure="viewers"]');
  await viewers.getByText('3', { exact: true }).waitFor();
  const told = 'Watching: now 3; in the last quarter of an hour from 0 to 3.';
  expect(await viewers.getByRole('img').getAttribute('aria-label')).toBe(told);
  expect(await viewers.locator('.line').getAttribute('d')).toMatch(/^M[\d.]+ 72L[\d.]+ 28\.8L.*L320 28\.8$/);
  await page.getByText('The same as a table').click();
  const rows = await page.locator('.numbers-of-plots tbody tr').allTextContents();
  expect(rows.length).toBeGreaterThanOrEqual(2);
  expect(rows[0]).toMatch(/^\d\d:\d\d.*3/);
  expect(await violations(page)).toEqual([]);

  await page.context().setOffline(true);
  await ask();
  await page.getByText('What you see may be old').waitFor();
  expect(await viewers.getByRole('img').getAttribute('aria-label')).toBe(told);
  await page.context().setOffline(false);
  await ask();
  await page.getByText('What you see may be old').waitFor({ state: 'detached' });
});
