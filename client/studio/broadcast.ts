// The studio's view-model: joins connection, room, devices and publisher into signals that the components draw, and
// carries out what the host wants (go live, end, mute, choose a device). Owns all four and closes them.
// Never draws and never holds a sentence. Rules: STU-70 … STU-76.
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { roleAtLeast, type ShowView } from '../../shared/model.ts';
import type { MediaKind } from '../../shared/media.ts';
import type { Locale } from '../../shared/requests.ts';
import { Connection, RequestError, type RequestFailure } from '../lib/connection.ts';
import type { Trouble } from '../lib/device-troubles.ts';
import { Devices, type DeviceKind, type DeviceNews } from '../lib/devices.ts';
import { Publisher } from '../lib/publisher.ts';
import { followRoom, type RoomState } from '../lib/room-state.ts';
import { ServerClock } from '../lib/server-clock.ts';
import { followHidden } from './hidden.ts';
import { Inset } from './inset.ts';
import { holdThePage } from './leaving.ts';
import { isOnAir, phaseOf, type Intent, type Phase } from './phase.ts';
import { StillCamera } from './still-camera.ts';
import { StreamHealth } from './stream-health.ts';
import { keepAwake } from './wake-lock.ts';

const flagKey = (room: string): string => `vetrina.onAir.${room}`;

/** Remembered per tab: a reload goes on by itself, a second window does not. */
const onAirFlag = {
  is: (room: string): boolean => sessionStorage.getItem(flagKey(room)) === '1',
  set: (room: string): void => sessionStorage.setItem(flagKey(room), '1'),
  clear: (room: string): void => sessionStorage.removeItem(flagKey(room)),
};

const failureOf = (error: unknown): RequestFailure => {
  if (error instanceof RequestError) return error.code;
  return navigator.onLine ? 'internal' : 'offline';
};

export class Broadcast {
  readonly room: string;
  readonly connection: Connection;
  readonly clock: ServerClock;
  readonly devices: Devices;
  readonly publisher: Publisher;
  readonly health: StreamHealth;
  readonly inset: Inset;
  /** What viewers get: the camera, or it together with the inset. */
  readonly outgoing: ReadonlySignal<MediaStreamTrack | null>;
  readonly state: ReadonlySignal<RoomState>;
  readonly phase: ReadonlySignal<Phase>;
  readonly show: ReadonlySignal<ShowView | null>;
  /** Null until the first welcome. */
  readonly mayBroadcast: ReadonlySignal<boolean | null>;

  /** OBS or the like has the stage, before a show, in it or in its pause. */
  readonly encoder = signal(false);
  readonly muted = signal(false);
  /** Why the last wish failed; null when it did not. */
  readonly problem = signal<RequestFailure | null>(null);
  /** The last news of a device, for one sentence. */
  readonly news = signal<DeviceNews | null>(null);
  /** Another device took over from this one: whose it is, null for the same person's. */
  readonly taken = signal<{ by: string | null } | null>(null);
  /** The system keeps camera and microphone, or would if it could: nothing is sent meanwhile. */
  readonly withheld: ReadonlySignal<boolean>;
  /** The show was ended, but not by this page. */
  readonly endedElsewhere = signal(false);
  readonly devicesAsked = signal(false);

  readonly #intent = signal<Intent>('none');
  readonly #replied = signal<{ show: ShowView; told: ShowView | null } | null>(null);
  readonly #told: ReadonlySignal<ShowView | null>;
  readonly #stills: StillCamera;
  readonly #undo: (() => void)[] = [];
  #letSleep: (() => void) | null = null;

  constructor(room: string, locale: Locale) {
    this.room = room;
    this.connection = new Connection({ room, page: 'studio', locale });
    this.clock = new ServerClock(this.connection);
    this.state = followRoom(this.connection);
    this.devices = new Devices((news) => (this.news.value = news));
    this.publisher = new Publisher(this.connection);
    this.#stills = new StillCamera(room, this.connection, () => this.publisher.picture);
    const { camera } = this.devices;
    this.inset = new Inset({ camera: camera.track, openSecond: (id) => this.devices.openSecond(id) });
    this.outgoing = computed(() => this.inset.track.value ?? camera.track.value);
    this.#told = computed(() => this.state.value.room?.show ?? null);
    const hidden = followHidden(this.#undo);
    this.withheld = computed(() => hidden.value || camera.stopped.value);
    this.mayBroadcast = computed(() => {
      const welcome = this.connection.welcome.value;
      return welcome && roleAtLeast(welcome.role, 'host');
    });
    this.show = computed(() => {
      const replied = this.#replied.value;
      return replied && replied.told === this.#told.value ? replied.show : this.#told.value;
    });
    this.phase = computed(() =>
      phaseOf({
        show: this.show.value,
        sending: this.publisher.state.value,
        connected: this.connection.status.value === 'open',
        hasCamera: this.devices.camera.track.value !== null && !this.withheld.value,
        intent: this.#intent.value,
      }),
    );
    this.health = new StreamHealth({
      publisher: this.publisher,
      connection: this.connection,
      clock: this.clock,
      isLive: () => this.phase.peek() === 'live',
    });
    this.#follow();
  }

  /**
   * Starts a show, returns to it, takes it over or ends its pause: what the host sees says which of them it is. `take`: from
   * whoever sends before a show.
   */
  async goLive(intent: 'starting' | 'resuming' = 'starting', take = false): Promise<void> {
    if (this.#intent.peek() !== 'none') return;
    const phase = this.phase.peek();
    this.#intent.value = intent;
    this.problem.value = this.taken.value = null;
    this.endedElsewhere.value = false;
    try {
      await this.publisher.publish({ take: take || phase === 'elsewhere' || phase === 'paused' });
      const { show } = await this.connection.request('show.start', {});
      this.#take(show);
      onAirFlag.set(this.room);
    } catch (error) {
      this.publisher.close();
      this.problem.value = failureOf(error);
    } finally {
      this.#intent.value = 'none';
    }
  }

  endShow(): Promise<void> {
    return this.#stop('ending', 'show.end');
  }

  /** A break, or its end. Nothing where neither makes sense. */
  async togglePause(): Promise<void> {
    const phase = this.phase.peek();
    if (this.encoder.peek() && phase === 'paused') await this.startEncoder();
    else if (this.encoder.peek() && phase === 'elsewhere') await this.#ask('pausing', 'show.pause');
    else if (phase === 'paused' && this.devices.camera.track.peek()) await this.goLive();
    else if (phase === 'live' || phase === 'pictureless') await this.#stop('pausing', 'show.pause');
  }

  /** The show of an encoder, or its end of a pause: it only sends. */
  startEncoder(): Promise<void> {
    return this.#ask('starting', 'show.start');
  }

  #stop(intent: 'ending' | 'pausing', request: 'show.end' | 'show.pause'): Promise<void> {
    return this.#ask(intent, request, () => this.#stopSending());
  }

  async #ask(
    intent: 'starting' | 'ending' | 'pausing',
    request: 'show.start' | 'show.end' | 'show.pause',
    done?: () => void,
  ): Promise<void> {
    if (this.#intent.peek() !== 'none') return;
    this.#intent.value = intent;
    this.problem.value = null;
    try {
      const photo = request === 'show.pause' ? await this.#stills.take() : null;
      const { show } = await this.connection.request(request, {});
      this.#take(show);
      done?.();
      void this.#stills.send(photo);
    } catch (error) {
      this.problem.value = failureOf(error);
    } finally {
      this.#intent.value = 'none';
    }
  }

  toggleMute(): void {
    this.muted.value = !this.muted.peek();
    this.devices.setMuted(this.muted.peek());
  }

  chooseDevice(kind: DeviceKind, id: string): Promise<Trouble | null> {
    return this.devices.choose(kind, id);
  }

  /** Asks for camera and microphone, again too after the host has allowed them. */
  async openDevices(): Promise<void> {
    await this.devices.start();
    this.devices.setMuted(this.muted.peek());
    this.devicesAsked.value = true;
    this.#resume();
  }

  close(): void {
    for (const undo of this.#undo) undo();
    this.health.close();
    this.#stills.close();
    this.#letSleep?.();
    this.publisher.close();
    this.inset.close();
    this.devices.close();
    this.clock.close();
    this.connection.close();
  }

  /** After a reload in the middle of a show: the host wanted to be live and did nothing against it. */
  #resume(): void {
    if (!onAirFlag.is(this.room) || !this.devices.camera.track.peek()) return;
    const show = this.show.peek();
    if (show && show.state !== 'ended' && !show.pausedAt) void this.goLive('resuming');
    else onAirFlag.clear(this.room);
  }

  /** A reply may be here before its event: it counts until the next one. */
  #take(show: ShowView): void {
    this.#replied.value = { show, told: this.#told.peek() };
  }

  #stopSending(): void {
    onAirFlag.clear(this.room);
    this.publisher.close();
  }

  /** What the system withholds is taken off the air at once: it may stop this page in the next moment. */
  #give(kind: MediaKind, track: MediaStreamTrack | null): void {
    const given = this.withheld.value
      ? this.publisher.setTrack(kind, null, 0)
      : this.publisher.setTrack(kind, track);
    given.catch(() => this.publisher.republish());
  }

  #giveWay(by: string | null): void {
    this.#stopSending();
    this.taken.value = { by };
  }

  #follow(): void {
    let welcomed = false;
    const { connection, publisher, devices } = this;
    const undo = this.#undo;
    undo.push(
      connection.onWelcome(({ role }) => {
        // A new socket is a new member: the server has let go of the old one's media.
        if (welcomed) void publisher.republish('rejoin');
        else if (roleAtLeast(role, 'host')) void this.openDevices();
        welcomed = true;
      }),
      connection.onEvent((event) => {
        if (event.type === 'media.lost') void publisher.republish();
        if (event.type === 'stage.taken') this.#giveWay(event.body.by);
      }),
      effect(() => this.#give('video', this.outgoing.value)),
      effect(() => this.#give('audio', devices.microphone.track.value)),
      effect(() => this.#followEnd()),
      effect(() => this.#followClosing()),
      effect(() => this.#followSending()),
      effect(() => void (this.outgoing.value && this.health.startAnew())),
      effect(() => this.#followRefusal()),
      holdThePage(() => isOnAir(this.phase.peek())),
    );
  }

  /** Ended by a colleague, from another device, or by the server after a long absence. */
  #followEnd(): void {
    const show = this.show.value;
    if (show?.state !== 'ended' || this.publisher.state.value === 'idle' || this.#intent.value !== 'none')
      return;
    this.endedElsewhere.value = true;
    this.#stopSending();
  }

  /** The server will not have this page back: camera and microphone go off with it. */
  #followClosing(): void {
    if (this.connection.closedBy.value === null) return;
    this.#stopSending();
    this.inset.close();
    this.devices.close();
  }

  /** The screen stays on as long as this page sends, or tries to. */
  #followSending(): void {
    const state = this.publisher.state.value;
    if (state === 'sending') this.#letSleep ??= keepAwake();
    if (state !== 'idle' && state !== 'refused') return;
    this.#letSleep?.();
    this.#letSleep = null;
  }

  #followRefusal(): void {
    const refusal = this.publisher.refusal.value;
    if (!refusal) return;
    onAirFlag.clear(this.room);
    this.problem.value = refusal;
  }
}
