// Every page in both languages: no accessibility violation that axe can find, no request to anyone else, nothing that the
// Content-Security-Policy had to stop, no error in the console.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import * as shows from '../../server/rooms/shows.ts';
import { startTestApp } from '../helpers/app.ts';
import { violations } from '../helpers/axe.ts';
import { desktop, goLive, hasState, newFrames, openBrowser, openPage, phone } from '../helpers/browser.ts';
import { textAttacks } from '../load/attack-texts.ts';

/** Collects what must not happen on a page. */
const listenTo = (page: Page, origin: string) => {
  const foreign: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!['data:', 'blob:'].includes(url.protocol) && url.host !== new URL(origin).host)
      foreign.push(url.href);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { foreign, complaints };
};

const views = [
  { name: 'phone, English, dark', viewport: phone, locale: 'en-GB', colorScheme: 'dark' },
  { name: 'desktop, Italian, light', viewport: desktop, locale: 'it-IT', colorScheme: 'light' },
] as const;

describe.each(views)('on a $name page', ({ viewport, locale, colorScheme }) => {
  // Without motion: a colour half way through a fade has no contrast of its own.
  const options = { viewport, locale, colorScheme, reducedMotion: 'reduce' } as const;

  test('A11Y-1 I18N-1 SEC-6: home, sign-in and the back office of a visitor', async () => {
    const app = await startTestApp();
    const browser = await openBrowser();
    for (const path of ['/', '/sign-in', '/shop']) {
      const page = await openPage(browser, options);
      const heard = listenTo(page, app.url);
      await page.goto(app.url + path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.locator('html').getAttribute('lang'), path).toBe(locale.slice(0, 2));
      expect({ path, violations: await violations(page) }).toEqual({ path, violations: [] });
      expect({ path, ...heard }).toEqual({ path, foreign: [], complaints: [] });
    }
  });

  test('A11Y-1 I18N-1 SEC-6: the room while it waits, is live and has ended, and the studio', async () => {
    const app = await startTestApp();
    const browser = await openBrowser();
    const viewer = await openPage(browser, options);
    const heard = listenTo(viewer, app.url);
    await viewer.goto(`${app.url}/r/demo`);
    await hasState(viewer, 'waiting');
    expect(await viewer.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2));
    expect(await violations(viewer)).toEqual([]);
    const host = await goLive(browser, app, { page: options });
    await newFrames(viewer);
    expect(await violations(viewer)).toEqual([]);
    expect(await violations(host)).toEqual([]);
    await host.getByTestId('end-show').click();
    const dialog = host.getByRole('dialog');
    await dialog.waitFor();
    expect(await violations(host)).toEqual([]);
    await dialog.getByRole('button').last().click();
    await hasState(viewer, 'ended');
    expect(await violations(viewer)).toEqual([]);
    expect(heard).toEqual({ foreign: [], complaints: [] });
  });
});

test('I18N-6: the language is switched on the page and kept', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  const page = await openPage(browser);
  await page.goto(`${app.url}/r/demo`);
  await hasState(page, 'waiting');
  // On a phone the language is with one's name.
  await page.getByRole('button', { name: 'Your name' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Italiano' }).click();
  const language = () => page.locator('html').getAttribute('lang');
  await expect.poll(language).toBe('it');
  await page.reload();
  await hasState(page, 'waiting');
  expect(await language()).toBe('it');
});

test('SEC-6 SEC-21: every page, with scripts in every text that anybody may write, runs none and asks nobody else', async () => {
  const app = await startTestApp();
  await app.db.write((tx) => shows.start(tx, shows.findRoom(tx, 'demo')!.id, Date.now()));
  const [attack] = textAttacks;
  const { held, back } = await attack!.run({
    url: app.url,
    port: app.port,
    cookie: await app.cookieFor('owner'),
  });
  expect(back).toMatch(/^\d\d pages: 0 dialogs, 0 foreign elements, 0 violations, 0 foreign requests$/);
  expect(held).toBe(true);
});
