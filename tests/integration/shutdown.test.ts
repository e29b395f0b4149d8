// SIGTERM, SIGINT, and starts that fail: the process as an operator sees it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync, statSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';
import { runInvite, ServerProcess, startServer } from '../helpers/process.ts';
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

  test('SEC-5 nothing that was secret is in the log', async () => {
    const dataDir = tempDir();
    const server = await startServer(dataDir, { VETRINA_LOG_LEVEL: 'debug' });
    const link = (await runInvite(dataDir, ['--room', 'demo'])).output.trim();
    const client = await TestClient.connect({ url: server.url, cookie: 'vetrina=hush-hush' });
    const { token } = await client.hello();
    client.socket.send('{"id":1,"token":"hush-hush"');
    await client.closed();
    await server.end('SIGTERM');
    for (const secret of [link.split('=')[1] ?? '', token, 'hush-hush'])
      expect(server.errors).not.toContain(secret);
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
