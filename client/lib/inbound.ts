// What the viewer's browser says about the picture it receives: getStats() reports read into the few numbers that the
// watchdog and the delay need. Pure. Rule: MED-39.
// Source: https://www.w3.org/TR/webrtc-stats/ (inbound-rtp, candidate-pair)
import { pathOf, type MediaPath, type Report } from './media-path.ts';
import { readTraffic } from './silence.ts';

type Entry = Record<string, unknown>;

export type Inbound = {
  framesDecoded: number;
  framesReceived: number;
  /** Sent by the browser of its own accord (RFC 4585 §6.3.1). */
  keyFrameRequests: number;
  bufferSeconds: number;
  bufferedFrames: number;
  decodeSeconds: number;
  rttMs: number;
  /** Bytes of all kinds; null where the browser does not say. */
  received: number | null;
  path: MediaPath | null;
};

const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

export const readInbound = (report: Report): Inbound | null => {
  const entries = [...report.values()] as Entry[];
  const video = entries.find((entry) => entry.type === 'inbound-rtp' && entry.kind === 'video');
  if (!video) return null;
  const { received, rttMs } = readTraffic(report);
  return {
    framesDecoded: number(video.framesDecoded),
    framesReceived: number(video.framesReceived),
    keyFrameRequests: number(video.pliCount),
    bufferSeconds: number(video.jitterBufferDelay),
    bufferedFrames: number(video.jitterBufferEmittedCount),
    decodeSeconds: number(video.totalDecodeTime),
    rttMs,
    received,
    path: pathOf(entries),
  };
};

/** Averages of the time between two readings; null when no frame came in between. */
export const between = (
  before: Inbound,
  after: Inbound,
): { bufferMs: number; decodeMs: number; rttMs: number } | null => {
  const buffered = after.bufferedFrames - before.bufferedFrames;
  const decoded = after.framesDecoded - before.framesDecoded;
  if (buffered <= 0 || decoded <= 0) return null;
  return {
    bufferMs: ((after.bufferSeconds - before.bufferSeconds) / buffered) * 1000,
    decodeMs: ((after.decodeSeconds - before.decodeSeconds) / decoded) * 1000,
    rttMs: after.rttMs,
  };
};
