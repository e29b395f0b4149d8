// Keys of encoders, and what arrives from whoever sends, as it travels to the staff.
import * as v from 'valibot';
import { limits } from './limits.ts';

/** A key without its secret. Times are milliseconds since 1970. */
export type StreamKeyView = {
  id: string;
  name: string;
  createdAt: number;
  usedAt: number | null;
  madeBy: string;
};

/** The only time that the secret is told. `url`: what the encoder sends to. */
export type NewStreamKey = { key: StreamKeyView; secret: string; url: string };

export const streamKeyBody = v.object({
  name: v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1),
    v.maxLength(limits.streamKeyNameChars),
    v.regex(/^[^\p{C}<>]+$/u),
  ),
});

export type H264Profile = 'constrained baseline' | 'baseline' | 'main' | 'high' | 'other';

/** Null: not known yet, or (a profile) there is none. */
export type VideoFacts = {
  codec: 'VP8' | 'H264';
  profile: H264Profile | null;
  width: number | null;
  height: number | null;
  fps: number | null;
  bFrames: boolean | null;
  kbps: number;
  layers: number;
  /** The longest time between two key frames that was seen. */
  keyFrameEveryMs: number | null;
  /** Whether a key frame comes when one is asked for. */
  answersRequests: boolean | null;
  /** Of 1. */
  lost: number;
};

export type StreamFacts = {
  by: 'page' | 'encoder';
  video: VideoFacts | null;
  audio: { kbps: number } | null;
};
