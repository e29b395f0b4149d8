// How far a viewer's picture is behind the host's camera: the arithmetic only. Three sources, best first:
//   capture   the host's capture time travels with the picture (abs-capture-time), exact to a few milliseconds;
//   receive   the frame's arrival in this browser + half a round trip + the host's measured uplink;
//   buffer    the jitter buffer's and decoder's averages instead of the frame's own arrival.
// Never touches a media element (latency-meter.ts does). Rules: MED-31 … MED-33.
// Source: http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time; checked against a barcode in Chromium 156.
import type { StageTiming } from '../../shared/model.ts';

export type DelaySource = 'capture' | 'receive' | 'buffer';
export type Delay = { ms: number; source: DelaySource };

// NTP counts from 1900, browsers from 1970.
const ntpEpochMs = 2_208_988_800_000;
const videoTicksPerMs = 90;

/** RTCRtpSynchronizationSource, as far as it matters; `captureTimestamp` in milliseconds since 1900 by the host. */
export type SyncSource = { captureTimestamp?: number; rtpTimestamp: number };

/**
 * When the presented frame was captured, by the host's clock in milliseconds since 1970; null when the browser does
 * not say. The source is of the newest packet, the frame may be an older one: RTP time tells by how much (32 bits wrap).
 */
export const capturedAtHost = (
  frameRtpTimestamp: number | undefined,
  source: SyncSource | undefined,
): number | null => {
  if (!source?.captureTimestamp || frameRtpTimestamp === undefined) return null;
  const ticks = (frameRtpTimestamp - source.rtpTimestamp) | 0;
  return source.captureTimestamp - ntpEpochMs + ticks / videoTicksPerMs;
};

/** From the host's lens to this screen; `shownAt` and the offset are of this device's clock (local minus server). */
export const captureDelay = (
  shownAt: number,
  capturedAt: number,
  localOffsetMs: number,
  timing: StageTiming,
): number => shownAt - localOffsetMs - (capturedAt - timing.clockOffsetMs);

export const receiveDelay = (
  shownAt: number,
  receivedAt: number,
  rttMs: number,
  timing: StageTiming | null,
): number => shownAt - receivedAt + rttMs / 2 + (timing?.uplinkMs ?? 0);

export const bufferDelay = (
  { bufferMs, decodeMs, rttMs }: { bufferMs: number; decodeMs: number; rttMs: number },
  timing: StageTiming | null,
): number => bufferMs + decodeMs + rttMs / 2 + (timing?.uplinkMs ?? 0);

/** The median of `values`; null when there are none. */
export const median = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
};

/** The last few seconds of measurements; a source never mixes with another. */
export class DelayWindow {
  readonly #keepMs: number;
  #samples: { at: number; ms: number; source: DelaySource }[] = [];

  constructor(keepMs = 3000) {
    this.#keepMs = keepMs;
  }

  add(at: number, ms: number, source: DelaySource): void {
    // A negative or endless delay is a clock that jumped, not a picture from the future.
    if (ms >= 0 && ms < 60_000) this.#samples.push({ at, ms, source });
  }

  /** The median of the best source that spoke within the window. */
  read(now: number): Delay | null {
    this.#samples = this.#samples.filter(({ at }) => now - at <= this.#keepMs);
    for (const source of ['capture', 'receive', 'buffer'] as const) {
      const ms = median(
        this.#samples.filter((sample) => sample.source === source).map((sample) => sample.ms),
      );
      if (ms !== null) return { ms, source };
    }
    return null;
  }

  clear(): void {
    this.#samples = [];
  }
}
