// Measures how far the picture on screen is behind the host: takes the frame's own times from the browser, a few times
// a second, and publishes their median once a second as `player.delay`. The arithmetic is latency.ts. Rules: MED-31, MED-71.
// Source: https://wicg.github.io/video-rvfc/ (expectedDisplayTime, receiveTime, rtpTimestamp)
import type { StageTiming } from '../../shared/model.ts';
import { between, type Inbound } from './inbound.ts';
import {
  bufferDelay,
  capturedAtHost,
  captureDelay,
  DelayWindow,
  receiveDelay,
  type SyncSource,
} from './latency.ts';
import type { Player } from './player.ts';
import { localNow, type ServerClock } from './server-clock.ts';

const sampleEveryMs = 100;

type Parts = {
  player: Player;
  clock: ServerClock;
  timing: () => StageTiming | null;
  receiver: () => RTCRtpReceiver | undefined;
};

export class LatencyMeter {
  readonly #parts: Parts;
  readonly #window = new DelayWindow();
  #inbound: Inbound | null = null;
  #sampledAt = 0;
  #callback = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#next();
  }

  close(): void {
    if (this.#callback) this.#parts.player.video.cancelVideoFrameCallback(this.#callback);
    this.#callback = 0;
  }

  /** Once a second: the averages of that second, and the median of what was seen is published. */
  observe(inbound: Inbound): void {
    const { player, timing } = this.#parts;
    const averages = this.#inbound && between(this.#inbound, inbound);
    this.#inbound = inbound;
    if (averages) this.#window.add(localNow(), bufferDelay(averages, timing()), 'buffer');
    if (player.picture.peek() === 'playing') player.delay.value = this.#window.read(localNow());
  }

  #next(): void {
    const { video } = this.#parts.player;
    if (!('requestVideoFrameCallback' in video)) return;
    this.#callback = video.requestVideoFrameCallback((now, frame) => {
      if (now - this.#sampledAt >= sampleEveryMs) this.#sample(now, frame);
      this.#next();
    });
  }

  #sample(now: number, frame: VideoFrameCallbackMetadata): void {
    this.#sampledAt = now;
    const { clock, timing, receiver } = this.#parts;
    const stage = timing();
    // A frame may already have been shown when we are called (a slow page), or be shown a little later.
    const shownAt = performance.timeOrigin + Math.max(now, frame.expectedDisplayTime);
    const source = receiver()?.getSynchronizationSources()[0] as SyncSource | undefined;
    const capturedAt = capturedAtHost(frame.rtpTimestamp, source);
    if (capturedAt !== null && stage && Number.isFinite(clock.errorMs.peek())) {
      const ms = captureDelay(shownAt, capturedAt, clock.offsetMs.peek(), stage);
      this.#window.add(localNow(), ms, 'capture');
    } else if (frame.receiveTime) {
      const receivedAt = performance.timeOrigin + frame.receiveTime;
      this.#window.add(
        localNow(),
        receiveDelay(shownAt, receivedAt, this.#inbound?.rttMs ?? 0, stage),
        'receive',
      );
    }
  }
}
