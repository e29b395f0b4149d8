// Every entry of the shop, walked: each answers with the limit that it has. The list is shared/LIMITS.md: `npx vitest run -u` on
// this file writes it anew.
import { format } from 'prettier';
import { expect, test } from 'vitest';
import { tableOf, type ApiParts } from '../../server/http/api.ts';
import { limits } from '../../shared/limits.ts';
import { requests } from '../../shared/requests.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';

type Entry = { name: string; who: string; body: string; limit: string };

const kB = (bytes: number) => (bytes >= 2 ** 20 ? `${bytes / 2 ** 20} MB` : `${bytes / 1024} kB`);

/** As the answer itself says it (draft-ietf-httpapi-ratelimit-headers): of what was asked, so often a minute. */
const limitOf = async (app: TestApp, method: string, path: string, cookie?: string) => {
  const response = await fetch(app.url + path, {
    method,
    headers: cookie ? { cookie } : {},
    redirect: 'manual',
  });
  await response.body?.cancel();
  const policies = response.headers.get('ratelimit-policy') ?? '';
  const counts = [...policies.matchAll(/"(\d+)-in-1min"/g)].map(([, count]) => Number(count));
  return counts.sort((a, b) => a - b).map((count) => `${count} a minute`);
};

const apiEntries = async (app: TestApp): Promise<Entry[]> => {
  const entries: Entry[] = [];
  for (const { method, path, least, body, raw, maxBytes } of tableOf({} as ApiParts)) {
    const asked = `/api${path.replaceAll(/:\w+/g, 'x')}`;
    const verb = method.toUpperCase();
    // A new one each time: one of the entries signs out.
    const cookie = await app.cookieFor('owner');
    const isPublic = least === 'viewer' || least === 'receipt';
    const own = await limitOf(app, verb, asked, isPublic ? undefined : cookie);
    // Nobody comes round a limit by signing in, or by not signing in.
    const other = await limitOf(app, verb, asked, isPublic ? cookie : undefined);
    expect([verb, asked, other.length > 0]).toEqual([verb, asked, true]);
    entries.push({
      name: `${verb} /api${path}`,
      who: least,
      body: raw ? kB(raw.maxBytes) : body ? kB(maxBytes ?? 64 * 1024) : '–',
      limit: own.join(', '),
    });
  }
  return entries;
};

const others = [
  ['GET', '/', 'home page'],
  ['GET', '/sign-in', 'sign-in page'],
  ['GET', '/receipt', 'receipt page'],
  ['GET', '/r/demo', 'room page'],
  ['GET', '/studio/demo', 'studio page'],
  ['GET', '/shop/products', 'back office page'],
  ['GET', '/assets/x.js', 'scripts and styles'],
  ['GET', '/images/x/960.webp', 'pictures of products'],
  ['GET', '/healthz', 'health'],
  ['GET', '/readyz', 'readiness'],
  ['GET', '/metrics', 'metrics'],
  ['GET', '/whatever', 'anything else'],
  ['POST', '/whip/demo', 'an encoder comes'],
  ['PATCH', '/whip/demo/x', 'an encoder changes'],
  ['DELETE', '/whip/demo/x', 'an encoder goes'],
  ['POST', '/whep/demo', 'a player comes'],
  ['PATCH', '/whep/demo/x', 'a player changes'],
  ['DELETE', '/whep/demo/x', 'a player goes'],
] as const;

const otherEntries = async (app: TestApp): Promise<Entry[]> =>
  Promise.all(
    others.map(async ([method, path, what]) => ({
      name: `${method} ${path.replace('demo', ':room').replace('/x', '/:id')}`,
      who: what,
      body: method === 'POST' || method === 'PATCH' ? kB(limits.maxSdpBytes) : '–',
      limit: (await limitOf(app, method, path)).join(', '),
    })),
  );

const socketEntries = (): Entry[] =>
  Object.entries(requests).map(([type, request]) => {
    const { least, rate } = request as typeof request & { rate?: { count: number; perMs: number } };
    const own = rate ? `${rate.count} in ${rate.perMs / 1000} s, within ` : '';
    return {
      name: type,
      who: least,
      body: kB(limits.maxFrameBytes),
      limit: `${own}${limits.requestsBurst} at once, ${limits.requestsPerSecond} a second`,
    };
  });

const tableOfEntries = (title: string, entries: Entry[]) =>
  [
    `## ${title}`,
    '',
    '| entry | least role, or what | body at most | limit |',
    '| --- | --- | --- | --- |',
    ...entries.map(({ name, who, body, limit }) => `| \`${name}\` | ${who} | ${body} | ${limit} |`),
    '',
  ].join('\n');

const intro = `# Limits of every entry

Made by \`tests/contract/entries.test.ts\`, which asks every entry; numbers live in \`limits.ts\`. By HTTP an address (IPv6: a /56) is
counted, with a session the person. A socket may say ${kB(limits.maxFrameBytes)} at a time; one address (IPv6: a /64) opens
${limits.socketsPerMinute} sockets a minute, holds ${limits.maxSocketsPerAddress} of them and ${limits.maxConnectionsPerAddress} connections; all together hold
${limits.maxConnections} connections. After ${limits.refusalsBeforeClose} refusals in short time a socket is closed.
`;

test('SEC-18 every entry has a limit, and LIMITS.md lists them all', async () => {
  const app = await startTestApp();
  const [api, rest, sockets] = [await apiEntries(app), await otherEntries(app), socketEntries()];
  for (const { name, limit } of [...api, ...rest, ...sockets]) expect([name, limit]).not.toEqual([name, '']);
  const text = [
    intro,
    tableOfEntries('The API', api),
    tableOfEntries('Pages, files and streams', rest),
    tableOfEntries('Requests of a socket', sockets),
  ].join('\n');
  await expect(await format(text, { parser: 'markdown', printWidth: 110 })).toMatchFileSnapshot(
    '../../shared/LIMITS.md',
  );
});
