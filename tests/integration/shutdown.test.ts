// SIGTERM, SIGINT, and starts that fail: the process as an operator sees it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync, statSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import type { ShowId } from '../../server/ids.ts';
import * as shows from '../../server/rooms/shows.ts';
import * as reservations from '../../server/shop/reservations.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { runInvite, ServerProcess, signIn, startServer } from '../helpers/process.ts';
import { addVariant, device } from '../helpers/shop.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const workersOf = (server: ServerProcess) =>
  [...server.errors.matchAll(/"pid":(\d+),"msg":"media worker up"/g)].map((match) => Number(match[1]));

describe('stopping', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'OPS-34 SES-19: %s tells everyone and ends with 0',
    async (signal) => {
      const server = await startServer(tempDir());
      const clients = await Promise.all(
        Array.from({ length: 5 }, () => TestClient.connect({ url: server.url })),
      );
      await Promise.all(clients.map((client) => client.hello({ media: true })));
      const knocking = await TestClient.connect({ url: server.url });
      const [worker] = workersOf(server);
      expect(alive(worker ?? 0)).toBe(true);
      const { code, ms } = await server.end(signal);
      expect(code).toBe(0);
      expect(ms).toBeLessThan(5000);
      for (const client of clients) {
        expect(client.events.at(-1)).toEqual({ type: 'server.restarting', body: { backInMs: 1000 } });
        expect(await client.closed()).toBe(1012);
      }
      expect(await knocking.closed()).toBe(1012);
      await eventually(() => !alive(worker ?? 0));
      expect(server.errors).not.toMatch(/"level":"(error|fatal)"/);
    },
  );

  test('OPS-34 neither a mute peer, nor a slow request, nor a second signal holds it up', async () => {
    const server = await startServer(tempDir());
    const mute = await TestClient.connect({ url: server.url });
    await mute.hello();
    mute.socket.pause();
    const slow = new AbortController();
    onTestFinished(() => slow.abort());
    const body = new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{')) });
    const request = { method: 'POST', body, duplex: 'half', signal: slow.signal } as const;
    fetch(`${server.url}/api/session`, { ...request, headers: { 'content-type': 'application/json' } }).catch(
      () => {},
    );
    const ending = server.end('SIGTERM');
    server.child.kill('SIGTERM');
    const { code, ms } = await ending;
    expect([code, ms < 5000]).toEqual([0, true]);
  });
});

describe('starting', () => {
  test('OPS-31 OPS-36: a bad setting ends the start with a sentence and nothing else', async () => {
    const server = new ServerProcess('server/main.ts', [], { PORT: 'http', VETRINA_DATA_DIR: tempDir() });
    const { code } = await server.end();
    expect([code, server.output]).toEqual([1, '']);
    expect(server.errors).toBe('PORT is "http", but it must be a whole number from 0 to 65535.\n');
  });

  test('OPS-36 STO-10: a taken port and a taken folder are told in words, and the running shop is left alone', async () => {
    const dataDir = tempDir();
    const running = await startServer(dataDir);
    const start = (PORT: string, VETRINA_DATA_DIR: string) =>
      new ServerProcess('server/main.ts', [], {
        PORT,
        VETRINA_MEDIA_PORT: '0',
        VETRINA_WORKERS: '1',
        VETRINA_DATA_DIR,
      });
    const third = start('0', dataDir);
    expect((await third.end()).code).toBe(1);
    expect(third.errors).toContain('Another Vetrina is already serving from');
    const second = start(String(running.port), tempDir());
    const { code } = await second.end();
    expect(code).toBe(1);
    expect(second.errors).toContain(`Port ${running.port} is taken. Is Vetrina running already?`);
    for (const pid of workersOf(second)) await eventually(() => !alive(pid));
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
  });

  test('OPS-36 a media port that is taken is told in words as well', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const server = new ServerProcess('server/main.ts', [], {
      PORT: '0',
      VETRINA_MEDIA_PORT: String(Math.min(port, 65_000)),
      VETRINA_WORKERS: '1',
      VETRINA_DATA_DIR: tempDir(),
    });
    const { code } = await server.end();
    expect(code).toBe(1);
    expect(server.errors.split('\n').filter((line) => line && !line.startsWith('{'))).toEqual([
      expect.stringMatching(/^Media port \d+ is taken\. Is Vetrina running already\?/),
    ]);
  });

  test('IDN-9 the first start prints the owner’s link; the data folder is for its user alone', async () => {
    const dataDir = `${tempDir()}/shop`;
    const server = await startServer(dataDir);
    expect(server.output).toMatch(
      /First sign-in, for the owner[^\n]*\n {2}http:\/\/127\.0\.0\.1:\d+\/sign-in#invite=[\w-]{43}\n/,
    );
    expect(server.output).toContain(`/studio/demo`);
    expect(statSync(dataDir).mode & 0o077).toBe(0);
    expect(readdirSync(dataDir)).toContain('vetrina.db');
  });

  test('SEC-5 OPS-78: nothing that was secret is in the log, whatever was done with it', async () => {
    const dataDir = tempDir();
    const server = await startServer(dataDir, {
      VETRINA_LOG_LEVEL: 'debug',
      VETRINA_METRICS_TOKEN: 'metrics-hush',
      VETRINA_TURN_URLS: 'turn:127.0.0.1:9',
      VETRINA_TURN_SECRET: 'turn-hush',
    });
    const link = (await runInvite(dataDir, ['--room', 'demo'])).output.trim();
    const invite = link.split('=')[1] ?? '';
    const cookie = await signIn(server.url, link);
    const ask = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(`${server.url}${path}`, init);
      return { status: response.status, body: await response.text() };
    };
    const made = await ask('/api/rooms/demo/stream-keys', {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: '{"name":"OBS"}',
    });
    const { secret: key } = JSON.parse(made.body) as { secret: string };
    const db = openDatabase(readConfig({ VETRINA_DATA_DIR: dataDir }));
    const { receipt } = await db.write((tx) => {
      const roomId = shows.findRoom(tx, 'demo')!.id;
      const showId = shows.start(tx, roomId, Date.now()).id as ShowId;
      const { variantId } = addVariant(tx, 1, 3900);
      return reservations.place(
        tx,
        { roomId, showId, variantId, deviceId: device(), quantity: 1 },
        Date.now(),
      );
    });
    db.close();
    const bearer = (secret: string) => ({ headers: { authorization: `Bearer ${secret}` } });
    const whip = { method: 'POST', body: 'v=0 sdp-hush' };
    const sdp = (secret: string) => ({ 'content-type': 'application/sdp', ...bearer(secret).headers });
    expect((await ask('/api/receipt', bearer(receipt))).status).toBe(200);
    expect((await ask('/api/receipt', bearer('receipt-hush'))).status).toBe(404);
    expect((await ask('/metrics', bearer('metrics-hush'))).status).toBe(200);
    expect((await ask('/metrics', bearer('wrong-hush'))).status).toBe(401);
    expect((await ask('/whip/demo', { ...whip, headers: sdp(key) })).status).toBe(400);
    expect((await ask('/whip/demo', { ...whip, headers: sdp('key-hush') })).status).toBe(401);
    const used = { method: 'POST', headers: { 'content-type': 'application/json' } };
    expect((await ask('/api/session', { ...used, body: JSON.stringify({ invite }) })).status).toBe(410);
    await ask('/api/session', { ...used, body: '{"invite":"body-hush"' });

    const client = await TestClient.connect({ url: server.url, cookie: `${cookie}; vetrina2=cookie-hush` });
    const { token, media } = await client.hello({ media: true });
    const offer = JSON.stringify(media);
    client.socket.send('{"id":1,"token":"frame-hush"');
    await client.closed();
    expect((await server.end('SIGTERM')).code).toBe(0);
    const [credential] = /(?<="credential":")[^"]+/.exec(offer) ?? [];
    const password = /(?<="password":")[^"]+/.exec(offer)?.[0];
    const told = [
      invite,
      cookie.split('=')[1],
      key,
      receipt,
      token,
      credential,
      password,
      'turn-hush',
      '-hush',
    ];
    expect(server.errors).toContain('"level":"info"');
    for (const [index, secret] of told.entries()) {
      expect(secret?.length, `secret ${index}`).toBeGreaterThan(4);
      expect(server.errors).not.toContain(secret);
    }
  });
});

describe('npm run invite', () => {
  test.each([
    [['--room', 'demo', '--role', 'host']],
    [['--room', 'demo', '--role', 'helper']],
    [['--room', 'demo']],
    [['--role', 'owner']],
  ])('OPS-35 with %j it prints one link', async (args) => {
    const { code, output, errors } = await runInvite(tempDir(), args);
    expect([code, errors]).toEqual([0, '']);
    expect(output).toMatch(/^http:\/\/127\.0\.0\.1:0\/sign-in#invite=[\w-]{43}\n$/);
  });

  test.each([
    [[], 'Which room?'],
    [['--room', 'nowhere'], 'There is no room "nowhere". There are: demo.'],
    [['--room', 'demo', '--role', 'king'], 'The role "king" does not exist.'],
    [['--rum', 'demo'], 'Unknown option'],
  ])('OPS-35 with %j it says what was expected: %s', async (args, words) => {
    const { code, output, errors } = await runInvite(tempDir(), args);
    expect([code, output]).toEqual([1, '']);
    expect(errors).toContain(words);
    expect(errors).not.toMatch(/^\s+at /m);
  });
});
