// The studio's view-model: joins connection, room, devices and publisher into signals that the components draw, and
// carries out what the host wants (go live, end, mute, choose a device). Owns all four and closes them.
// Never draws and never holds a sentence. Rules: STU-40 … STU-42.
import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { roleAtLeast, type ShowView } from '../../shared/model.ts';
import type { Locale } from '../../shared/requests.ts';
import { Connection, RequestError, type RequestFailure } from '../lib/connection.ts';
import { Devices, type DeviceKind, type DeviceNews, type Trouble } from '../lib/devices.ts';
import { Publisher } from '../lib/publisher.ts';
import { followRoom, type RoomState } from '../lib/room-state.ts';
import { ServerClock } from '../lib/server-clock.ts';
import {
  healthBetween,
  steadied,
  uplinkMs,
  verdictOf,
  type Health,
  type Sample,
  type Verdict,
} from '../lib/stats.ts';
import { isOnAir, phaseOf, type Intent, type Phase } from './phase.ts';
import { keepAwake } from './wake-lock.ts';

const measureEveryMs = 2_000;
const reportTimingEveryMs = 5_000;
const longestUplinkMs = 60_000;

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
  readonly state: ReadonlySignal<RoomState>;
  readonly phase: ReadonlySignal<Phase>;
  readonly show: ReadonlySignal<ShowView | null>;
  /** Null until the first welcome. */
  readonly mayBroadcast: ReadonlySignal<boolean | null>;

  readonly muted = signal(false);
  readonly health = signal<Health | null>(null);
  readonly verdict = signal<Verdict>('starting');
  /** Why the last wish failed; null when it did not. */
  readonly problem = signal<RequestFailure | null>(null);
  /** The last news of a device, for one sentence. */
  readonly news = signal<DeviceNews | null>(null);
  /** The show was ended, but not by this page. */
  readonly endedElsewhere = signal(false);
  readonly devicesAsked = signal(false);

  readonly #intent = signal<Intent>('none');
  readonly #started = signal<ShowView | null>(null);
  readonly #undo: (() => void)[] = [];
  #lastSample: Sample | null = null;
  #measured: Verdict[] = [];
  #sendingSinceMs = 0;
  #letSleep: (() => void) | null = null;

  constructor(room: string, locale: Locale) {
    this.room = room;
    this.connection = new Connection({ room, page: 'studio', locale });
    this.clock = new ServerClock(this.connection);
    this.state = followRoom(this.connection);
    this.devices = new Devices((news) => (this.news.value = news));
    this.publisher = new Publisher(this.connection);
    this.mayBroadcast = computed(() => {
      const welcome = this.connection.welcome.value;
      return welcome && roleAtLeast(welcome.role, 'host');
    });
    this.show = computed(() => laterShow(this.state.value.room?.show ?? null, this.#started.value));
    this.phase = computed(() =>
      phaseOf({
        show: this.show.value,
        sending: this.publisher.state.value,
        connected: this.connection.status.value === 'open',
        hasCamera: this.devices.camera.track.value !== null,
        intent: this.#intent.value,
      }),
    );
    this.#follow();
  }

  async goLive(intent: 'starting' | 'resuming' = 'starting'): Promise<void> {
    if (this.#intent.peek() !== 'none') return;
    this.#intent.value = intent;
    this.problem.value = null;
    this.endedElsewhere.value = false;
    try {
      await this.publisher.publish();
      const { show } = await this.connection.request('show.start', {});
      this.#started.value = show;
      onAirFlag.set(this.room);
    } catch (error) {
      this.publisher.close();
      this.problem.value = failureOf(error);
    } finally {
      this.#intent.value = 'none';
    }
  }

  async endShow(): Promise<void> {
    if (this.#intent.peek() !== 'none') return;
    this.#intent.value = 'ending';
    this.problem.value = null;
    try {
      const { show } = await this.connection.request('show.end', {});
      this.#started.value = show;
      this.#stopSending();
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
    this.#letSleep?.();
    this.publisher.close();
    this.devices.close();
    this.clock.close();
    this.connection.close();
  }

  /** After a reload in the middle of a show: the host wanted to be live and did nothing against it. */
  #resume(): void {
    if (!onAirFlag.is(this.room) || !this.devices.camera.track.peek()) return;
    const { state } = this.show.peek() ?? {};
    if (state === 'live' || state === 'away') void this.goLive('resuming');
    else onAirFlag.clear(this.room);
  }

  #stopSending(): void {
    onAirFlag.clear(this.room);
    this.publisher.close();
  }

  #follow(): void {
    let welcomed = false;
    const { connection, publisher, devices } = this;
    const undo = this.#undo;
    undo.push(
      connection.onWelcome(({ role }) => {
        // A new socket is a new member: the server has let go of the old one's media.
        if (welcomed) void publisher.republish();
        else if (roleAtLeast(role, 'host')) void this.openDevices();
        welcomed = true;
      }),
      connection.onEvent(({ type }) => {
        if (type === 'media.lost') void publisher.republish();
      }),
      effect(
        () => void publisher.setTrack('video', devices.camera.track.value).catch(() => publisher.republish()),
      ),
      effect(
        () =>
          void publisher.setTrack('audio', devices.microphone.track.value).catch(() => publisher.republish()),
      ),
      effect(() => this.#followEnd()),
      effect(() => this.#followClosing()),
      effect(() => this.#followSending()),
      effect(() => this.#followCamera()),
      effect(() => this.#followRefusal()),
      every(measureEveryMs, () => this.#measure()),
      every(reportTimingEveryMs, () => this.#reportTiming()),
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
    this.devices.close();
  }

  #followSending(): void {
    const sending = this.publisher.state.value === 'sending';
    if (sending) {
      this.#sendingSinceMs = performance.now();
      this.#letSleep ??= keepAwake();
      return;
    }
    this.#lastSample = null;
    this.#measured = [];
    this.health.value = null;
    this.verdict.value = 'starting';
    if (this.publisher.state.value === 'idle') {
      this.#letSleep?.();
      this.#letSleep = null;
    }
  }

  /** Another camera starts its layers anew: what was measured with the one before says nothing about it. */
  #followCamera(): void {
    if (!this.devices.camera.track.value) return;
    this.#sendingSinceMs = performance.now();
    this.#measured = [];
    this.verdict.value = 'starting';
  }

  #followRefusal(): void {
    const refusal = this.publisher.refusal.value;
    if (refusal) this.problem.value = refusal;
  }

  async #measure(): Promise<void> {
    if (this.publisher.state.peek() !== 'sending') return;
    const sample = await this.publisher.sample().catch(() => null);
    if (!sample || this.publisher.state.peek() !== 'sending') return;
    const health = this.#lastSample && healthBetween(this.#lastSample, sample);
    this.#lastSample = sample;
    if (health) this.health.value = health;
    const verdict = verdictOf(this.health.peek(), performance.now() - this.#sendingSinceMs);
    this.#measured = [...this.#measured.slice(-5), verdict];
    this.verdict.value = steadied(this.verdict.peek(), this.#measured);
  }

  async #reportTiming(): Promise<void> {
    const health = this.health.peek();
    const known = Number.isFinite(this.clock.errorMs.peek());
    if (!health || !known || this.phase.peek() !== 'live') return;
    await this.connection
      .request('media.reportTiming', {
        clockOffsetMs: this.clock.offsetMs.peek(),
        uplinkMs: Math.min(longestUplinkMs, uplinkMs(health)),
      })
      .catch(() => {}); // the next one is five seconds away
  }
}

/** The reply to show.start may be here before its event: the newer of both is the truth. */
const laterShow = (told: ShowView | null, replied: ShowView | null): ShowView | null => {
  if (!told || !replied) return told ?? replied;
  if (told.id === replied.id) return told.state === 'ended' || replied.state !== 'ended' ? told : replied;
  return replied.startedAt > told.startedAt ? replied : told;
};

const every = (ms: number, task: () => Promise<void>): (() => void) => {
  const timer = setInterval(() => void task(), ms);
  return () => clearInterval(timer);
};

/** Asks before the page is left on air: the browser shows its own sentence. */
const holdThePage = (isNeeded: () => boolean): (() => void) => {
  const hold = (event: BeforeUnloadEvent): void => {
    if (isNeeded()) event.preventDefault();
  };
  addEventListener('beforeunload', hold);
  return () => removeEventListener('beforeunload', hold);
};
