// Headers, problems, pages' neighbours, health and metrics, over real HTTP.
import { request } from 'node:http';
import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';

/** fetch() tidies paths and owns some headers; this sends what it is told. */
const raw = (app: TestApp, path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    const req = request({ port: app.port, host: '127.0.0.1', path, headers }, (res) => {
      let body = '';
      res.on('data', (part) => (body += String(part)));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, body }));
    });
    req.on('error', reject);
    req.end();
  });

const post = (app: TestApp, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${app.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const problem = async (response: Response) => {
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const body = (await response.json()) as Record<string, unknown>;
  expect(body).toMatchObject({
    status: response.status,
    type: `/problems/${String(body['code'])}`,
    title: expect.any(String),
  });
  return [response.status, body['code']];
};

describe('headers', () => {
  test('SEC-1 the policy is strict everywhere: nothing unsafe, no wildcard, no framing', async () => {
    const app = await startTestApp();
    for (const path of [
      '/',
      '/r/demo',
      '/studio/demo',
      '/api/session',
      '/healthz',
      '/nowhere',
      '/api/nowhere',
    ]) {
      const { headers } = await fetch(app.url + path);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*|http:|https:/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('x-powered-by')).toBe(null);
      expect(headers.get('strict-transport-security')).toBe(null);
    }
  });

  test("SEC-1 the one script that stands in the room's page is the one that the policy names", async () => {
    const app = await startTestApp();
    const answer = await fetch(`${app.url}/r/demo`);
    const scripts = [...(await answer.text()).matchAll(/<script>(.*?)<\/script>/gs)].map(
      ([, text = '']) => text,
    );
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(scripts).toHaveLength(1);
    expect(policy).toContain(`script-src 'self' 'sha256-${hash('sha256', scripts[0]!, 'base64')}';`);
  });

  test('SEC-1 over TLS there is HSTS, and sockets are spelt wss', async () => {
    const app = await startTestApp({ env: { VETRINA_PUBLIC_URL: 'https://shop.example' } });
    const { headers } = await fetch(`${app.url}/healthz`);
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}$/);
    expect(headers.get('content-security-policy')).toContain("connect-src 'self' wss://shop.example");
  });

  test('HTTP-6 answers of the API are not kept', async () => {
    const app = await startTestApp();
    for (const path of ['/api/session', '/api/rooms', '/api/staff', '/api/nowhere'])
      expect((await fetch(app.url + path)).headers.get('cache-control')).toBe('no-store');
  });
});

describe('problems', () => {
  test('SEC-4 each refusal has its status and its code', async () => {
    const app = await startTestApp();
    const host = { cookie: await app.cookieFor('host') };
    expect(await problem(await post(app, '/api/session', {}))).toEqual([400, 'bad_request']);
    expect(await problem(await post(app, '/api/rooms', {}))).toEqual([401, 'unauthorised']);
    expect(await problem(await post(app, '/api/rooms', {}, host))).toEqual([403, 'not_allowed']);
    expect(await problem(await fetch(`${app.url}/api/nowhere`))).toEqual([404, 'not_found']);
    expect(await problem(await post(app, '/api/session', { invite: 'x' }))).toEqual([410, 'invite_invalid']);
    expect(await problem(await post(app, '/api/session', { invite: 'x'.repeat(70_000) }))).toEqual([
      413,
      'too_large',
    ]);
  });

  test('SEC-4 a body that is wrong says where', async () => {
    const app = await startTestApp();
    const response = await post(app, '/api/session', { invite: 7 });
    expect(await response.json()).toMatchObject({ issues: [{ path: 'invite', expected: 'string' }] });
  });

  test.each([
    ['broken JSON', '{', 'application/json'],
    ['a bare word', '"x"', 'application/json'],
    ['no JSON', 'invite=x', 'application/x-www-form-urlencoded'],
    ['a foreign alphabet', '{}', 'application/json; charset=klingon'],
  ])('SEC-4 %s is a bad_request', async (_name, body, type) => {
    const app = await startTestApp();
    expect(await problem(await post(app, '/api/session', body, { 'content-type': type }))).toEqual([
      400,
      'bad_request',
    ]);
  });

  test('SEC-4 an encoding that nobody knows is a bad_request', async () => {
    const app = await startTestApp();
    const odd = { 'content-encoding': 'klingon' };
    expect(await problem(await post(app, '/api/session', '{}', odd))).toEqual([400, 'bad_request']);
  });

  test('SES-20 SEC-4: a surprise is internal with an incident and no text', async () => {
    const app = await startTestApp();
    await app.db.write((tx) => tx.run('ALTER TABLE shows RENAME TO gone'));
    const response = await fetch(`${app.url}/api/rooms`);
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      code: 'internal',
      incident: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(text).not.toMatch(/shows|SQL|table/);
  });

  test('HTTP-4 too many attempts of one address are rate_limited', async () => {
    const app = await startTestApp();
    const codes = [];
    for (let n = 0; n < 32; n += 1)
      codes.push((await problem(await post(app, '/api/session', { invite: 'x' })))[1]);
    expect(codes.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 'invite_invalid'));
    expect(codes.slice(30)).toEqual(['rate_limited', 'rate_limited']);
    expect((await fetch(`${app.url}/api/session`)).status).toBe(200);
  });

  test('SEC-3 HTTP-4: behind a trusted proxy each address has its own attempts, without one it has not', async () => {
    for (const [trusted, last] of [
      ['loopback', 410],
      ['', 429],
    ] as const) {
      const app = await startTestApp({ env: { VETRINA_TRUST_PROXY: trusted } });
      const from = (address: string) =>
        post(app, '/api/session', { invite: 'x' }, { 'x-forwarded-for': address });
      for (let n = 0; n < 30; n += 1) await from('203.0.113.1');
      expect((await from('203.0.113.2')).status).toBe(last);
    }
  });
});

describe('writes from elsewhere', () => {
  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'x'])(
    'SEC-2 from %s they are refused',
    async (origin) => {
      const app = await startTestApp();
      const cookie = await app.cookieFor('owner');
      const body = { slug: 'theirs', name: 'Theirs' };
      expect(await problem(await post(app, '/api/rooms', body, { origin, cookie }))).toEqual([
        403,
        'not_allowed',
      ]);
      const signOut = await fetch(`${app.url}/api/session`, {
        method: 'DELETE',
        headers: { origin, cookie },
      });
      expect(signOut.status).toBe(403);
      expect(await (await fetch(`${app.url}/api/session`, { headers: { cookie } })).json()).toMatchObject({
        staff: { role: 'owner' },
      });
    },
  );

  test('SEC-2 from our own pages and from programs they are taken; reading is free', async () => {
    const app = await startTestApp();
    const cookie = await app.cookieFor('owner');
    const own = await post(app, '/api/rooms', { slug: 'one', name: 'One' }, { origin: app.url, cookie });
    const none = await post(app, '/api/rooms', { slug: 'two', name: 'Two' }, { cookie });
    expect([own.status, none.status]).toEqual([201, 201]);
    const read = await fetch(`${app.url}/api/rooms`, { headers: { origin: 'https://evil.example' } });
    expect(read.status).toBe(200);
    expect(read.headers.get('access-control-allow-origin')).toBe(null);
  });
});

describe('odd paths', () => {
  test.each(['/r/%E0%A4%A', '/studio/%', '/%00', '/assets/%', '/assets/%00.js', '/api/staff/%zz'])(
    'SEC-4 %s is a refusal, not a surprise',
    async (path) => {
      const app = await startTestApp();
      const { status, body } = await raw(app, path);
      expect([400, 404]).toContain(status);
      expect(body).not.toMatch(/internal|Error|\/work|node_modules/);
    },
  );

  test.each([
    '/assets/../../../package.json',
    '/assets/..%2f..%2f..%2fpackage.json',
    '/../package.json',
    '/assets/%2e%2e/%2e%2e/package.json',
    '//etc/passwd',
  ])('HTTP-5 %s leads nowhere', async (path) => {
    const app = await startTestApp();
    const { status, body } = await raw(app, path);
    expect([400, 403, 404]).toContain(status);
    expect(body).not.toMatch(/"dependencies"|root:/);
  });
});

describe('health', () => {
  test('OPS-32 healthy: ok, and each part is ready', async () => {
    const app = await startTestApp();
    const alive = await fetch(`${app.url}/healthz`);
    expect([alive.status, await alive.text()]).toEqual([200, 'ok\n']);
    const ready = await fetch(`${app.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { worker: true, database: true, ports: true }]);
  });

  test('OPS-32 while a worker is down it is alive but not ready, and ready again after', async () => {
    const app = await startTestApp();
    const [worker] = app.pool.workers;
    process.kill(worker!.pid, 'SIGKILL');
    const status = async () => (await fetch(`${app.url}/readyz`)).status;
    await eventually(async () => (await status()) === 503);
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    await eventually(async () => (await status()) === 200, 10_000);
  });

  test('OPS-32 without its database it is not ready', async () => {
    const app = await startTestApp();
    app.db.close();
    const ready = await fetch(`${app.url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([503, { worker: true, database: false, ports: true }]);
  });
});

describe('metrics', () => {
  test('OPS-33 with a token they are for its bearer only', async () => {
    const app = await startTestApp({ env: { VETRINA_METRICS_TOKEN: 'open sesame' } });
    const ask = (headers: Record<string, string>) => fetch(`${app.url}/metrics`, { headers });
    for (const authorization of [
      '',
      'Bearer',
      'Bearer ',
      'Bearer open',
      'Bearer open sesamee',
      'Basic open sesame',
    ])
      expect((await ask({ authorization })).status).toBe(401);
    expect((await ask({})).headers.get('www-authenticate')).toBe('Bearer');
    expect((await ask({ authorization: 'bearer open sesame' })).status).toBe(200);
  });

  test('OPS-33 without one they are for this machine, and not for whom a proxy on it speaks for', async () => {
    const app = await startTestApp();
    expect((await fetch(`${app.url}/metrics`)).status).toBe(200);
    expect((await fetch(`${app.url}/metrics`, { headers: { 'x-forwarded-for': '127.0.0.1' } })).status).toBe(
      403,
    );
  });

  test('OPS-33 they tell of sockets, viewers, requests and workers', async () => {
    const app = await startTestApp();
    const client = await TestClient.connect({ url: app.url });
    await client.hello({ media: true });
    const text = await (await fetch(`${app.url}/metrics`)).text();
    expect(text).toContain('vetrina_sockets 1\n');
    expect(text).toContain('vetrina_viewers{room="demo"} 1\n');
    expect(text).toContain('vetrina_requests_total{type="session.hello",outcome="ok"} 1\n');
    expect(text).toMatch(/vetrina_worker_cpu_seconds_total\{worker="0"\} \d/);
  });
});
