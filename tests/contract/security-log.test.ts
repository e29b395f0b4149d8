// What the log says of who came in, who went, and who was turned away, over real HTTP and sockets.
import { expect, test } from 'vitest';
import { ManualClock } from '../../server/clock.ts';
import { openLog } from '../../server/log.ts';
import { startTestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';

type Line = { about?: string; msg: string } & Record<string, unknown>;

const openScene = async () => {
  const lines: string[] = [];
  const log = openLog('info', { write: (line) => void lines.push(line) });
  const clock = new ManualClock();
  const app = await startTestApp({ log, clock });
  const call = (path: string, method = 'GET', headers: Record<string, string> = {}, body?: unknown) =>
    fetch(`${app.url}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  /** What came since the last time. */
  const security = () =>
    lines
      .splice(0)
      .map((line) => JSON.parse(line) as Line)
      .filter(({ about }) => about === 'security')
      .map(({ time: _time, level: _level, about: _about, ...line }) => line);
  return { app, clock, call, lines, security };
};

test('SEC-23 who comes in, goes or is removed is told by id and role, never by a secret', async () => {
  const { app, call, lines, security } = await openScene();
  const invite = (await app.inviteFor('host')).split('invite=')[1]!;
  const signedIn = await call('/session', 'POST', {}, { invite });
  const host = ((await signedIn.json()) as { staff: { id: string } }).staff.id;
  const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
  await call('/session', 'POST', {}, { invite });
  await call('/session', 'DELETE', { cookie });
  await call('/session', 'DELETE', { cookie });
  const owner = await app.cookieFor('owner');
  const me = (await (await call('/session', 'GET', { cookie: owner })).json()) as { staff: { id: string } };
  await call(`/staff/${host}`, 'DELETE', { cookie: owner });
  const all = lines.join('');
  expect(security()).toEqual([
    { staff: host, role: 'host', msg: 'signed in' },
    { code: 'invite_invalid', door: 'POST /session', staff: null, msg: 'refused' },
    { staff: host, role: 'host', msg: 'signed out' },
    { staff: host, role: 'host', by: me.staff.id, msg: 'access ended' },
  ]);
  for (const secret of [invite, cookie.split('=')[1]!, owner.split('=')[1]!, '127.0.0.1'])
    expect(all).not.toContain(secret);
});

test('SEC-23 refused rights name the door, not the path asked for, and whoever was known', async () => {
  const { app, call, security } = await openScene();
  const cookie = await app.cookieFor('helper');
  const me = (await (await call('/session', 'GET', { cookie })).json()) as { staff: { id: string } };
  await call('/staff/staff_of-somebody', 'DELETE', { cookie });
  await call('/staff');
  await call('/session', 'POST', { origin: 'https://evil.example' }, { invite: 'x' });
  await expect(
    TestClient.connect({ url: app.url, headers: { Origin: 'https://evil.example' } }),
  ).rejects.toThrow('403');
  const viewer = await TestClient.connect({ url: app.url });
  await viewer.hello();
  expect(await viewer.outcome('show.start', {})).toBe('not_allowed');
  expect(security()).toEqual([
    { code: 'not_allowed', door: 'DELETE /staff/:id', staff: me.staff.id, msg: 'refused' },
    { code: 'unauthorised', door: 'GET /staff', staff: null, msg: 'refused' },
    { code: 'not_allowed', door: 'http', staff: null, msg: 'refused' },
    { code: 'not_allowed', door: 'socket', staff: null, msg: 'refused' },
    { code: 'not_allowed', door: 'show.start', staff: null, msg: 'refused' },
  ]);
});

test('SEC-23 refusals alike are one line, and a minute later one more with their number', async () => {
  const { app, clock, call, security } = await openScene();
  for (let times = 0; times < 4; times++) await call('/staff');
  expect(security()).toHaveLength(1);
  clock.sleep(60_000);
  expect(security()).toEqual([{ code: 'unauthorised', door: 'GET /staff', times: 3, msg: 'refused again' }]);
  clock.sleep(60_000);
  expect(security()).toEqual([]);
  await call('/staff');
  await call('/staff');
  await app.close();
  expect(security()).toMatchObject([{ msg: 'refused' }, { msg: 'refused again', times: 1 }]);
});
