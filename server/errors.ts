// A refusal: an expected "no" with a code of shared/errors.ts. A disk that does not take what should be kept is one too, and
// its cause is logged. Everything else that is thrown is a surprise: it becomes `internal` with an incident id, its cause is
// logged and its text never leaves the server. Rules: SES-20, SEC-4, OPS-40.
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

// Full, broken, read-only, or held for too long by another program: of the database (SQLite) and of files (the system).
const notStored =
  /^(?:SQLITE_(?:FULL|IOERR|READONLY|CANTOPEN|BUSY)(?:_|$)|(?:ENOSPC|EDQUOT|EROFS|EFBIG|EIO)$)/;

const isStorageFailure = (error: unknown): error is Error =>
  error instanceof Error && notStored.test(String((error as { code?: unknown }).code));

/** One failed commit rejects every write of its batch with the same error: told to each, logged once. */
const logged = new WeakSet<Error>();

/** What the other side may know of anything thrown; what is no refusal is logged here, once. */
export const toWire = (error: unknown, log: Log): WireError => {
  if (error instanceof AppError) return withDetails(error.code, error.details);
  if (isStorageFailure(error)) {
    if (!logged.has(error)) log.error({ err: error }, 'nothing can be stored');
    logged.add(error);
    return { code: 'storage_failed' };
  }
  const incident = randomUUID();
  log.error({ err: error, incident }, 'unexpected error');
  return { code: 'internal', details: { incident } };
};

/** The same as problem details (RFC 9457): `type` is a relative reference that names the code. */
export const toProblem = (error: unknown, log: Log) => {
  const { code, details } = toWire(error, log);
  return { ...details, type: `/problems/${code}`, title: code, status: errors[code].status, code };
};
