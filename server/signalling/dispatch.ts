// One frame's way: read → known? → allowed in this state? → rate → role and page → body → handler → reply. The only
// try/catch around handlers: a refusal becomes its code, a surprise becomes `internal`. Rules: SES-2 … SES-5, SES-20, SEC-10.
import * as v from 'valibot';
import { errors, type ErrorCode } from '../../shared/errors.ts';
import { roleAtLeast } from '../../shared/model.ts';
import { closeCodes, PROTOCOL_VERSION, type CloseReason } from '../../shared/protocol.ts';
import { requests, type RequestType } from '../../shared/requests.ts';
import { AppError, toWire } from '../errors.ts';
import { readFrame, type Incoming } from './frames.ts';
import { handlers, type AnyHandler } from './handlers/table.ts';
import type { Session } from './session.ts';

const isCloseReason = (code: string): code is CloseReason => Object.hasOwn(closeCodes, code);

/** Never rejects. */
export const dispatch = async (session: Session, data: Buffer, isBinary: boolean): Promise<void> => {
  if (session.closed) return;
  const frame = readFrame(data, isBinary);
  const { log, metrics, security } = session.services;
  try {
    const body = await run(session, frame);
    metrics.request(frame.kind === 'request' ? frame.type : frame.kind, 'ok');
    if (frame.kind !== 'bad') session.reply({ re: frame.id, ok: true, body });
    if (frame.kind === 'request' && frame.type === 'session.hello') session.release();
  } catch (error) {
    const wire = toWire(error, log);
    const type = frame.kind === 'request' ? frame.type : frame.kind;
    metrics.request(type, wire.code);
    security.refused(wire.code, type, () => session.member?.staffId);
    session.reply({ re: frame.kind === 'bad' ? null : frame.id, ok: false, error: wire });
    const reason = closing(wire.code, session);
    if (reason) session.close(reason);
  }
};

// A fatal refusal ends the socket, and so does one of who-you-are before there is a member: asking again cannot help.
const closing = (code: ErrorCode, session: Session): CloseReason | null => {
  if (!session.member && (code === 'unauthorised' || code === 'not_allowed')) return 'unauthorised';
  if (!errors[code].fatal) return null;
  return isCloseReason(code) ? code : 'not_found';
};

const run = async (session: Session, frame: Incoming): Promise<unknown> => {
  if (frame.kind === 'bad') throw new AppError('bad_frame');
  if (frame.kind === 'unknown') {
    throw new AppError('unknown_request', { type: frame.type });
  }
  session.admit(frame.type);
  authorise(session, frame.type);
  if (frame.type === 'session.hello') refuseOldProtocol(frame.body);
  const parsed = v.safeParse(requests[frame.type].body, frame.body, { abortPipeEarly: true });
  if (!parsed.success) throw new AppError('bad_request', { issues: issuesOf(parsed.issues) });
  return (handlers[frame.type] as AnyHandler)(session, parsed.output);
};

// Asked first: a hello of another version may look different altogether, and must still be told why.
const refuseOldProtocol = (body: unknown): void => {
  const protocol = (body as { protocol?: unknown } | null)?.protocol;
  if (typeof protocol === 'number' && protocol !== PROTOCOL_VERSION)
    throw new AppError('too_old', { supported: [PROTOCOL_VERSION] });
};

const authorise = (session: Session, type: RequestType): void => {
  if (type === 'session.hello') return;
  const { member } = session;
  if (!member) throw new AppError('hello_first');
  const { least, page } = requests[type];
  if (!roleAtLeast(member.role, least)) throw new AppError('not_allowed');
  if (page !== 'any' && page !== member.page) throw new AppError('not_allowed', { page });
};

const issuesOf = (issues: readonly v.BaseIssue<unknown>[]) =>
  issues
    .slice(0, 5)
    .map((issue) => ({ path: v.getDotPath(issue) ?? '', expected: issue.expected ?? issue.message }));
