// What waits for the shop, as the sender, the others and the staff see it, in real Chromium against a real server.
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import * as moderation from '../../server/rooms/moderation.ts';
import * as shows from '../../server/rooms/shows.ts';
import type { RoomRules } from '../../shared/moderation.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { violations } from '../helpers/axe.ts';
import { desktop, openBrowser, openPage, watch } from '../helpers/browser.ts';
import { TestClient } from '../helpers/client.ts';
import { stockShelf } from '../helpers/goods.ts';
import { newKey } from '../helpers/shelf.ts';

const scarf = { title: 'Silk scarf', onHand: 4, cents: 2400 };

const openShop = async (rules: Partial<RoomRules>): Promise<TestApp> => {
  const app = await startTestApp();
  await stockShelf(app, [scarf]);
  await app.db.write((tx) => {
    const { id } = shows.findRoom(tx, 'demo')!;
    moderation.setRules(tx, id, { ...moderation.rules(tx, id), ...rules }, 'staff:Ida', 0);
  });
  return app;
};

const openHelper = async (app: TestApp, tab: 'questions' | 'chat'): Promise<Page> => {
  const page = await openPage(await openBrowser(), { viewport: desktop, reducedMotion: 'reduce' });
  await page.goto(await app.inviteFor('helper'));
  await page.waitForURL('**/studio/demo');
  await page.getByTestId(`tab-${tab}`).click();
  return page;
};
const openQuestions = (page: Page): Promise<void> => page.locator('.questions-button').click();
const openChat = async (page: Page): Promise<void> => {
  await page.getByTestId('chat-open').click();
  await page.getByTestId('chat-input').waitFor();
};
const question = (page: Page, text: string): Locator =>
  page.getByTestId('question-item').filter({ hasText: text });
const line = (page: Page, text: string): Locator =>
  page.locator('dialog').getByTestId('chat-item').filter({ hasText: text });

test('MOD-11 QNA-13 CLI-66: a held question is seen by its asker as waiting, through a reload, and by all once it is shown', async () => {
  const app = await openShop({ approveQuestions: true });
  const browser = await openBrowser();
  const [anna, bea] = [await watch(browser, app), await watch(browser, app)];
  const studio = await openHelper(app, 'questions');
  await anna.getByTestId('question-input').fill('Is it pure silk?');
  await anna.keyboard.press('Enter');
  await anna.locator('.toast').getByText('Your question waits for the shop').waitFor();
  await anna.reload();
  await openQuestions(anna);
  await question(anna, 'Is it pure silk?').getByText('Waits for the shop to show it').waitFor();
  await question(anna, 'Is it pure silk?').getByTestId('withdraw').waitFor();
  expect(await violations(anna)).toEqual([]);
  await openQuestions(bea);
  await bea.getByText('Nobody has asked yet').waitFor();

  const held = studio.getByTestId('held-question');
  await held.getByText('Is it pure silk?').waitFor();
  expect(await studio.getByTestId('queue-item').count()).toBe(0);
  expect(await studio.getByTestId('tab-questions').textContent()).toContain('1');
  expect(await violations(studio)).toEqual([]);
  await held.getByRole('button', { name: 'Show it: Is it pure silk?' }).press('Enter');
  await question(bea, 'Is it pure silk?').getByTestId('me-too').waitFor();
  await question(anna, 'Is it pure silk?').getByText('Waiting · 1st').waitFor();
  await studio.getByTestId('queue-item').getByText('Is it pure silk?').waitFor();

  await anna.keyboard.press('Escape');
  await anna.getByTestId('question-input').fill('Buy watches?');
  await anna.keyboard.press('Enter');
  await held.getByText('Buy watches?').waitFor();
  await held.getByTestId('refuse-question').click();
  await openQuestions(anna);
  await question(anna, 'Buy watches?').getByText('The host has set it aside').waitFor();
  await anna.reload();
  await openQuestions(anna);
  await question(anna, 'Buy watches?').getByText('The host has set it aside').waitFor();
  expect(await question(bea, 'Buy watches?').count()).toBe(0);
  expect(await studio.getByTestId('undo-strip').count()).toBe(0);
});

test('CHT-38 CHT-39: a held message waits, one’s own stay one’s own through a reload', async () => {
  const app = await openShop({ approveChat: true });
  const anna = await watch(await openBrowser(), app);
  const studio = await openHelper(app, 'chat');
  await openChat(anna);
  await anna.getByTestId('chat-input').fill('How lovely!');
  await anna.keyboard.press('Enter');
  await anna.getByLabel('How shall we call you?').fill('Anna');
  await anna.getByRole('button', { name: 'Save' }).click();
  const own = line(anna, 'How lovely!');
  await own.getByText('Waits for the shop to show it').waitFor();
  expect(await own.getByTestId('chat-actions').count()).toBe(0);
  await anna.reload();
  await openChat(anna);
  await own.getByText('Waits for the shop to show it').waitFor();
  expect(await violations(anna)).toEqual([]);
  await studio.getByTestId('held-item').getByTestId('chat-approve').click();
  await own.getByTestId('chat-actions').waitFor();
  expect(await own.getAttribute('data-pending')).toBe(null);
  await anna.reload();
  await openChat(anna);
  await own.waitFor();
  expect(await own.getAttribute('data-mine')).toBe('true');
  await own.getByText('You', { exact: true }).waitFor();
});

test('CHT-40 MOD-12: the shadow is folded away for the staff, through a reload, and counts for nothing', async () => {
  const app = await openShop({ shadow: true, words: ['scam'] });
  const anna = await TestClient.connect({ url: app.url });
  await anna.hello({});
  const studio = await openHelper(app, 'chat');
  await anna.request('chat.say', { key: newKey(), text: 'What a sc4m' });
  const shadow = studio.getByTestId('chat-shadow');
  const check = async (): Promise<void> => {
    await shadow.getByText('1 message that only its sender sees').waitFor();
    expect(await studio.getByTestId('held-item').isVisible()).toBe(false);
    expect(await studio.getByTestId('tab-chat').locator('.tab-count').count()).toBe(0);
  };
  await check();
  await studio.reload();
  await studio.getByTestId('tab-chat').click();
  await check();
  await shadow.locator('summary').click();
  await shadow.getByText('A word that you do not want is in it').waitFor();
  expect(await violations(studio)).toEqual([]);
  await shadow.getByTestId('held-remove').click();
  await shadow.waitFor({ state: 'detached' });
});
