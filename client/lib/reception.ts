// One receiving transport and its consumers, from first parameters to close. When it cannot go on it says so
// (`onLost`) and is thrown away: the subscriber makes the next one. Never touches the <video>.
// Rules: MED-40 … MED-43, MED-51, MED-146.
import type { Device } from 'mediasoup-client';
import type { Consumer, ConsumerOptions, Transport } from 'mediasoup-client/types';
import { topLayer } from '../../shared/limits.ts';
import type { ConsumerView, MediaKind, MediaView } from '../../shared/media.ts';
import { RequestError, type Connection } from './connection.ts';
import { readInbound, type Inbound } from './inbound.ts';
import { transportOptions } from './media-path.ts';
import type { Asked } from './watch-ahead.ts';

export type ReceptionHooks = {
  /** New consumers, already asked to flow. */
  onTracks: (tracks: MediaStreamTrack[]) => void;
  onEnded: (tracks: MediaStreamTrack[]) => void;
  /** The path broke, ICE looks for another one. */
  onIceRestart: () => void;
  onLost: () => void;
};

/** Which kinds the server sends. */
export type Flow = Record<MediaKind, boolean>;

// After an ICE restart a path is found within a second or two, or not at all.
const iceRestartMs = 5000;
// A first path may lead through TCP, TLS and a relay: about nine round trips.
const firstPathMs = 7000;

export class Reception {
  readonly #connection: Connection;
  readonly #device: Device;
  readonly #transport: Transport;
  readonly #hooks: ReceptionHooks;
  readonly #consumers = new Map<string, Consumer>();
  readonly #withdrawn = new Set<string>();
  readonly #expected = new Set<string>();
  #layer = topLayer;
  #limited = '';
  #flow: Flow = { audio: true, video: true };
  #connected = false;
  #pathTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(connection: Connection, device: Device, view: MediaView, hooks: ReceptionHooks) {
    this.#connection = connection;
    this.#device = device;
    this.#hooks = hooks;
    this.#transport = device.createRecvTransport(transportOptions(view));
    this.#transport.on('connect', ({ dtlsParameters }, done, failed) => {
      connection
        .request('media.connect', { transportId: this.#transport.id, dtlsParameters })
        .catch((error: Error) => {
          failed(error);
          this.#lost();
        });
      // The server reads its frames in order, so our DTLS may start before it has answered: a round trip saved.
      done();
    });
    this.#transport.on('connectionstatechange', (state) => {
      this.#connected = state === 'connected';
      if (state === 'connected') clearTimeout(this.#pathTimer);
      // An ICE restart passes through it as well, and has a shorter time of its own.
      if (state === 'connecting' && this.#pathTimer === undefined) this.#giveUpAfter(firstPathMs);
      if (state === 'disconnected') void this.restartIce();
      if (state === 'failed') this.#lost();
    });
  }

  /** Asks for everything on the stage, unless that was asked ahead with this device. Throws RequestError. */
  async watch(asked: Asked | null): Promise<void> {
    const ahead = asked?.device === this.#device ? await asked.reply : null;
    const { consumers } =
      ahead ??
      (await this.#connection.request('media.watch', {
        rtpCapabilities: this.#device.recvRtpCapabilities,
      }));
    await this.take(consumers);
  }

  /** Makes our end of the server's consumers and lets them flow; those that we have are left alone. */
  async take(views: ConsumerView[]): Promise<void> {
    const fresh = views.filter(({ id }) => !this.#expected.has(id) && !this.#withdrawn.has(id));
    if (fresh.length === 0 || this.#transport.closed) return;
    for (const { id } of fresh) this.#expected.add(id);
    // All at once: mediasoup-client then negotiates them in one step.
    const made = await Promise.all(fresh.map((view) => this.#transport.consume(view as ConsumerOptions)));
    const flowing = made.filter((consumer) => this.#keep(consumer));
    if (flowing.length === 0) return;
    // The limit first: the server then asks for the key frame of the right layer, once.
    if (flowing.some((consumer) => consumer.kind === 'video')) this.#sendLayer();
    // Before anyone awaits video.play(): play() waits for a frame, the frame for this.
    void this.#resume(flowing.filter(({ kind }) => this.#flow[kind]));
    this.#hold(flowing.filter(({ kind }) => !this.#flow[kind]));
    this.#hooks.onTracks(flowing.map((consumer) => consumer.track));
  }

  withdraw(consumerIds: string[]): void {
    for (const id of consumerIds) this.#withdrawn.add(id);
    const gone = consumerIds.flatMap((id) => this.#consumers.get(id) ?? []);
    this.#hooks.onEnded(gone.map((consumer) => consumer.track));
    for (const consumer of gone) {
      this.#consumers.delete(consumer.id);
      consumer.close();
    }
  }

  get video(): Consumer | undefined {
    return [...this.#consumers.values()].find((consumer) => consumer.kind === 'video');
  }

  /** A path was found, and still is. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Asks for a new key frame, and wakes consumers that the server still holds paused. */
  refresh(): Promise<void> {
    return this.#resume([...this.#consumers.values()].filter(({ kind }) => this.#flow[kind]));
  }

  /** Holds back at the server what is not to flow, now and for what comes; what flows again begins with a key frame. */
  flow(flow: Flow): void {
    const turned = [...this.#consumers.values()].filter(({ kind }) => flow[kind] !== this.#flow[kind]);
    this.#flow = flow;
    this.#hold(turned.filter(({ kind }) => !flow[kind]));
    void this.#resume(turned.filter(({ kind }) => flow[kind]));
  }

  /** At most this spatial layer, for the video there is and for each that comes. */
  limit(spatialLayer: number): void {
    if (spatialLayer === this.#layer) return;
    this.#layer = spatialLayer;
    this.#sendLayer();
  }

  /** Looks for another path; when there is none in time, this reception is lost. */
  async restartIce(): Promise<void> {
    this.#giveUpAfter(iceRestartMs);
    this.#hooks.onIceRestart();
    try {
      const { iceParameters, iceServers } = await this.#connection.request('media.restartIce', {
        transportId: this.#transport.id,
      });
      if (this.#transport.closed) return;
      // Relays are asked anew as well: by credentials that are good again.
      await this.#transport.updateIceServers({ iceServers });
      await this.#transport.restartIce({ iceParameters });
    } catch (error) {
      // The server has it no more. Otherwise: offline, and the next Welcome brings another; or the timer above ends it.
      if (error instanceof RequestError && error.code === 'media_gone') this.#lost();
    }
  }

  async inbound(): Promise<Inbound | null> {
    const video = this.video;
    return video && !video.closed ? readInbound(await video.getStats()) : null;
  }

  close(): void {
    clearTimeout(this.#pathTimer);
    const tracks = [...this.#consumers.values()].map((consumer) => consumer.track);
    this.#consumers.clear();
    this.#hooks.onEnded(tracks);
    this.#transport.close();
  }

  #keep(consumer: Consumer): boolean {
    if (this.#transport.closed || this.#withdrawn.has(consumer.id)) {
      consumer.close();
      return false;
    }
    this.#consumers.set(consumer.id, consumer);
    return true;
  }

  #hold(consumers: Consumer[]): void {
    if (consumers.length === 0) return;
    const consumerIds = consumers.map(({ id }) => id);
    // Unheard it flows on, which costs data but hurts nobody.
    this.#connection.request('media.pause', { consumerIds }).catch(() => {});
  }

  async #resume(consumers: Consumer[]): Promise<void> {
    if (consumers.length === 0) return;
    const consumerIds = consumers.map(({ id }) => id);
    // A refusal here means that the transport is gone: the server says so too, or the watchdog notices.
    await this.#connection.request('media.resume', { consumerIds }).catch(() => {});
  }

  #sendLayer(): void {
    const video = this.video;
    // A new consumer has no limit: only a lower one, or the end of one, is worth saying.
    if (!video || (this.#layer === topLayer && this.#limited !== video.id)) return;
    this.#limited = video.id;
    const limit = { consumerId: video.id, spatialLayer: this.#layer };
    this.#connection.request('media.limitLayers', limit).catch(() => {});
  }

  #giveUpAfter(ms: number): void {
    clearTimeout(this.#pathTimer);
    this.#pathTimer = setTimeout(() => this.#connected || this.#lost(), ms);
  }

  #lost(): void {
    clearTimeout(this.#pathTimer);
    if (!this.#transport.closed) this.#hooks.onLost();
  }
}
