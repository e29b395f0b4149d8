// A refusal: an expected "no" with a code of shared/errors.ts. Everything else that is thrown is a surprise: it becomes
// `internal` with an incident id, its cause is logged and its text never leaves the server. Rules: SES-20, SEC-4.
import { randomUUID } from 'node:crypto';
import { errors, type ErrorCode } from '../shared/errors.ts';
import type { WireError } from '../shared/protocol.ts';
import type { Log } from './log.ts';

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, details?: Record<string, unknown>, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.details = details;
  }
}

const withDetails = (code: ErrorCode, details?: Record<string, unknown>): WireError =>
  details ? { code, details } : { code };

/** What the other side may know of anything thrown; surprises are logged here, once. */
export const toWire = (error: unknown, log: Log): WireError => {
  if (error instanceof AppError) return withDetails(error.code, error.details);
  const incident = randomUUID();
  log.error({ err: error, incident }, 'unexpected error');
  return { code: 'internal', details: { incident } };
};

/** The same as problem details (RFC 9457): `type` is a relative reference that names the code. */
export const toProblem = (error: unknown, log: Log) => {
  const { code, details } = toWire(error, log);
  return { ...details, type: `/problems/${code}`, title: code, status: errors[code].status, code };
};
