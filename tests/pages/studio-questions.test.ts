// The studio's queue, in real Chromium against a real server: a host who only presses keys, and what the viewers' sockets are
// told of it.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { QuestionView } from '../../shared/questions.ts';
import { violations } from '../helpers/axe.ts';
import { desktop, openBrowser, openPage, phone, staffPage } from '../helpers/browser.ts';
import type { TestClient } from '../helpers/client.ts';
import { knownToken } from '../helpers/known.ts';
import { newKey, openShelf, type Shelf } from '../helpers/shelf.ts';

const openStudio = async (...of: Parameters<typeof staffPage>): Promise<Page> => {
  const page = await staffPage(...of);
  await page.goto(`${of[1].url}/studio/demo`);
  await page.locator('.queue').waitFor();
  return page;
};

const ask = (viewer: TestClient, text: string, rest: Record<string, unknown> = {}): Promise<QuestionView> =>
  viewer
    .request('question.ask', { key: newKey(), kind: 'question', text, ...rest })
    .then(({ question }) => question);
const joinIn = async (shelf: Shelf, { id }: QuestionView, count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1)
    await (await shelf.viewer()).request('question.meToo', { questionId: id });
};
const latest = (viewer: TestClient, { id }: QuestionView): QuestionView | undefined =>
  viewer
    .eventsOf('question.changed')
    .map(({ body }) => body.question)
    .findLast((question) => question.id === id);
const stateOf = (viewer: TestClient, question: QuestionView) => latest(viewer, question)?.state;

const item = (page: Page, { id }: QuestionView) =>
  page.locator(`[data-testid="queue-item"][data-id="${id}"]`);
const order = (page: Page) =>
  page
    .getByTestId('queue-item')
    .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.id ?? ''));
const showsState = (page: Page, question: QuestionView, state: string) =>
  expect.poll(() => item(page, question).getAttribute('data-state')).toBe(state);
/** What is still pending takes no second wish; the event comes before the reply. */
const isSettled = (page: Page, question: QuestionView) =>
  expect.poll(() => item(page, question).getAttribute('aria-busy')).toBe('false');
const isFocused = (page: Page, testId: string) =>
  expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe(testId);
const ids = (...questions: QuestionView[]) => questions.map(({ id }) => id);

test('STU-61 STU-62: in the shop’s order with the reason, filtered, and the product of the one on camera in one tap', async () => {
  const shelf = await openShelf();
  const [shirt, boots] = [await shelf.stocked(3), await shelf.stocked(1)];
  const anna = await shelf.viewer();
  await anna.request('viewer.rename', { nickname: 'Anna' });
  const old = await ask(anna, 'Are you open on Sunday?');
  const many = await ask(anna, 'Does it run small?', shirt);
  const young = await ask(anna, 'Please, on somebody tall', { kind: 'try_on', ...boots });
  await joinIn(shelf, many, 2);
  const page = await openStudio(await openBrowser(), shelf.app, 'helper');

  await expect.poll(() => order(page)).toEqual(ids(many, old, young));
  expect(await item(page, many).innerText()).toContain('3 ask this');
  expect(await item(page, many).innerText()).toContain('Anna');
  expect(await item(page, many).innerText()).toContain('Linen shirt');
  expect(await item(page, old).innerText()).toContain('Waiting longest');
  expect(await item(page, young).innerText()).toContain('Try it on');
  expect(await page.getByTestId('tab-questions').innerText()).toMatch(/^Questions\s3$/);

  await page.locator('[data-filter="try_on"]').click();
  await expect.poll(() => order(page)).toEqual(ids(young));
  await page.locator('[data-filter="pinned"]').click();
  await page.getByText('No question of this kind is waiting.').waitFor();
  await page.locator(`[data-testid="pin-product"][data-id="${shirt.productId}"]`).click();
  await expect.poll(() => order(page)).toEqual(ids(many));
  await page.locator('[data-filter="all"]').click();

  await item(page, young).getByTestId('answer-now').click();
  await expect.poll(() => order(page)).toEqual(ids(young, many, old));
  expect(await item(page, young).getAttribute('data-state')).toBe('answering');
  expect(await item(page, young).getByRole('timer').innerText()).toMatch(/^0:0\d$/);
  await page.getByTestId('show-product').click();
  await expect.poll(() => anna.eventsOf('product.pinned').at(-1)?.body.productId).toBe(boots.productId);
  await expect.poll(() => page.getByTestId('show-product').count()).toBe(0);
});

test('STU-64: a host with a keyboard alone takes, answers, dismisses and takes back', async () => {
  const shelf = await openShelf();
  const anna = await shelf.viewer();
  const [one, two, three] = [
    await ask(anna, 'Is it linen?'),
    await ask(anna, 'Do you ship to Sardinia?'),
    await ask(anna, 'Is there a belt with it?'),
  ];
  const page = await openStudio(await openBrowser(), shelf.app);
  await item(page, one).waitFor();

  await page.keyboard.press('d');
  await page.getByText('Choose a question first').waitFor();
  await page.keyboard.press('Space');
  await expect.poll(() => stateOf(anna, one)).toBe('answering');
  // A viewer may hear of it before the page has drawn that it waits.
  await showsState(page, one, 'answering');
  await expect.poll(() => page.getByTestId('take-next').getAttribute('aria-busy')).toBe('false');
  await page.keyboard.press('Space');
  await expect.poll(() => stateOf(anna, two)).toBe('answering');
  expect(stateOf(anna, one)).toBe('answered');
  await showsState(page, two, 'answering');
  await page.keyboard.press('a');
  await expect.poll(() => stateOf(anna, two)).toBe('answered');
  await expect.poll(() => page.getByTestId('queue-item').count()).toBe(1);

  await page.keyboard.press('j');
  expect(await item(page, three).getAttribute('data-selected')).toBe('true');
  await page.keyboard.press('n');
  await showsState(page, three, 'next');
  await isSettled(page, three);
  await page.keyboard.press('d');
  await expect.poll(() => stateOf(anna, three)).toBe('dismissed');
  await page.getByTestId('undo-dismiss').waitFor();
  await page.keyboard.press('u');
  await expect.poll(() => stateOf(anna, three)).toBe('waiting');
  await item(page, three).waitFor();
  await isSettled(page, three);
  expect(await page.getByTestId('undo-strip').count()).toBe(0);

  // The same by Tab, with a press of space on a button that the focus was brought to by key.
  await page.keyboard.press('j');
  for (let n = 0; n < 12; n += 1) {
    const onIt = await page.evaluate(() => document.activeElement?.getAttribute('data-testid') === 'dismiss');
    if (onIt) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Space');
  await expect.poll(() => stateOf(anna, three)).toBe('dismissed');
  // The row has gone with the focus in it.
  await page.keyboard.press('Space');
  await page.getByText('No question is waiting.').first().waitFor();
});

test('STU-64: space after a click takes the next question and presses nothing a second time', async () => {
  const shelf = await openShelf();
  const { productId } = await shelf.stocked(3);
  const anna = await shelf.viewer();
  const question = await ask(anna, 'Is it linen?');
  const page = await openStudio(await openBrowser(), shelf.app);
  await item(page, question).waitFor();
  await page.locator(`[data-testid="pin-product"][data-id="${productId}"]`).click();
  await expect.poll(() => anna.eventsOf('product.pinned').length).toBe(1);
  await page.keyboard.press('Space');
  await expect.poll(() => stateOf(anna, question)).toBe('answering');
  // What is written is written.
  await page.keyboard.press('Tab');
  await page.getByLabel('Link to the room').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('a');
  await item(page, question).waitFor();
  expect(stateOf(anna, question)).toBe('answering');
  expect(anna.eventsOf('product.pinned')).toHaveLength(1);
});

test('STU-66 STU-67: by keyboard in writing, and the answer that was kept is offered the second time', async () => {
  const shelf = await openShelf();
  const shirt = await shelf.stocked(3);
  const [anna, bruno] = [await shelf.viewer(), await shelf.viewer()];
  const first = await ask(anna, 'Does it shrink in the wash?', shirt);
  const page = await openStudio(await openBrowser(), shelf.app);
  await item(page, first).waitFor();
  const dialog = page.getByRole('dialog');

  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await isFocused(page, 'reply-text');
  expect(await dialog.getByTestId('saved-answer').count()).toBe(0);
  await page.keyboard.type('No: it is pre-washed. d');
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByTestId('reply-text').count()).toBe(0);
  await page.keyboard.press('r');
  await expect.poll(() => dialog.getByTestId('reply-text').inputValue()).toBe('No: it is pre-washed. d');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await expect.poll(() => latest(bruno, first)?.answer).toBe('No: it is pre-washed.');

  const second = await ask(bruno, 'Will the shirt shrink when I wash it?', shirt);
  await item(page, second).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await dialog.getByTestId('saved-answer').click();
  expect(await dialog.getByTestId('reply-text').inputValue()).toBe('No: it is pre-washed.');
  await dialog.getByLabel('Only the person who asked').check();
  await dialog.getByTestId('reply-send').click();
  expect((await bruno.event('question.answered')).body.answer).toEqual({
    questionId: second.id,
    text: 'No: it is pre-washed.',
  });
  await dialog.waitFor({ state: 'hidden' });
});

test('STU-65: two that ask the same are found and merged by one press', async () => {
  const shelf = await openShelf();
  const shirt = await shelf.stocked(3);
  const [anna, bruno] = [await shelf.viewer(), await shelf.viewer()];
  const page = await openStudio(await openBrowser(), shelf.app);
  const one = await ask(anna, 'Does the M run small?', shirt);
  await ask(anna, 'Do you ship to Sardinia?');
  const same = await ask(bruno, 'Is the M runing small?', shirt);
  await item(page, same).getByText('1 similar').waitFor();
  await item(page, same).getByTestId('similar').focus();
  await page.keyboard.press('Enter');
  expect(await page.getByTestId('merge-kept').getAttribute('data-id')).toBe(one.id);
  expect(
    await page
      .locator('.merge-sides [data-testid="merge-candidate"]')
      .evaluateAll((all) => all.map((each) => each.getAttribute('data-id'))),
  ).toEqual([same.id]);
  await page.locator('.merge-sides').getByTestId('merge-into').focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => latest(anna, same)?.mergedInto).toBe(one.id);
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await item(page, one).getByText('2 ask this').waitFor();
  expect(await item(page, one).getByTestId('similar').count()).toBe(0);
});

test('STU-63: a refusal is said in words, and the question stays where it stood', async () => {
  const shelf = await openShelf();
  const question = await ask(await shelf.viewer(), 'Is it linen?');
  const browser = await openBrowser();
  const page = await openPage(browser, { viewport: desktop });
  const [name = '', value = ''] = (await shelf.app.cookieFor('host')).split('=');
  await page.context().addCookies([{ name, value, url: shelf.app.url }]);
  await page.routeWebSocket('**/ws', (ws) => {
    const server = ws.connectToServer();
    ws.onMessage((message) => {
      const { id, type } = JSON.parse(String(message)) as { id: number; type: string };
      if (type !== 'question.move') return server.send(message);
      ws.send(JSON.stringify({ re: id, ok: false, error: { code: 'storage_failed' } }));
    });
  });
  await page.goto(`${shelf.app.url}/studio/demo`);
  await item(page, question).getByTestId('dismiss').click();
  await page.getByText('The shop cannot store anything at the moment').first().waitFor();
  expect(await item(page, question).getAttribute('data-state')).toBe('waiting');
  expect(await page.getByTestId('undo-strip').count()).toBe(0);
});

const colours = ['red', 'blue', 'white', 'green', 'black', 'brown', 'sand', 'pink', 'grey', 'violet'];
const things = ['jeans', 'boots', 'skirts', 'hats', 'scarves', 'belts', 'coats', 'bags', 'rings', 'gloves'];
const places = ['to work', 'at weddings', 'on the beach'];

/** Other words each time: the same ones with another number are refused. */
const wordsOf = (n: number): string =>
  `Does it go with ${colours[n % 10]} ${things[Math.floor(n / 10) % 10]} ${places[Math.floor(n / 100) % 3]}?`;

const askedByMany = async (shelf: Shelf, count: number): Promise<void> => {
  const shirt = await shelf.stocked(3);
  for (let at = 0; at < count; at += 5) {
    const viewer = await shelf.viewer({ token: await knownToken(shelf.app.db) });
    for (let n = at; n < Math.min(at + 5, count); n += 1) await ask(viewer, wordsOf(n), shirt);
  }
};

test('STU-69: all are counted, fifty are drawn', async () => {
  const shelf = await openShelf();
  await askedByMany(shelf, 300);
  const page = await openStudio(await openBrowser(), shelf.app);
  await page.getByText('250 more are waiting').waitFor();
  expect(await page.getByTestId('queue-item').count()).toBe(50);
  expect(await page.getByTestId('tab-questions').innerText()).toMatch(/^Questions\s300$/);
});

const views = [
  { name: 'phone, Italian, dark', viewport: phone, locale: 'it-IT', colorScheme: 'dark' },
  { name: 'desktop, English, light', viewport: desktop, locale: 'en-GB', colorScheme: 'light' },
] as const;

describe.each(views)('on a $name page', ({ viewport, locale, colorScheme }) => {
  test('A11Y-1 I18N-1 STU-69: the queue in every state', async () => {
    const shelf = await openShelf();
    const shirt = await shelf.stocked(3);
    const anna = await shelf.viewer();
    const options = { viewport, locale, colorScheme, reducedMotion: 'reduce' } as const;
    const page = await openStudio(await openBrowser(), shelf.app, 'host', options);
    await expect.poll(() => page.getByTestId('go-live').isEnabled()).toBe(true);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    const isFine = async (what: string) =>
      expect({ what, violations: await violations(page) }).toEqual({ what, violations: [] });
    await isFine('nothing asked');
    const first = await ask(anna, 'La taglia M veste piccola oppure posso prendere la mia?', shirt);
    const second = await ask(anna, 'La M veste piccola?', shirt);
    await ask(anna, 'Me la fate vedere indossata?', { kind: 'try_on', ...shirt });
    await ask(anna, 'x'.repeat(280));
    await item(page, first).waitFor();
    if (viewport === phone) {
      expect(await page.getByTestId('queue-item').count()).toBe(1);
      await page.locator('.queue-body > .button.wide').click();
    }
    await expect.poll(() => page.getByTestId('queue-item').count()).toBe(4);
    await item(page, second).locator('.more-button').click();
    await item(page, second).getByTestId('up-next').click();
    await expect.poll(() => stateOf(anna, second)).toBe('next');
    await isFine('the queue');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);

    await page.getByTestId('take-next').click();
    await expect.poll(() => stateOf(anna, second)).toBe('answering');
    await item(page, first).getByTestId('dismiss').click();
    await page.getByTestId('undo-strip').waitFor();
    await isFine('on camera, one dismissed');
    await page.getByTestId('undo-dismiss').click();
    await item(page, first).getByTestId('similar').click();
    await page.getByTestId('merge-kept').waitFor();
    await isFine('the comparison');
    await page.keyboard.press('Escape');
    await item(page, first).getByTestId('reply').click();
    await page.getByTestId('reply-text').waitFor();
    await isFine('an answer in writing');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByTestId('tab-holds').click();
    await isFine('the reservations');
    expect(complaints).toEqual([]);
  });
});
