// A host who never touches a mouse: from the queue to the products and the chat of one show, in real Chromium.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { QuestionView } from '../../shared/questions.ts';
import { desktop, openBrowser, openPage } from '../helpers/browser.ts';
import type { TestClient } from '../helpers/client.ts';
import { newKey, openShelf, type Shelf, type Viewer } from '../helpers/shelf.ts';

const ask = (viewer: TestClient, text: string, about: object = {}) =>
  viewer
    .request('question.ask', { key: newKey(), kind: 'question', text, ...about })
    .then(({ question }) => question);

const lastOf = (viewer: TestClient, { id }: QuestionView) =>
  viewer
    .eventsOf('question.changed')
    .map(({ body }) => body.question)
    .findLast((question) => question.id === id);

const reaches = (viewer: TestClient, question: QuestionView, state: string) =>
  expect.poll(() => lastOf(viewer, question)?.state).toBe(state);

const named = async (shelf: Shelf, nickname: string): Promise<Viewer> => {
  const viewer = await shelf.viewer();
  await viewer.request('viewer.rename', { nickname });
  return viewer;
};

const openStudio = async ({ app }: Shelf): Promise<Page> => {
  const page = await openPage(await openBrowser(), { viewport: desktop, reducedMotion: 'reduce' });
  const [name = '', value = ''] = (await app.cookieFor('host')).split('=');
  await page.context().addCookies([{ name, value, url: app.url }]);
  await page.goto(`${app.url}/studio/demo`);
  await page.getByTestId('queue-item').first().waitFor();
  return page;
};

const focused = (page: Page) =>
  page.evaluate(
    () =>
      document.activeElement?.getAttribute('data-testid') ??
      document.activeElement?.getAttribute('type') ??
      '',
  );

/** With Tab alone; fails when the focus never gets there. */
const tabTo = async (page: Page, wanted: string, key = 'Tab'): Promise<void> => {
  for (let presses = 0; presses < 80; presses += 1) {
    if ((await focused(page)) === wanted) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${wanted} cannot be reached by ${key}`);
};

test('A11Y-3: a show led by keyboard: questions, a product, and what keeps the chat civil', async () => {
  const shelf = await openShelf();
  const [shirt, scarf] = [await shelf.stocked(3), await shelf.stocked(5)];
  const [anna, bruno, rude] = [
    await named(shelf, 'Anna'),
    await named(shelf, 'Bruno'),
    await named(shelf, 'Rudi'),
  ];
  const first = await ask(anna, 'Is the collar stiff?');
  const second = await ask(anna, 'Do you ship to Sardinia?');
  const third = await ask(bruno, 'Are the buttons of horn?');
  const page = await openStudio(shelf);

  // Space takes and answers, the next press takes the one after.
  await page.keyboard.press('Space');
  await reaches(anna, first, 'answering');
  await expect.poll(() => page.getByTestId('take-next').getAttribute('aria-busy')).toBe('false');
  await page.keyboard.press('Space');
  await reaches(anna, second, 'answering');
  expect(lastOf(anna, first)?.state).toBe('answered');
  await expect.poll(() => page.getByTestId('take-next').getAttribute('aria-busy')).toBe('false');
  await page.keyboard.press('a');
  await reaches(anna, second, 'answered');

  // Dismissed, and taken back.
  await expect.poll(() => page.getByTestId('queue-item').count()).toBe(1);
  await page.keyboard.press('j');
  await page.keyboard.press('d');
  await reaches(bruno, third, 'dismissed');
  await page.getByTestId('undo-dismiss').waitFor();
  await page.keyboard.press('u');
  await reaches(bruno, third, 'waiting');

  // In writing, for all.
  await page.locator(`[data-testid="queue-item"][data-id="${third.id}"]`).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await expect.poll(() => focused(page)).toBe('reply-text');
  await page.keyboard.type('Mother-of-pearl.');
  await tabTo(page, 'reply-send');
  await page.keyboard.press('Enter');
  await expect.poll(() => lastOf(bruno, third)?.answer).toBe('Mother-of-pearl.');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  // Two that ask the same become one.
  const kept = await ask(anna, 'Does the M run small?', shirt);
  const same = await ask(bruno, 'Is the M runing small?', shirt);
  await page.getByTestId('similar').first().waitFor();
  await tabTo(page, 'similar');
  await page.keyboard.press('Enter');
  await page.getByTestId('merge-kept').waitFor();
  await tabTo(page, 'merge-into');
  await page.keyboard.press('Enter');
  await reaches(bruno, same, 'merged');
  await expect.poll(() => lastOf(bruno, kept)?.meToos).toBe(1);

  // The product that is showing, by the arrows.
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => anna.eventsOf('product.pinned').at(-1)?.body.productId).toBe(scarf.productId);
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => anna.eventsOf('product.pinned').at(-1)?.body.productId).toBe(shirt.productId);

  // The chat: from the tabs by arrow, to the line, to the act.
  await rude.request('chat.say', { key: newKey(), text: 'Rude words' });
  await tabTo(page, 'tab-questions', 'Shift+Tab');
  await page.keyboard.press('ArrowRight');
  await page.getByTestId('chat-item').getByText('Rude words').waitFor();
  const actFromLine = async (act: string): Promise<void> => {
    await tabTo(page, 'chat-actions');
    await page.keyboard.press('Enter');
    await tabTo(page, `chat-${act}`);
    await page.keyboard.press('Enter');
    await page.getByTestId('chat-act').waitFor();
    await tabTo(page, 'radio');
    await page.keyboard.press('Tab');
    await expect.poll(() => focused(page)).toBe('radio');
    await page.keyboard.press('Space');
    await tabTo(page, 'chat-do');
    await page.keyboard.press('Enter');
  };
  await actFromLine('mute');
  await page.getByText('Rudi is muted.').waitFor();
  expect(await rude.outcome('chat.say', { key: newKey(), text: 'Again' })).toBe('muted');
  await actFromLine('ban');
  expect(await rude.closed()).toBe(4403);
});
