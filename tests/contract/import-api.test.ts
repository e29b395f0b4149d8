// Import and export over HTTP: the answer comes line by line, and the last line tells.
import { describe, expect, test } from 'vitest';
import type { ImportLine, Replies } from '../../shared/shop-api.ts';
import { addProduct, apiOf, type Api } from '../helpers/api.ts';
import { startTestApp } from '../helpers/app.ts';
import { csv } from '../helpers/products.ts';

const open = async () => {
  const app = await startTestApp();
  const host = apiOf(app, await app.cookieFor('host'));
  return { app, host };
};

const send = async (api: Api, file: Buffer, query = '', headers: Record<string, string> = {}) => {
  const response = await api.send('POST', `/import${query}`, file, {
    'content-type': 'text/csv',
    ...headers,
  });
  const lines = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ImportLine);
  return { response, lines, last: lines.at(-1) };
};
const products = async (api: Api) => (await api.get<Replies['products']>('/products')).products;
const file = csv('a,A,,,,,,,1,1', 'b,B,,,,,,,2,2');

describe('import', () => {
  test('CSV-3 CSV-4 CSV-1: a dry run, then the real one, with progress before the report', async () => {
    const { host } = await open();
    const dry = await send(host, file, '?dryRun=1');
    expect(dry.response.headers.get('content-type')).toBe('application/x-ndjson');
    expect(dry.lines.at(-2)).toEqual({ done: 2, total: 2 });
    expect(dry.last).toMatchObject({ report: { dryRun: true, products: { created: 2 } } });
    expect(await products(host)).toEqual([]);
    const real = await send(host, file);
    expect(real.last).toMatchObject({ report: { dryRun: false, rows: 2, products: { created: 2 } } });
    expect((await products(host)).map(({ handle }) => handle)).toEqual(['b', 'a']);
  });

  test('CSV-2 what is wrong is the last line, and nothing was written', async () => {
    const { host } = await open();
    const { last, response } = await send(host, csv('a,A,,,,,,,1,1', 'b,B,,,,,,,x,2'));
    expect(response.status).toBe(200);
    expect(last).toEqual({
      problem: { code: 'bad_csv', rows: [{ row: 3, column: 'price', code: 'price_bad', value: 'x' }] },
    });
    expect(await products(host)).toEqual([]);
  });

  test('HTTP-8 CSV-2: the same file under the same key is imported once', async () => {
    const { host } = await open();
    const key = { 'idempotency-key': 'import-01' };
    const first = await send(host, file, '', key);
    expect((await send(host, file, '', key)).last).toEqual(first.last);
    const other = await send(host, csv('c,C,,,,,,,1,1'), '', key);
    expect(other.last).toEqual({ problem: { code: 'key_reused' } });
    expect(await products(host)).toHaveLength(2);
  });

  test('HTTP-13 CSV-2: what is no CSV, empty or too large is refused before anything', async () => {
    const { host } = await open();
    expect(await host.refused('POST', '/import', { a: 1 })).toEqual([400, 'bad_request']);
    const type = { 'content-type': 'text/csv' };
    expect(await host.refused('POST', '/import', Buffer.alloc(0), type)).toEqual([400, 'bad_request']);
    expect(await host.refused('POST', '/import', Buffer.alloc(21 * 1024 * 1024, 'x'), type)).toEqual([
      413,
      'too_large',
    ]);
  });

  test('CSV-4 two at once run one after the other', async () => {
    const { host } = await open();
    const [one, two] = await Promise.all([send(host, file), send(host, file)]);
    const created = [one, two].map(({ last }) =>
      last && 'report' in last ? last.report.products.created : null,
    );
    expect(created.sort((a, b) => Number(a) - Number(b))).toEqual([0, 2]);
  });
});

describe('export', () => {
  test.each(['vetrina', 'shopify'])('CSV-8 CSV-6: %s is a file that imports as it was', async (format) => {
    const { host } = await open();
    await addProduct(host);
    const response = await host.send('GET', `/export?format=${format}`);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename=products-${format}.csv`);
    const { last } = await send(host, Buffer.from(await response.arrayBuffer()));
    expect(last).toMatchObject({ report: { format, products: { created: 0, changed: 0, unchanged: 1 } } });
    expect(await host.refused('GET', '/export?format=pdf')).toEqual([400, 'bad_request']);
  });
});
