import { expect, test } from 'vitest';
import { routerRtpCapabilities as capabilities } from '../../../server/media/codecs.ts';

test('MED-1 a router speaks Opus, VP8 and H264 in that order, VP8 and H264 with retransmission', () => {
  expect(capabilities.codecs?.map(({ mimeType }) => mimeType)).toEqual([
    'audio/opus',
    'video/VP8',
    'video/rtx',
    'video/H264',
    'video/rtx',
  ]);
});

test('MED-1 payload types are those that libwebrtc offers for Opus and VP8', () => {
  const payloadTypes = Object.fromEntries(
    (capabilities.codecs ?? []).map(({ mimeType, preferredPayloadType }) => [mimeType, preferredPayloadType]),
  );
  expect(payloadTypes).toMatchObject({ 'audio/opus': 111, 'video/VP8': 96, 'video/H264': 102 });
});

test('MED-1 Opus heals losses and saves on silence, H264 is constrained baseline in mode 1', () => {
  const of = (mimeType: string) =>
    capabilities.codecs?.find((codec) => codec.mimeType === mimeType)?.parameters;
  expect(of('audio/opus')).toMatchObject({ useinbandfec: 1, usedtx: 1 });
  expect(of('video/H264')).toMatchObject({ 'profile-level-id': '42e01f', 'packetization-mode': 1 });
});
