// Sheets, dialogs and refusals that no other test looks at: by axe in both themes and sizes; how they lie on a phone; and what a
// live region says.
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import * as moderation from '../../server/rooms/moderation.ts';
import * as shows from '../../server/rooms/shows.ts';
import type { RoomRules } from '../../shared/moderation.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { violations } from '../helpers/axe.ts';
import { desktop, goLive, openBrowser, openPage, phone, watch } from '../helpers/browser.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { stockShelf } from '../helpers/goods.ts';
import { newKey } from '../helpers/shelf.ts';
import { openStudio } from '../helpers/studio.ts';

const shirt = { title: 'Linen shirt', sizes: { S: 8, M: 3 } };

const openShop = async (): Promise<TestApp> => {
  const app = await startTestApp();
  await stockShelf(app, [shirt]);
  return app;
};

const setRules = (app: TestApp, change: Partial<RoomRules>) =>
  app.db.write((tx) => {
    const { id } = shows.findRoom(tx, 'demo')!;
    moderation.setRules(tx, id, { ...moderation.rules(tx, id), ...change }, 'staff:Ida', Date.now());
  });

const speaker = async (app: TestApp, nickname: string): Promise<TestClient> => {
  const client = await TestClient.connect({ url: app.url });
  await client.hello({});
  await client.request('viewer.rename', { nickname });
  return client;
};

const say = (client: TestClient, text: string) =>
  client.request('chat.say', { key: newKey(), text }).then(({ message }) => message);

const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

const isFine = async (page: Page, what: string) =>
  expect({ what, violations: await violations(page), fits: await fits(page) }).toEqual({
    what,
    violations: [],
    fits: true,
  });

const views = [
  { name: 'phone, Italian, dark', viewport: phone, locale: 'it-IT', colorScheme: 'dark' },
  { name: 'desktop, English, light', viewport: desktop, locale: 'en-GB', colorScheme: 'light' },
] as const;

describe.each(views)('on a $name page', ({ viewport, locale, colorScheme }) => {
  const options = { viewport, locale, colorScheme, reducedMotion: 'reduce' } as const;

  test('A11Y-2 A11Y-5 UI-8: what the chat of a room asks and refuses', async () => {
    const app = await openShop();
    const page = await openPage(await openBrowser(), options);
    await page.goto(`${app.url}/r/demo`);
    const chat = viewport === phone ? page.getByTestId('chat-open') : page.locator('#tab-chat');
    await chat.click();
    const write = async (text: string): Promise<void> => {
      await page.getByTestId('chat-input').fill(text);
      await page.keyboard.press('Enter');
    };
    await write('Buy my watches');
    await page.locator('dialog.dialog[open]').waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('nickname');
    await isFine(page, 'the name');
    await page.keyboard.type('Anna');
    await page.keyboard.press('Enter');
    const line = page.getByTestId('chat-item').and(page.locator('[data-id]'));
    await line.filter({ hasText: 'Buy my watches' }).waitFor();
    const helper = await openStudio(app, { role: 'helper' });
    const subjectId = await line.filter({ hasText: 'Buy my watches' }).first().getAttribute('data-id');
    await helper.request('moderation.mute', { subjectId, minutes: 30, reason: 'advertising' });
    await write('More watches');
    await page.getByTestId('chat-refused').waitFor();
    await isFine(page, 'muted');
    await helper.request('moderation.ban', { subjectId, hours: 24, reason: 'advertising' });
    await page.locator('[data-screen="banned"]').first().waitFor();
    await page.locator('dialog.sheet').waitFor({ state: 'detached' });
    await isFine(page, 'banned');
    for (const gone of ['.picture', '.pinned', '.products-button', '.answering'])
      expect([gone, await page.locator(gone).filter({ visible: true }).count()]).toEqual([gone, 0]);
  });

  test('A11Y-2 UI-7: what a helper does from the line, and the keys', async () => {
    const app = await openShop();
    const ada = await speaker(app, 'Ada');
    await say(ada, 'Rude words');
    await setRules(app, { approveChat: true });
    await say(ada, 'Vi seguo da Torino, complimenti per la bella vetrina e per la pazienza con tutte');
    const page = await openPage(await openBrowser(), options);
    const [name = '', value = ''] = (await app.cookieFor('host')).split('=');
    await page.context().addCookies([{ name, value, url: app.url }]);
    await page.goto(`${app.url}/studio/demo`);
    // Until the camera is there it has the colours of a disabled button, which it loses within a frame.
    await page.locator('[data-testid=go-live]:enabled').waitFor();
    await page.getByTestId('tab-chat').click();
    await page.getByTestId('held-item').waitFor();
    await isFine(page, 'one is held');
    const tabs = await page.locator('.column [role=tab]').evaluateAll((all) =>
      all.map((tab) => {
        const words = document.createRange();
        words.selectNodeContents(tab);
        return words.getBoundingClientRect().height < 28;
      }),
    );
    expect(tabs).toEqual([true, true, true]);
    const item = page.getByTestId('chat-item').filter({ hasText: 'Rude words' });
    for (const act of ['remove', 'mute', 'ban']) {
      await item.getByTestId('chat-actions').click();
      await item.getByTestId(`chat-${act}`).click();
      await page.getByTestId('chat-act').waitFor();
      await isFine(page, act);
      // Closed by its own button, and by the one that opened it.
      await page.getByTestId('chat-act').getByRole('button').first().click();
      await page.getByTestId('chat-act').waitFor({ state: 'detached' });
      if (await item.getByTestId(`chat-${act}`).count()) await item.getByTestId('chat-actions').click();
    }
    await page.locator('.column [role=tab]').first().focus();
    await page.keyboard.press('?');
    await page.locator('dialog[open]').waitFor();
    await isFine(page, 'the keys');
  });

  test('A11Y-6: a product and its answers, a try-on, slow mode, the report, the connection', async () => {
    const app = await openShop();
    const ada = await speaker(app, 'Ada');
    await say(ada, 'Rude words');
    const { id: productId } = app.db.read((sql) => sql.get<{ id: string }>('SELECT id FROM products'))!;
    const text = 'Does the M run small?';
    const asked = await ada.request('question.ask', { key: newKey(), kind: 'question', text, productId });
    const helper = await openStudio(app, { role: 'helper' });
    const questionId = asked.question.id;
    await helper.request('question.reply', { questionId, text: 'A little.', to: 'all', save: false });
    await setRules(app, { slowSeconds: 60 });
    const page = await openPage(await openBrowser(), options);
    await page.goto(`${app.url}/r/demo`);
    const closeSheet = async (): Promise<void> => {
      await page.keyboard.press('Escape');
      await page.locator('dialog.sheet').waitFor({ state: 'detached' });
    };

    await page.locator('.pinned .about').click();
    await page.getByTestId('answered-question').waitFor();
    await isFine(page, 'the product with its answers');
    await page.getByTestId('ask-about').click();
    await page.locator('#try-it-on').check();
    await isFine(page, 'a try-on');
    await closeSheet();
    await page.getByTestId('picture-options').click();
    await page.getByTestId('media-path').waitFor();
    await isFine(page, 'the connection');
    await closeSheet();

    const chat = viewport === phone ? page.getByTestId('chat-open') : page.locator('#tab-chat');
    await chat.click();
    const rude = page.locator('.message').filter({ hasText: 'Rude words' });
    await rude.getByTestId('chat-actions').click();
    await rude.getByTestId('chat-report').click();
    await page.getByTestId('chat-act').waitFor();
    await isFine(page, 'the report');
    await page.getByTestId('chat-act').getByRole('button').first().click();
    await page.getByTestId('chat-input').fill('Good evening');
    await page.keyboard.press('Enter');
    await page.locator('dialog [name=nickname]').fill('Bea');
    await page.keyboard.press('Enter');
    await page.locator('.message').filter({ hasText: 'Good evening' }).first().waitFor();
    await page.getByTestId('chat-input').fill('And again');
    await page.keyboard.press('Enter');
    await page.getByTestId('chat-refused').waitFor();
    await isFine(page, 'slow mode');
  });

  test('A11Y-6 A11Y-7 UI-10: the studio that takes over, its second picture, what waits for approval', async () => {
    const app = await startTestApp();
    const browser = await openBrowser();
    const host = await goLive(browser, app, { page: options });
    await host.getByTestId('pause').waitFor();
    if (viewport === phone) {
      const tops = await host
        .locator('.controls > .button')
        .evaluateAll((all) => all.map((button) => Math.round(button.getBoundingClientRect().top)));
      expect({ buttons: tops.length, rows: new Set(tops).size }).toEqual({ buttons: 3, rows: 1 });
    }
    const create = { width: 40, height: 40, channels: 3, background: '#1428e6' } as const;
    const buffer = await sharp({ create }).png().toBuffer();
    await isFine(host, 'before a second picture');
    await host.getByTestId('inset-file').setInputFiles({ name: 'hem.png', mimeType: 'image/png', buffer });
    await host.getByTestId('inset-corner').waitFor();
    await isFine(host, 'a second picture');

    await setRules(app, { approveQuestions: true });
    const ada = await speaker(app, 'Ada');
    await ada.request('question.ask', { key: newKey(), kind: 'question', text: 'Is it silk?' });
    await eventually(async () => {
      const told = await host.locator('[role=status][aria-live=polite]').allTextContents();
      return /nobody sees it yet|ancora non la vede nessuno/.test(told.join());
    });

    const other = await openPage(browser, options);
    await other.goto(await app.inviteFor('host'));
    await other.getByTestId('go-live').click();
    await other.getByTestId('take-over-confirm').waitFor();
    await isFine(other, 'taking over');
  });
});

test('UI-11: the way out of an app’s browser lies above the product, and the lowest row stays the lowest', async () => {
  const app = await openShop();
  const userAgent =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Instagram 334.0';
  const page = await openPage(await openBrowser(), { userAgent });
  await page.goto(`${app.url}/r/demo`);
  await page.getByTestId('in-app').waitFor();
  const boxOf = async (selector: string) => (await page.locator(selector).boundingBox())!;
  const [notice, product, rail, bar] = [
    await boxOf('.in-app'),
    await boxOf('.pinned'),
    await boxOf('.rail'),
    await boxOf('.bar'),
  ];
  expect(notice.y + notice.height).toBeLessThanOrEqual(product.y);
  expect(notice.x + notice.width).toBeLessThanOrEqual(rail.x);
  expect(phone.height - bar.y - bar.height).toBeLessThan(24);
});

test('UI-9: a tap beside the field hits what was tapped, though the field gives up its focus', async () => {
  const app = await openShop();
  const page = await openPage(await openBrowser());
  await page.goto(`${app.url}/r/demo`);
  await page.getByTestId('picture-options').waitFor();
  await page.getByTestId('question-input').focus();
  await page.getByTestId('ask-subject').waitFor();
  const { x, y } = (await page.getByTestId('picture-options').boundingBox())!;
  await page.mouse.click(x + 22, y + 22, { delay: 100 });
  await page.getByTestId('media-path').waitFor();
});

test.each(['it-IT', 'en-GB'])('UI-7 UI-8: on camera and beside a sheet on a phone, %s', async (locale) => {
  const app = await openShop();
  const host = await openStudio(app);
  const ada = await speaker(app, 'Ada');
  const text = 'Does the M run small? I usually wear a 44, and shirts are often tight';
  await ada.request('question.ask', { key: newKey(), kind: 'question', text });
  for (let n = 1; n < 15; n += 1) await say(ada, `Hello ${n}`);
  await host.request('question.takeNext', {});
  const page = await openPage(await openBrowser(), { locale, reducedMotion: 'reduce' });
  await page.goto(`${app.url}/r/demo`);
  const box = (await page.getByTestId('answering-now').boundingBox())!;
  expect(box.width).toBeGreaterThanOrEqual(phone.width - 24);
  const rail = (await page.getByTestId('heart').boundingBox())!;
  expect(box.y + box.height).toBeLessThanOrEqual(rail.y);
  const isBelow = async (above: string, below: string) => {
    const [one, two] = [await page.locator(above).boundingBox(), await page.locator(below).boundingBox()];
    expect({ above, below, apart: two!.y >= one!.y + one!.height }).toEqual({ above, below, apart: true });
  };
  await isBelow('.chat-lines', '.pinned');
  await page.getByTestId('question-input').focus();
  expect(await page.getByTestId('chat-item').filter({ visible: true }).count()).toBe(0);
  await isBelow('.rail', '.pinned');
  await isBelow('.pinned', '.ask');
  await isBelow('.ask', '.bar');
  await page.locator('.questions-button').click();
  await page.getByTestId('question-item').waitFor();
  // The face of an upright picture is in the middle.
  for (const chip of await page.locator('.chips > *').filter({ visible: true }).all()) {
    const { x, width } = (await chip.boundingBox())!;
    expect(x + width).toBeLessThanOrEqual(phone.width / 2 - 45);
  }
});

test('UI-7: the tabs of a wide room stay on one line with large counts', async () => {
  const app = await openShop();
  for (const locale of ['it-IT', 'en-GB']) {
    const page = await openPage(await openBrowser(), { viewport: desktop, locale });
    await page.goto(`${app.url}/r/demo`);
    const tabs = page.locator('.shelf [role=tab]');
    await tabs.first().waitFor();
    // The chat has no count.
    const right = await tabs.evaluateAll((all) => {
      all.slice(0, 2).forEach((tab) => tab.append(' 188'));
      return all.map((tab) => Math.round(tab.getBoundingClientRect().right));
    });
    const heights = await tabs.evaluateAll((all) => all.map((tab) => tab.getBoundingClientRect().height));
    expect(new Set(heights)).toEqual(new Set([48]));
    expect(Math.max(...right)).toBeLessThanOrEqual(desktop.width);
  }
});

test('A11Y-4: a live region tells asker, me-too and bystander, each in its words', async () => {
  const app = await openShop();
  const host = await openStudio(app);
  const browser = await openBrowser();
  const [anna, bea, carlo] = [
    await watch(browser, app),
    await watch(browser, app),
    await watch(browser, app),
  ];
  await anna.getByTestId('question-input').fill('Does the M run small?');
  await anna.keyboard.press('Enter');
  await bea.locator('.questions-button').click();
  await bea.getByTestId('me-too').click();
  await bea.locator('[data-testid="me-too"][aria-pressed="true"]').waitFor();
  await bea.keyboard.press('Escape');
  await carlo.getByTestId('heart').waitFor();
  const heard = async (page: Page, sentence: string) =>
    eventually(async () =>
      (await page.locator('[role=status][aria-live=polite]').allTextContents())
        .join(' | ')
        .includes(sentence),
    );
  await host.request('question.takeNext', {});
  await heard(anna, 'Your question is on camera now');
  await heard(bea, 'Your question is on camera now');
  await heard(carlo, 'On camera: Does the M run small? — Linen shirt');
  expect(await carlo.getByText('Your question is on camera now').count()).toBe(0);
});
