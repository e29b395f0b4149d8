// The HTTP API's wrapper: what is sent, and what each kind of failure becomes.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { api, ApiError, call, withQuery } from '../../../client/lib/api.ts';

const answer = (status: number, body?: unknown, type = 'application/json') =>
  vi.fn(
    async () =>
      new Response(body === undefined ? null : JSON.stringify(body), {
        status,
        headers: { 'content-type': type },
      }),
  );

const using = <Fetch extends (...args: never[]) => Promise<Response>>(fetch: Fetch): Fetch => {
  vi.stubGlobal('fetch', fetch);
  return fetch;
};

const failure = async (promise: Promise<unknown>): Promise<ApiError> => {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error('no ApiError');
  return error;
};

afterEach(() => vi.unstubAllGlobals());

describe('requests', () => {
  test('API-1 a body travels as JSON to our own origin only', async () => {
    const fetch = using(answer(201, { link: 'l', expiresAt: 5 }));
    expect(await api.invite('demo', 'host')).toEqual({ link: 'l', expiresAt: 5 });
    expect(fetch).toHaveBeenCalledWith(
      '/api/invites',
      expect.objectContaining({
        method: 'POST',
        credentials: 'same-origin',
        body: '{"room":"demo","role":"host"}',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          'idempotency-key': expect.stringMatching(/^[0-9a-f]{32}$/),
        },
      }),
    );
  });

  test('API-1 an id cannot leave its place in the path', async () => {
    const fetch = using(answer(204));
    await api.removeStaff('../rooms?x');
    expect(fetch).toHaveBeenCalledWith('/api/staff/..%2Frooms%3Fx', expect.anything());
  });

  test('API-1 an answer without a body is an empty one', async () => {
    using(answer(204));
    expect(await api.signOut()).toEqual({});
  });
});

describe('failures', () => {
  test('API-2 a problem’s code and details are kept', async () => {
    using(answer(409, { code: 'room_exists', status: 409, slug: 'demo' }, 'application/problem+json'));
    const error = await failure(api.createRoom('demo', 'Demo'));
    expect(error.code).toBe('room_exists');
    expect(error.details).toMatchObject({ slug: 'demo' });
  });

  test.each([
    [401, 'unauthorised'],
    [403, 'not_allowed'],
    [404, 'not_found'],
    [410, 'invite_invalid'],
    [429, 'rate_limited'],
    [502, 'internal'],
  ])('API-2 a bare %i is %s', async (status, code) => {
    using(vi.fn(async () => new Response('<html>proxy</html>', { status })));
    expect((await failure(api.rooms())).code).toBe(code);
  });

  test('API-2 a code that we do not know is not passed on', async () => {
    using(answer(400, { code: 'constructor' }));
    expect((await failure(api.rooms())).code).toBe('bad_request');
  });

  test('API-3 no network is offline, no answer is a timeout', async () => {
    using(vi.fn(() => Promise.reject(new TypeError('Failed to fetch'))));
    expect((await failure(api.rooms())).code).toBe('offline');
    using(vi.fn(() => Promise.reject(new DOMException('late', 'TimeoutError'))));
    expect((await failure(api.rooms())).code).toBe('timeout');
  });
});

describe('writes', () => {
  const keysOf = (fetch: ReturnType<typeof answer>): unknown[] =>
    (fetch.mock.calls as unknown as [string, RequestInit][]).map(
      ([, init]) => (init.headers as Record<string, string>)['idempotency-key'],
    );

  test('API-4 the same write again after silence carries the same key, after an answer another one', async () => {
    const silent = using(
      vi.fn((_path: string, _init: RequestInit) => Promise.reject<Response>(new TypeError('gone'))),
    );
    const write = () => call('POST', '/variants/v/stock', { body: { difference: 3 } });
    await failure(write());
    await failure(write());
    const [first, second] = silent.mock.calls.map(
      ([, init]) => (init.headers as Record<string, string>)['idempotency-key'],
    );
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).toBe(first);
    const heard = using(answer(200, {}));
    await write();
    await write();
    const [third, fourth] = keysOf(heard);
    expect(third).toBe(first);
    expect(fourth).not.toBe(first);
  });

  test('API-4 a failing server leaves it open, a refusal ends it; a read has no key', async () => {
    const write = () => call('POST', '/x', { body: 1 });
    const failing = using(answer(503, { code: 'storage_failed' }));
    await failure(write());
    await failure(write());
    expect(new Set(keysOf(failing)).size).toBe(1);
    const refusing = using(answer(409, { code: 'stock_held' }));
    await failure(write());
    await failure(write());
    expect(new Set(keysOf(refusing)).size).toBe(2);
    const reading = using(answer(200, {}));
    await call('GET', '/x');
    expect(keysOf(reading)).toEqual([undefined]);
  });

  test('API-4 the version that was read goes with the write', async () => {
    const fetch = using(answer(200, {}));
    await call('PUT', '/products/p', { body: {}, version: 4 });
    expect(fetch).toHaveBeenCalledWith(
      '/api/products/p',
      expect.objectContaining({ headers: expect.objectContaining({ 'if-match': '"4"' }) }),
    );
  });

  test('API-1 what is empty is left out of the query', () => {
    expect(withQuery('/products', { q: 'a&b', archived: 0, cursor: null, show: '' })).toBe(
      '/products?q=a%26b&archived=0',
    );
  });
});
