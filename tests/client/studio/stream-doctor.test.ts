import { describe, expect, test } from 'vitest';
import { examine } from '../../../shared/stream-doctor.ts';
import type { StreamFacts, VideoFacts } from '../../../shared/stream.ts';

const sound: VideoFacts = {
  codec: 'H264',
  profile: 'constrained baseline',
  width: 1280,
  height: 720,
  fps: 30,
  bFrames: false,
  kbps: 2500,
  layers: 1,
  keyFrameEveryMs: 2000,
  answersRequests: false,
  lost: 0,
};
const stream = (video: Partial<VideoFacts> = {}, rest: Partial<StreamFacts> = {}): StreamFacts => ({
  by: 'encoder',
  video: { ...sound, ...video },
  audio: { kbps: 96 },
  ...rest,
});
const found = (facts: StreamFacts, about: string) => {
  const finding = examine(facts).find((each) => each.about === about);
  return finding && [finding.verdict, finding.why];
};

describe('findings', () => {
  test('STU-90 a good stream is good in every respect, each told once', () => {
    const findings = examine(stream());
    expect(findings.map(({ about }) => about)).toEqual([
      'codec',
      'size',
      'fps',
      'rate',
      'keyFrames',
      'loss',
      'sound',
    ]);
    expect(findings.every(({ verdict, why }) => verdict === 'good' && why === null)).toBe(true);
  });

  test('STU-90 what is not known yet is left out; no picture and no sound are told', () => {
    const unknown = {
      width: null,
      height: null,
      fps: null,
      keyFrameEveryMs: null,
      answersRequests: null,
      bFrames: null,
      profile: null,
    };
    expect(examine(stream(unknown)).map(({ about }) => about)).toEqual(['codec', 'rate', 'loss', 'sound']);
    expect(found(stream({}, { video: null }), 'codec')).toEqual(['bad', 'noPicture']);
    expect(found(stream({}, { audio: null }), 'sound')).toEqual(['fair', 'noSound']);
  });

  test('STU-91 B-frames and odd profiles are in the way, Main and High may be', () => {
    expect(found(stream({ bFrames: true, profile: 'high' }), 'codec')).toEqual(['bad', 'bFrames']);
    expect(found(stream({ profile: 'other' }), 'codec')).toEqual(['bad', 'profileOdd']);
    expect(found(stream({ profile: 'high' }), 'codec')).toEqual(['fair', 'profile']);
    expect(found(stream({ profile: 'main' }), 'codec')).toEqual(['fair', 'profile']);
    expect(found(stream({ codec: 'VP8', profile: null }), 'codec')).toEqual(['good', null]);
  });

  test.each([
    [2000, false, 'good'],
    [3000, false, 'fair'],
    [8000, false, 'bad'],
    [null, true, 'good'],
    [60_000, true, 'good'],
  ] as const)(
    'STU-92 a key frame every %s ms, on request: %s, is %s',
    (keyFrameEveryMs, answersRequests, verdict) => {
      expect(found(stream({ keyFrameEveryMs, answersRequests }), 'keyFrames')?.[0]).toBe(verdict);
    },
  );

  test.each([
    [{ width: 1920, height: 1080 }, 'size', 'good'],
    [{ width: 720, height: 1280 }, 'size', 'good'],
    [{ width: 3840, height: 2160 }, 'size', 'fair'],
    [{ width: 640, height: 360 }, 'size', 'fair'],
    [{ width: 320, height: 240 }, 'size', 'bad'],
    [{ fps: 24 }, 'fps', 'good'],
    [{ fps: 15 }, 'fps', 'fair'],
    [{ fps: 5 }, 'fps', 'bad'],
    [{ kbps: 100 }, 'rate', 'bad'],
    [{ kbps: 500 }, 'rate', 'fair'],
    [{ kbps: 4500 }, 'rate', 'fair'],
    [{ kbps: 4500, layers: 3 }, 'rate', 'good'],
    [{ kbps: 5900, layers: 3 }, 'rate', 'bad'],
    [{ lost: 0.01 }, 'loss', 'fair'],
    [{ lost: 0.1 }, 'loss', 'bad'],
  ] as const)('STU-93 %j: %s is %s', (video, about, verdict) => {
    expect(found(stream(video), about)?.[0]).toBe(verdict);
  });
});
