// What somebody who means harm would send, small: the same at full size is `npm run bench:attack`.
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { WebSocket } from 'ws';
import { ManualClock } from '../../server/clock.ts';
import { openServer } from '../../server/http/server.ts';
import { guardedThroughout } from '../../server/shop/csv-cells.ts';
import { limits } from '../../shared/limits.ts';
import { requests, type RequestType } from '../../shared/requests.ts';
import { SUBPROTOCOL } from '../../shared/protocol.ts';
import { holderBody, identityBody, policyBody, productBody, stockBody } from '../../shared/shop-bodies.ts';
import { addProduct, apiOf } from '../helpers/api.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';

const dial = async (port: number): Promise<Socket> => {
  const socket = connect({ port, host: '127.0.0.1' });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
};

describe('long texts', () => {
  type Body = v.ObjectSchema<v.ObjectEntries, undefined>;
  const bodies = Object.entries({ holderBody, identityBody, policyBody, productBody, stockBody }) as [
    string,
    Body,
  ][];
  const asked = Object.entries(requests).map(([type, { body }]) => [type, body as Body] as const);
  const long = `a@${'.'.repeat(30_000)}<`;
  // What is counted or looked up needs no length: a pattern that reads each letter once.
  const linear = new Set(['picklist', 'regex']);

  test('SEC-10 of every text of every body only the length is looked at when it is too long', () => {
    const looked = [...bodies, ...asked].flatMap(([name, body]) =>
      Object.keys(body.entries).flatMap((key) => {
        const { issues = [] } = v.safeParse(body, { [key]: long }, { abortPipeEarly: true });
        const own = issues.filter((issue) => v.getDotPath(issue) === key && issue.kind === 'validation');
        return own.map(({ type }) => ({ at: `${name}.${key}`, type }));
      }),
    );
    expect(looked.filter(({ type }) => type !== 'max_length' && !linear.has(type))).toEqual([]);
    expect(looked.length).toBeGreaterThan(40);
    expect(looked).toContainEqual({ at: 'reservation.confirm.contact', type: 'max_length' });
    expect(looked).toContainEqual({ at: 'viewer.rename.nickname', type: 'max_length' });
  });

  test('SEC-10 neither the socket nor the API looks on', { timeout: 4000 }, async () => {
    const app = await startTestApp();
    const client = await TestClient.connect({ url: app.url });
    await client.hello();
    const body = { key: 'tap-1234567a', reservationId: `reservation_${'0'.repeat(20)}`, name: 'Ada' };
    const patient = Array.from({ length: 5 }, () =>
      client.outcome('reservation.confirm', { ...body, contact: `a@${'.'.repeat(60_000)}<` }),
    );
    expect(await Promise.all(patient)).toEqual(Array.from({ length: 5 }, () => 'bad_request'));
    const api = apiOf(app, await app.cookieFor('owner'));
    const refused = await api.refused('POST', `/reservations/${body.reservationId}/confirm`, {
      name: 'Ada',
      contact: `a@${'.'.repeat(60_000)}<`,
    });
    expect(refused).toEqual([400, 'bad_request']);
  });
});

describe('connections', () => {
  test('SEC-11 headers, and the whole of a request, have their time', () => {
    const server = openServer([]);
    expect([server.headersTimeout, server.requestTimeout]).toEqual([limits.headersMs, limits.requestMs]);
    expect(server.maxConnections).toBe(limits.maxConnections);
  });

  test('SEC-12 a network holds so many connections; one that goes makes room, a proxy is not counted', async () => {
    for (const [proxies, most] of [
      [[], 3],
      [['loopback'], 6],
    ] as const) {
      const server = openServer(proxies, 3);
      onTestFinished(() => void server.close());
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      const held = () =>
        new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)));
      const all: Socket[] = [];
      for (let n = 0; n < 6; n += 1) all.push(await dial(port));
      for (const socket of all) socket.resume();
      await eventually(async () => (await held()) === most);
      all[0]?.destroy();
      await eventually(async () => (await held()) === most - 1);
      const another = (await dial(port)).resume();
      await eventually(async () => (await held()) === most);
      expect(another.readableEnded).toBe(false);
      server.closeAllConnections();
    }
  });

  test('SEC-12 so many sockets a minute of one network; the next minute takes more', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    // Refused for their subprotocol, and yet counted: what costs is the asking.
    const ask = async () => {
      const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws`, SUBPROTOCOL);
      const outcome = await new Promise<string>((resolve) => {
        socket.once('open', () => resolve('open'));
        socket.once('error', (error) => resolve(error.message));
      });
      socket.terminate();
      return outcome;
    };
    for (let n = 0; n < limits.socketsPerMinute / 100; n += 1)
      await Promise.all(Array.from({ length: 100 }, ask));
    expect(await ask()).toContain('429');
    clock.advance(60_000);
    await eventually(async () => (await ask()) === 'open');
  });
});

describe('sockets', () => {
  const opened = async (app: TestApp) => {
    const client = await TestClient.connect({ url: app.url });
    await client.hello();
    return client;
  };

  test.each(['ping', 'pong'] as const)('SEC-15 a flood of %ss closes with 4429', async (what) => {
    const app = await startTestApp({ clock: new ManualClock() });
    const [client, neighbour] = [await opened(app), await opened(app)];
    for (let n = 0; n < limits.requestsBurst; n += 1) client.socket[what]('x');
    expect(await client.outcome('clock.read', {})).toBe('ok');
    client.socket[what]('x');
    expect(await client.closed()).toBe(4429);
    expect(await neighbour.outcome('clock.read', {})).toBe('ok');
  });

  test('SEC-16 a message in very many pieces closes with 1008, one in a few is read', async () => {
    const app = await startTestApp();
    const client = await opened(app);
    const pieces = (count: number) => {
      for (let n = 0; n < count; n += 1) client.socket.send(' ', { fin: false, binary: false });
      client.socket.send('{"id":99,"type":"clock.read","body":{}}', { fin: true, binary: false });
    };
    pieces(10);
    await eventually(() => client.replies.some(({ re }) => re === 99));
    pieces(1000);
    expect(await client.closed()).toBe(1008);
  });
});

describe('requests', () => {
  test.each(['cross-site', 'same-site', 'x'])('SEC-2 what a browser calls %s is refused', async (site) => {
    const app = await startTestApp();
    const cookie = await app.cookieFor('owner');
    const signOut = await fetch(`${app.url}/api/session`, {
      method: 'DELETE',
      headers: { cookie, 'sec-fetch-site': site },
    });
    expect(signOut.status).toBe(403);
    expect(await apiOf(app, cookie).get('/session')).toMatchObject({ staff: { role: 'owner' } });
  });

  test('SEC-14 a compressed body is refused, whatever would come of it', async () => {
    const app = await startTestApp();
    const cookie = await app.cookieFor('owner');
    const api = apiOf(app, cookie);
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024));
    const gzip = { 'content-encoding': 'gzip' };
    const json = { ...gzip, 'content-type': 'application/json' };
    const { id } = await addProduct(api);
    for (const [path, headers] of [
      ['/session', json],
      ['/rooms', json],
      ['/import', { ...gzip, 'content-type': 'text/csv' }],
      [`/products/${id}/images`, { ...gzip, 'content-type': 'image/png' }],
    ] as const)
      expect([path, ...(await api.refused('POST', path, bomb, headers))]).toEqual([path, 400, 'bad_request']);
    const offer = await fetch(`${app.url}/whep/demo`, {
      method: 'POST',
      headers: { ...gzip, 'content-type': 'application/sdp' },
      body: bomb,
    });
    expect(offer.status).toBe(400);
  });

  test('SEC-17 few files wait for their turn; what comes on top is refused and may come again', async () => {
    const app = await startTestApp();
    const api = apiOf(app, await app.cookieFor('owner'));
    const row = (n: number) => `shirt-${n},Shirt ${n},S-${n},39.00,5`;
    const rows = Array.from({ length: 3000 }, (_, n) => row(n));
    const csv = Buffer.from(['handle,title,sku,price,on_hand', ...rows].join('\n'));
    const send = () => api.send('POST', '/import?dryRun=1', csv, { 'content-type': 'text/csv' });
    const answers = await Promise.all(Array.from({ length: 12 }, send));
    await Promise.all(answers.map((answer) => answer.text()));
    const statuses = new Set(answers.map(({ status }) => status));
    expect(statuses).toEqual(new Set([200, 429]));
    expect((await send()).status).toBe(200);
  });
});

describe('the cells of strangers', () => {
  test.each([
    ['=1', "'=1"],
    ['＝1', "'＝1"],
    ['\n=1', "'\n=1"],
    ['Ada;=1+1', "Ada;'=1+1"],
    ['Ada;"=1+1', 'Ada;"\'=1+1'],
    ['Ada\t-1', "Ada\t'-1"],
    ['Ada, +39', "Ada, '+39"],
    ['Ada-Lina', 'Ada-Lina'],
    ['ada@example.com', 'ada@example.com'],
    ['+39 02 1', "'+39 02 1"],
  ])('SEC-13 %j becomes %j, whichever mark stands between cells', (cell, guarded) => {
    expect(guardedThroughout(cell)).toBe(guarded);
  });
});

describe('sign-in', () => {
  test('IDN-20 a new session each time: a cookie that was planted is worth nothing, and the one before ends', async () => {
    const app = await startTestApp();
    const signIn = async (cookie: string) => {
      const invite = (await app.inviteFor('host')).split('#invite=')[1];
      const response = await fetch(`${app.url}/api/session`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ invite }),
      });
      return response.headers.get('set-cookie')?.split(';')[0] ?? '';
    };
    const who = (cookie: string) => apiOf(app, cookie).get<{ staff: object | null }>('/session');
    const planted = `vetrina=${'A'.repeat(43)}`;
    const first = await signIn(planted);
    expect(first).not.toBe(planted);
    expect(await who(planted)).toEqual({ staff: null });
    expect(await who(first)).toMatchObject({ staff: { role: 'host' } });
    const second = await signIn(first);
    expect(second).not.toBe(first);
    expect(await who(first)).toEqual({ staff: null });
    expect(await who(second)).toMatchObject({ staff: { role: 'host' } });
  });

  test('IDN-21 a cookie with any bit changed, of another shop, cut, doubled or ended is nobody’s', async () => {
    const app = await startTestApp();
    const other = await startTestApp();
    const cookie = await app.cookieFor('owner');
    const who = async (text: string) =>
      (await apiOf(app, text).get<{ staff: object | null }>('/session')).staff;
    expect(await who(cookie)).not.toBe(null);
    const secret = Buffer.from(cookie.slice('vetrina='.length));
    for (let at = 0; at < secret.length; at += 1) {
      const changed = Buffer.from(secret);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await who(`vetrina=${changed.toString()}`)).toBe(null);
    }
    for (const text of [
      await other.cookieFor('owner'),
      cookie.slice(0, -1),
      `${cookie}x`,
      `${cookie}, ${cookie}`,
      `__Host-${cookie}`,
      'vetrina=',
      `vetrina=${'x'.repeat(7000)}`,
    ])
      expect(await who(text)).toBe(null);
    await apiOf(app, cookie).send('DELETE', '/session');
    expect(await who(cookie)).toBe(null);
  });
});

test('every request has a schema of an object', () => {
  for (const type of Object.keys(requests) as RequestType[])
    expect(requests[type].body.type, type).toBe('object');
});
