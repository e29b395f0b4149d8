// How loud the microphone is, and whether anything has been heard lately. Listens only: nothing is played or kept.
// Owns its AudioContext and its timer; close() frees both. Rules: STU-10, STU-11.
import { signal, type ReadonlySignal } from '@preact/signals-core';

const everyMs = 60;
const quietestDb = -60;
const speechDb = -48;
const silenceAfterMs = 4_000;

/** `unknown` until the browser lets us listen (audio may wait for the first tap on the page). */
export type Hearing = 'unknown' | 'heard' | 'silent';

/** Root mean square of samples in −1 … 1, in decibels below full scale. */
export const decibels = (samples: Float32Array): number => {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return samples.length === 0 || sum === 0 ? -Infinity : 10 * Math.log10(sum / samples.length);
};

/** Where the needle stands: 0 at −60 dB, 1 at full scale. */
export const needle = (db: number): number => Math.min(1, Math.max(0, (db - quietestDb) / -quietestDb));

/** What to say, given when sound was last heard and since when we have been listening. */
export const hearing = (
  nowMs: number,
  listeningSinceMs: number | null,
  heardAtMs: number | null,
): Hearing => {
  if (listeningSinceMs === null) return 'unknown';
  if (heardAtMs !== null && nowMs - heardAtMs < silenceAfterMs) return 'heard';
  return nowMs - listeningSinceMs < silenceAfterMs ? 'unknown' : 'silent';
};

export class MicMeter {
  readonly #level = signal(0);
  readonly #hearing = signal<Hearing>('unknown');
  readonly level: ReadonlySignal<number> = this.#level;
  readonly hearing: ReadonlySignal<Hearing> = this.#hearing;

  readonly #context: AudioContext;
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #wake = (): void => void this.#context.resume().catch(() => {});
  #listeningSinceMs: number | null = null;
  #heardAtMs: number | null = null;

  constructor(track: MediaStreamTrack) {
    this.#context = new AudioContext();
    this.#analyser = new AnalyserNode(this.#context, { fftSize: 1024 });
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    this.#timer = setInterval(() => this.#measure(), everyMs);
    // Without a tap the context may stay suspended: https://developer.chrome.com/blog/autoplay#web_audio
    for (const gesture of ['pointerdown', 'keydown']) addEventListener(gesture, this.#wake);
    this.#wake();
  }

  #measure(): void {
    const nowMs = performance.now();
    if (this.#context.state !== 'running') this.#listeningSinceMs = null;
    else this.#listeningSinceMs ??= nowMs;

    this.#analyser.getFloatTimeDomainData(this.#samples);
    const db = decibels(this.#samples);
    if (db > speechDb) this.#heardAtMs = nowMs;
    // Up at once, down gently: a needle that jumps back cannot be read.
    this.#level.value = Math.max(needle(db), this.#level.peek() * 0.86);
    this.#hearing.value = hearing(nowMs, this.#listeningSinceMs, this.#heardAtMs);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const gesture of ['pointerdown', 'keydown']) removeEventListener(gesture, this.#wake);
    void this.#context.close().catch(() => {});
  }
}
