// What mediasoup throws, as refusals of ours. Owns the mapping only. It must never turn a surprise into a refusal: what
// is not named here passes through and becomes `internal` with an incident id. Rules: MED-7, MED-11.
import { errors } from 'mediasoup';
import type { MediaKind, RtpParameters } from '../../shared/media.ts';
import { AppError } from '../errors.ts';

/** Something we asked was closed meanwhile: the worker, or the object on it (mediasoup: node/lib/errors.d.ts). */
export const isGone = (error: unknown): boolean =>
  error instanceof errors.WorkerClosedError ||
  error instanceof errors.NotFoundError ||
  (error instanceof Error && error.name === 'InvalidStateError');

/** mediasoup answers wrong parameters with these three; "already exists" is the worker's word for a taken ssrc or mid. */
const isParameterFault = (error: unknown): error is Error =>
  error instanceof TypeError ||
  error instanceof RangeError ||
  error instanceof errors.UnsupportedError ||
  (error instanceof Error && error.message.includes('already exists in RTP listener'));

export const isUnsupported = (error: unknown): boolean => error instanceof errors.UnsupportedError;

const gone = (cause: unknown): AppError => new AppError('media_gone', undefined, { cause });

/** For work that takes nothing from the client. Throws media_gone when what we worked on was closed meanwhile. */
export const orGone = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    throw isGone(error) ? gone(error) : error;
  });

/** For work that takes the client's parameters. Throws media_gone, or bad_request {reason}. */
export const orBadRequest = <T>(work: Promise<T>): Promise<T> =>
  work.catch((error: unknown) => {
    if (isGone(error)) throw gone(error);
    if (!isParameterFault(error)) throw error;
    throw new AppError('bad_request', { reason: error.message.slice(0, 200) }, { cause: error });
  });

/**
 * What mediasoup would take and must not get. Throws bad_request for
 * - numbers that it writes unchecked in the middle of a FlatBuffers object (rtpParametersFbsUtils.js, 3.27.1): if that
 *   throws, as `BigInt(1.5)` does, the builder of that worker's channel stays open and *every* later request to the
 *   worker fails, for all rooms on it;
 * - codecs of another kind than the producer's, which nobody could play.
 */
export const refuseUnsafe = (kind: MediaKind, { codecs, encodings }: RtpParameters): void => {
  for (const encoding of listed(encodings)) {
    if (isWhole(encoding?.maxBitrate) && isWhole(encoding?.codecPayloadType)) continue;
    throw new AppError('bad_request', { reason: 'maxBitrate and codecPayloadType must be whole numbers' });
  }
  if (listed(codecs).every((codec) => kindOf(codec?.mimeType) === kind)) return;
  throw new AppError('bad_request', { reason: `a codec is not ${kind}` });
};

/** The shapes are not checked yet: mediasoup does that next. */
const listed = <T>(list: T[] | undefined): T[] => (Array.isArray(list) ? list : []);

const kindOf = (mimeType: unknown): string => String(mimeType).split('/', 1)[0]?.toLowerCase() ?? '';

const isWhole = (value: number | undefined): boolean =>
  value === undefined || (Number.isSafeInteger(value) && value >= 0);
