// Questions and moderation in the back office, in a real browser against a real server with real viewers.
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import * as audit from '../../server/rooms/audit.ts';
import * as moderation from '../../server/rooms/moderation.ts';
import * as shows from '../../server/rooms/shows.ts';
import type { StaffRole } from '../../shared/model.ts';
import type { DemandRow } from '../../shared/questions.ts';
import type { Replies } from '../../shared/shop-api.ts';
import { violations } from '../helpers/axe.ts';
import { desktop, openBrowser, staffPage, type PageOptions } from '../helpers/browser.ts';
import type { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { newKey, openShelf, type Shelf } from '../helpers/shelf.ts';
import { openStudio } from '../helpers/studio.ts';

const signedIn = async ({ app }: Shelf, role: StaffRole, options: PageOptions = {}): Promise<Page> => {
  const page = await staffPage(await openBrowser(), app, role, { reducedMotion: 'reduce', ...options });
  page.setDefaultTimeout(15_000);
  return page;
};

const boots = {
  title: 'Stivali',
  options: ['Size'],
  variants: ['38', '39'].map((size, at) => ({ sku: `ST-${size}`, options: [size], cents: 8900, onHand: at })),
};

type Stock = { productId: string; soldOut: string; last: string };
const stocked = async ({ app }: Shelf): Promise<Stock> => {
  const cookie = await app.cookieFor('owner');
  const write = async (method: string, path: string, body: unknown) => {
    const headers = { cookie, 'content-type': 'application/json' };
    const answer = await fetch(`${app.url}/api${path}`, { method, headers, body: JSON.stringify(body) });
    return answer.json() as Promise<Replies['product']>;
  };
  const { product } = await write('POST', '/products', boots);
  await write('PUT', '/rooms/demo/line-up', { productIds: [product.id] });
  const [soldOut = '', last = ''] = product.variants.map(({ id }) => id);
  return { productId: product.id, soldOut, last };
};

const ask = (who: TestClient, text: string, about: Record<string, unknown> = {}) =>
  who
    .request('question.ask', { key: newKey(), kind: 'question', text, ...about })
    .then(({ question }) => question);
const say = (who: TestClient, text: string) =>
  who.request('chat.say', { key: newKey(), text }).then(({ message }) => message);
const trySaying = (who: TestClient, text: string) => who.outcome('chat.say', { key: newKey(), text });

/** What three viewers want: a try-on that one joins, a question, two who come too late, one who waits. */
const want = async (shelf: Shelf, { productId, soldOut, last }: Stock): Promise<void> => {
  const [anna, bruno, carla] = [await shelf.viewer(), await shelf.viewer(), await shelf.viewer()];
  const tryOn = await ask(anna, 'Show them on, please', { kind: 'try_on', productId, variantId: last });
  await bruno.request('question.meToo', { questionId: tryOn.id });
  await ask(bruno, 'Are they leather?', { productId });
  for (const who of [anna, carla])
    await who.outcome('reservation.place', { key: newKey(), variantId: soldOut, quantity: 1 });
  await carla.request('waiting.join', { key: newKey(), variantId: soldOut, quantity: 1 });
};

const demandRows = (page: Page): Promise<string[]> =>
  page
    .locator('.demand-table tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => Array.from(row.querySelectorAll('th, td'), (cell) => cell.textContent).join(' ')),
    );

describe('what was wanted', () => {
  test('BOF-24 BOF-29: the demand board tells it, sorts, remembers its period and survives being offline', async () => {
    const shelf = await openShelf();
    const stock = await stocked(shelf);
    const page = await signedIn(shelf, 'helper');
    await page.goto(`${shelf.app.url}/shop`);
    await page.getByRole('link', { name: 'Questions' }).click();
    await page.getByText('Nothing was wanted in vain in 30 days').waitFor();
    await want(shelf, stock);
    await eventually(async () => {
      await page.reload();
      await page.locator('.demand-table').waitFor();
      return (await demandRows(page)).length === 3;
    });
    expect(await demandRows(page)).toEqual([
      'Stivali 38 0 0 0 1 2 3',
      'Stivali 39 0 1 1 0 0 2',
      'Stivali as a whole 1 0 0 0 0 1',
    ]);
    expect(await page.getByRole('listitem').filter({ hasText: 'Stivali 38' }).textContent()).toContain(
      '3 in all, waiting 1, came too late 2',
    );

    await page.getByRole('button', { name: 'Try on' }).click();
    await page.waitForURL('**/shop/questions?sort=tryOns');
    expect((await demandRows(page))[0]).toContain('Stivali 39');
    expect(await page.getByRole('columnheader', { name: 'Try on' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    await page.getByRole('button', { name: '7 days' }).click();
    await page.waitForURL('**/shop/questions?sort=tryOns&days=7');
    await page.reload();
    await page.locator('.demand-table').waitFor();
    expect(await page.getByRole('button', { name: '7 days' }).getAttribute('aria-pressed')).toBe('true');

    await page.context().setOffline(true);
    await page.getByRole('button', { name: '90 days' }).click();
    await page.getByText('What you see may be old').waitFor();
    expect(await demandRows(page)).toHaveLength(3);
    await page.context().setOffline(false);
    await page.getByText('What you see may be old').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Stivali' }).first().click();
    await page.waitForURL(`**/shop/products/${stock.productId}`);
  });

  test('BOF-29: of 500 lines fifty are drawn until more are wanted', async () => {
    const shelf = await openShelf();
    const page = await signedIn(shelf, 'helper');
    const demand = Array.from({ length: 500 }, (_, at): DemandRow => ({
      productId: `product_${at}`,
      variantId: null,
      title: `Thing ${at}`,
      variant: '',
      questions: 500 - at,
      tryOns: 0,
      meToos: 0,
      waiting: 0,
      missed: 0,
    }));
    await page.route('**/api/demand?*', (route) => route.fulfill({ json: { demand } }));
    await page.goto(`${shelf.app.url}/shop/questions`);
    await page.locator('.demand-table').waitFor();
    expect(await demandRows(page)).toHaveLength(50);
    expect(await page.locator('.bars ol > li').count()).toBe(10);
    await page.getByRole('button', { name: 'Show more' }).click();
    await eventually(async () => (await demandRows(page)).length === 100);
    await page.getByRole('button', { name: 'Total' }).click();
    expect((await demandRows(page))[0]).toContain('Thing 499');
  });

  test('BOF-26 BOF-30: saved answers are found and removed', async () => {
    const shelf = await openShelf();
    const { productId } = await stocked(shelf);
    const studio = await openStudio(shelf.app);
    const anna = await shelf.viewer();
    const reply = async (text: string, answer: string, about: Record<string, unknown> = {}) => {
      const { id } = await ask(anna, text, about);
      await studio.request('question.reply', { questionId: id, text: answer, to: 'all', save: true });
    };
    const page = await signedIn(shelf, 'helper');
    await page.goto(`${shelf.app.url}/shop/questions/answers`);
    await page.getByText('No saved answers yet').waitFor();
    await reply('Are they leather?', 'Calf, from Vicenza.', { productId });
    await reply('Open on Sunday?', 'No, sorry.');
    await reply('Open on Sunday?', 'No, sorry.');
    await page.reload();
    await page.getByRole('heading', { name: 'Stivali' }).waitFor();
    expect(await page.locator('.answer').first().textContent()).toContain('Given 2 times');
    await page.getByRole('searchbox').fill('vicenza');
    await page.waitForURL('**/shop/questions/answers?q=vicenza');
    await eventually(async () => (await page.locator('.answer').count()) === 1);
    await page.getByRole('button', { name: 'Remove the answer to “Are they leather?”' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove the answer' }).click();
    await page.getByText('The answer is not offered any more').waitFor();
    await page.getByText('Nothing found for “vicenza”').waitFor();
    await page.reload();
    await page.getByRole('searchbox').fill('');
    await eventually(async () => (await page.locator('.answer').count()) === 1);
  });
});

describe('moderation', () => {
  test('BOF-3 BOF-31: a host saves the rules, which hold at once; a helper reads them', async () => {
    const shelf = await openShelf();
    const anna = await shelf.viewer();
    expect(await trySaying(anna, 'Is this a scam?')).toBe('ok');
    const page = await signedIn(shelf, 'host');
    await page.goto(`${shelf.app.url}/shop`);
    await page.getByRole('link', { name: 'Moderation: Bottega Sole' }).click();
    await page.waitForURL('**/shop/shows/moderation/demo');
    const words = page.getByLabel('Words that viewers may not write');
    await words.fill('scam\nbuy now');
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText('Line 2, “buy now”: one word on each line').waitFor();
    expect(await words.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
    await words.fill('scam\nSCAM');
    await page.getByText('1 of 500 words').waitFor();
    await page.getByLabel('Try a sentence').fill('what a $cam');
    await page.getByText('Refused: “scam” is on the list').waitFor();
    await page.getByLabel('Slow mode').fill('30');
    await page.getByRole('link', { name: 'Log' }).click();
    await page.getByRole('button', { name: 'Stay here' }).click();
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText('The rules are saved').waitFor();
    const bruno = await shelf.viewer();
    expect(await trySaying(bruno, 'It is a sc4m')).toBe('words_refused');
    expect(await trySaying(bruno, 'Lovely')).toBe('ok');
    expect(await trySaying(bruno, 'Again')).toBe('slow_down');

    const helper = await signedIn(shelf, 'helper');
    await helper.goto(`${shelf.app.url}/shop/shows/moderation/demo`);
    await helper.getByText('Hosts and owners change the rules').waitFor();
    expect(await helper.getByLabel('Words that viewers may not write').inputValue()).toBe('scam');
    expect(await helper.getByLabel('Slow mode').isDisabled()).toBe(true);
    expect(await helper.getByRole('button', { name: 'Save the rules' }).count()).toBe(0);
  });

  test('BOF-28 BOF-32 BOF-33 BOF-34: a ban is listed and lifted, what waits is read, the log tells it all', async () => {
    const shelf = await openShelf();
    const studio = await openStudio(shelf.app, { role: 'helper' });
    const anna = await shelf.viewer();
    await anna.request('viewer.rename', { nickname: 'Anna' });
    const { id } = await say(anna, 'Very rude words');
    await studio.request('moderation.ban', { subjectId: id, hours: 24, reason: 'insults' });
    const page = await signedIn(shelf, 'helper');
    await page.goto(`${shelf.app.url}/shop/shows/moderation/demo/sanctions`);
    const row = page.locator('.sanctions-table tbody tr');
    await row.waitFor();
    expect(await row.textContent()).toMatch(/Banned.*in 24 hours.*insults/);
    await row.getByRole('button', { name: 'Lift the ban of “Anna”' }).click();
    await page.getByRole('dialog').getByText('The ban ends now').waitFor();
    await page.getByLabel('Why (optional)').fill('She was right');
    await page.getByRole('dialog').getByRole('button', { name: 'Lift', exact: true }).click();
    await page.getByText('Nobody is muted or banned').waitFor();
    expect((await shelf.viewer({ token: anna.welcome.token })).welcome.role).toBe('viewer');

    const roomId = await shelf.app.db.write((tx) => {
      const room = shows.findRoom(tx, 'demo')!;
      moderation.setRules(
        tx,
        room.id,
        { ...moderation.rules(tx, room.id), approveChat: true, approveQuestions: true, shadow: true },
        'staff:Ida',
        0,
      );
      return room.id;
    });
    const bea = await shelf.viewer();
    await say(bea, 'May I say something?');
    await say(bea, 'Look at www.example.org');
    await ask(bea, 'Are they leather?');
    await page.getByRole('link', { name: 'Waiting' }).click();
    await page.getByText('May I say something?').waitFor();
    const waits = await page
      .locator('.entry')
      .evaluateAll((rows) => rows.map((row) => [(row as HTMLElement).dataset.why, row.textContent]));
    expect(waits).toEqual([
      ['question', expect.stringContaining('Are they leather?')],
      ['approval', expect.stringContaining('May I say something?')],
      ['no_links', expect.stringContaining('Only its sender sees it: a link is in it')],
    ]);

    await shelf.app.db.write((tx) => {
      for (let n = 0; n < 120; n += 1)
        audit.record(tx, {
          roomId,
          at: n,
          actor: 'staff:Ida',
          act: 'approve',
          subject: 'x',
          detail: `Line ${n}`,
        });
    });
    await page.getByRole('link', { name: 'Log' }).click();
    await page.locator('.entry').first().waitFor();
    expect(await page.locator('.entry').count()).toBe(100);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.locator('[data-act="ban"]').waitFor();
    expect(await page.locator('[data-act="ban"]').textContent()).toMatch(/“Very rude words”.*insults/);
    expect(await page.locator('[data-act="ban"]').textContent()).toContain('About: Anna');
    expect(await page.locator('[data-act="lift"]').textContent()).toMatch(/About: Anna.*She was right/);
    expect(await page.locator('[data-act="rules"]').textContent()).toContain(
      'Approve each message first: on',
    );
    expect(await page.locator('.entry').count()).toBe(123);
    expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
  });
});

test('BOF-35: a link that was not used is listed and taken back', async () => {
  const shelf = await openShelf();
  const page = await signedIn(shelf, 'owner');
  await page.goto(`${shelf.app.url}/shop/settings/people`);
  await page.getByText('No link is open').waitFor();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.getByLabel('Invitation link').inputValue();
  const row = page.locator('tr[data-id^="invite_"]');
  await row.waitFor();
  expect(await row.textContent()).toMatch(/Host.*demo.*Owner/);
  await row.getByRole('button', { name: /^Take the link back: Host, demo/ }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
  await page.getByText('The link is taken back').waitFor();
  await page.getByText('No link is open').waitFor();
  const answer = await fetch(`${shelf.app.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ invite: link.split('#invite=')[1] }),
  });
  expect(answer.status).toBe(410);
});

const views = [
  {
    name: 'small phone, Italian, dark',
    viewport: { width: 320, height: 640 },
    locale: 'it-IT',
    colorScheme: 'dark',
  },
  { name: 'desktop, English, light', viewport: desktop, locale: 'en-GB', colorScheme: 'light' },
] as const;

describe.each(views)('on a $name page', ({ viewport, locale, colorScheme }) => {
  test('BOF-22 A11Y-1 SEC-6: questions and moderation', async () => {
    const shelf = await openShelf();
    const page = await signedIn(shelf, 'owner', { viewport, locale, colorScheme });
    const heard: string[] = [];
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (!['data:', 'blob:'].includes(protocol) && host !== new URL(shelf.app.url).host)
        heard.push(request.url());
    });
    page.on('console', (message) => message.type() === 'error' && heard.push(message.text()));
    page.on('pageerror', (error) => heard.push(String(error)));
    const look = async (path: string, ready: string, act?: () => Promise<void>): Promise<void> => {
      await page.goto(`${shelf.app.url}/shop${path}`);
      await act?.();
      await page.locator(ready).first().waitFor();
      const wider = await page.evaluate(() => {
        const nav = document.querySelector('.shop-nav');
        return Math.max(document.documentElement.scrollWidth, nav?.scrollWidth ?? 0) - innerWidth;
      });
      expect({ path, violations: await violations(page), fits: wider <= 0 }).toEqual({
        path,
        violations: [],
        fits: true,
      });
    };
    const room = '/shows/moderation/demo';
    await look('/questions', '.empty');
    await look('/questions/answers', '.empty');
    await look(`${room}/sanctions`, '.empty');
    await look(`${room}/held`, '.empty');
    await look(`${room}/log`, '.empty');

    const stock = await stocked(shelf);
    await want(shelf, stock);
    const studio = await openStudio(shelf.app);
    const [anna, bruno] = [await shelf.viewer(), await shelf.viewer()];
    const { id } = await ask(anna, 'Are they leather?', { productId: stock.productId });
    await studio.request('question.reply', { questionId: id, text: 'Calf.', to: 'all', save: true });
    const rude = await say(bruno, 'Very rude words');
    await studio.request('moderation.mute', { subjectId: rude.id, minutes: 30, reason: 'insults' });
    await shelf.app.db.write((tx) => {
      const demo = shows.findRoom(tx, 'demo')!.id;
      moderation.setRules(tx, demo, { ...moderation.rules(tx, demo), approveChat: true }, 'staff:Ida', 0);
    });
    await say(anna, 'May I say something?');
    await look('/questions', '.demand-table');
    await look('/questions?sort=product&days=90', '.demand-table');
    await look('/questions/answers', '.answer');
    await look('/questions/answers', 'dialog[open]', () => page.locator('.answer .button').click());
    await look(room, '.save-bar');
    await look(room, '[aria-invalid]', async () => {
      await page.locator('textarea').fill('x');
      await page.locator('[type=submit]').last().click();
    });
    await look(`${room}/sanctions`, '.sanctions-table');
    await look(`${room}/sanctions`, 'dialog[open]', () => page.locator('.sanctions-table .button').click());
    await look(`${room}/held`, '.entry');
    await look(`${room}/log`, '.entry');
    expect(heard).toEqual([]);
  });
});
