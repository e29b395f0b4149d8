// Signing in and out, invites, people and rooms, over real HTTP.
import { describe, expect, test } from 'vitest';
import { limits } from '../../shared/limits.ts';
import { ManualClock } from '../../server/clock.ts';
import type { StaffRole } from '../../shared/model.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';

type Answer = { status: number; body: Record<string, unknown> | null; setCookie: string | null };

const call = async (
  app: TestApp,
  method: string,
  path: string,
  cookie?: string,
  body?: unknown,
): Promise<Answer> => {
  const response = await fetch(`${app.url}${path}`, {
    method,
    headers: { ...(cookie && { cookie }), ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text ? (JSON.parse(text) as Record<string, unknown>) : null,
    setCookie: response.headers.get('set-cookie'),
  };
};
const secretIn = (link: unknown) => String(link).split('#invite=')[1];
const cookieIn = ({ setCookie }: Answer) => setCookie?.split(';')[0] ?? '';
const who = async (app: TestApp, cookie?: string) =>
  (await call(app, 'GET', '/api/session', cookie)).body?.['staff'];

describe('signing in', () => {
  test('HTTP-1 IDN-4: an invite becomes a session once, and leads on', async () => {
    const app = await startTestApp();
    const invite = secretIn(await app.inviteFor('host'));
    const first = await call(app, 'POST', '/api/session', undefined, { invite });
    expect(first).toMatchObject({
      status: 200,
      body: { staff: { name: 'Host', role: 'host', room: 'demo' }, next: '/studio/demo' },
    });
    expect(await who(app, cookieIn(first))).toMatchObject({ name: 'Host', role: 'host', room: 'demo' });
    const again = await call(app, 'POST', '/api/session', undefined, { invite });
    expect(again).toMatchObject({ status: 410, body: { code: 'invite_invalid' }, setCookie: null });
  });

  test('HTTP-1 IDN-9: the first owner comes in by a link that is given until there is one', async () => {
    const app = await startTestApp();
    const [one, two] = [await app.firstOwnerLink(), await app.firstOwnerLink()];
    expect(one).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sign-in#invite=[\w-]{43}$/);
    const owner = await call(app, 'POST', '/api/session', undefined, { invite: secretIn(two) });
    expect(owner.body).toMatchObject({ staff: { role: 'owner', room: null }, next: '/shop' });
    expect(await app.firstOwnerLink()).toBe(null);
  });

  test('IDN-6 the cookie is out of reach of scripts, and over TLS bound to this host', async () => {
    const plain = await startTestApp();
    const sign = async (app: TestApp) =>
      (await call(app, 'POST', '/api/session', undefined, { invite: secretIn(await app.inviteFor('host')) }))
        .setCookie;
    expect(await sign(plain)).toMatch(
      /^vetrina=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const tls = await startTestApp({ env: { VETRINA_PUBLIC_URL: 'https://shop.example' } });
    expect(await sign(tls)).toMatch(
      /^__Host-vetrina=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  test('IDN-6 over TLS the plain cookie counts for nothing', async () => {
    const app = await startTestApp({ env: { VETRINA_PUBLIC_URL: 'https://shop.example' } });
    const cookie = await app.cookieFor('host');
    expect(await who(app, cookie)).toMatchObject({ role: 'host' });
    expect(await who(app, cookie.replace('__Host-', ''))).toBe(null);
  });

  test('IDN-6 use moves the end of session and cookie on; 30 days without end it', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const cookie = await app.cookieFor('host');
    const day = 24 * 3_600_000;
    for (let visit = 0; visit < 3; visit += 1) {
      clock.sleep(limits.sessionMs - day);
      const answer = await call(app, 'GET', '/api/session', cookie);
      expect(answer.body).toMatchObject({ staff: { role: 'host' } });
      expect(answer.setCookie).toContain(`${cookie}; Max-Age=2592000`);
    }
    clock.sleep(limits.sessionMs);
    expect(await who(app, cookie)).toBe(null);
    expect((await call(app, 'GET', '/api/session', cookie)).setCookie).toBe(null);
  });

  test('IDN-6 two devices of one person are kept alive each by its own use', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const [one, two] = [await app.cookieFor('host'), await app.cookieFor('host')];
    // The same person on both: the second session is moved over.
    await app.db.write((tx) => tx.run('UPDATE sessions SET staff_id = (SELECT min(staff_id) FROM sessions)'));
    clock.sleep(limits.sessionMs / 2);
    await who(app, one);
    await who(app, two);
    clock.sleep(limits.sessionMs / 2 + 1);
    expect(await who(app, one)).not.toBe(null);
    expect(await who(app, two)).not.toBe(null);
  });

  test('HTTP-1 IDN-6: signing out ends the session and clears the cookie; twice is once', async () => {
    const app = await startTestApp();
    const cookie = await app.cookieFor('host');
    const out = await call(app, 'DELETE', '/api/session', cookie);
    expect(out).toMatchObject({ status: 204, body: null });
    expect(out.setCookie).toMatch(/^vetrina=; Max-Age=0;/);
    expect(await who(app, cookie)).toBe(null);
    expect((await call(app, 'DELETE', '/api/session', cookie)).status).toBe(204);
    expect((await call(app, 'DELETE', '/api/session')).status).toBe(204);
  });

  test('HTTP-1 nobody is there without a cookie, or with an odd one', async () => {
    const app = await startTestApp();
    for (const cookie of [undefined, 'vetrina=', 'vetrina=%', '=; ;;', 'vetrina=a; vetrina=b', '__proto__=x'])
      expect(await who(app, cookie)).toBe(null);
  });

  test('HTTP-1 a person chooses a name within the rules', async () => {
    const app = await startTestApp();
    const cookie = await app.cookieFor('helper');
    const named = await call(app, 'PATCH', '/api/session', cookie, { name: '  Giulia  ' });
    expect(named).toMatchObject({ status: 200, body: { staff: { name: 'Giulia', role: 'helper' } } });
    expect(await who(app, cookie)).toMatchObject({ name: 'Giulia' });
    for (const name of ['', 'x', '<b>', 'x'.repeat(41), 7])
      expect((await call(app, 'PATCH', '/api/session', cookie, { name })).status).toBe(400);
    expect((await call(app, 'PATCH', '/api/session', undefined, { name: 'Giulia' })).status).toBe(401);
  });
});

describe('who may invite whom', () => {
  const cases: [StaffRole | 'nobody', StaffRole, string | null, number][] = [
    ['nobody', 'helper', 'demo', 401],
    ['helper', 'helper', 'demo', 403],
    ['helper', 'host', 'demo', 403],
    ['helper', 'owner', null, 403],
    ['host', 'helper', 'demo', 201],
    ['host', 'helper', 'other', 403],
    ['host', 'host', 'demo', 403],
    ['host', 'owner', null, 403],
    ['host', 'helper', null, 400],
    ['owner', 'helper', 'demo', 201],
    ['owner', 'host', 'other', 201],
    ['owner', 'owner', null, 201],
    ['owner', 'owner', 'demo', 201],
    ['owner', 'host', null, 400],
    ['owner', 'host', 'nowhere', 404],
    ['owner', 'viewer' as StaffRole, 'demo', 400],
  ];
  test.each(cases)('IDN-8 %s invites a %s to %s: %d', async (inviter, role, room, status) => {
    const app = await startTestApp();
    await app.addRoom('other');
    const cookie = inviter === 'nobody' ? undefined : await app.cookieFor(inviter);
    const made = await call(app, 'POST', '/api/invites', cookie, { role, ...(room && { room }) });
    expect(made.status).toBe(status);
    if (status !== 201) return;
    const guest = await call(app, 'POST', '/api/session', undefined, {
      invite: secretIn(made.body?.['link']),
    });
    expect(guest.body).toMatchObject({ staff: { role, room: role === 'owner' ? null : room } });
  });

  test('IDN-4 the link tells when it ends', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const cookie = await app.cookieFor('owner');
    const { body } = await call(app, 'POST', '/api/invites', cookie, { role: 'host', room: 'demo' });
    expect(body).toEqual({
      link: expect.stringContaining('/sign-in#invite='),
      expiresAt: clock.now() + limits.inviteMs,
    });
  });
});

describe('people', () => {
  test('HTTP-3 owners see who is there; others do not', async () => {
    const app = await startTestApp();
    const [owner, host] = [await app.cookieFor('owner'), await app.cookieFor('host')];
    const { body } = await call(app, 'GET', '/api/staff', owner);
    expect(body).toEqual({
      staff: [
        { id: expect.any(String), name: 'Owner', role: 'owner', room: null, lastSeenAt: expect.any(Number) },
        { id: expect.any(String), name: 'Host', role: 'host', room: 'demo', lastSeenAt: expect.any(Number) },
      ],
    });
    expect((await call(app, 'GET', '/api/staff', host)).status).toBe(403);
    expect((await call(app, 'GET', '/api/staff')).status).toBe(401);
  });

  test('HTTP-3 IDN-7: owners remove others, once, and nobody himself', async () => {
    const app = await startTestApp();
    const [owner, host] = [await app.cookieFor('owner'), await app.cookieFor('host')];
    const id = async (cookie: string) => ((await who(app, cookie)) as { id: string }).id;
    const [ownerId, hostId] = [await id(owner), await id(host)];
    const remove = async (cookie: string, target: string) =>
      (await call(app, 'DELETE', `/api/staff/${target}`, cookie)).status;
    expect(await remove(host, ownerId)).toBe(403);
    expect(await remove(owner, ownerId)).toBe(403);
    expect(await remove(owner, hostId)).toBe(204);
    expect(await remove(owner, hostId)).toBe(404);
    expect(await remove(owner, 'nobody')).toBe(404);
    expect(await who(app, host)).toBe(null);
  });
});

describe('rooms', () => {
  test('HTTP-2 everyone sees the rooms, owners make them', async () => {
    const app = await startTestApp();
    const owner = await app.cookieFor('owner');
    const make = (body: unknown, cookie?: string) => call(app, 'POST', '/api/rooms', cookie, body);
    expect((await make({ slug: 'scarpe', name: 'Scarpe' })).status).toBe(401);
    expect((await make({ slug: 'scarpe', name: 'Scarpe' }, await app.cookieFor('host'))).status).toBe(403);
    expect(await make({ slug: 'scarpe', name: 'Scarpe' }, owner)).toMatchObject({
      status: 201,
      body: { room: { slug: 'scarpe', name: 'Scarpe' } },
    });
    expect(await make({ slug: 'scarpe', name: 'Anders' }, owner)).toMatchObject({
      status: 409,
      body: { code: 'room_exists' },
    });
    const { body } = await call(app, 'GET', '/api/rooms');
    expect(body).toEqual({
      rooms: [
        { id: expect.any(String), slug: 'demo', name: 'Bottega Sole', show: null, viewers: 0 },
        { id: expect.any(String), slug: 'scarpe', name: 'Scarpe', show: null, viewers: 0 },
      ],
    });
  });

  test.each(['', 'A', 'a b', '-a', 'a--b', 'a-', 'x'.repeat(41), '../x', 'é', 7])(
    'HTTP-2 %j is no address',
    async (slug) => {
      const app = await startTestApp();
      const owner = await app.cookieFor('owner');
      const { status, body } = await call(app, 'POST', '/api/rooms', owner, { slug, name: 'Name' });
      expect([status, body?.['code']]).toEqual([400, 'bad_request']);
    },
  );
});

describe('the demo', () => {
  test('HTTP-2 an empty folder has the demo room, or none when it is not wanted', async () => {
    const none = await startTestApp({ demo: 'none' });
    expect((await call(none, 'GET', '/api/rooms')).body).toEqual({ rooms: [] });
    const demo = await startTestApp({ demo: 'shop' });
    expect((await call(demo, 'GET', '/api/rooms')).body).toMatchObject({ rooms: [{ slug: 'demo' }] });
  });

  test('HTTP-2 a folder with rooms gets no demo', async () => {
    const first = await startTestApp({ demo: 'none' });
    await first.addRoom('mine');
    await first.close();
    const second = await startTestApp({ dataDir: first.dataDir, demo: 'shop' });
    expect((await call(second, 'GET', '/api/rooms')).body).toMatchObject({ rooms: [{ slug: 'mine' }] });
  });
});

describe('invites that were not used', () => {
  const open = async (app: TestApp, cookie: string) =>
    ((await call(app, 'GET', '/api/invites', cookie)).body?.['invites'] ?? []) as Record<string, unknown>[];
  const make = async (app: TestApp, cookie: string, role: StaffRole, room: string | null = 'demo') =>
    secretIn((await call(app, 'POST', '/api/invites', cookie, { role, room })).body?.['link']);

  test('IDN-12 are listed without their links, newest first, to those who may make such', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    await app.addRoom('other');
    const [owner, host, helper] = [
      await app.cookieFor('owner'),
      await app.cookieFor('host'),
      await app.cookieFor('helper'),
    ];
    const secrets = [
      await make(app, owner, 'owner', null),
      await make(app, owner, 'helper', 'other'),
      await make(app, host, 'helper'),
    ];
    clock.sleep(1000);
    secrets.push(await make(app, owner, 'host'));
    const all = await open(app, owner);
    expect(all[0]).toEqual({
      id: expect.stringMatching(/^invite_[0-9a-z]{20}$/),
      role: 'host',
      room: 'demo',
      createdAt: clock.now(),
      expiresAt: clock.now() + limits.inviteMs,
      madeBy: 'Owner',
    });
    expect(all).toHaveLength(4);
    expect(await open(app, host)).toMatchObject([{ role: 'helper', room: 'demo', madeBy: 'Host' }]);
    for (const secret of secrets) expect(JSON.stringify(all)).not.toContain(secret);
    expect((await call(app, 'GET', '/api/invites', helper)).status).toBe(403);
    expect((await call(app, 'GET', '/api/invites')).status).toBe(401);
    clock.sleep(limits.inviteMs - 500);
    expect(await open(app, owner)).toMatchObject([{ role: 'host' }]);
  });

  test('IDN-12 taken back, a link lets nobody in; used ones cannot be, nor others’', async () => {
    const app = await startTestApp();
    await app.addRoom('other');
    const [owner, host] = [await app.cookieFor('owner'), await app.cookieFor('host')];
    const [mine, others] = [await make(app, host, 'helper'), await make(app, owner, 'helper', 'other')];
    const [first, second] = await open(app, owner);
    const [here, there] = first?.['room'] === 'demo' ? [first, second] : [second, first];
    const revoke = (cookie: string, id: unknown) => call(app, 'DELETE', `/api/invites/${String(id)}`, cookie);
    expect((await revoke(host, there?.['id'])).status).toBe(403);
    expect((await revoke(host, here?.['id'])).status).toBe(204);
    expect((await revoke(host, here?.['id'])).status).toBe(404);
    const enter = (invite: string | undefined) => call(app, 'POST', '/api/session', undefined, { invite });
    expect(await enter(mine)).toMatchObject({ status: 410, body: { code: 'invite_invalid' } });
    expect((await enter(others)).status).toBe(200);
    expect((await revoke(owner, there?.['id'])).status).toBe(404);
    expect(await open(app, owner)).toEqual([]);
  });

  test('MOD-14 a room’s invites, their withdrawal and people who were removed are in its log', async () => {
    const app = await startTestApp();
    const owner = await app.cookieFor('owner');
    await make(app, owner, 'helper');
    const [invite] = await open(app, owner);
    await call(app, 'DELETE', `/api/invites/${String(invite?.['id'])}`, owner);
    await app.cookieFor('host');
    const { body } = await call(app, 'GET', '/api/staff', owner);
    const people = body?.['staff'] as { id: string; role: string }[];
    await call(app, 'DELETE', `/api/staff/${people.find(({ role }) => role === 'host')!.id}`, owner);
    const log = await call(app, 'GET', '/api/rooms/demo/audit', owner);
    expect(log.body?.['entries']).toMatchObject([
      { act: 'expel', actor: 'staff:Owner', whom: 'Host', detail: 'host' },
      { act: 'revoke', actor: 'staff:Owner', subject: invite?.['id'], detail: 'helper', whom: null },
      { act: 'invite', actor: 'staff:Owner', subject: invite?.['id'], detail: 'helper', whom: null },
    ]);
  });
});
