// The shop's HTTP API for pages: a typed fetch, its refusals as ApiError (RFC 9457 problems carry our `code`).
// Never retries and never shows anything: the page decides. Signalling has its own way (connection.ts). Rules: API-1 … API-5.
import { isErrorCode, type ErrorCode } from '../../shared/errors.ts';
import type { ShowView, StaffRole } from '../../shared/model.ts';
import type { Identity, Terms } from '../../shared/shop.ts';
import { newWriteKey } from './write-key.ts';

export type StaffMember = { id: string; name: string; role: StaffRole; room: string | null };
export type StaffRow = StaffMember & { lastSeenAt: number | null };
export type RoomRow = { slug: string; name: string; show: ShowView | null; viewers: number };
export type Invite = { link: string; expiresAt: number };
export type OpenInvite = {
  id: string;
  role: StaffRole;
  room: string | null;
  createdAt: number;
  expiresAt: number;
  /** Empty: made at the server's terminal. */
  madeBy: string;
};

/** `offline` and `timeout` never reached the server; all others are its refusals. */
export type ApiErrorCode = ErrorCode | 'offline' | 'timeout';

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;
  readonly details: Record<string, unknown>;

  constructor(code: ApiErrorCode, details: Record<string, unknown> = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

const patienceMs = 15_000;

export const fallbackCodes: Record<number, ErrorCode> = {
  400: 'bad_request',
  401: 'unauthorised',
  403: 'not_allowed',
  404: 'not_found',
  410: 'invite_invalid',
  429: 'rate_limited',
};

const parsed = async (response: Response): Promise<Record<string, unknown>> => {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {}; // an empty or a proxy's HTML body: the status has to do
  }
};

export const refusal = async (response: Response): Promise<ApiError> => {
  const { code, ...details } = await parsed(response);
  if (isErrorCode(code)) return new ApiError(code, details);
  return new ApiError(fallbackCodes[response.status] ?? 'internal', details);
};

export const unreached = (error: unknown): ApiError =>
  new ApiError(error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : 'offline');

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export type Query = Record<string, string | number | null | undefined>;

/** What is empty is left out. */
export const withQuery = (path: string, query: Query = {}): string => {
  const filled = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const text = new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
};

// A write whose answer never came may have been done all the same: asked again word for word it carries the same key, and
// the server gives the first answer. An answer ends it: the same words later mean once more.
const unanswered = new Map<string, string>();

export const writeKeyOf = (write: string): string => {
  const key = unanswered.get(write) ?? newWriteKey();
  unanswered.set(write, key);
  return key;
};

/** `status` 0: nothing came back. What a proxy or a failing server says leaves it open as well. */
export const settleWrite = (write: string, status: number): void => {
  if (status > 0 && status < 500) unanswered.delete(write);
};

type Options = {
  query?: Query;
  body?: unknown;
  /** The version that was read; another one now is `changed_meanwhile`. */ version?: number;
};

const headersOf = (method: Method, write: string, { body, version }: Options) => ({
  accept: 'application/json',
  ...(body !== undefined && { 'content-type': 'application/json' }),
  ...(method !== 'GET' && { 'idempotency-key': writeKeyOf(write) }),
  ...(version !== undefined && { 'if-match': `"${version}"` }),
});

export const call = async <Reply>(method: Method, to: string, options: Options = {}): Promise<Reply> => {
  const path = withQuery(to, options.query);
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  const write = `${method} ${path} ${options.version ?? ''} ${body ?? ''}`;
  const response = await fetch(`/api${path}`, {
    method,
    credentials: 'same-origin',
    // Asked each time, and not sent again when it is still the same: the server says with each answer who may keep it.
    cache: method === 'GET' ? 'no-cache' : 'no-store',
    headers: headersOf(method, write, options),
    ...(body !== undefined && { body }),
    signal: AbortSignal.timeout(patienceMs),
  }).catch((error: unknown) => {
    throw unreached(error);
  });
  if (method !== 'GET') settleWrite(write, response.status);
  if (!response.ok) throw await refusal(response);
  // The server is ours and its tests hold it to these shapes: no second schema in the browser.
  return (await parsed(response)) as Reply;
};

export const api = {
  /** Redeems an invite token (one use). Throws invite_invalid, rate_limited. */
  signIn: (invite: string) =>
    call<{ staff: StaffMember; next: string }>('POST', '/session', { body: { invite } }),
  whoAmI: () => call<{ staff: StaffMember | null }>('GET', '/session'),
  signOut: () => call<Record<string, never>>('DELETE', '/session'),
  rename: (name: string) => call<{ staff: StaffMember }>('PATCH', '/session', { body: { name } }),

  /** Who the shop is, for everyone. */
  shop: () => call<{ identity: Identity; terms: Terms }>('GET', '/shop'),
  rooms: () => call<{ rooms: RoomRow[] }>('GET', '/rooms'),
  /** Throws room_exists, bad_request, not_allowed. */
  createRoom: (slug: string, name: string) =>
    call<{ room: RoomRow }>('POST', '/rooms', { body: { slug, name } }),

  invite: (room: string | null, role: StaffRole) =>
    call<Invite>('POST', '/invites', { body: { room, role } }),
  invites: () => call<{ invites: OpenInvite[] }>('GET', '/invites'),
  revokeInvite: (id: string) => call<Record<string, never>>('DELETE', `/invites/${encodeURIComponent(id)}`),
  staff: () => call<{ staff: StaffRow[] }>('GET', '/staff'),
  removeStaff: (id: string) => call<Record<string, never>>('DELETE', `/staff/${encodeURIComponent(id)}`),
};
