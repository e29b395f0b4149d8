// One table for the whole API: each route says its method, path, least role, schemas and reply; this file does the rest alike
// for all: who asks, how often, what the body says, the same answer for the same Idempotency-Key, ETags. The OpenAPI document
// is made from the same table (openapi.ts). Rules: HTTP-7 … HTTP-10, SEC-4.
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Role } from '../../shared/model.ts';
import { idempotencyKey } from '../../shared/shop-bodies.ts';
import type { Sql, Tx } from '../db/open.ts';
import { AppError } from '../errors.ts';
import type { ReservationId } from '../ids.ts';
import type { Staff } from '../identity/staff.ts';
import * as idempotency from '../shop/idempotency.ts';
import * as receipts from '../shop/receipts.ts';
import { check } from './check.ts';
import type { ApiDeps } from './sessions.ts';

type Schema = v.GenericSchema;
type Out<S> = S extends Schema ? v.InferOutput<S> : undefined;

/** What a route is told of one request. */
export type Asking<Q = unknown, B = unknown> = {
  req: Request;
  res: Response;
  now: number;
  /** A value of the path, by its name. */
  param: (name: string) => string;
  query: Q;
  body: B;
  /** Null only on routes for viewers. */
  visitor: Staff | null;
  /** Throws `unauthorised` for a viewer. */
  staff: () => Staff;
  /** Who did it, for the ledger. */
  actor: string;
  /** Whose receipt it is, on routes for receipts. */
  reservationId: ReservationId;
};

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type Common<Q, B> = {
  method: Method;
  /** As express writes it: `/products/:id`. */
  path: string;
  tag: string;
  summary: string;
  /** `receipt`: the bearer of a receipt's secret. */
  least: Role | 'receipt';
  query?: Q;
  body?: B;
  /** A body that is no JSON, as bytes. */
  raw?: { types: readonly string[]; maxBytes: number };
  /** Of JSON bodies. */
  maxBytes?: number;
  status?: number;
  /** What the reply holds, by name; none: no content. */
  reply?: readonly string[];
  /** When the reply is no JSON. */
  replyType?: string;
  refusals?: readonly ErrorCode[];
  /** About people, or about this very moment: no browser keeps it, not even to ask whether it is still so. */
  unkept?: boolean;
  limiter?: RequestHandler;
};

type Handlers<Q, B> = {
  read: (sql: Sql, asking: Asking<Q, B>) => unknown;
  /** What it returns is remembered under the request's key: no secrets. */
  write: (tx: Tx, asking: Asking<Q, B>) => unknown;
  /** After the commit; makes the reply of what `write` returned. Left out: that is the reply. */
  written: (stored: never, asking: Asking<Q, B>) => unknown;
  /** Answers by itself. Without Idempotency-Key: for what needs none, or carries a secret. */
  free: (asking: Asking<Q, B>) => unknown;
};

export type Route = Common<Schema, Schema> & Partial<Handlers<never, never>> & { keyed: boolean };

type Given<Q extends Schema | undefined, B extends Schema | undefined> = Omit<
  Common<Schema, Schema>,
  'query' | 'body' | 'method'
> & {
  query?: Q;
  body?: B;
};

/** Answers from the database alone. */
export const read = <Q extends Schema | undefined = undefined>(
  route: Given<Q, undefined> & { read: Handlers<Out<Q>, undefined>['read'] },
): Route => ({ ...(route as object), method: 'get', keyed: false }) as Route;

/** Changes the database in one transaction, once for each key. */
export const write = <
  Stored,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
>(
  route: Given<Q, B> & {
    method: Exclude<Method, 'get'>;
    write: (tx: Tx, asking: Asking<Out<Q>, Out<B>>) => Stored;
    written?: (stored: Stored, asking: Asking<Out<Q>, Out<B>>) => unknown;
  },
): Route => ({ ...(route as object), keyed: true }) as Route;

/** Does all by itself; `keyed`: it honours the Idempotency-Key in its own way (`keyOf`). */
export const free = <Q extends Schema | undefined = undefined, B extends Schema | undefined = undefined>(
  route: Given<Q, B> & {
    method: Method;
    keyed?: boolean;
    free: Handlers<Out<Q>, Out<B>>['free'];
  },
): Route => ({ keyed: false, ...(route as object) }) as Route;

/** The request's Idempotency-Key. Throws `bad_request`. */
const keyOf = (req: Request): string | null => {
  const key = req.get('Idempotency-Key');
  return key === undefined
    ? null
    : check(v.object({ 'Idempotency-Key': idempotencyKey }), { 'Idempotency-Key': key })['Idempotency-Key'];
};

/** The same work once for each key of this person; `what`: that which must be the same for the answer to be the same. */
export const once = <T>(
  tx: Tx,
  { req, now, visitor, reservationId }: Asking,
  what: unknown,
  work: () => T,
): T => {
  const key = keyOf(req);
  if (key === null) return work();
  const actor = visitor?.id ?? `receipt:${reservationId}`;
  return idempotency.once(tx, actor, key, [req.method, req.originalUrl, what], now, work);
};

/** What the Authorization header bears; empty without one. */
export const bearerOf = (req: Request): string =>
  /^Bearer (\S{1,200})$/i.exec(req.headers.authorization ?? '')?.[1] ?? '';

const receiptOf = (req: Request, { db }: ApiDeps): ReservationId => {
  const secret = bearerOf(req);
  if (!secret) throw new AppError('unauthorised');
  const found = db.read((sql) => receipts.find(sql, secret));
  if (!found) throw new AppError('not_found');
  return found;
};

const asked = (route: Route, deps: ApiDeps, req: Request, res: Response): Asking => {
  const visitor = res.locals.visitor as Staff | null;
  return {
    req,
    res,
    now: deps.clock.now(),
    param: (name) => String(req.params[name]),
    query: route.query ? check(route.query, req.query) : undefined,
    body: route.body ? check(route.body, req.body) : route.raw ? bytesOf(req) : undefined,
    visitor,
    staff: () => {
      if (!visitor) throw new AppError('unauthorised');
      return visitor;
    },
    actor: visitor ? `staff:${visitor.name}` : 'viewer',
    reservationId: res.locals.reservationId as ReservationId,
  };
};

const bytesOf = (req: Request): Buffer => {
  if (!Buffer.isBuffer(req.body) || req.body.length === 0)
    throw new AppError('bad_request', { reason: 'content type or empty body' });
  return req.body;
};

const etagOf = (text: string, reply: unknown): string => {
  const version = (reply as { product?: { version?: number } }).product?.version;
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  return `W/"${version === undefined ? '' : `v${version}.`}${hash}"`;
};

/** The version that an If-Match names: a product's own number, or the ETag that came with it. Null: none is asked for. */
export const versionOf = (req: Request): number | null => {
  const match = req.get('If-Match');
  if (match === undefined || match.trim() === '*') return null;
  const [, version] = /^(?:W\/)?"?v?(\d{1,15})(?:\.[\w-]+)?"?$/.exec(match.trim()) ?? [];
  if (version === undefined)
    throw new AppError('bad_request', { issues: [{ path: 'If-Match', expected: 'the ETag of a product' }] });
  return Number(version);
};

// Compared by ourselves: a page that keeps its answers asks with `Cache-Control: no-cache` (the Fetch standard adds it beside
// If-None-Match), and express takes that for a wish to have all of it again.
export const isKnown = (req: Request, etag: string): boolean => {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '');
  return (req.get('If-None-Match') ?? '').split(',').some((tag) => bare(tag) === bare(etag));
};

const send = (route: Route, { req, res }: Asking, reply: unknown): void => {
  res.status(route.status ?? 200);
  if (!route.reply) return void res.end();
  const text = JSON.stringify(reply);
  if (route.method === 'get') {
    const etag = etagOf(text, reply);
    res.setHeader('ETag', etag);
    if (isKnown(req, etag)) return void res.status(304).end();
  }
  res.type('json').send(text);
};

const answer = async (route: Route, deps: ApiDeps, asking: Asking): Promise<void> => {
  const all: Partial<Handlers<unknown, unknown>> = route as object;
  if (all.free) return void (await all.free(asking));
  if (all.read)
    return send(
      route,
      asking,
      deps.db.read((sql) => all.read?.(sql, asking)),
    );
  const stored = await deps.db.write((tx) =>
    once(tx, asking, [asking.query, asking.body], () => all.write?.(tx, asking) ?? null),
  );
  send(route, asking, all.written ? await all.written(stored as never, asking) : stored);
};

const admitted =
  (route: Route, deps: ApiDeps): RequestHandler =>
  (req, res, next) => {
    if (route.least === 'receipt') res.locals.reservationId = receiptOf(req, deps);
    res.locals.visitor =
      route.least === 'receipt' || route.least === 'viewer' ? null : deps.auth.require(req, route.least);
    if (route.method === 'get' && !route.unkept) res.setHeader('Cache-Control', 'private, no-cache');
    next();
  };

// The body is read only now: whoever may not ask cannot make the server hold megabytes. Nothing of ours sends a compressed one,
// and a bomb has nobody to set it off.
const bodyReader = (route: Route): RequestHandler[] => {
  if (route.raw)
    return [express.raw({ type: [...route.raw.types], limit: route.raw.maxBytes, inflate: false })];
  return route.body ? [express.json({ limit: route.maxBytes ?? 64 * 1024, inflate: false })] : [];
};

export const routerOf = (routes: readonly Route[], deps: ApiDeps): Router => {
  const router = express.Router();
  for (const route of routes)
    router[route.method](
      route.path,
      ...(route.limiter ? [route.limiter] : []),
      admitted(route, deps),
      ...bodyReader(route),
      (req: Request, res: Response) => answer(route, deps, asked(route, deps, req, res)),
    );
  return router;
};
