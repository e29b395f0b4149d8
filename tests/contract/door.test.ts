// The upgrade: who gets a socket at all.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { limits } from '../../shared/limits.ts';
import { ManualClock } from '../../server/clock.ts';
import { openLog } from '../../server/log.ts';
import { openMetrics } from '../../server/metrics.ts';
import { SecurityLog } from '../../server/security-log.ts';
import { ViewerPaths } from '../../server/rooms/viewer-paths.ts';
import { Gateway } from '../../server/signalling/gateway.ts';
import { startTestApp } from '../helpers/app.ts';
import { TestClient } from '../helpers/client.ts';
import { eventually } from '../helpers/eventually.ts';

const upgrade = (path: string, headers: Record<string, string> = {}) =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n');

const dial = async (port: number, text: string): Promise<{ socket: Socket; heard: () => string }> => {
  const socket = connect({ port, host: '127.0.0.1' });
  onTestFinished(() => void socket.destroy());
  let heard = '';
  socket.on('data', (data) => (heard += String(data)));
  socket.on('error', () => {});
  socket.write(text);
  return { socket, heard: () => heard };
};

describe('refused with an HTTP status', () => {
  test('SES-1 another path is 404, a query is no other path', async () => {
    const app = await startTestApp();
    for (const path of ['/', '/ws2', '/ws/x', '//ws', '/WS', '/api/ws']) {
      const { heard } = await dial(app.port, upgrade(path, { 'Sec-WebSocket-Protocol': 'vetrina.1' }));
      await eventually(() => heard().startsWith('HTTP/1.1 404 Not Found\r\n'));
    }
    const { heard } = await dial(app.port, upgrade('/ws?x=1', { 'Sec-WebSocket-Protocol': 'vetrina.1' }));
    await eventually(() => heard().startsWith('HTTP/1.1 101 '));
    expect(heard()).toContain('Sec-WebSocket-Protocol: vetrina.1');
  });

  test('SES-1 without the subprotocol it is 400, with it among others it opens', async () => {
    const app = await startTestApp();
    await expect(TestClient.connect({ url: app.url, subprotocol: null })).rejects.toThrow('400');
    await expect(TestClient.connect({ url: app.url, subprotocol: 'vetrina.2' })).rejects.toThrow('400');
    const { heard } = await dial(
      app.port,
      upgrade('/ws', { 'Sec-WebSocket-Protocol': 'vetrina.9, vetrina.1' }),
    );
    await eventually(() => heard().includes('Sec-WebSocket-Protocol: vetrina.1\r\n'));
  });

  test.each([
    ['https://evil.example', false],
    ['null', false],
    ['', false],
    ['not an origin', false],
    ['http://127.0.0.1:1', false],
  ])('SES-1 SEC-2: the origin %j is 403', async (origin) => {
    const app = await startTestApp();
    await expect(TestClient.connect({ url: app.url, headers: { Origin: origin } })).rejects.toThrow('403');
  });

  test('SES-1 SEC-2: our own origin opens, and so does none at all', async () => {
    const app = await startTestApp();
    const own = await TestClient.connect({ url: app.url, headers: { Origin: app.url } });
    const none = await TestClient.connect({ url: app.url });
    expect([own.socket.protocol, none.socket.protocol]).toEqual(['vetrina.1', 'vetrina.1']);
    expect(own.socket.extensions).toBe('');
  });

  test('SES-1 SEC-2: with a public URL its origin opens, and the address of the machine does not', async () => {
    const app = await startTestApp({ env: { VETRINA_PUBLIC_URL: 'https://shop.example' } });
    const open = (Origin: string) => TestClient.connect({ url: app.url, headers: { Origin } });
    await expect(open(app.url)).rejects.toThrow('403');
    await expect(open('http://shop.example')).rejects.toThrow('403');
    await expect(open('https://shop.example.evil')).rejects.toThrow('403');
    await expect(open('https://shop.example')).resolves.toBeDefined();
  });

  test('SES-1 SES-19: a door that closed answers 503', async () => {
    const { db, pool, rooms } = await startTestApp();
    const [clock, log] = [new ManualClock(), openLog('silent')];
    const security = new SecurityLog(log, clock);
    const services = { db, pool, rooms, clock, log, security, metrics: openMetrics() };
    const paths = new ViewerPaths(services);
    const gateway = new Gateway({
      services: { ...services, paths, deviceKey: Buffer.alloc(32), turn: undefined },
      visitorOf: () => null,
      addressOf: () => '',
      originAllowed: () => true,
    });
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    gateway.attach(server);
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = await TestClient.connect({ url });
    gateway.close();
    gateway.close();
    expect(await client.closed()).toBe(1012);
    await expect(TestClient.connect({ url })).rejects.toThrow('503');
  });
});

describe('the cap of an address', () => {
  test('SES-1 one socket more than the cap is 429, until another one goes', async () => {
    const app = await startTestApp();
    const open = () => TestClient.connect({ url: app.url });
    const clients = await Promise.all(Array.from({ length: limits.maxSocketsPerAddress }, open));
    await expect(open()).rejects.toThrow('429');
    clients[7]?.socket.close();
    await eventually(() => open());
    await expect(open()).rejects.toThrow('429');
  });

  test('SES-1 SEC-3: behind a trusted proxy each address has its own', async () => {
    const app = await startTestApp({ env: { VETRINA_TRUST_PROXY: 'loopback' } });
    const from = (address: string) => () =>
      TestClient.connect({ url: app.url, headers: { 'X-Forwarded-For': address } });
    await Promise.all(Array.from({ length: limits.maxSocketsPerAddress }, from('203.0.113.1')));
    await expect(from('203.0.113.1')()).rejects.toThrow('429');
    await expect(from('198.51.100.7, 203.0.113.1')()).rejects.toThrow('429');
    await expect(from('203.0.113.2')()).resolves.toBeDefined();
  });

  test('SES-1 SEC-3: without one, a forwarded address counts for nothing', async () => {
    const app = await startTestApp();
    const from = (n: number) =>
      TestClient.connect({ url: app.url, headers: { 'X-Forwarded-For': `203.0.113.${n}` } });
    await Promise.all(Array.from({ length: limits.maxSocketsPerAddress }, (_, n) => from(n)));
    await expect(from(201)).rejects.toThrow('429');
  });
});

describe('rude peers', () => {
  test('SES-21 a peer that resets a refused upgrade harms nobody', async () => {
    const app = await startTestApp();
    for (let n = 0; n < 50; n += 1) {
      const socket = connect({ port: app.port, host: '127.0.0.1' });
      socket.on('error', () => {});
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.write(upgrade('/nowhere'));
      socket.write(Buffer.alloc(64 * 1024));
      socket.resetAndDestroy();
    }
    const client = await TestClient.connect({ url: app.url });
    await expect(client.hello()).resolves.toMatchObject({ role: 'viewer' });
  });

  test('SES-1 a refused peer that keeps its half open is let go of', async () => {
    const app = await startTestApp();
    const socket = connect({ port: app.port, host: '127.0.0.1', allowHalfOpen: true });
    onTestFinished(() => void socket.destroy());
    let closed = false;
    socket.on('error', () => (closed = true));
    socket.on('close', () => (closed = true));
    socket.resume();
    socket.write(upgrade('/nowhere'));
    // Writing into a connection whose other end has gone entirely ends in a reset; into a half-open one it never would.
    await eventually(() => {
      if (!closed) socket.write('x');
      return closed;
    });
  });

  test('SES-21 sockets that vanish without a word are forgotten', async () => {
    const app = await startTestApp();
    const clients = await Promise.all(Array.from({ length: 20 }, () => TestClient.connect({ url: app.url })));
    await Promise.all(clients.map((client) => client.hello()));
    const [room] = app.rooms.open;
    expect(room?.members).toBe(20);
    for (const client of clients) client.socket.terminate();
    await eventually(() => room?.members === 0);
  });
});
