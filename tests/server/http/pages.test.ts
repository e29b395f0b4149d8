// The built pages, from a folder that stands in for dist/client.
import express from 'express';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { pageRoutes } from '../../../server/http/pages.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const big = 'let x = "vetrina";\n'.repeat(100);

const serve = async () => {
  const folder = tempDir();
  for (const page of ['home', 'room', 'studio', 'shop', 'sign-in']) {
    mkdirSync(join(folder, page));
    writeFileSync(join(folder, page, 'index.html'), `<title>${page}</title>`);
  }
  for (const language of ['en', 'it'])
    writeFileSync(join(folder, 'room', `index.${language}.html`), `<title>room</title>`);
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'assets', 'room-abc123.js'), 'let x;');
  writeFileSync(join(folder, 'assets', 'big-abc123.js'), big);
  writeFileSync(join(folder, 'assets', 'big-abc123.js.br'), brotliCompressSync(big));
  writeFileSync(join(folder, 'assets', 'big-abc123.js.gz'), gzipSync(big));
  writeFileSync(join(folder, 'assets', '.hidden'), 'hush');
  writeFileSync(join(folder, 'secret.txt'), 'hush');
  const server = createServer(express().use(pageRoutes(folder)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const get = async (path: string) => {
  const response = await fetch((await serve()) + path);
  return { status: response.status, headers: response.headers, body: await response.text() };
};

test.each([
  ['/', 'home', 200],
  ['/r/demo', 'room', 200],
  ['/r/demo/', 'room', 200],
  ['/r/demo?from=mail', 'room', 200],
  ['/r/No_Room', 'room', 404],
  ['/studio/demo', 'studio', 200],
  ['/studio/-', 'studio', 404],
  ['/shop', 'shop', 200],
  ['/shop/products/7', 'shop', 200],
  ['/sign-in', 'sign-in', 200],
  ['/r', 'home', 404],
  ['/nowhere', 'home', 404],
  ['/home/index.html', 'home', 404],
])('HTTP-5 %s is the page %s with %d', async (path, page, status) => {
  const answer = await get(path);
  expect([answer.status, answer.body]).toEqual([status, `<title>${page}</title>`]);
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-cache');
});

test('HTTP-5 a page that has not changed is not sent again', async () => {
  const url = await serve();
  const first = await fetch(`${url}/r/demo`);
  const etag = first.headers.get('etag') ?? '';
  // Without its own Cache-Control, fetch() would ask for a fresh copy.
  const headers = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
  const again = await fetch(`${url}/r/demo`, { headers });
  expect(again.status).toBe(304);
});

test('HTTP-5 hashed assets are kept for a year and never asked for again', async () => {
  const { status, headers, body } = await get('/assets/room-abc123.js');
  expect([status, body]).toEqual([200, 'let x;']);
  expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
});

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['identity', null],
])('HTTP-14 to a browser that takes %s an asset is sent as %s', async (accepted, encoding) => {
  const url = await serve();
  const answer = await fetch(`${url}/assets/big-abc123.js`, { headers: { 'accept-encoding': accepted } });
  expect([answer.status, await answer.text()]).toEqual([200, big]);
  expect(answer.headers.get('content-encoding')).toBe(encoding);
  expect(answer.headers.get('content-type')?.toLowerCase()).toBe('text/javascript; charset=utf-8');
  expect(answer.headers.get('vary')).toBe('Accept-Encoding');
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
});

test.each(['/assets/', '/assets/gone.js', '/assets/.hidden', '/assets/..%2fsecret.txt', '/secret.txt'])(
  'HTTP-5 %s is not there, and no cache keeps that',
  async (path) => {
    const { status, headers, body } = await get(path);
    expect(status).toBe(404);
    expect(body).not.toContain('hush');
    expect(headers.get('cache-control') ?? '').not.toContain('immutable');
  },
);

test.each([
  ['/studio/demo', 'camera=(self), microphone=(self), display-capture=()'],
  ['/r/demo', 'camera=(), microphone=(), display-capture=(), geolocation=()'],
  ['/', 'camera=(), microphone=(), display-capture=(), geolocation=()'],
])('SEC-1 %s may use: %s', async (path, policy) => {
  expect((await get(path)).headers.get('permissions-policy')).toBe(policy);
});
