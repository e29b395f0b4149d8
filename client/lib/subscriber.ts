// Keeps the host's picture coming to the player: opens a reception, and a new one after every loss; climbs the watchdog's
// ladder; holds back what nobody sees; shows photos where no video comes through. Loaded apart from the page
// (mediasoup-client is most of its weight), while the socket is already saying hello.
// Never asks for camera or microphone. Rules: MED-48 … MED-54, MED-65, MED-69, MED-70.
import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { Device } from 'mediasoup-client';
import type { ViewerPath } from '../../shared/checkup.ts';
import type { MediaView, RecoveryStep } from '../../shared/media.ts';
import type { StageTiming } from '../../shared/model.ts';
import type { EventFrame } from '../../shared/protocol.ts';
import { Backoff, mediaDelaysMs } from './backoff.ts';
import { RequestError, type Connection } from './connection.ts';
import { LatencyMeter } from './latency-meter.ts';
import { looksSlow } from './line-speed.ts';
import { forcedPath, type MediaPath } from './media-path.ts';
import { onWake, type WakeReason } from './network.ts';
import { PicturePlace } from './picture-place.ts';
import type { PictureState, Player } from './player.ts';
import { Reception } from './reception.ts';
import { Saver } from './saver.ts';
import type { ServerClock } from './server-clock.ts';
import { Stills } from './stills.ts';
import { viewerDevice } from './viewer-device.ts';
import { WatchAhead, type Asked } from './watch-ahead.ts';
import { Watchdog, type Finding, type Recovery } from './watchdog.ts';

const tickMs = 250;
const meterEveryTicks = 4;
const playEveryTicks = 20;
/** So many transports without a single frame, and the viewer is told that this network lets no picture through. */
const triesBeforeFailed = 1;

export type SubscriberParts = {
  room: string;
  connection: Connection;
  player: Player;
  clock: ServerClock;
  timing: () => StageTiming | null;
};

const isVideo = ({ kind }: MediaStreamTrack): boolean => kind === 'video';

export class Subscriber {
  readonly saver = new Saver();
  readonly stills: Stills;
  readonly #path = signal<MediaPath | null>(null);
  readonly #connection: Connection;
  readonly #player: Player;
  readonly #meter: LatencyMeter;
  readonly #loadDevice = viewerDevice();
  readonly #ahead: WatchAhead;
  readonly #watchdog = new Watchdog();
  readonly #backoff = new Backoff(mediaDelaysMs);
  readonly #place: PicturePlace;
  readonly #stops: (() => void)[];
  #current: Reception | null = null;
  #opening = 0;
  #ticks = 0;
  #stalled = false;
  #toldPath = '';
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor({ room, connection, player, clock, timing }: SubscriberParts) {
    this.#connection = connection;
    this.#player = player;
    this.#ahead = new WatchAhead(connection);
    this.stills = new Stills({ room, connection, player });
    const receiver = () => this.#current?.video?.rtpReceiver;
    this.#meter = new LatencyMeter({ player, clock, timing, receiver });
    this.#place = new PicturePlace(player, () => this.#limitLayer());
    const ticking = setInterval(() => void this.#tick(), tickMs);
    const seen = new AbortController();
    for (const type of ['enterpictureinpicture', 'leavepictureinpicture'])
      player.video.addEventListener(type, () => this.#see(), { signal: seen.signal });
    document.addEventListener('visibilitychange', () => this.#see(), { signal: seen.signal });
    this.#stops = [
      connection.onWelcome(({ media }) => this.#welcomed(media)),
      connection.onEvent((event) => this.#hear(event)),
      onWake((reason) => this.#wake(reason)),
      this.saver.saving.subscribe(() => this.#choose()),
      player.picture.subscribe((picture) => this.#fillIn(picture)),
      () => this.#ahead.close(),
      () => this.#place.close(),
      () => clearInterval(ticking),
      () => seen.abort(),
    ];
    const welcome = connection.welcome.peek();
    if (welcome) void this.#open(welcome.media);
  }

  /** The way that the media takes; null before there is one. */
  get path(): ReadonlySignal<MediaPath | null> {
    return this.#path;
  }

  close(): void {
    this.#opening += 1;
    for (const stop of this.#stops) stop();
    clearTimeout(this.#retryTimer);
    this.#meter.close();
    this.stills.stop();
    this.#current?.close();
    this.#current = null;
  }

  #welcomed(media: MediaView | null): void {
    this.#watchdog.tried('rejoin', performance.now());
    this.#stalled = false;
    this.stills.renew();
    void this.#open(media, this.#ahead.take());
  }

  #hear(event: EventFrame): void {
    if (event.type === 'media.offered') this.#current?.take(event.body.consumers).catch(() => this.#again());
    if (event.type === 'media.withdrawn') this.#withdraw(event.body.consumerIds);
    if (event.type === 'stage.stalled') this.#stalled = event.body.stalled;
    if (event.type === 'media.lost') this.#again();
  }

  #withdraw(consumerIds: string[]): void {
    this.#current?.withdraw(consumerIds);
    if (!this.#current?.video) this.#watchdog.rest();
  }

  /** A new reception; the old one plays on until the new one has its tracks. */
  async #open(view: MediaView | null, asked: Asked | null = null): Promise<void> {
    const opening = ++this.#opening;
    clearTimeout(this.#retryTimer);
    if (forcedPath() === 'none') return this.#player.report('failed');
    try {
      const media =
        view ?? (await this.#connection.request('media.open', { direction: 'receive', slow: looksSlow() }));
      if (opening !== this.#opening) return;
      const loading = this.#loadDevice(media.routerRtpCapabilities);
      // Once it is there, not even for a microtask: the page would be drawn first.
      const device = loading instanceof Promise ? await loading : loading;
      if (opening !== this.#opening) return;
      this.#ahead.use(device);
      await this.#take(device, media, asked);
    } catch (error) {
      if (opening === this.#opening) this.#failed(error);
    }
  }

  async #take(device: Device, media: MediaView, asked: Asked | null): Promise<void> {
    const reception: Reception = new Reception(this.#connection, device, media, {
      onTracks: (tracks) => reception === this.#current && this.#attach(tracks),
      onEnded: (tracks) => this.#player.detach(tracks),
      onIceRestart: () =>
        reception === this.#current && this.#watchdog.tried('iceRestart', performance.now()),
      onLost: () => reception === this.#current && this.#again(),
    });
    const before = this.#current;
    // From here on the server's events are about this transport.
    this.#current = reception;
    try {
      const watching = reception.watch(asked);
      // Reads the layout, which takes its time: not before the server has been asked.
      this.#limitLayer();
      this.#see();
      await watching;
    } finally {
      before?.close();
    }
  }

  #attach(tracks: MediaStreamTrack[]): void {
    const wanted = tracks.filter((track) => this.#wantsPicture || !isVideo(track));
    if (wanted.length > 0) this.#player.attach(wanted);
    if (!this.#wantsPicture) this.#player.report('off');
    else if (wanted.some(isVideo) && !document.hidden) this.#watchdog.expect(performance.now());
  }

  #failed(error: unknown): void {
    if (error instanceof RequestError && error.code === 'offline') return; // the next Welcome begins anew
    if (error instanceof RequestError && error.code === 'line_full') return this.#crowded();
    if (error instanceof Error && error.name === 'UnsupportedError') return this.#player.report('failed');
    this.#again();
  }

  /** The server says when there is room (`media.lost`). */
  #crowded(): void {
    this.#current?.close();
    this.#current = null;
    this.#player.report('crowded');
  }

  /** Soon, not at once: when a worker dies a whole room comes back together. The watchdog has paused already. */
  #again(delayMs?: number): void {
    const pauseMs = this.#backoff.next();
    this.#opening += 1;
    clearTimeout(this.#retryTimer);
    this.#watchdog.tried('transport', performance.now());
    this.#retryTimer = setTimeout(() => void this.#open(null), delayMs ?? pauseMs);
    if (this.#backoff.failures > triesBeforeFailed) this.#player.report('failed');
  }

  async #tick(): Promise<void> {
    const reception = this.#current;
    const inbound = (await reception?.inbound().catch(() => null)) ?? null;
    if (reception !== this.#current) return;
    if (inbound) this.#path.value = inbound.path;
    this.#ticks += 1;
    if (inbound && this.#ticks % meterEveryTicks === 0) this.#meter.observe(inbound);
    const online = this.#connection.status.peek() === 'open';
    // A host that stands still for everyone is not brought back by us.
    const mayAct = online && !this.#stalled && reception?.connected === true;
    this.#heed(this.#watchdog.check(performance.now(), inbound, mayAct));
  }

  #heed({ step, doubted, frozen, moved, recovered }: Finding): void {
    const player = this.#player;
    if (frozen) player.report(this.#stalled ? 'stalled' : 'frozen');
    if (moved) player.report('playing');
    if (moved && player.picture.peek() === 'playing') this.#backoff.reset();
    // Not at once: a phone call that goes on would pause it again each time.
    if (player.video.paused && this.#ticks % playEveryTicks === 0) player.play();
    if (recovered) this.#tell(recovered);
    if (doubted) void this.#doubt();
    const path = this.#path.peek();
    if (moved && path) this.#tellPath(path);
    if (step) this.#climb(step);
    player.video.dataset.path = path ?? '';
  }

  /** Nothing comes at all. Whether the way is dead or the host stands still, the server knows. */
  async #doubt(): Promise<void> {
    const answer = await this.#connection.request('media.check', {}).catch(() => null);
    if (!answer) return; // the socket is no better: what it says of itself comes first
    this.#watchdog.judge(performance.now(), answer.arriving);
    void this.#tick();
  }

  #climb(step: RecoveryStep): void {
    if (step === 'keyFrame') void this.#current?.refresh();
    // Where the network itself is gone, the socket is dead too and nobody has noticed yet.
    if (step === 'keyFrame') this.#connection.prove();
    if (step === 'iceRestart') void this.#current?.restartIce();
    if (step === 'transport') this.#again(0);
    if (step === 'rejoin') this.#connection.rejoin();
  }

  /** To the shop's metrics, and for scripts on the element itself. */
  #tell(recovery: Recovery): void {
    const { dataset } = this.#player.video;
    dataset.recoveredBy = recovery.step;
    dataset.frozenMs = String(Math.round(recovery.frozenMs));
    dataset.recoveries = String(Number(dataset.recoveries ?? 0) + 1);
    this.#connection.request('media.recovered', recovery).catch(() => {}); // a number, no more
  }

  /** For the owner's check-up. */
  #tellPath(path: ViewerPath): void {
    if (path === this.#toldPath) return;
    this.#toldPath = path;
    this.#connection.request('media.path', { path }).catch(() => {}); // a count, no more
  }

  /** Hidden pages get no video, and sound only while somebody listens. */
  #see(): void {
    const seen = !document.hidden || document.pictureInPictureElement === this.#player.video;
    const audio = seen || this.#player.sound.peek() === 'on';
    this.#current?.flow({ audio, video: seen && this.#wantsPicture });
    if (!seen) this.#watchdog.rest();
    else if (this.#current?.video && this.#wantsPicture) this.#watchdog.expect(performance.now(), null);
  }

  /** Decoded frames are compared at once. A page that was hidden has asked for its key frame already. */
  #wake(reason: WakeReason): void {
    if (reason === 'network') this.#watchdog.wake(performance.now());
    else this.#see();
    void this.#tick();
  }

  get #wantsPicture(): boolean {
    return this.saver.saving.peek() !== 'soundOnly';
  }

  #choose(): void {
    const track = this.#current?.video?.track;
    this.#see();
    this.#limitLayer();
    if (!this.#wantsPicture) {
      this.#watchdog.rest();
      if (track) this.#player.detach([track]);
      this.#player.report('off');
    } else if (track && this.#player.picture.peek() === 'off') this.#player.attach([track]);
  }

  /** Photos while nothing else comes. */
  #fillIn(picture: PictureState): void {
    if (picture === 'failed') this.#tellPath('none');
    if (picture === 'failed' || picture === 'photo' || picture === 'crowded') this.stills.start();
    else this.stills.stop();
  }

  #limitLayer(): void {
    const layer = this.saver.saving.peek() === 'smaller' ? 0 : this.#place.layer;
    if (layer !== null) this.#current?.limit(layer);
  }
}
