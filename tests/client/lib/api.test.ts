// The HTTP API's wrapper: what is sent, and what each kind of failure becomes.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { api, ApiError } from '../../../client/lib/api.ts';

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
        headers: { accept: 'application/json', 'content-type': 'application/json' },
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
