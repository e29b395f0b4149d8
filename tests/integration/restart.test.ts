// One folder, several lives: what goes on after a restart, and what another process may do meanwhile.
import { describe, expect, test } from 'vitest';
import { startTestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { runInvite, signIn, startServer, type ServerProcess } from '../helpers/process.ts';
import { sendPicture } from '../helpers/studio.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const enter = async ({ url }: { url: string }, hello: Record<string, unknown>, cookie?: string) => {
  const client = await TestClient.connect({ url, ...(cookie && { cookie }) });
  return { client, welcome: await client.hello(hello) };
};

/** A live show with a viewer who has a name, as far as events had come. */
const openShop = async (dataDir: string) => {
  const server = await startServer(dataDir);
  const cookie = await signIn(server.url, (await runInvite(dataDir, ['--room', 'demo'])).output);
  const { client: host } = await enter(server, { page: 'studio' }, cookie);
  const { client: viewer, welcome } = await enter(server, {});
  await viewer.request('viewer.rename', { nickname: 'Ada' });
  await sendPicture(host);
  const { show } = await host.request('show.start', {});
  const seq = (await viewer.event('show.changed')).seq;
  return { server, cookie, token: welcome.token, show, seq };
};

const stop = {
  SIGTERM: (server: ServerProcess) => server.end('SIGTERM'),
  'kill -9': (server: ServerProcess) => server.end('SIGKILL'),
};

describe.each(Object.keys(stop) as (keyof typeof stop)[])('after %s', (how) => {
  test(`OPS-34 STO-6 SES-13 SES-6 IDN-2 IDN-6: after ${how} everyone is known and the show is away until its host is back`, async () => {
    const dataDir = tempDir();
    const { server, cookie, token, show, seq } = await openShop(dataDir);
    await stop[how](server);
    const next = await startServer(dataDir);

    // The viewer resumes across the restart: same name, the one event that it missed.
    const { client: viewer, welcome } = await enter(next, { token, lastSeq: seq });
    expect(welcome).toMatchObject({ nickname: 'Ada', token, snapshot: null });
    expect(welcome.missed).toEqual([
      {
        seq: (seq ?? 0) + 1,
        type: 'show.changed',
        body: { show: { ...show, state: 'away', awayAt: expect.any(Number) } },
      },
    ]);

    // The host's cookie is good, and going live goes on with the same show.
    const { client: host, welcome: hosts } = await enter(next, { page: 'studio' }, cookie);
    expect(hosts).toMatchObject({ role: 'host', nickname: 'Host' });
    await sendPicture(host);
    expect(await host.request('show.start', {})).toEqual({ show });
    expect(await viewer.event('show.changed')).toMatchObject({ seq: (seq ?? 0) + 2, body: { show } });
    await next.end('SIGTERM');
  });
});

describe('beside a running server', () => {
  test('STO-9 OPS-35: another process makes invites, and they work at once', async () => {
    const dataDir = tempDir();
    const server = await startServer(dataDir);
    const links = await Promise.all(
      ['host', 'helper', 'owner'].map((role) => runInvite(dataDir, ['--room', 'demo', '--role', role])),
    );
    for (const [n, { output }] of links.entries()) {
      const cookie = await signIn(server.url, output);
      const me = await (await fetch(`${server.url}/api/session`, { headers: { cookie } })).json();
      expect(me).toMatchObject({ staff: { role: ['host', 'helper', 'owner'][n] } });
    }
  });

  test('STO-9 the server writes on while another process does', async () => {
    const app = await startTestApp();
    const writes = Array.from({ length: 300 }, (_, n) =>
      app.db.write((tx) => tx.run('INSERT INTO settings (key, value) VALUES (?, ?)', `k${n}`, 'x')),
    );
    const invites = Promise.all([1, 2, 3].map(() => runInvite(app.dataDir, ['--room', 'demo'])));
    const more = async () => {
      for (let n = 300; n < 600; n += 1)
        await app.db.write((tx) => tx.run('INSERT INTO settings (key, value) VALUES (?, ?)', `k${n}`, 'x'));
    };
    await Promise.all([...writes, more(), invites]);
    for (const { code } of await invites) expect(code).toBe(0);
    expect(app.db.read((sql) => sql.get("SELECT count(*) AS n FROM settings WHERE key LIKE 'k%'"))).toEqual({
      n: 600,
    });
    expect(app.db.read((sql) => sql.get('SELECT count(*) AS n FROM invites'))).toEqual({ n: 3 });
  });
});

describe('within one process', () => {
  test('SES-13 STO-10: a second server on the same folder does not start and changes no show', async () => {
    const app = await startTestApp();
    const { client: host } = await enter(app, { page: 'studio' }, await app.cookieFor('host'));
    await sendPicture(host);
    await host.request('show.start', {});
    await expect(startTestApp({ dataDir: app.dataDir })).rejects.toThrow('Another Vetrina');
    expect((await enter(app, {})).welcome.snapshot?.room.show?.state).toBe('live');
  });

  test('SES-13 a start on the folder of a closed server goes on with its shows', async () => {
    const first = await startTestApp();
    const { client: host } = await enter(first, { page: 'studio' }, await first.cookieFor('host'));
    await sendPicture(host);
    const { show } = await host.request('show.start', {});
    await first.close();
    const second = await startTestApp({ dataDir: first.dataDir });
    const { welcome } = await enter(second, {});
    expect(welcome.snapshot?.room.show).toMatchObject({ id: show.id, state: 'away' });
  });
});
