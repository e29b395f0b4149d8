// Behind a reverse proxy with TLS, as every shop stands: what browsers and encoders get through it, and who counts as whom.
import { readFileSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import { expect, test } from 'vitest';
import { limits } from '../../shared/limits.ts';
import { startTestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { offerOf } from '../helpers/offers.ts';
import { startProxy } from '../helpers/proxy.ts';
import { makeKey } from '../helpers/whip.ts';

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string };

const behindProxy = async (trust: string) => {
  const proxy = await startProxy();
  const app = await startTestApp({
    env: { VETRINA_PUBLIC_URL: proxy.url, ...(trust && { VETRINA_TRUST_PROXY: trust }) },
  });
  proxy.to = app.url;
  const ca = readFileSync(proxy.ca);
  /** `from`: the asker's own address. */
  const ask = (method: string, path: string, body = '', options: RequestOptions & { from?: string } = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const { from = '127.0.0.1', ...others } = options;
      const asking = request(new URL(path, proxy.url), { method, ca, localAddress: from, ...others });
      asking.on('response', (res) => {
        let text = '';
        res.on('data', (data) => (text += String(data)));
        res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body: text }));
      });
      asking.on('error', reject);
      asking.end(body);
    });
  const signIn = (from: string, invite = 'guessed', headers: Record<string, string> = {}) =>
    ask('POST', '/api/session', JSON.stringify({ invite }), {
      from,
      headers: { 'content-type': 'application/json', origin: proxy.url, ...headers },
    });
  const join = (from: string, origin = proxy.url) =>
    TestClient.connect({ url: proxy.url, origin, ca, localAddress: from });
  return { app, proxy, ask, signIn, join };
};

test('OPS-60 IDN-6 SEC-2: cookies are Secure and bound to the host, and sockets open for our own origin alone', async () => {
  const { app, ask, signIn, join } = await behindProxy('127.0.0.1');
  const invite = (await app.inviteFor('owner')).split('=')[1];
  const { status, headers } = await signIn('127.0.0.1', invite);
  const cookie = String(headers['set-cookie']);
  expect([status, cookie]).toEqual([200, expect.stringMatching(/^__Host-vetrina=[\w-]+;.*HttpOnly; Secure/)]);
  expect(headers['strict-transport-security']).toMatch(/^max-age=/);
  const me = await ask('GET', '/api/session', '', { headers: { cookie: cookie.split(';')[0] } });
  expect(JSON.parse(me.body)).toMatchObject({ staff: { role: 'owner' } });

  const viewer = await join('127.0.0.1');
  expect((await viewer.hello()).snapshot?.room.slug).toBe('demo');
  await expect(join('127.0.0.1', 'https://elsewhere.example')).rejects.toThrow('403');
});

test('OPS-60 WHP-15: an encoder opens, and ends, its session through the proxy', async () => {
  const { app, ask } = await behindProxy('127.0.0.1');
  const { secret } = await makeKey(app);
  const authorization = `Bearer ${secret}`;
  const headers = { authorization, 'content-type': 'application/sdp' };
  const opened = await ask('POST', '/whip/demo', offerOf('obs-publish'), { headers });
  expect([opened.status, opened.body.startsWith('v=0')]).toEqual([201, true]);
  const location = String(opened.headers.location);
  expect((await ask('DELETE', location, '', { headers: { authorization } })).status).toBe(200);
});

test('OPS-60 SEC-3: behind a trusted proxy each asker has an own limit, whatever it says of itself', async () => {
  const { signIn } = await behindProxy('127.0.0.1');
  const tries = async (from: string, headers = {}) => (await signIn(from, 'guessed', headers)).status;
  for (let n = 0; n < limits.inviteTriesPerMinute; n += 1) expect(await tries('127.0.0.2')).toBe(410);
  expect(await tries('127.0.0.2')).toBe(429);
  expect(await tries('127.0.0.2', { 'x-forwarded-for': '203.0.113.77' })).toBe(429);
  expect(await tries('127.0.0.3')).toBe(410);
});

test('OPS-60 SEC-3: behind a proxy that is not trusted all askers share one limit', async () => {
  const { signIn } = await behindProxy('');
  for (let n = 0; n < limits.inviteTriesPerMinute; n += 1)
    expect((await signIn(`127.0.0.${2 + n}`)).status).toBe(410);
  expect((await signIn('127.0.0.99')).status).toBe(429);
});
