// The first frame, and everyone who may not send it.
import { describe, expect, test } from 'vitest';
import { limits } from '../../shared/limits.ts';
import { ManualClock } from '../../server/clock.ts';
import * as staff from '../../server/identity/staff.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { openStudio } from '../helpers/studio.ts';

const knock = async (app: TestApp, hello: Record<string, unknown>, cookie?: string) => {
  const client = await TestClient.connect({ url: app.url, ...(cookie && { cookie }) });
  const code = await client.hello(hello).then(
    () => 'ok',
    (error: Error) => error.message,
  );
  return { client, code, closed: () => client.closed() };
};

describe('welcome', () => {
  test('SES-4 a hello is answered with a welcome: role, identity, snapshot', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const client = await TestClient.connect({ url: app.url });
    expect(await client.hello()).toEqual({
      memberId: expect.stringMatching(/^member_/),
      role: 'viewer',
      nickname: null,
      token: expect.stringMatching(/^v1\.device_/),
      serverNow: clock.now(),
      seq: 0,
      missed: [],
      snapshot: {
        room: { id: expect.stringMatching(/^room_/), slug: 'demo', name: 'Bottega Sole', show: null },
        viewers: 1,
        timing: null,
        shelf: { products: [], pinnedId: null },
        terms: expect.objectContaining({ perVariant: 3, currency: 'EUR' }),
        identity: expect.objectContaining({ name: '', vat: '' }),
        questions: [],
        chat: { messages: [], pinned: null, hearts: 0 },
      },
      mine: { reservations: [], waiting: [], cap: { cents: null, nextCents: null, nextAt: null } },
      myQuestions: { asked: [], meToos: [], answers: [], unseen: [] },
      myChat: { said: [], waiting: [] },
      media: null,
    });
  });

  test('SES-4 the room page gets its transport with the welcome, the studio does not', async () => {
    const app = await startTestApp();
    const viewer = await TestClient.connect({ url: app.url });
    const { media } = await viewer.hello({ media: true });
    expect(media?.routerRtpCapabilities.codecs?.length).toBeGreaterThan(0);
    expect(media?.transport.iceCandidates.length).toBeGreaterThan(0);
    const studio = await TestClient.connect({ url: app.url, cookie: await app.cookieFor('host') });
    expect(await studio.hello({ page: 'studio', media: true })).toMatchObject({ role: 'host', media: null });
  });

  test('MED-146 what the room page asks right behind its hello is answered like what it asks later', async () => {
    const app = await startTestApp();
    const before = await TestClient.connect({ url: app.url });
    const rtpCapabilities = (await before.hello({ media: true })).media?.routerRtpCapabilities;
    const viewer = await TestClient.connect({ url: app.url });
    const [welcome, watched] = await Promise.all([
      viewer.hello({ media: true }),
      viewer.request('media.watch', { rtpCapabilities }),
    ]);
    expect(welcome.media).not.toBe(null);
    expect(watched).toEqual({ consumers: [] });
    const refused = await TestClient.connect({ url: app.url });
    const asked = [
      refused.hello({ media: false }),
      refused.outcome('media.watch', { rtpCapabilities }),
    ] as const;
    expect((await Promise.all(asked))[1]).toBe('media_gone');
  });

  test('SES-4 without a media worker the room is entered without a transport', async () => {
    const app = await startTestApp();
    await app.pool.close();
    const client = await TestClient.connect({ url: app.url });
    await expect(client.hello({ media: true })).resolves.toMatchObject({ role: 'viewer', media: null });
    await expect(client.request('media.open', { direction: 'receive' })).rejects.toThrow('media_unavailable');
    await expect(client.outcome('clock.read', {})).resolves.toBe('ok');
  });

  test('IDN-1 IDN-2: a token brings the device and its nickname back; a forged one brings a stranger', async () => {
    const app = await startTestApp();
    const first = await TestClient.connect({ url: app.url });
    const { token } = await first.hello();
    await first.request('viewer.rename', { nickname: ' Ada  B. ' });
    const again = await TestClient.connect({ url: app.url });
    expect(await again.hello({ token })).toMatchObject({ token, nickname: 'Ada B.' });
    const forger = await TestClient.connect({ url: app.url });
    const stranger = await forger.hello({ token: `${token.slice(0, -2)}xx` });
    expect(stranger.nickname).toBe(null);
    expect(stranger.token).not.toBe(token);
  });

  test('SES-18 staff are who they are in their room, and viewers elsewhere', async () => {
    const app = await startTestApp();
    await app.addRoom('other');
    const cookie = await app.cookieFor('host', 'demo');
    const role = async (hello: Record<string, unknown>) => {
      const client = await TestClient.connect({ url: app.url, cookie });
      return (await client.hello(hello)).role;
    };
    expect(await role({ page: 'studio' })).toBe('host');
    expect(await role({ page: 'room' })).toBe('host');
    expect(await role({ page: 'room', room: 'other' })).toBe('viewer');
  });
});

describe('refused', () => {
  test('SES-4 another request before hello is hello_first and the socket lives', async () => {
    const app = await startTestApp();
    const client = await TestClient.connect({ url: app.url });
    await expect(client.outcome('clock.read', {})).resolves.toBe('hello_first');
    await expect(client.outcome('show.start', {})).resolves.toBe('hello_first');
    await expect(client.hello()).resolves.toMatchObject({ role: 'viewer' });
  });

  test('SES-4 a second hello is already_joined, also while the first is under way', async () => {
    const app = await startTestApp();
    const client = await TestClient.connect({ url: app.url });
    const [first, second] = await Promise.allSettled([client.hello({ media: true }), client.hello()]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'already_joined' } });
    await expect(client.hello()).rejects.toThrow('already_joined');
    const [room] = app.rooms.open;
    expect(room?.members).toBe(1);
  });

  test.each([0, 2, 1.5, 1e9])('SES-4 protocol %d is too_old and closes with 4426', async (protocol) => {
    const app = await startTestApp();
    const { code, closed } = await knock(app, { protocol });
    expect(code).toBe('too_old');
    expect(await closed()).toBe(4426);
  });

  test('SES-4 a hello of another version is told so, whatever else it says', async () => {
    const app = await startTestApp();
    const client = await TestClient.connect({ url: app.url });
    await expect(client.request('session.hello', { protocol: 2, rooms: ['demo'] })).rejects.toMatchObject({
      code: 'too_old',
      details: { supported: [1] },
    });
  });

  test('SES-16 an unknown room is room_not_found and closes with 4404', async () => {
    const app = await startTestApp();
    const { code, closed } = await knock(app, { room: 'nowhere' });
    expect(code).toBe('room_not_found');
    expect(await closed()).toBe(4404);
    expect([...app.rooms.open]).toEqual([]);
  });

  test('SES-18 the studio without a session is unauthorised and closes with 4401', async () => {
    const app = await startTestApp();
    for (const cookie of [undefined, 'vetrina=', 'vetrina=forged', 'other=1']) {
      const { code, closed } = await knock(app, { page: 'studio' }, cookie);
      expect(code).toBe('unauthorised');
      expect(await closed()).toBe(4401);
    }
    expect([...app.rooms.open]).toEqual([]);
  });

  test('SES-18 the studio of another room is not_allowed and closes with 4401', async () => {
    const app = await startTestApp();
    await app.addRoom('other');
    const { code, closed } = await knock(
      app,
      { page: 'studio', room: 'other' },
      await app.cookieFor('host', 'demo'),
    );
    expect(code).toBe('not_allowed');
    expect(await closed()).toBe(4401);
    expect([...app.rooms.open]).toEqual([]);
  });

  test.each([
    [{ locale: 'de' }, 'locale'],
    [{ page: 'shop' }, 'page'],
    [{ room: 'No Room' }, 'room'],
    [{ room: 'x'.repeat(41) }, 'room'],
    [{ token: 7 }, 'token'],
    [{ token: 'x'.repeat(257) }, 'token'],
    [{ lastSeq: -1 }, 'lastSeq'],
    [{ lastSeq: 0.5 }, 'lastSeq'],
    [{ media: 'yes' }, 'media'],
    [{ protocol: '1' }, 'protocol'],
  ])(
    'SES-5 a hello with %j is a bad_request at that path, and the next try may succeed',
    async (hello, path) => {
      const app = await startTestApp();
      const client = await TestClient.connect({ url: app.url });
      await expect(client.hello(hello)).rejects.toMatchObject({
        code: 'bad_request',
        details: { issues: [{ path, expected: expect.any(String) }] },
      });
      await expect(client.hello()).resolves.toMatchObject({ role: 'viewer' });
    },
  );

  test('SES-4 a socket that says nothing is closed with 4408; one that said hello is not', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const silent = await TestClient.connect({ url: app.url });
    const polite = await TestClient.connect({ url: app.url });
    await polite.hello();
    clock.advance(limits.helloTimeoutMs - 1);
    await polite.request('clock.read', {});
    expect(silent.closeCode).toBe(null);
    clock.advance(1);
    expect(await silent.closed()).toBe(4408);
    await expect(polite.outcome('clock.read', {})).resolves.toBe('ok');
  });

  test('SES-4 refused requests do not put the end of the wait off', async () => {
    const clock = new ManualClock();
    const app = await startTestApp({ clock });
    const client = await TestClient.connect({ url: app.url });
    clock.advance(limits.helloTimeoutMs - 1);
    await client.outcome('clock.read', {});
    clock.advance(1);
    expect(await client.closed()).toBe(4408);
  });
});

describe('removal', () => {
  test('IDN-7 who was removed is cut off at once, in the studio and in the room', async () => {
    const app = await startTestApp();
    const cookie = await app.cookieFor('host');
    const studio = await openStudio(app, { cookie });
    const watching = await TestClient.connect({ url: app.url, cookie });
    await watching.hello();
    const bystander = await openStudio(app);
    const owner = await app.cookieFor('owner');
    const people = (await (await fetch(`${app.url}/api/staff`, { headers: { cookie: owner } })).json()) as {
      staff: { id: string; name: string }[];
    };
    const first = people.staff.find(({ name }) => name === 'Host');
    const gone = await fetch(`${app.url}/api/staff/${first?.id}`, {
      method: 'DELETE',
      headers: { cookie: owner },
    });
    expect(gone.status).toBe(204);
    expect([await studio.closed(), await watching.closed()]).toEqual([4401, 4401]);
    await expect(bystander.outcome('clock.read', {})).resolves.toBe('ok');
  });

  test('IDN-7 a socket that was opened before the removal and says hello after it is a stranger', async () => {
    const app = await startTestApp();
    const cookie = await app.cookieFor('host');
    const client = await TestClient.connect({ url: app.url, cookie });
    const [person] = app.db.read((sql) => staff.list(sql));
    await app.db.write((tx) => staff.remove(tx, person!.id, Date.now()));
    await expect(client.hello({ page: 'studio' })).rejects.toThrow('unauthorised');
    expect(await client.closed()).toBe(4401);
  });
});
