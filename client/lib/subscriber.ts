// Keeps the host's picture coming to the player: opens a reception, and a new one after every loss. Loaded apart from
// the page (mediasoup-client is most of its weight), while the socket is already saying hello.
// Never asks for camera or microphone. Rules: MED-65, MED-69, MED-70.
import type { Device } from 'mediasoup-client';
import type { MediaView } from '../../shared/media.ts';
import type { StageTiming } from '../../shared/model.ts';
import type { EventFrame } from '../../shared/protocol.ts';
import { Backoff, mediaDelaysMs } from './backoff.ts';
import { RequestError, type Connection } from './connection.ts';
import { warmDevice } from './device.ts';
import { LatencyMeter } from './latency-meter.ts';
import { containedSize, layerFor } from './layers.ts';
import { onWake } from './network.ts';
import type { Player } from './player.ts';
import { Reception } from './reception.ts';
import type { ServerClock } from './server-clock.ts';
import { Watchdog, type Remedy } from './watchdog.ts';

const tickMs = 1000;
const settleMs = 300;
/** So many transports without a single frame, and the viewer is told that this network lets no picture through. */
const triesBeforeFailed = 2;

export type SubscriberParts = {
  connection: Connection;
  player: Player;
  clock: ServerClock;
  timing: () => StageTiming | null;
};

export class Subscriber {
  readonly #connection: Connection;
  readonly #player: Player;
  readonly #meter: LatencyMeter;
  readonly #loadDevice = warmDevice();
  readonly #watchdog = new Watchdog();
  readonly #backoff = new Backoff(mediaDelaysMs);
  readonly #sizes: ResizeObserver;
  readonly #stops: (() => void)[];
  #current: Reception | null = null;
  #opening = 0;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;
  #sizeTimer: ReturnType<typeof setTimeout> | undefined;

  constructor({ connection, player, clock, timing }: SubscriberParts) {
    this.#connection = connection;
    this.#player = player;
    this.#meter = new LatencyMeter({
      player,
      clock,
      timing,
      receiver: () => this.#current?.video?.rtpReceiver,
    });
    this.#sizes = new ResizeObserver(() => this.#resized());
    this.#sizes.observe(player.video);
    const ticking = setInterval(() => void this.#tick(), tickMs);
    this.#stops = [
      connection.onWelcome(({ media }) => void this.#open(media)),
      connection.onEvent((event) => this.#hear(event)),
      onWake(() => this.#watchdog.wake(performance.now())),
      player.size.subscribe(() => this.#resized()),
      () => clearInterval(ticking),
    ];
    const welcome = connection.welcome.peek();
    if (welcome) void this.#open(welcome.media);
  }

  close(): void {
    this.#opening += 1;
    for (const stop of this.#stops) stop();
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#sizeTimer);
    this.#sizes.disconnect();
    this.#meter.close();
    this.#current?.close();
    this.#current = null;
  }

  #hear(event: EventFrame): void {
    if (event.type === 'media.offered') this.#current?.take(event.body.consumers).catch(() => this.#again());
    if (event.type === 'media.withdrawn') this.#current?.withdraw(event.body.consumerIds);
    if (event.type === 'media.lost') this.#again();
  }

  /** A new reception; the old one plays on until the new one has its tracks. */
  async #open(view: MediaView | null): Promise<void> {
    const opening = ++this.#opening;
    clearTimeout(this.#retryTimer);
    try {
      const media = view ?? (await this.#connection.request('media.open', { direction: 'receive' }));
      if (opening !== this.#opening) return;
      const device = await this.#loadDevice(media.routerRtpCapabilities);
      if (opening !== this.#opening) return;
      await this.#take(device, media);
    } catch (error) {
      if (opening === this.#opening) this.#failed(error);
    }
  }

  async #take(device: Device, media: MediaView): Promise<void> {
    const reception: Reception = new Reception(this.#connection, device, media, {
      onTracks: (tracks) => reception === this.#current && this.#player.attach(tracks),
      onEnded: (tracks) => this.#player.detach(tracks),
      onLost: () => reception === this.#current && this.#again(),
    });
    const before = this.#current;
    // From here on the server's events are about this transport.
    this.#current = reception;
    this.#watchdog.restart(performance.now());
    this.#limitLayer();
    try {
      await reception.watch();
    } finally {
      before?.close();
    }
  }

  #failed(error: unknown): void {
    if (error instanceof RequestError && error.code === 'offline') return; // the next Welcome begins anew
    if (error instanceof Error && error.name === 'UnsupportedError') return this.#player.report('failed');
    this.#again();
  }

  /** Soon, not at once: when a worker dies a whole room comes back together. */
  #again(): void {
    this.#opening += 1;
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => void this.#open(null), this.#backoff.next());
    if (this.#backoff.failures > triesBeforeFailed) this.#player.report('failed');
  }

  async #tick(): Promise<void> {
    const reception = this.#current;
    const now = performance.now();
    if (!reception?.video || document.hidden || this.#connection.status.peek() !== 'open') {
      this.#watchdog.restart(now);
      return;
    }
    const inbound = await reception.inbound().catch(() => null);
    if (reception !== this.#current) return;
    if (inbound) this.#meter.observe(inbound);
    this.#heed(this.#watchdog.check(now, inbound?.framesDecoded ?? 0));
  }

  #heed(remedy: Remedy): void {
    if (remedy === 'reopen') {
      this.#again();
    } else if (remedy === 'resume') {
      this.#player.report('frozen');
      void this.#current?.refresh();
    } else if (!this.#watchdog.frozen) {
      this.#player.report('playing');
      if (this.#player.picture.peek() === 'playing') this.#backoff.reset();
    }
  }

  #resized(): void {
    clearTimeout(this.#sizeTimer);
    this.#sizeTimer = setTimeout(() => this.#limitLayer(), settleMs);
  }

  #limitLayer(): void {
    const { clientWidth: width, clientHeight: height } = this.#player.video;
    if (width === 0 || height === 0) return;
    const size = containedSize({ width, height }, this.#player.size.peek());
    this.#current?.limit(layerFor(size, devicePixelRatio));
  }
}
