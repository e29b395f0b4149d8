import { errors } from 'mediasoup';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../server/errors.ts';
import type { RtpParameters } from '../../../shared/media.ts';
import { orBadRequest, orGone, refuseUnsafe } from '../../../server/media/refusals.ts';

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => 'resolved',
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );
const failing = async (error: Error): Promise<never> => {
  throw error;
};

describe('MED-11 what the client asked wrongly is its bad request', () => {
  test.for([
    new TypeError('missing codec.mimeType'),
    new RangeError('not an integer'),
    new errors.UnsupportedError('unsupported codec'),
    new Error('ssrc already exists in RTP listener [ssrc:1]'),
  ])('MED-11 %s', async (error) => {
    expect(await refusalOf(orBadRequest(failing(error)))).toBe('bad_request');
  });

  test('MED-11 the reason is told, cut to a length that fits a frame', async () => {
    const refusal = await orBadRequest(failing(new TypeError('x'.repeat(10_000)))).catch(
      (error: unknown) => error,
    );
    expect((refusal as AppError).details).toEqual({ reason: 'x'.repeat(200) });
  });
});

describe('MED-7 what was closed meanwhile is gone', () => {
  test.for([new errors.WorkerClosedError('Channel closed'), new errors.NotFoundError('Producer not found')])(
    'MED-7 %s',
    async (error) => {
      expect(await refusalOf(orBadRequest(failing(error)))).toBe('media_gone');
      expect(await refusalOf(orGone(failing(error)))).toBe('media_gone');
    },
  );
});

test('MED-11 a surprise passes through, a TypeError of our own among them', async () => {
  const surprise = new Error('flat battery');
  const ownMistake = new TypeError('missing router');
  expect(await refusalOf(orBadRequest(failing(surprise)))).toBe(surprise);
  expect(await refusalOf(orGone(failing(ownMistake)))).toBe(ownMistake);
});

describe('MED-11 parameters that mediasoup would take and must not get', () => {
  const encodings = (encoding: unknown) =>
    ({ codecs: [], encodings: [encoding] }) as unknown as RtpParameters;
  const refuse = (rtpParameters: RtpParameters) => () => refuseUnsafe('video', rtpParameters);

  test.for([1.5, -1, Number.POSITIVE_INFINITY, 'abc', null, {}])('MED-11 maxBitrate %s', (maxBitrate) => {
    expect(refuse(encodings({ maxBitrate }))).toThrow('bad_request');
  });
  test('MED-11 a codecPayloadType without a value', () => {
    expect(refuse(encodings({ codecPayloadType: { valueOf: 1, toString: 1 } }))).toThrow('bad_request');
  });
  test('MED-11 a codec of another kind', () => {
    const codec = { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000 };
    expect(refuse({ codecs: [codec] })).toThrow('bad_request');
    expect(() => refuseUnsafe('audio', { codecs: [codec] })).not.toThrow();
  });
  test('MED-11 whole numbers, absent ones, and shapes that mediasoup refuses itself, pass', () => {
    expect(refuse(encodings({ maxBitrate: 2_000_000, codecPayloadType: 96 }))).not.toThrow();
    for (const encoding of [{}, null, 7]) expect(refuse(encodings(encoding))).not.toThrow();
    expect(refuse({} as RtpParameters)).not.toThrow();
    expect(refuse({ codecs: [], encodings: 'none' } as unknown as RtpParameters)).not.toThrow();
  });
});
