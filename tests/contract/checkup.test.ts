// The owner's check-up over HTTP, and what viewers' pages say of their way.
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { ManualClock } from '../../server/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { Checkup, Finding, ViewerPath } from '../../shared/checkup.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';

const hourMs = 60 * 60 * 1000;

const ask = (app: TestApp, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    // Not fetch: it sets Host by itself.
    const asking = request(`${app.url}/api/checkup`, { headers });
    asking.on('response', (res) => {
      let body = '';
      res.on('data', (data) => (body += String(data)));
      res.on('end', () => resolve({ status: res.statusCode ?? 0, body }));
    });
    asking.on('error', reject);
    asking.end();
  });
const read = async (app: TestApp, headers: Record<string, string> = {}) =>
  JSON.parse((await ask(app, { cookie: await app.cookieFor('owner'), ...headers })).body) as Checkup;
const about = ({ findings }: Checkup, subject: Finding['about']) =>
  findings.filter((each) => each.about === subject).map(({ verdict, outcome }) => `${verdict} ${outcome}`);

test('OPS-58 owners read it, hosts and helpers and viewers do not', async () => {
  const app = await startTestApp();
  expect((await ask(app)).status).toBe(401);
  for (const role of ['host', 'helper'] as const)
    expect((await ask(app, { cookie: await app.cookieFor(role) })).status).toBe(403);
  const checkup = await read(app);
  expect([about(checkup, 'worker'), about(checkup, 'database'), about(checkup, 'socket')]).toEqual([
    ['good starts'],
    ['good whole'],
    ['good passes'],
  ]);
});

test('OPS-58 questions within ten seconds get one examination', async () => {
  const clock = new ManualClock(Date.now());
  const app = await startTestApp({ clock });
  const [first, second] = await Promise.all([read(app), read(app)]);
  expect(second.findings).toEqual(first.findings);
  clock.advance(limits.checkupEveryMs - 1);
  expect((await read(app)).examinedAt).toBe(first.examinedAt);
  clock.advance(1);
  expect((await read(app)).examinedAt).toBe(first.examinedAt + limits.checkupEveryMs);
});

test('OPS-58 OPS-55: a page that came through a proxy which is not believed, or which does not say for whom, is told so', async () => {
  const clock = new ManualClock(Date.now());
  const env = { VETRINA_PUBLIC_URL: 'https://live.example.com' };
  const app = await startTestApp({ clock, env });
  const forwarded = { 'x-forwarded-for': '203.0.113.9' };
  const stranger = await read(app, forwarded);
  expect(about(stranger, 'proxy')).toEqual(['bad stranger']);
  expect(stranger.findings.find((each) => each.about === 'proxy')?.values).toMatchObject({
    address: '127.0.0.1',
  });
  const mute = await read(app, { host: 'live.example.com' });
  expect(about(mute, 'proxy')).toEqual(['bad mute']);
  const believed = await startTestApp({ clock, env: { ...env, VETRINA_TRUST_PROXY: '127.0.0.1' } });
  expect(about(await read(believed, forwarded), 'proxy')).toEqual(['good trusted']);
});

const visit = async (app: TestApp, ...paths: ViewerPath[]) => {
  const client = await TestClient.connect({ url: app.url });
  await client.hello();
  for (const path of paths) await client.request('media.path', { path });
  return client;
};

test('NET-20 NET-21: each page counts once, with its newest word, and nonsense does not', async () => {
  const app = await startTestApp();
  await visit(app, 'udp', 'udp');
  await visit(app, 'udp');
  await visit(app, 'none', 'relay-tls');
  const lost = await visit(app, 'none');
  expect(await lost.outcome('media.path', { path: 'pigeon' as ViewerPath })).toBe('bad_request');
  const counts = { udp: 2, tcp: 0, 'relay-udp': 0, 'relay-tcp': 0, 'relay-tls': 1, none: 1 };
  expect((await read(app)).paths).toEqual(counts);
  const metrics = await (await fetch(`${app.url}/metrics`)).text();
  expect(metrics).toContain('vetrina_viewer_paths_total{path="udp"} 2');
  await app.close();
  expect((await read(await startTestApp({ dataDir: app.dataDir }))).paths).toEqual(counts);
});

test('NET-21 counts are of one day, and gone after a month', async () => {
  const clock = new ManualClock(Date.now());
  const app = await startTestApp({ clock });
  const rows = () => app.db.read((sql) => sql.all<{ path: string }>('SELECT path, pages FROM viewer_paths'));
  const paths = async () => (await read(app)).paths;
  await visit(app, 'tcp');
  clock.advance(limits.pathsEveryMs);
  await app.db.write(() => {});
  expect(rows()).toEqual([{ path: 'tcp', pages: 1 }]);
  expect((await paths()).tcp).toBe(1);
  clock.sleep(25 * hourMs);
  expect((await paths()).tcp).toBe(0);
  clock.sleep(limits.pathsKeptMs);
  await visit(app, 'udp');
  clock.advance(limits.pathsEveryMs);
  await app.db.write(() => {});
  expect(rows()).toEqual([{ path: 'udp', pages: 1 }]);
});
