// The shop's HTTP API for pages: a typed fetch, its refusals as ApiError (RFC 9457 problems carry our `code`).
// Never retries and never shows anything: the page decides. Signalling has its own way (connection.ts).
import { isErrorCode, type ErrorCode } from '../../shared/errors.ts';
import type { ShowView, StaffRole } from '../../shared/model.ts';

export type StaffMember = { id: string; name: string; role: StaffRole; room: string | null };
export type StaffRow = StaffMember & { lastSeenAt: number | null };
export type RoomRow = { slug: string; name: string; show: ShowView | null; viewers: number };
export type Invite = { link: string; expiresAt: number };

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

const fallbackCodes: Record<number, ErrorCode> = {
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

const refusal = async (response: Response): Promise<ApiError> => {
  const { code, ...details } = await parsed(response);
  if (isErrorCode(code)) return new ApiError(code, details);
  return new ApiError(fallbackCodes[response.status] ?? 'internal', details);
};

const unreached = (error: unknown): ApiError =>
  new ApiError(error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : 'offline');

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

const call = async <Reply>(method: Method, path: string, body?: unknown): Promise<Reply> => {
  const response = await fetch(`/api${path}`, {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(patienceMs),
  }).catch((error: unknown) => {
    throw unreached(error);
  });
  if (!response.ok) throw await refusal(response);
  // The server is ours and its tests hold it to these shapes: no second schema in the browser.
  return (await parsed(response)) as Reply;
};

export const api = {
  /** Redeems an invite token (one use). Throws invite_invalid, rate_limited. */
  signIn: (invite: string) => call<{ staff: StaffMember; next: string }>('POST', '/session', { invite }),
  whoAmI: () => call<{ staff: StaffMember | null }>('GET', '/session'),
  signOut: () => call<Record<string, never>>('DELETE', '/session'),
  rename: (name: string) => call<{ staff: StaffMember }>('PATCH', '/session', { name }),

  rooms: () => call<{ rooms: RoomRow[] }>('GET', '/rooms'),
  /** Throws room_exists, bad_request, not_allowed. */
  createRoom: (slug: string, name: string) => call<{ room: RoomRow }>('POST', '/rooms', { slug, name }),

  invite: (room: string | null, role: StaffRole) => call<Invite>('POST', '/invites', { room, role }),
  staff: () => call<{ staff: StaffRow[] }>('GET', '/staff'),
  removeStaff: (id: string) => call<Record<string, never>>('DELETE', `/staff/${encodeURIComponent(id)}`),
};
