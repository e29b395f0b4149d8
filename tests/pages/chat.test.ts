// The chat as people use it: two viewers on phones, a helper in the studio and in the room; saying, replying, hearts, the pin, and
// what keeps it civil, from the line itself.
import type { Browser, Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { violations } from '../helpers/axe.ts';
import { desktop, openBrowser, openPage, phone, watch } from '../helpers/browser.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { stockShelf } from '../helpers/goods.ts';
import { knownToken } from '../helpers/known.ts';
import { newKey } from '../helpers/shelf.ts';
import { openStudio } from '../helpers/studio.ts';

const scarf = { title: 'Silk scarf', onHand: 4, cents: 2400 };

const sheet = (page: Page): Locator => page.locator('dialog.sheet');
const line = (page: Page, text: string): Locator => page.getByTestId('chat-item').filter({ hasText: text });

const openChat = async (page: Page): Promise<void> => {
  const wide = (page.viewportSize()?.width ?? 0) >= 1024;
  await (wide ? page.getByRole('tab', { name: /^Chat/ }) : page.getByTestId('chat-open')).click();
  await page.getByTestId('chat-input').waitFor();
};

const write = async (page: Page, text: string): Promise<void> => {
  await page.getByTestId('chat-input').fill(text);
  await page.keyboard.press('Enter');
};

const giveName = async (page: Page, name: string): Promise<void> => {
  await page.getByLabel('How shall we call you?').fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
};

const doWith = async (page: Page, text: string, act: string): Promise<void> => {
  await line(page, text).getByTestId('chat-actions').click();
  await line(page, text).getByTestId(`chat-${act}`).click();
};

const openHelper = async (browser: Browser, app: TestApp): Promise<Page> => {
  const page = await openPage(browser, { viewport: desktop });
  await page.goto(await app.inviteFor('helper'));
  await page.waitForURL('**/studio/demo');
  await openChat(page);
  return page;
};

const speaker = async (app: TestApp, nickname: string): Promise<TestClient> => {
  const client = await TestClient.connect({ url: app.url });
  await client.hello({ token: await knownToken(app.db) });
  await client.request('viewer.rename', { nickname });
  return client;
};
const sayAs = (client: TestClient, text: string) => client.request('chat.say', { key: newKey(), text });

test('CHT-36 CHT-29 CHT-34 CHT-28: asked for a name, said, seen over the picture, replied to, read out', async () => {
  const app = await startTestApp();
  await stockShelf(app, [scarf]);
  const browser = await openBrowser();
  const anna = await watch(browser, app);
  const bea = await watch(browser, app);
  await openChat(anna);
  await write(anna, 'How lovely!');
  await anna.getByLabel('How shall we call you?').waitFor();
  // Closed without a name nothing is said, and nothing is lost.
  await anna.keyboard.press('Escape');
  await anna
    .getByTestId('chat-refused')
    .getByText(/Send again to write as/)
    .waitFor();
  expect(await anna.getByTestId('chat-input').inputValue()).toBe('How lovely!');
  await anna.getByTestId('chat-input').press('Enter');
  await line(anna, 'How lovely!').and(anna.locator('[data-id]')).waitFor();
  await line(bea, 'How lovely!').getByText('Guest').waitFor();

  await openChat(bea);
  await doWith(bea, 'How lovely!', 'reply');
  await bea.getByTestId('chat-replying').getByText('Reply to Guest').waitFor();
  await write(bea, 'I think so too');
  await giveName(bea, 'Bea');
  await line(bea, 'I think so too').and(bea.locator('[data-id]')).waitFor();
  expect(await bea.getByTestId('chat-replying').count()).toBe(0);
  await line(anna, 'I think so too').locator('.quoted').getByText('How lovely!').waitFor();
  await sheet(anna).getByRole('log').getByText('Bea, to Guest: I think so too').waitFor();

  const first = line(bea, 'How lovely!').first();
  await first.getByTestId('chat-actions').click();
  expect(await first.locator('.acts .button').allTextContents()).toEqual(['Reply', 'Report']);
  await first.getByTestId('chat-report').click();
  await sheet(bea).getByText('Report this message?').waitFor();
  await sheet(bea).getByTestId('chat-do').click();
  await sheet(bea).getByText('Choose why first.').waitFor();
  await sheet(bea).getByText('Insults').click();
  await sheet(bea).getByTestId('chat-do').click();
  await sheet(bea).getByText('Thank you. The shop will look at it.').waitFor();
});

test('CHT-27: what looks like a question goes to the host instead', async () => {
  const app = await startTestApp();
  await stockShelf(app, [scarf]);
  const page = await watch(await openBrowser(), app);
  await openChat(page);
  await page.getByTestId('chat-input').fill('How lovely');
  expect(await page.getByTestId('ask-instead').count()).toBe(0);
  await page.getByTestId('chat-input').fill('Is it pure silk?');
  await page.getByTestId('ask-instead').click();
  expect(await page.getByTestId('chat-input').inputValue()).toBe('');
  await page.keyboard.press('Escape');
  await page.locator('.questions-button').click();
  await page.getByTestId('question-item').getByText('Is it pure silk?').waitFor();
  expect(await page.getByTestId('chat-item').count()).toBe(0);
});

test('CHT-25 CHT-26: hearts of two viewers are one sum, and with reduced motion nothing rises', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  const anna = await openPage(browser, { reducedMotion: 'reduce' });
  await anna.goto(`${app.url}/r/demo`);
  const bea = await watch(browser, app);
  for (const page of [anna, bea]) await page.getByTestId('heart').waitFor();
  for (let n = 0; n < 7; n += 1) await anna.getByTestId('heart').click();
  expect(await anna.locator('.rising-heart').count()).toBe(0);
  await bea.getByTestId('heart').click();
  const count = async (page: Page) => Number(await page.getByTestId('heart').getAttribute('data-count'));
  await eventually(async () => (await count(anna)) === 8 && (await count(bea)) === 8);
  await bea.getByRole('button', { name: 'Send a heart. 8 so far' }).waitFor();
  await eventually(async () => (await bea.locator('.rising-heart').count()) === 0);
});

test('CHT-33 CHT-30 CHT-21 MOD-18: pin, remove, mute and ban from the line; a ban holds through a reload', async () => {
  const app = await startTestApp();
  await stockShelf(app, [scarf]);
  const browser = await openBrowser();
  const anna = await watch(browser, app);
  const bea = await watch(browser, app);
  for (const [page, name] of [
    [anna, 'Anna'],
    [bea, 'Bea'],
  ] as const) {
    await openChat(page);
    await write(page, `Hello from ${name}`);
    await giveName(page, name);
  }
  const helper = await openHelper(browser, app);
  await write(helper, 'Welcome');
  await line(anna, 'Welcome').locator('.role').getByText('Helper').waitFor();
  await line(helper, 'Welcome').getByTestId('chat-actions').click();
  expect(await line(helper, 'Welcome').locator('.acts .button').allTextContents()).toEqual([
    'Reply',
    'Pin',
    'Remove',
  ]);
  await line(helper, 'Welcome').getByTestId('chat-pin').click();
  await anna.getByTestId('chat-pinned').getByText('Welcome').waitFor();

  await doWith(helper, 'Hello from Anna', 'remove');
  await helper.getByText('It vanishes for everyone, and cannot be brought back.').waitFor();
  expect(await line(bea, 'Hello from Anna').count()).toBe(1);
  await helper.getByTestId('chat-do').click();
  await line(bea, 'Hello from Anna').waitFor({ state: 'detached' });
  await line(anna, 'Hello from Anna').waitFor({ state: 'detached' });

  await doWith(helper, 'Hello from Bea', 'mute');
  await helper.getByText('Advertising').click();
  await helper.getByTestId('chat-do').click();
  await helper.getByText('Bea is muted.').waitFor();
  await write(bea, 'Buy my watches');
  await bea
    .getByTestId('chat-refused')
    .getByText(/^You cannot write here until \d\d:\d\d/)
    .waitFor();
  expect(await bea.getByTestId('chat-input').inputValue()).toBe('Buy my watches');
  expect(await bea.getByTestId('chat-send').getAttribute('aria-disabled')).toBe('true');

  await doWith(helper, 'Hello from Bea', 'ban');
  await helper.getByText(/^Out of this room at once, also with a new tab/).waitFor();
  await helper.getByText('Insults').click();
  await helper.getByTestId('chat-do').click();
  await bea.locator('[data-screen="banned"]').first().waitFor();
  await sheet(bea).waitFor({ state: 'detached' });
  await bea.reload();
  await bea.getByRole('heading', { name: 'You can no longer watch here' }).waitFor();
  // She came to Bea's network shortly before: the helper reads her first.
  await write(anna, 'Still here');
  await helper.getByTestId('held-item').filter({ hasText: 'Still here' }).getByTestId('chat-approve').click();
  await line(helper, 'Still here').waitFor();
});

test('CHT-30 CHT-32: slow mode counts down; held messages wait for the helper', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  const cookie = await app.cookieFor('host');
  const setRules = (rules: object) =>
    fetch(`${app.url}/api/rooms/demo/rules`, {
      method: 'PUT',
      headers: { cookie, origin: app.url, 'content-type': 'application/json' },
      body: JSON.stringify(rules),
    });
  await setRules({ slowSeconds: 4 });
  const anna = await watch(browser, app);
  await openChat(anna);
  await write(anna, 'One');
  await giveName(anna, 'Anna');
  await line(anna, 'One').and(anna.locator('[data-id]')).waitFor();
  await write(anna, 'Two');
  await anna
    .getByTestId('chat-refused')
    .getByText(/^One message at a time here. You can write again in 00:0\d/)
    .waitFor();
  await anna.getByTestId('chat-refused').waitFor({ state: 'detached' });
  await anna.getByTestId('chat-send').click();
  await line(anna, 'Two').and(anna.locator('[data-id]')).waitFor();

  await setRules({ approveChat: true });
  await write(anna, 'May I?');
  await line(anna, 'May I?').and(anna.locator('[data-id]')).waitFor();
  const bea = await watch(browser, app);
  await openChat(bea);
  // Asked for: it came before the helper did.
  const helper = await openHelper(browser, app);
  await helper.getByRole('tab', { name: 'Chat 1' }).waitFor();
  const held = helper.getByTestId('held-item').filter({ hasText: 'May I?' });
  await held.getByText('Nobody sees it until you show it.').waitFor();
  expect(await line(bea, 'May I?').count()).toBe(0);
  await held.getByTestId('chat-approve').click();
  await line(bea, 'May I?').waitFor();
  await held.waitFor({ state: 'detached' });
  await write(anna, 'Never mind');
  await helper.getByTestId('held-item').filter({ hasText: 'Never mind' }).getByTestId('held-remove').click();
  await line(anna, 'Never mind').waitFor({ state: 'detached' });
});

test('CHT-35 CHT-24: the list stays where one reads, and a crowd does not flood the picture', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  const page = await watch(browser, app);
  const clients = await Promise.all(['Ada', 'Ben', 'Cleo'].map((name) => speaker(app, name)));
  for (let n = 1; n <= 45; n += 1) await sayAs(clients[n % 3]!, `Message ${n}`);
  await page.locator('.chat-lines').getByText('Message 45').waitFor();
  // How many draws they fell into is the machine's matter.
  expect(await page.getByTestId('chat-item').count()).toBeLessThanOrEqual(4);
  await openChat(page);
  const atEnd = () =>
    page.locator('.messages').evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight < 4);
  await eventually(atEnd);
  await sayAs(clients[0]!, 'Message 46');
  await line(page, 'Message 46').waitFor();
  await eventually(atEnd);
  await page.locator('.messages').evaluate((box) => (box.scrollTop = 0));
  await sayAs(clients[0]!, 'Message 47');
  await sayAs(clients[1]!, 'Message 48');
  await page.getByTestId('chat-newest').getByText('2 new messages').waitFor();
  expect(await page.locator('.messages').evaluate((box) => box.scrollTop)).toBeLessThan(4);
  await page.getByTestId('chat-newest').click();
  await eventually(atEnd);
  // While something is done with a line nothing moves.
  await line(page, 'Message 48').getByTestId('chat-actions').click();
  await sayAs(clients[0]!, 'Message 49');
  await page.getByTestId('chat-newest').waitFor();
});

test('CHT-33: the staff acts in the room too, with the keyboard alone', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  const context = await browser.newContext({ viewport: desktop, locale: 'en-GB' });
  const [cookie = '', value = ''] = (await app.cookieFor('host')).split('=');
  await context.addCookies([{ name: cookie, value, url: app.url }]);
  const page = await context.newPage();
  await page.goto(`${app.url}/r/demo`);
  const ada = await speaker(app, 'Ada');
  await page.getByRole('tab', { name: 'Products' }).focus();
  await page.keyboard.press('End');
  await page.getByTestId('chat-input').waitFor();
  await sayAs(ada, 'Rude words');
  await line(page, 'Rude words').waitFor();
  const focused = () =>
    page.evaluate(
      () => document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.className,
    );
  const tabTo = (wanted: string) =>
    eventually(async () => {
      await page.keyboard.press('Tab');
      return (await focused()) === wanted;
    });
  await tabTo('chat-actions');
  await page.keyboard.press('Enter');
  await tabTo('chat-mute');
  await page.keyboard.press('Enter');
  await eventually(async () => (await focused()) === 'act-title');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await tabTo('chat-do');
  await page.keyboard.press('Enter');
  await page.getByText('Ada is muted.').waitFor();
  await eventually(async () => (await focused()) === 'chat-actions');
  expect(await ada.outcome('chat.say', { key: newKey(), text: 'Again' })).toBe('muted');
});

const views = [
  { name: 'phone-dark-en', viewport: phone, locale: 'en-GB', colorScheme: 'dark' },
  { name: 'desktop-light-it', viewport: desktop, locale: 'it-IT', colorScheme: 'light' },
] as const;

test.each(views)('A11Y-1 CHT-34: chat and hearts, $name', async ({ name, viewport, locale, colorScheme }) => {
  const app = await startTestApp();
  await stockShelf(app, [scarf]);
  const browser = await openBrowser();
  const helper = await openStudio(app, { role: 'helper' });
  const ada = await speaker(app, 'Ada');
  const { message } = await sayAs(ada, 'Bellissima, davvero! Quanto costa la spedizione per due sciarpe?');
  const { message: mine } = await helper.request('chat.say', {
    key: newKey(),
    text: 'Welcome, all of you. Sizes run small today.',
    replyTo: message.id,
  });
  await helper.request('chat.pin', { messageId: mine.id });
  await sayAs(ada, 'Grazie');
  const page = await openPage(browser, { viewport, locale, colorScheme, reducedMotion: 'reduce' });
  await page.goto(`${app.url}/r/demo`);
  const isClean = async (what: string, of = page) => {
    if (process.env.SHOTS) await of.screenshot({ path: `${process.env.SHOTS}/chat-${name}-${what}.png` });
    expect({ what, violations: await violations(of) }).toEqual({ what, violations: [] });
  };
  await page.getByTestId('heart').click();
  await isClean('room');
  await (viewport === desktop ? page.locator('#tab-chat') : page.getByTestId('chat-open')).click();
  await page.getByTestId('chat-input').fill('Is it silk?');
  await page.getByTestId('chat-pinned').waitFor();
  await isClean('sheet');
  await line(page, 'Grazie').getByTestId('chat-actions').click();
  await isClean('acts');
  await line(page, 'Grazie').getByTestId('chat-report').click();
  await isClean('report');

  const studio = await openPage(browser, { viewport, locale, colorScheme, reducedMotion: 'reduce' });
  await studio.goto(await app.inviteFor('helper'));
  await studio.waitForURL('**/studio/demo');
  await studio.getByTestId('tab-chat').click();
  await doWith(studio, 'Grazie', 'ban');
  await isClean('studio', studio);
});
