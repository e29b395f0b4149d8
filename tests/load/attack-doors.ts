// Attacks on who may do what: cookies and tokens, pages of others, paths that climb, streams without a key.
import { readFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import { SUBPROTOCOL } from '../../shared/protocol.ts';
import { ask, counted, type Answer, type Attack, type Target } from './attack-target.ts';
import { Caller } from './caller.ts';

const inTurns = async <T, R>(list: readonly T[], work: (one: T, n: number) => Promise<R>): Promise<R[]> => {
  const done: R[] = [];
  for (const [n, one] of list.entries()) done.push(await work(one, n));
  return done;
};
const from = (n: number) => `127.0.4.${1 + (n % 200)}`;

const bitFlips = (secret: string): string[] =>
  Array.from(secret).flatMap((letter, at) =>
    [1, 2, 4, 8, 16].map(
      (bit) => secret.slice(0, at) + String.fromCharCode(letter.charCodeAt(0) ^ bit) + secret.slice(at + 1),
    ),
  );

const whoIs = async (target: Target, cookie: string, n: number): Promise<string> => {
  const { status, body } = await ask(target, '/api/session', { headers: { cookie }, localAddress: from(n) });
  if (status !== 200) return String(status);
  return (JSON.parse(body.toString()) as { staff: unknown }).staff === null ? 'nobody' : 'SOMEBODY';
};

const cookies: Attack['run'] = async (target) => {
  const [name = '', secret = ''] = target.cookie.split('=');
  const forged = [
    ...bitFlips(secret)
      .filter((text) => /^[!#-+\--:<-[\]-~]+$/.test(text))
      .map((text) => `${name}=${text}`),
    `${name}=`,
    `${name}=${'A'.repeat(43)}`,
    `${name}=' OR 1=1 --`,
    `${name}=%00`,
    `__Host-${target.cookie}`,
    `${name}=${secret.toUpperCase()}`,
  ];
  const found = await inTurns(forged, (cookie, n) => whoIs(target, cookie, n));
  const own = await whoIs(target, target.cookie, 0);
  return {
    sent: `${forged.length} forged cookies, then the true one`,
    back: `${counted(found)}; ${own}`,
    held: own === 'SOMEBODY' && !found.includes('SOMEBODY'),
  };
};

const tokens: Attack['run'] = async (target) => {
  const hello = async (token?: string, n = 0) => {
    const caller = await Caller.open({ url: target.url, localAddress: from(n) });
    const welcome = await caller.hello({ room: 'demo', page: 'room', media: false, ...(token && { token }) });
    caller.close();
    return welcome.token;
  };
  const mine = await hello();
  const forged = [...bitFlips(mine), mine.slice(0, -1), `${mine}=`, mine.replace('v1', 'v2'), 'v1..', 'x'];
  const taken = await inTurns(forged, async (token, n) => (await hello(token, n)) === mine);
  const again = (await hello(mine)) === mine;
  return {
    sent: `${forged.length} forged device tokens, then the true one`,
    back: `${counted(taken.map((was) => (was ? 'TAKEN' : 'a new identity')))}; ${again ? 'known' : 'unknown'}`,
    held: again && !taken.includes(true),
  };
};

const secrets: Attack['run'] = async (target) => {
  const guesses = Array.from({ length: 100 }, (_, n) => Buffer.alloc(32, n + 1).toString('base64url'));
  const statuses = await inTurns(
    ['/api/receipt', '/whip/demo', '/metrics', '/api/rooms/demo/still'].flatMap((path) =>
      guesses.map((guess) => ({ path, guess })),
    ),
    async ({ path, guess }) =>
      (
        await ask(target, path, {
          method: path.startsWith('/whip') ? 'POST' : 'GET',
          headers: { authorization: `Bearer ${guess}`, 'x-forwarded-for': '127.0.0.1' },
        })
      ).status,
  );
  return {
    sent: '400 guesses: receipts, stream keys, metrics, photos',
    back: counted(statuses),
    held: statuses.every((status) => [401, 403, 404, 429].includes(status)),
  };
};

const foreign = [
  'https://evil.example',
  'null',
  'http://127.0.0.1',
  'file://',
  'http://127.0.0.1:1@evil.example',
];

const crossSiteSockets: Attack['run'] = async (target) => {
  const outcomes = await inTurns(foreign, (origin) => {
    const socket = new WebSocket(`ws://127.0.0.1:${target.port}/ws`, SUBPROTOCOL, {
      headers: { origin, cookie: target.cookie },
      localAddress: from(0),
    });
    return new Promise<string>((resolve) => {
      socket.once('open', () => resolve('OPEN'));
      socket.once('error', (error) => resolve(error.message.replace(/^.*: /, '')));
    }).finally(() => socket.terminate());
  });
  return {
    sent: `${foreign.length} sockets of other origins, with the cookie`,
    back: counted(outcomes),
    held: !outcomes.includes('OPEN'),
  };
};

const forgeries: Attack['run'] = async (target) => {
  const types = ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x', ''];
  const bodies = ['slug=evil&name=Evil', '{"slug":"evil","name":"Evil"}', '--x\r\n\r\n--x--'];
  const writes = [
    ['POST', '/api/rooms'],
    ['DELETE', '/api/session'],
    ['PUT', '/api/policy'],
    ['POST', '/api/invites'],
    ['POST', '/api/products'],
  ] as const;
  const tries = writes.flatMap(([method, path]) =>
    types.flatMap((type) =>
      [...foreign, undefined].flatMap((origin) =>
        // Without an Origin no page sent it; signing out by a program that has the cookie is not an attack.
        origin === undefined && method === 'DELETE'
          ? []
          : bodies.map((body) => ({ method, path, type, origin, body })),
      ),
    ),
  );
  const statuses = await inTurns(tries, async ({ method, path, type, origin, body }) => {
    const headers = {
      cookie: target.cookie,
      ...(type && { 'content-type': type }),
      ...(origin && { origin }),
    };
    return (await ask(target, path, { method, body, headers })).status;
  });
  const still = await whoIs(target, target.cookie, 0);
  return {
    sent: `${tries.length} forged writes: forms, text, foreign and no Origin, with the owner's cookie`,
    back: counted(statuses),
    held: still === 'SOMEBODY' && statuses.every((status) => status >= 400 && status < 500),
  };
};

const climbs = [
  '/../',
  '/..%2f',
  '/%2e%2e/',
  '/%2e%2e%2f',
  '/..;/',
  '/..%5c',
  '/%252e%252e%252f',
  '//',
  '/%00/',
];
const prizes = ['etc/passwd', 'package.json', 'data/vetrina.db', 'vetrina.db', 'server/main.ts'];
const doors = [
  '/assets',
  '/images',
  `/images/image_${'0'.repeat(20)}`,
  '/r',
  '/studio',
  '/api/products',
  '/whip',
  '',
];

const paths: Attack['run'] = async (target) => {
  const tries = doors.flatMap((door) =>
    climbs.flatMap((climb) => prizes.map((prize) => `${door}${climb.repeat(door ? 4 : 1)}${prize}`)),
  );
  const answers = await inTurns(tries, (path) => ask(target, path));
  const passwd = readFileSync('/etc/passwd', 'utf8').slice(0, 20);
  const leaks = ({ body }: Answer) =>
    [passwd, '"dependencies"', 'SQLite format', 'readConfig'].some((prize) => body.includes(prize));
  return {
    sent: `${tries.length} paths that climb: files, pictures, pages, API`,
    back: counted(answers.map(({ status }) => status)),
    held: !answers.some(leaks) && answers.every(({ status }) => status > 0 && status < 500),
  };
};

const streams: Attack['run'] = async (target) => {
  const sdp = { 'content-type': 'application/sdp' };
  const tries = ['/whip/demo', '/whep/demo', '/whep/nowhere', '/whep/demo/x', '/whip/demo/x'].flatMap(
    (path) => [
      { path, method: 'GET' },
      { path, method: 'TRACE' },
      { path, method: 'PUT', headers: sdp, body: 'v=0' },
      { path, method: 'POST', headers: sdp, body: '' },
      { path, method: 'POST', headers: sdp, body: 'v=0\r\n'.repeat(10_000) },
      { path, method: 'POST', headers: sdp, body: 'm=video 9 x\r\n'.repeat(80_000) },
      { path, method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'v=0' },
      { path, method: 'POST', headers: { ...sdp, authorization: 'Basic x' }, body: 'v=0' },
      { path, method: 'PATCH', headers: { 'content-type': 'application/trickle-ice-sdpfrag' }, body: 'a=x' },
      { path, method: 'DELETE' },
    ],
  );
  const statuses = await inTurns(
    tries,
    async ({ path, ...asked }, n) => (await ask(target, path, { ...asked, localAddress: from(n) })).status,
  );
  return {
    sent: `${tries.length} × wrong methods, types, sizes and bodies for WHIP and WHEP`,
    back: counted(statuses),
    held: statuses.every((status) => status >= 400 && status < 500),
  };
};

export const doorAttacks: Attack[] = [
  { name: 'cookies', run: cookies },
  { name: 'device tokens', run: tokens },
  { name: 'secrets', run: secrets },
  { name: 'cross-site sockets', run: crossSiteSockets },
  { name: 'forged writes', run: forgeries },
  { name: 'paths', run: paths },
  { name: 'WHIP and WHEP', run: streams },
];
