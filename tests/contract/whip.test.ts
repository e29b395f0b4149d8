import { describe, expect, test } from 'vitest';
import { iceLinks } from '../../server/http/ice-links.ts';
import { limits } from '../../shared/limits.ts';
import { apiOf } from '../helpers/api.ts';
import { startTestApp } from '../helpers/app.ts';
import { offerOf } from '../helpers/offers.ts';
import { ask, makeKey } from '../helpers/whip.ts';

const offer = offerOf('obs-publish');

describe('WHIP', () => {
  test('WHP-15 each refusal has its status, and a body that says which it is', async () => {
    const app = await startTestApp();
    await app.addRoom('other');
    const { secret } = await makeKey(app);
    const other = await makeKey(app, 'other');
    const refused = async (method: string, path: string, asked: Parameters<typeof ask>[3]) => {
      const response = await ask(app, method, path, asked);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      return [response.status, ((await response.json()) as { code: string }).code];
    };
    const post = (asked: Parameters<typeof ask>[3], path = '/whip/demo') => refused('POST', path, asked);
    expect(await post({ body: offer })).toEqual([401, 'unauthorised']);
    expect(await post({ body: offer, key: 'guessed' })).toEqual([401, 'unauthorised']);
    expect(await post({ body: offer, key: other.secret })).toEqual([403, 'not_allowed']);
    expect(await post({ body: offer, key: secret }, '/whip/nowhere')).toEqual([404, 'room_not_found']);
    expect(await post({ body: 'hello', key: secret })).toEqual([400, 'bad_sdp']);
    expect(await post({ body: '', key: secret })).toEqual([400, 'bad_sdp']);
    expect(await post({ body: offerOf('chromium-play'), key: secret })).toEqual([422, 'sdp_unsupported']);
    expect(await post({ body: '{}', key: secret, headers: { 'content-type': 'application/json' } })).toEqual([
      415,
      'wrong_type',
    ]);
    expect(await post({ body: offer, key: secret, headers: { accept: 'text/html' } })).toEqual([
      406,
      'not_acceptable',
    ]);
    expect(await post({ body: offer + 'a=x\r\n'.repeat(20_000), key: secret })).toEqual([413, 'too_large']);
    expect(await refused('GET', '/whip/demo', { key: secret })).toEqual([405, 'wrong_method']);
    expect(await refused('PUT', '/whep/demo', { body: offer })).toEqual([405, 'wrong_method']);
    const opened = await ask(app, 'POST', '/whip/demo', { body: offer, key: secret });
    const location = opened.headers.get('location') ?? '';
    const change = { body: 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n', headers: { 'if-match': '*' } };
    expect(await refused('PATCH', location, change)).toEqual([401, 'unauthorised']);
    expect(await refused('DELETE', location, {})).toEqual([401, 'unauthorised']);
    const second = await makeKey(app);
    expect(await refused('DELETE', location, { key: second.secret })).toEqual([404, 'not_found']);
    expect(
      await refused('PATCH', location, { ...change, key: secret, headers: { 'content-type': 'text/plain' } }),
    ).toEqual([415, 'wrong_type']);
    expect(await refused('GET', location, { key: secret })).toEqual([405, 'wrong_method']);
  });

  test('WHP-15 who has no key is told which kind it takes', async () => {
    const app = await startTestApp();
    const response = await ask(app, 'POST', '/whip/demo', { body: offer });
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('WHP-14 any page may ask what is taken where, and ask it', async () => {
    const app = await startTestApp();
    for (const path of ['/whip/demo', '/whep/demo']) {
      const endpoint = await ask(app, 'OPTIONS', path);
      expect([endpoint.status, endpoint.headers.get('accept-post')]).toEqual([204, 'application/sdp']);
      expect(endpoint.headers.get('access-control-allow-methods')).toContain('POST');
      expect(endpoint.headers.get('access-control-allow-headers')).toContain('Authorization');
      const session = await ask(app, 'OPTIONS', `${path}/anything`);
      expect([session.status, session.headers.get('accept-patch')]).toEqual([
        204,
        'application/trickle-ice-sdpfrag',
      ]);
      expect(session.headers.get('access-control-allow-methods')).toContain('DELETE');
    }
    expect((await ask(app, 'GET', '/whip/demo')).headers.get('allow')).toBe('POST, OPTIONS');
  });

  test('WHP-16 keys are tried so often a minute, and no more', async () => {
    const app = await startTestApp();
    const statuses = [];
    for (let at = 0; at <= limits.keyTriesPerMinute; at += 1)
      statuses.push((await ask(app, 'POST', '/whip/demo', { body: offer, key: `guess-${at}` })).status);
    expect(statuses).toEqual([...Array<number>(limits.keyTriesPerMinute).fill(401), 429]);
  });

  test('WHP-17 TURN servers are told in Link headers, each quoted', () => {
    const servers = [
      { urls: ['turn:a.example?transport=udp', 'turns:a.example'], username: '1:me', credential: 'x"y' },
    ];
    const rest = 'rel="ice-server"; username="1:me"; credential="x\\"y"; credential-type="password"';
    expect(iceLinks(servers)).toEqual([
      `<turn:a.example?transport=udp>; ${rest}`,
      `<turns:a.example>; ${rest}`,
    ]);
  });

  test('WHP-17 encoders and players get credentials of their own', async () => {
    const app = await startTestApp({
      env: { VETRINA_TURN_URLS: 'turn:turn.example.com:3478?transport=udp', VETRINA_TURN_SECRET: 'shared' },
    });
    const links = [];
    for (const name of ['chromium-play', 'firefox-play']) {
      const opened = await ask(app, 'POST', '/whep/demo', { body: offerOf(name) });
      links.push(opened.headers.get('link') ?? '');
    }
    for (const link of links) {
      expect(link).toContain('<turn:turn.example.com:3478?transport=udp>; rel="ice-server"; username="');
      expect(link).not.toContain('shared');
    }
    expect(links[0]).not.toBe(links[1]);
  });
});

describe('keys', () => {
  test('WHP-20 the secret is told once, and stored as a hash', async () => {
    const app = await startTestApp();
    const made = await makeKey(app);
    expect(made.secret).toMatch(/^[\w-]{43}$/);
    expect(made.url).toBe(`${app.publicUrl}/whip/demo`);
    const host = apiOf(app, await app.cookieFor('host'));
    const { keys } = await host.get<{ keys: unknown[] }>('/rooms/demo/stream-keys');
    expect(keys).toEqual([
      { id: made.key.id, name: 'OBS', createdAt: expect.any(Number), usedAt: null, madeBy: 'Host' },
    ]);
    const rows = JSON.stringify(app.db.read((sql) => sql.all('SELECT * FROM stream_keys')));
    expect(rows).not.toContain(made.secret);
    expect(JSON.stringify(keys)).not.toContain('hash');
  });

  test('WHP-21 hosts have the keys of their own room; helpers and strangers have none', async () => {
    const app = await startTestApp();
    await app.addRoom('other');
    const { key } = await makeKey(app);
    const as = async (role: 'helper' | 'host' | 'owner', room: string) =>
      apiOf(app, await app.cookieFor(role, room));
    expect(await apiOf(app, null).refused('GET', '/rooms/demo/stream-keys')).toEqual([401, 'unauthorised']);
    expect(await (await as('helper', 'demo')).refused('GET', '/rooms/demo/stream-keys')).toEqual([
      403,
      'not_allowed',
    ]);
    const stranger = await as('host', 'other');
    expect(await stranger.refused('POST', '/rooms/demo/stream-keys', { name: 'x' })).toEqual([
      403,
      'not_allowed',
    ]);
    expect(await stranger.refused('DELETE', `/rooms/demo/stream-keys/${key.id}`)).toEqual([
      403,
      'not_allowed',
    ]);
    expect(await stranger.refused('DELETE', `/rooms/other/stream-keys/${key.id}`)).toEqual([
      404,
      'not_found',
    ]);
    const owner = await as('owner', 'demo');
    expect((await owner.send('DELETE', `/rooms/demo/stream-keys/${key.id}`)).status).toBe(204);
    expect((await owner.get<{ keys: unknown[] }>('/rooms/demo/stream-keys')).keys).toEqual([]);
  });

  test('WHP-21 a key has a name, and a room so many keys', async () => {
    const app = await startTestApp();
    const host = apiOf(app, await app.cookieFor('host'));
    for (const name of ['', ' ', 'x'.repeat(limits.streamKeyNameChars + 1), 'a\u0000b', '<b>'])
      expect(await host.refused('POST', '/rooms/demo/stream-keys', { name })).toEqual([400, 'bad_request']);
    for (let at = 0; at < limits.streamKeysPerRoom; at += 1)
      await host.write('POST', '/rooms/demo/stream-keys', { name: `key ${at}` });
    expect(await host.refused('POST', '/rooms/demo/stream-keys', { name: 'more' })).toEqual([
      409,
      'too_many_keys',
    ]);
  });
});
