// Files on their way to the server: uploads with progress, and an import's answer read line by line.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from '../../../client/lib/api.ts';
import { importFile, linesOf } from '../../../client/lib/import-file.ts';
import { upload } from '../../../client/lib/upload.ts';
import { pictures } from '../../../client/shop/products/pictures.ts';
import type { ProductDetail } from '../../../shared/shop-api.ts';

afterEach(() => vi.unstubAllGlobals());

const streamOf = (...pieces: string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
const file = new File(['Handle,Title\n'], 'products.csv', { type: 'text/csv', lastModified: 1 });
const report = { dryRun: true, format: 'vetrina', rows: 2, products: {}, changes: [], notes: [] };

describe('an import', () => {
  test('API-5 lines are whole, whatever pieces they come in', async () => {
    const lines: string[] = [];
    for await (const line of linesOf(streamOf('{"a"', ':1}\n\n{"b"', ':2}\n{"c":3}'))) lines.push(line);
    expect(lines).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
  });

  test('API-5 progress is told, then the report; the file travels as it is', async () => {
    const fetch = vi.fn(
      async (_path: string, _init: RequestInit) =>
        new Response(
          streamOf('{"done":1,"total":2}\n', `{"done":2,"total":2}\n${JSON.stringify({ report })}\n`),
        ),
    );
    vi.stubGlobal('fetch', fetch);
    const seen: number[] = [];
    expect(await importFile(file, true, (done) => seen.push(done))).toEqual({ report });
    expect(seen).toEqual([1, 2]);
    expect(fetch).toHaveBeenCalledWith('/api/import?dryRun=1', expect.objectContaining({ body: file }));
  });

  test('API-5 rows that are wrong are an outcome; a stream that breaks off is a failure', async () => {
    const rows = [{ row: 2, code: 'price_bad' }];
    vi.stubGlobal(
      'fetch',
      async () => new Response(streamOf(JSON.stringify({ problem: { code: 'bad_csv', rows } }))),
    );
    expect(await importFile(file, true, () => {})).toEqual({ problem: 'bad_csv', rows });
    vi.stubGlobal('fetch', async () => new Response(streamOf('{"done":1,"total":2}\n')));
    await expect(importFile(file, true, () => {})).rejects.toMatchObject({ code: 'internal' });
    vi.stubGlobal(
      'fetch',
      async () => new Response(JSON.stringify({ code: 'not_allowed' }), { status: 403 }),
    );
    await expect(importFile(file, true, () => {})).rejects.toMatchObject({ code: 'not_allowed' });
  });
});

/** Stands in for the browser's own: answers each send as `answers` says, in order. */
const sentTo: string[] = [];
const standIn = (answers: { status: number; body: unknown }[]) =>
  class {
    upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
    onload = (): void => {};
    onerror = (): void => {};
    status = 0;
    responseText = '';
    open(_method: string, path: string): void {
      sentTo.push(path);
    }
    setRequestHeader(): void {}
    abort(): void {}
    send(): void {
      const answer = answers.shift();
      queueMicrotask(() => {
        this.upload.onprogress?.({ loaded: 1, total: 2 });
        if (!answer) return this.onerror();
        this.status = answer.status;
        this.responseText = JSON.stringify(answer.body);
        this.onload();
      });
    }
  };

describe('an upload', () => {
  const photo = new File(['x'], 'shirt.jpg', { type: 'image/jpeg' });

  test('API-6 tells how far it is and gives the reply, the refusal or “offline”', async () => {
    vi.stubGlobal(
      'XMLHttpRequest',
      standIn([
        { status: 201, body: { image: 1 } },
        { status: 422, body: { code: 'bad_image' } },
      ]),
    );
    const shares: number[] = [];
    expect(await upload('/x', photo, { alt: 'a b' }, (share) => shares.push(share))).toEqual({ image: 1 });
    expect(shares).toEqual([0.5]);
    expect(sentTo.pop()).toBe('/api/x?alt=a+b');
    const refused = upload('/x', photo, {}, () => {});
    await expect(refused).rejects.toBeInstanceOf(ApiError);
    await expect(refused).rejects.toMatchObject({ code: 'bad_image' });
    await expect(upload('/x', photo, {}, () => {})).rejects.toMatchObject({ code: 'offline' });
  });

  test('BOF-14 pictures go one after the other; a refused one stays with its reason, one that is too large is not sent', async () => {
    const product = (count: number) => ({ version: count }) as ProductDetail;
    vi.stubGlobal(
      'XMLHttpRequest',
      standIn([
        { status: 201, body: { product: product(1) } },
        { status: 422, body: { code: 'bad_image' } },
        { status: 201, body: { product: product(2) } },
      ]),
    );
    const waiting = pictures();
    const huge = { name: 'huge.jpg', size: 1e9, type: 'image/jpeg' } as File;
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => {} }));
    waiting.add([photo, photo, huge, photo, photo], 4);
    const stored: number[] = [];
    expect(await waiting.send('p', ({ version }) => stored.push(version))).toBe(false);
    expect(stored).toEqual([1, 2]);
    expect(waiting.waiting.value.map(({ problem }) => problem)).toEqual(['bad_image', 'too_large']);
    for (const { key } of waiting.waiting.value) waiting.remove(key);
    expect(await waiting.send('p', () => {})).toBe(true);
  });
});
