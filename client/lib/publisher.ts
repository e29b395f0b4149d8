// The host's way up: one sending transport, a camera in three simulcast layers, a microphone. Owns transport and
// producers and rebuilds them by itself until told to close; never owns the tracks (devices.ts) nor the show.
// One attempt at a time: each counts as a generation, and what an overtaken one has built is closed. Rules: STU-30 … STU-37.
import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { Device, types } from 'mediasoup-client';
import type { ErrorCode } from '../../shared/errors.ts';
import { errors, isErrorCode } from '../../shared/errors.ts';
import type { MediaKind, MediaView, RecoveryStep } from '../../shared/media.ts';
import type { ReplyBody, RequestBody, RequestType } from '../../shared/requests.ts';
import type { LoadDevice } from './device.ts';
import { transportOptions } from './media-path.ts';
import { audioOptions, videoOptions } from './producer-options.ts';
import { readSample, type Sample } from './stats.ts';
import { UplinkGuard } from './uplink-guard.ts';
import { awaitWayOut } from './way-out.ts';

/** What the publisher asks of the signalling connection. */
export type Line = {
  request<T extends RequestType>(type: T, body: RequestBody<T>): Promise<ReplyBody<T>>;
};

export type Tracks = Record<MediaKind, MediaStreamTrack | null>;

/** `interrupted`: it was sending and is trying again by itself; `refused`: the shop said no, see `refusal`. */
export type PublisherState = 'idle' | 'connecting' | 'sending' | 'interrupted' | 'refused';

const retryDelaysMs = [0, 500, 1_000, 2_000, 4_000, 8_000];
/** How long ICE may search for a new way before everything is built anew. */
const iceRestartMs = 5_000;
/** A camera that is being swapped leaves a gap; only a longer one takes the picture off the stage. */
const swapGraceMs = 3_000;

const codeOf = (error: unknown): ErrorCode | null => {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return isErrorCode(code) ? code : null;
};

export class Publisher {
  readonly #state = signal<PublisherState>('idle');
  readonly #refusal = signal<ErrorCode | null>(null);
  readonly state: ReadonlySignal<PublisherState> = this.#state;
  readonly refusal: ReadonlySignal<ErrorCode | null> = this.#refusal;

  readonly #line: Line;
  readonly #awaitWayOut: () => Promise<void>;
  readonly #tracks: Tracks = { audio: null, video: null };
  readonly #producers = new Map<MediaKind, types.Producer>();
  readonly #graces = new Map<MediaKind, ReturnType<typeof setTimeout>>();
  readonly #guard = new UplinkGuard({
    check: () => this.#line.request('media.check', {}),
    restartIce: (transport) => void this.#restartIce(transport, this.#generation),
    rebuild: () => void this.republish(),
    sends: (spatialLayer) => this.#tellSent(spatialLayer),
  });
  #loadDevice: LoadDevice | null = null;
  #device: Device | null = null;
  #transport: types.Transport | null = null;
  #generation = 0;
  #wanted = false;
  #taking = false;
  #wakeRetry: (() => void) | null = null;
  /** Since when nothing arrives, and what is being done about it. */
  #mending: { since: number; step: RecoveryStep } | null = null;

  constructor(line: Line, wayOut = awaitWayOut) {
    this.#line = line;
    this.#awaitWayOut = wayOut;
  }

  /**
   * Sends what setTrack() has given; one attempt. Afterwards it stays up by itself until close(). `take`: by the host's
   * own wish also when another device sends, or in a pause; never when it is rebuilt by itself.
   * Throws what the shop refused with: stage_taken, media_unavailable, not_allowed, or the browser's own error.
   */
  async publish({ take = false } = {}): Promise<void> {
    this.#wanted = true;
    this.#taking = take;
    this.#state.value = 'connecting';
    try {
      await this.#build();
    } catch (error) {
      this.close();
      throw error;
    } finally {
      this.#taking = false;
    }
  }

  /**
   * Builds everything anew, again and again: after `media.lost`, after a new welcome (`rejoin`), after a failed transport;
   * `held` false: one that failed before it ever held.
   */
  async republish(step: RecoveryStep = 'transport', held = true): Promise<void> {
    if (!this.#wanted) return;
    this.#mend(step);
    this.#state.value = 'interrupted';
    const generation = ++this.#generation;
    this.#wakeRetry?.();
    this.#dropTransport();
    if (!held) await this.#awaitWayOut();
    for (let attempt = 0; this.#wanted && this.#generation === generation; attempt++) {
      await this.#pause(retryDelaysMs[Math.min(attempt, retryDelaysMs.length - 1)] ?? 0);
      if (!this.#wanted || this.#generation !== generation) return;
      try {
        await this.#build(generation);
        return;
      } catch (error) {
        if (this.#generation !== generation) return;
        if (!this.#mayTryAgain(error)) return;
      }
    }
  }

  /**
   * Gives, swaps or takes away a track; while sending, viewers get it without a new connection. `graceMs`: how long the
   * place on the stage is kept when it is taken away.
   */
  async setTrack(kind: MediaKind, track: MediaStreamTrack | null, graceMs = swapGraceMs): Promise<void> {
    this.#tracks[kind] = track;
    clearTimeout(this.#graces.get(kind));
    const producer = this.#producers.get(kind);
    if (!track) {
      // At once means now: a phone that hides the page may run no timer any more.
      if (producer && graceMs === 0) this.#withdraw(kind);
      else if (producer)
        this.#graces.set(
          kind,
          setTimeout(() => this.#withdraw(kind), graceMs),
        );
      return;
    }
    if (producer && !producer.closed) await producer.replaceTrack({ track });
    else if (this.#state.peek() === 'sending' && this.#transport) {
      await this.#produce(kind, this.#transport, this.#generation);
    }
  }

  /** What viewers see; null while no picture is sent. */
  get picture(): MediaStreamTrack | null {
    return this.#producers.get('video')?.track ?? null;
  }

  /** What the browser has sent so far; null while nothing is sent. */
  async sample(): Promise<Sample | null> {
    const transport = this.#transport;
    if (!transport || transport.closed) return null;
    const report = await transport.getStats();
    return readSample(report, performance.now());
  }

  /** Stops sending. The tracks stay as they are. May be called twice; publish() starts again. */
  close(): void {
    this.#wanted = false;
    this.#generation++;
    this.#wakeRetry?.();
    this.#mending = null;
    this.#dropTransport();
    this.#state.value = 'idle';
    this.#refusal.value = null;
  }

  async #build(generation = ++this.#generation): Promise<void> {
    const media = await this.#line.request('media.open', { direction: 'send' });
    const device = await this.#loadedDevice(media);
    if (this.#generation !== generation) return;
    this.#dropTransport();
    const transport = this.#open(device, media, generation);
    for (const kind of ['video', 'audio'] as const) await this.#produce(kind, transport, generation);
    if (this.#generation !== generation) return;
    this.#refusal.value = null;
    this.#state.value = 'sending';
    this.#guard.watch(transport);
  }

  async #loadedDevice({ routerRtpCapabilities }: MediaView): Promise<Device> {
    // The media library is its own chunk: a studio that only looks does not need it.
    if (!this.#loadDevice) this.#loadDevice = (await import('./device.ts')).warmDevice('sendonly');
    this.#device = await this.#loadDevice(routerRtpCapabilities);
    return this.#device;
  }

  #open(device: Device, media: MediaView, generation: number): types.Transport {
    const transport = device.createSendTransport(transportOptions(media));
    this.#transport = transport;
    const { id: transportId } = transport;

    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      this.#line.request('media.connect', { transportId, dtlsParameters }).then(() => done(), failed);
    });
    transport.on('produce', ({ kind, rtpParameters }, done, failed) => {
      this.#line
        .request('media.produce', {
          transportId,
          kind,
          rtpParameters,
          ...(this.#taking && { take: true }),
        })
        .then(({ producerId }) => done({ id: producerId }), failed);
    });
    let held = false;
    transport.on('connectionstatechange', (state) => {
      if (this.#generation !== generation) return;
      held ||= state === 'connected';
      if (state === 'connected') this.#tellMended();
      if (state === 'disconnected') void this.#restartIce(transport, generation);
      if (state === 'failed') void this.republish('transport', held);
    });
    return transport;
  }

  async #produce(kind: MediaKind, transport: types.Transport, generation: number): Promise<void> {
    const track = this.#tracks[kind];
    if (!track || track.readyState === 'ended' || !this.#device) return;
    const options = kind === 'video' ? videoOptions(this.#device, track) : audioOptions(track);
    const producer = await transport.produce(options);
    if (this.#generation !== generation || transport.closed) {
      producer.close();
      return;
    }
    this.#producers.set(kind, producer);
    // The camera may have been swapped while the server was asked.
    const now = this.#tracks[kind];
    if (now && now !== track) await producer.replaceTrack({ track: now });
  }

  /** A phone that changes from Wi-Fi to 4G keeps its transport: ICE finds the new way (RFC 8445 §9). */
  async #restartIce(transport: types.Transport, generation: number): Promise<void> {
    this.#mend('iceRestart');
    try {
      const { iceParameters, iceServers } = await this.#line.request('media.restartIce', {
        transportId: transport.id,
      });
      if (this.#generation !== generation || transport.closed) return;
      await transport.updateIceServers({ iceServers });
      await transport.restartIce({ iceParameters });
      await this.#pause(iceRestartMs);
    } catch {
      // answered below: what could not be restarted is built anew
    }
    if (this.#generation !== generation || transport.closed) return;
    if (transport.connectionState !== 'connected') await this.republish();
  }

  #mend(step: RecoveryStep): void {
    this.#mending = { since: this.#mending?.since ?? performance.now(), step };
  }

  #tellMended(): void {
    if (!this.#mending) return;
    const { since, step } = this.#mending;
    this.#mending = null;
    this.#line.request('media.recovered', { step, frozenMs: performance.now() - since }).catch(() => {}); // a number, no more
  }

  #tellSent(spatialLayer: number): void {
    const producerId = this.#producers.get('video')?.id;
    // Without an answer the worker finds out by itself, later.
    if (producerId) this.#line.request('media.sends', { producerId, spatialLayer }).catch(() => {});
  }

  #withdraw(kind: MediaKind): void {
    const producer = this.#producers.get(kind);
    this.#producers.delete(kind);
    if (!producer || producer.closed) return;
    producer.close();
    // A refusal means that it is gone already.
    this.#line.request('media.closeProducer', { producerId: producer.id }).catch(() => {});
  }

  /** Refusals that time does not heal end the attempts; anything else is tried again. */
  #mayTryAgain(error: unknown): boolean {
    const code = codeOf(error);
    if (code === null || (errors[code].retryable && code !== 'stage_taken')) return true;
    this.#wanted = false;
    this.#dropTransport();
    this.#refusal.value = code;
    this.#state.value = 'refused';
    return false;
  }

  #dropTransport(): void {
    for (const grace of this.#graces.values()) clearTimeout(grace);
    this.#graces.clear();
    this.#producers.clear();
    this.#guard.stop();
    this.#transport?.close();
    this.#transport = null;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakeRetry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
