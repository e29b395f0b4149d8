// Attacks by words: a script in every field that anybody may fill, then every page that shows them in a real Chromium. What counts
// is what the browser says: dialogs, elements that were not ours, violations of the policy, requests to others.
import { randomUUID } from 'node:crypto';
import { chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../server/setup/browser.mjs';
import { ask, type Attack, type Target } from './attack-target.ts';
import { Caller } from './caller.ts';

const payloads = [
  '<img src=x data-xss onerror=alert(1)>',
  '"><svg data-xss onload=alert(1)>',
  '<script data-xss>alert(1)</script>',
  '<iframe data-xss src="https://evil.example/"></iframe>',
  "javascript:alert(1)//'-alert(1)-'",
  '{{constructor.constructor("alert(1)")()}}',
];
const payload = (n: number, most = 200) => (payloads[n % payloads.length] ?? '').slice(0, most);

type Written = { taken: number; refused: number };

const writer = (target: Target) => {
  const written: Written = { taken: 0, refused: 0 };
  const send = async (method: string, path: string, body: object) => {
    const { status, body: text } = await ask(target, `/api${path}`, {
      method,
      body: JSON.stringify(body),
      headers: { cookie: target.cookie, 'content-type': 'application/json' },
    });
    written[status < 300 ? 'taken' : 'refused'] += 1;
    return JSON.parse(text.toString() || '{}') as Record<string, { id: string } & Record<string, unknown>>;
  };
  const count = (work: Promise<unknown>) =>
    work.then(
      () => (written.taken += 1),
      () => (written.refused += 1),
    );
  return { written, send, count };
};

type Stocked = { ids: string[]; variantIds: string[] };

const fillShop = async ({ send }: ReturnType<typeof writer>): Promise<Stocked> => {
  const shop = { name: payload(0), seat: payload(1), email: payload(4, 100), phone: payload(2, 40) };
  await send('PUT', '/shop', {
    ...shop,
    vat: payload(3, 40),
    rea: payload(4, 40),
    pickUp: payload(0),
    privacy: payload(2),
  });
  for (const [n, name] of payloads.entries())
    await send('POST', '/rooms', { slug: `xss-${n}`, name: name.replaceAll(/[<>]/g, n % 2 ? '' : '$&') });
  await send('PATCH', '/session', { name: payload(0, 40) });
  await send('PATCH', '/session', { name: '&lt;b&gt; "onload=x' });
  const ids: string[] = [];
  const variantIds: string[] = [];
  for (const n of payloads.keys()) {
    const text = payload(n);
    const { product } = await send('POST', '/products', {
      ...{ title: payload(n, 120), description: text, care: text, sizeNotes: text, maker: text },
      ...{ responsible: text, warnings: text, options: [payload(n, 30)] },
      variants: [{ options: [payload(n, 60)], sku: payload(n, 60) + String(n), cents: 1000, onHand: 9 }],
    });
    if (!product) continue;
    ids.push(product.id);
    variantIds.push(...(product as unknown as { variants: { id: string }[] }).variants.map(({ id }) => id));
  }
  await send('PUT', '/rooms/demo/line-up', { productIds: ids });
  await send('PUT', '/rooms/demo/rules', { words: ['"><svg'], approveQuestions: false });
  await send('POST', '/rooms/demo/stream-keys', { name: payload(1, 40) });
  return { ids, variantIds };
};

/** Returns the pages of the viewer's receipts. */
const fillRoom = async (
  target: Target,
  { count }: ReturnType<typeof writer>,
  variantIds: string[],
): Promise<string[]> => {
  const viewer = await Caller.open({ url: target.url, localAddress: '127.0.5.1' });
  await viewer.hello({ room: 'demo', page: 'room', media: false });
  for (const n of [0, 1, 4])
    await count(
      viewer.request('viewer.rename', { nickname: payload(n, 24).replaceAll(/[<>]/g, n ? '' : '$&') }),
    );
  for (const n of payloads.keys()) {
    const key = randomUUID();
    await count(viewer.request('chat.say', { key, text: payload(n), replyTo: null }));
    const asked = { key: randomUUID(), kind: 'question' as const, productId: null, variantId: null };
    await count(viewer.request('question.ask', { ...asked, text: payload(n) }));
  }
  const receipts: string[] = [];
  for (const variantId of variantIds.slice(0, 3)) {
    const { reservation } = await viewer.request('reservation.place', {
      key: randomUUID(),
      variantId,
      quantity: 1,
    });
    receipts.push(`/receipt#${reservation.receipt}`);
    const holder = { name: 'Ada "onload=x\'', contact: '"onload=x@example.com' };
    await count(
      viewer.request('reservation.confirm', { key: randomUUID(), reservationId: reservation.id, ...holder }),
    );
  }
  viewer.close();
  return receipts;
};

type Heard = { dialogs: number; violations: number; foreign: number; elements: number; pages: number };

const listen = (page: Page, target: Target, heard: Heard): void => {
  page.on('dialog', (dialog) => {
    heard.dialogs += 1;
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) heard.violations += 1;
  });
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && host !== new URL(target.url).host) heard.foreign += 1;
  });
};

const rooms = ['/r/demo', '/r/xss-1', '/r/nowhere', '/studio/demo'];
const office = [
  '',
  '/products',
  '/reservations',
  '/reservations/pick-list',
  '/shows',
  '/questions',
  '/settings',
  '/people',
  '/doctor',
  '/status',
];
const inOffice = ['/import', '/shows/line-up/demo', '/shows/moderation/demo', '/shows/encoders/demo'];

const pagesOf = (ids: string[], receipts: string[]): string[] => [
  ...['/', '/sign-in', '/receipt', '/nowhere', ...rooms, ...receipts],
  ...[...office, ...inOffice, ...ids.map((id) => `/products/${id}`)].map((path) => `/shop${path}`),
];

const stored: Attack['run'] = async (target) => {
  const work = writer(target);
  const { ids, variantIds } = await fillShop(work);
  const receipts = await fillRoom(target, work, variantIds);
  const heard: Heard = { dialogs: 0, violations: 0, foreign: 0, elements: 0, pages: 0 };
  const browser = await chromium.launch({
    executablePath: findBrowser() ?? 'chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  });
  try {
    const context = await browser.newContext({ locale: 'it-IT' });
    const [name = '', value = ''] = target.cookie.split('=');
    await context.addCookies([{ name, value, url: target.url }]);
    const page = await context.newPage();
    listen(page, target, heard);
    for (const path of pagesOf(ids, receipts)) {
      await page.goto(target.url + path);
      await page.waitForTimeout(300);
      heard.pages += 1;
      heard.elements += await page.locator('[data-xss]').count();
    }
  } finally {
    await browser.close();
  }
  const { pages, dialogs, violations, foreign, elements } = heard;
  return {
    sent: `scripts in ${work.written.taken} texts (${work.written.refused} more were refused)`,
    back: `${pages} pages: ${dialogs} dialogs, ${elements} foreign elements, ${violations} violations, ${foreign} foreign requests`,
    held: dialogs + violations + foreign + elements === 0 && work.written.taken >= 25,
  };
};

export const textAttacks: Attack[] = [{ name: 'scripts in texts', run: stored }];
