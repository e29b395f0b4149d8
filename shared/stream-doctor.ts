// What to make of a stream's numbers, each by itself: good, worth mending, or in the way of viewers. Pure; the words are in
// i18n. Rules: STU-90 … STU-93.
import { limits } from './limits.ts';
import type { StreamFacts, VideoFacts } from './stream.ts';

export const aspects = ['codec', 'size', 'fps', 'rate', 'keyFrames', 'loss', 'sound'] as const;
export type Aspect = (typeof aspects)[number];
export type Finding = { about: Aspect; verdict: 'good' | 'fair' | 'bad'; why: Why | null };

/** Each has one sentence that says what to do. */
export const whys = [
  'noPicture',
  'profile',
  'profileOdd',
  'bFrames',
  'sizeSmall',
  'sizeLarge',
  'fpsLow',
  'rateLow',
  'rateHigh',
  'keyFramesRare',
  'loss',
  'noSound',
] as const;
export type Why = (typeof whys)[number];

const good = (about: Aspect): Finding => ({ about, verdict: 'good', why: null });
const fair = (about: Aspect, why: Why): Finding => ({ about, verdict: 'fair', why });
const bad = (about: Aspect, why: Why): Finding => ({ about, verdict: 'bad', why });

/** B-frames wait for what comes after them, and browsers show them out of order. */
const codec = ({ bFrames, profile }: VideoFacts): Finding => {
  if (bFrames) return bad('codec', 'bFrames');
  if (profile === 'other') return bad('codec', 'profileOdd');
  return profile === 'main' || profile === 'high' ? fair('codec', 'profile') : good('codec');
};

const size = ({ width, height }: VideoFacts): Finding | null => {
  if (width === null || height === null) return null;
  const lines = Math.min(width, height);
  if (lines < 360) return bad('size', 'sizeSmall');
  if (lines < 540) return fair('size', 'sizeSmall');
  return lines > 1080 ? fair('size', 'sizeLarge') : good('size');
};

const fps = (video: VideoFacts): Finding | null => {
  if (video.fps === null) return null;
  if (video.fps < 12) return bad('fps', 'fpsLow');
  return video.fps < 22 ? fair('fps', 'fpsLow') : good('fps');
};

/** Of one layer: every viewer gets all of it, whatever the line can carry. */
const rate = ({ kbps, layers }: VideoFacts): Finding => {
  if (kbps < 250) return bad('rate', 'rateLow');
  if (kbps < 700) return fair('rate', 'rateLow');
  if (kbps * 1000 >= limits.maxIncomingBitsPerSecond * 0.95) return bad('rate', 'rateHigh');
  return layers === 1 && kbps > 4000 ? fair('rate', 'rateHigh') : good('rate');
};

/** Who comes in waits for the next one, unless the encoder makes one when it is asked. */
const keyFrames = ({ keyFrameEveryMs, answersRequests }: VideoFacts): Finding | null => {
  if (answersRequests) return good('keyFrames');
  if (keyFrameEveryMs === null) return null;
  if (keyFrameEveryMs > 4500) return bad('keyFrames', 'keyFramesRare');
  return keyFrameEveryMs > 2500 ? fair('keyFrames', 'keyFramesRare') : good('keyFrames');
};

const loss = ({ lost }: VideoFacts): Finding => {
  if (lost > 0.03) return bad('loss', 'loss');
  return lost > 0.005 ? fair('loss', 'loss') : good('loss');
};

/** In the order in which they are to be read; what is not known yet is left out. */
export const examine = ({ video, audio }: StreamFacts): Finding[] => {
  const sound = audio ? good('sound') : fair('sound', 'noSound');
  if (!video) return [bad('codec', 'noPicture'), sound];
  return [codec(video), size(video), fps(video), rate(video), keyFrames(video), loss(video), sound].filter(
    (finding) => finding !== null,
  );
};
