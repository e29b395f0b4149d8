// Seeded requests to every route of the API, and offers to WHIP and WHEP: near enough to right to get in, wrong in some place.
// Each comes from an address of its own, as a trusted proxy tells it, so that no limit keeps the damage out.
import { Agent, request, type IncomingMessage } from 'node:http';
import type * as v from 'valibot';
import { tableOf, type ApiParts } from '../../server/http/api.ts';
import { isErrorCode } from '../../shared/errors.ts';
import { damageBytes, damageFields, damageText, oddValues, type Random } from './damage.ts';
import { mutated, offerNames, offerOf } from './offers.ts';

export type FuzzTarget = {
  port: number;
  cookies: readonly string[];
  streamKey: string;
  /** Ids that exist. */
  ids: readonly string[];
};
type Input = { method: string; path: string; headers: Record<string, string>; body?: string | Buffer };
export type Tally = Record<string, number>;

const routes = tableOf({} as ApiParts);
const offers = offerNames.map(offerOf);
const words = [
  'demo',
  'Ada',
  'a@b.it',
  'S',
  'lino',
  '€',
  '2026-01-01',
  'x'.repeat(100),
  '-1',
  '=1',
  '🧵',
  'ﷺ',
];

type Any = v.GenericSchema & {
  type: string;
  entries?: Record<string, Any>;
  item?: Any;
  wrapped?: Any;
  options?: unknown[];
  pipe?: { requirement?: unknown; type: string }[];
};

/** Something of the shape of a schema; its texts and numbers may break a rule. */
const sample = (schema: Any, random: Random, ids: readonly string[]): unknown => {
  const { type, entries, item, wrapped, options = [], pipe = [] } = schema;
  if (random.chance(0.02)) return structuredClone(random.pick(oddValues));
  if (wrapped)
    return random.chance(0.5) ? sample(wrapped, random, ids) : type === 'optional' ? undefined : null;
  if (entries)
    return Object.fromEntries(Object.entries(entries).map(([key, one]) => [key, sample(one, random, ids)]));
  if (type === 'array' && item)
    return Array.from({ length: random.below(4) }, () => sample(item, random, ids));
  if (type === 'picklist') return random.pick(options);
  if (type === 'boolean') return random.chance(0.5);
  if (type === 'number') {
    const bounds = pipe.map(({ requirement }) => requirement).filter((one) => typeof one === 'number');
    return random.chance(0.5) && bounds.length > 0 ? random.pick(bounds) : random.below(1000);
  }
  return random.chance(0.3) ? random.pick(ids) : random.pick(words);
};

const textOf = (value: unknown): string =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed();

const queryOf = (schema: Any | undefined, random: Random, ids: readonly string[]): string => {
  const shape = (schema ? sample(schema, random, ids) : {}) as Record<string, unknown> | null;
  const pairs = Object.entries(shape ?? {}).filter(([, value]) => value !== undefined);
  if (random.chance(0.1))
    pairs.push([random.pick(['__proto__', 'limit', 'cursor', 'x[y]']), random.pick(words)]);
  const text = pairs.map(([key, value]) => `${key}=${encodeURIComponent(textOf(value))}`).join('&');
  return text && `?${text}`;
};

const apiInput = (random: Random, { cookies, ids }: FuzzTarget): Input => {
  const route = random.pick(routes);
  const place = () =>
    random.chance(0.6)
      ? random.pick(['demo', ...ids])
      : encodeURIComponent(textOf(random.pick(oddValues))) || 'x';
  const path = `/api${route.path.replaceAll(/:\w+/g, place)}${queryOf(route.query, random, ids)}`;
  const headers: Record<string, string> = {};
  // Whoever signs out is of no more use.
  const isSignOut = route.path === '/session' && route.method === 'delete';
  if (!isSignOut && random.chance(0.7)) headers['cookie'] = random.pick(cookies);
  if (random.chance(0.3))
    headers['idempotency-key'] = random.pick(['key-12345678', 'x', `k-${random.below(1e9)}abc`]);
  if (random.chance(0.2)) headers['if-match'] = random.pick(['*', '"v1"', 'W/"v2.abc"', '"', '9'.repeat(40)]);
  if (random.chance(0.1)) headers['if-none-match'] = random.pick(['*', '"x", W/"y"', ',,,']);
  if (random.chance(0.2))
    headers['authorization'] = random.pick(['Bearer x', 'Bearer', 'Basic eDp5', 'bearer é']);
  const input: Input = { method: route.method.toUpperCase(), path, headers };
  if (route.method === 'get' || route.method === 'delete') return input;
  headers['content-type'] = random
    .pick(route.raw?.types ?? ['application/json'])
    .replace('image/*', 'image/png');
  if (random.chance(0.05))
    headers['content-type'] = random.pick(['text/plain', 'application/json; charset=x', '']);
  const body = { body: route.body ? sample(route.body, random, ids) : random.pick(words) };
  if (random.chance(0.3)) damageFields(random, body);
  const text = JSON.stringify(body.body) ?? '';
  if (text === '') return input;
  const how = random.below(10);
  return {
    ...input,
    body: how === 0 ? damageText(random, text) : how === 1 ? damageBytes(random, text) : text,
  };
};

const streamInput = (random: Random, { streamKey }: FuzzTarget): Input => {
  const isFragment = random.chance(0.2);
  const way = random.pick(['whip', 'whep']);
  return {
    method: isFragment ? 'PATCH' : 'POST',
    path: `/${way}/demo${isFragment ? `/${random.pick(words.slice(0, 6).map(encodeURIComponent))}` : ''}`,
    headers: {
      'content-type': isFragment ? 'application/trickle-ice-sdpfrag' : 'application/sdp',
      ...(random.chance(0.9) && { authorization: `Bearer ${streamKey}` }),
      ...(random.chance(0.5) && { 'if-match': '*' }),
    },
    body: Buffer.from(mutated(() => random.below(2 ** 30) / 2 ** 30, offers)),
  };
};

type Answer = { status: number; type: string; location: string; text: string };

const trySend = (
  port: number,
  agent: Agent,
  { method, path, headers, body }: Input,
  address: string,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      agent,
      method,
      path,
      headers: { ...headers, 'x-forwarded-for': address },
    };
    const sent = request(options, (response: IncomingMessage) => {
      let text = '';
      response.on('data', (part) => (text += String(part)));
      response.on('error', reject);
      response.on('end', () => {
        const { 'content-type': type = '', location = '' } = response.headers;
        resolve({ status: response.statusCode ?? 0, type, location, text });
      });
    });
    sent.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ECONNRESET' && sent.reusedSocket ? new Reused() : error),
    );
    sent.setTimeout(20_000, () => sent.destroy(new Error(`no answer to ${method} ${path}`)));
    sent.end(body);
  });

// The server may end an idle connection just when a request sets out on it (https://nodejs.org/api/http.html#requestreusedsocket).
class Reused extends Error {}

const send = (...sent: Parameters<typeof trySend>): Promise<Answer> =>
  trySend(...sent).catch((error: unknown) => {
    if (error instanceof Reused) return send(...sent);
    throw error;
  });

/** Why an answer is none that we give; null for a good one. */
const fault = ({ status, type, text }: Answer): string | null => {
  if (/node_modules|\.ts:\d|SQLITE|at Object/.test(text)) return 'tells of the inside';
  if (status >= 200 && status < 400) return null;
  if (!type.startsWith('application/problem+json')) return 'no problem details';
  const { code } = JSON.parse(text) as { code: string };
  if (!isErrorCode(code)) return 'an unknown code';
  // What the machine cannot do at this moment is no surprise.
  return status < 500 || code === 'media_unavailable' ? null : `${status} ${code}`;
};

/** Sends so many inputs, some at a time; throws at the first answer that is none. */
export const fuzzHttp = async (target: FuzzTarget, random: Random, count: number): Promise<Tally> => {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const tally: Tally = {};
  let left = count;
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const address = `10.${random.below(256)}.${random.below(256)}.${1 + random.below(254)}`;
      const input = random.chance(0.15) ? streamInput(random, target) : apiInput(random, target);
      const answer = await send(target.port, agent, input, address);
      const wrong = fault(answer);
      if (wrong)
        throw new Error(
          `${wrong}: ${JSON.stringify({ ...input, body: String(input.body) })} → ${answer.text.slice(0, 500)}`,
        );
      tally[answer.status] = (tally[answer.status] ?? 0) + 1;
      if (answer.status === 201 && /^\/wh[ie]p\//.test(answer.location))
        await send(
          target.port,
          agent,
          { method: 'DELETE', path: answer.location, headers: input.headers },
          address,
        );
    }
  };
  try {
    await Promise.all(Array.from({ length: 8 }, lane));
  } finally {
    agent.destroy();
  }
  return tally;
};
