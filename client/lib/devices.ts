// The host's camera and microphone: opening, choosing, losing and finding them again, and what to say when it fails.
// Owns the local tracks and is the only caller of getUserMedia; viewers never come here. Rules: STU-6 … STU-9, STU-74.
import { signal, type ReadonlySignal } from '@preact/signals-core';
import { obstacleOf, surroundings, troubleOf, type Trouble } from './device-troubles.ts';

export type DeviceKind = 'camera' | 'microphone';
export const deviceKinds = ['camera', 'microphone'] as const;

export type DeviceView = { id: string; label: string };

/** Something worth a sentence happened to a device during the show. */
export type DeviceNews = { kind: DeviceKind; news: 'switched' | 'lost' | 'found'; label: string };

const wanted: Record<DeviceKind, MediaTrackConstraints> = {
  camera: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } },
  microphone: {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    channelCount: { ideal: 1 },
  },
};

/** Which one: by id, or by where a camera looks. Null: any; of cameras the one that looks at the host. */
type Which = { id: string } | { facing: 'user' | 'environment' } | null;

const constraintsFor = (kind: DeviceKind, which: Which): MediaTrackConstraints => ({
  ...wanted[kind],
  ...(which && 'id' in which && { deviceId: { exact: which.id } }),
  ...(which && 'facing' in which && { facingMode: { exact: which.facing } }),
  ...(!which && kind === 'camera' && { facingMode: { ideal: 'user' } }),
});

const trackName = { camera: 'video', microphone: 'audio' } as const;
const inputKind = { camera: 'videoinput', microphone: 'audioinput' } as const;

const firstTrack = (stream: MediaStream, kind: DeviceKind): MediaStreamTrack | null =>
  (kind === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks())[0] ?? null;

const storageKey = (kind: DeviceKind): string => `vetrina.${kind}`;

const remembered = (kind: DeviceKind): Which => {
  try {
    const id = localStorage.getItem(storageKey(kind));
    return id ? { id } : null;
  } catch {
    return null;
  }
};

const remember = (kind: DeviceKind, id: string): void => {
  try {
    localStorage.setItem(storageKey(kind), id);
  } catch {
    // chosen for this visit only then
  }
};

/** One kind of device: what there is, what is open, what is wrong with it. */
class Slot {
  readonly choices = signal<DeviceView[]>([]);
  readonly track = signal<MediaStreamTrack | null>(null);
  readonly trouble = signal<Trouble | null>(null);
  readonly stopped = signal(false);
  /** Counts the openings, so that a slow one that was overtaken lets its track go. */
  opening = 0;
}

export type SlotView = {
  readonly choices: ReadonlySignal<DeviceView[]>;
  readonly track: ReadonlySignal<MediaStreamTrack | null>;
  readonly trouble: ReadonlySignal<Trouble | null>;
  /** The system has taken it away for now (a call, a locked phone): the track is there and gives nothing. */
  readonly stopped: ReadonlySignal<boolean>;
};

export class Devices {
  readonly #slots: Record<DeviceKind, Slot> = { camera: new Slot(), microphone: new Slot() };
  readonly #onNews: (news: DeviceNews) => void;
  readonly #onDeviceChange = (): void => void this.#lookAgain();
  #closed = false;

  constructor(onNews: (news: DeviceNews) => void) {
    this.#onNews = onNews;
  }

  get camera(): SlotView {
    return this.#slots.camera;
  }

  get microphone(): SlotView {
    return this.#slots.microphone;
  }

  /** Opens camera and microphone. Never rejects: what failed is in each `trouble`. */
  async start(): Promise<void> {
    const obstacle = obstacleOf(surroundings());
    if (obstacle) {
      for (const kind of deviceKinds) this.#slots[kind].trouble.value = obstacle;
      return;
    }
    navigator.mediaDevices.removeEventListener('devicechange', this.#onDeviceChange);
    navigator.mediaDevices.addEventListener('devicechange', this.#onDeviceChange);
    await this.#openBoth();
    await this.#list();
  }

  /** Opens the device `id` instead of the present one. When that fails the present one is kept, and why is returned. */
  choose(kind: DeviceKind, id: string): Promise<Trouble | null> {
    return this.#swap(kind, { id });
  }

  /** The camera on the other side of a phone; where cameras have no side, the next one. Fails like `choose`. */
  async flip(): Promise<Trouble | null> {
    const { track, choices } = this.#slots.camera;
    const { facingMode, deviceId } = track.peek()?.getSettings() ?? {};
    if (facingMode === 'user' || facingMode === 'environment')
      return this.#swap('camera', { facing: facingMode === 'user' ? 'environment' : 'user' });
    const ids = choices.peek().map(({ id }) => id);
    const next = ids[(ids.indexOf(deviceId ?? '') + 1) % ids.length];
    return next && next !== deviceId ? this.#swap('camera', { id: next }) : 'missing';
  }

  /** Another camera beside the first one, for whoever asks: he stops it. Gives what keeps it from opening, else. */
  async openSecond(id: string): Promise<MediaStreamTrack | Trouble> {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: constraintsFor('camera', { id }) });
      return firstTrack(stream, 'camera') ?? 'missing';
    } catch (error) {
      return troubleOf(error);
    }
  }

  async #swap(kind: DeviceKind, which: Which): Promise<Trouble | null> {
    const slot = this.#slots[kind];
    const before = slot.track.peek()?.getSettings().deviceId;
    const opened = await this.#open(kind, which);
    const trouble = opened ? null : slot.trouble.peek();
    const now = slot.track.peek()?.getSettings().deviceId;
    if (opened && now) remember(kind, now);
    else if (before && slot.track.peek()?.readyState !== 'live') await this.#open(kind, { id: before });
    if (slot.track.peek()) slot.trouble.value = null;
    await this.#list();
    return trouble;
  }

  setMuted(muted: boolean): void {
    const track = this.#slots.microphone.track.peek();
    if (track) track.enabled = !muted;
  }

  /** One question for both, so that the host is asked once; one at a time when that fails, to learn which it was. */
  async #openBoth(): Promise<void> {
    const mine = deviceKinds.map((kind) => ++this.#slots[kind].opening);
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        video: constraintsFor('camera', remembered('camera')),
        audio: constraintsFor('microphone', remembered('microphone')),
      });
      deviceKinds.forEach((kind, n) => this.#adopt(kind, firstTrack(stream, kind), mine[n] ?? 0));
    } catch (error) {
      if (troubleOf(error) === 'denied') {
        for (const kind of deviceKinds) this.#slots[kind].trouble.value = 'denied';
        return;
      }
      for (const kind of deviceKinds) await this.#open(kind, null);
    }
  }

  async #open(kind: DeviceKind, which: Which): Promise<boolean> {
    const slot = this.#slots[kind];
    const mine = ++slot.opening;
    const ask = () => navigator.mediaDevices.getUserMedia({ [trackName[kind]]: constraintsFor(kind, which) });
    try {
      const stream = await ask().catch((error: unknown) => {
        if (troubleOf(error) !== 'in_use' || !slot.track.peek()) throw error;
        this.#release(slot); // many phones give one camera at a time: let go of the old one first
        return ask();
      });
      this.#adopt(kind, firstTrack(stream, kind), mine);
      return slot.track.peek() !== null;
    } catch (error) {
      if (mine === slot.opening && !this.#closed) slot.trouble.value = troubleOf(error);
      return false;
    }
  }

  #adopt(kind: DeviceKind, track: MediaStreamTrack | null, mine: number): void {
    const slot = this.#slots[kind];
    if (this.#closed || mine !== slot.opening) {
      track?.stop();
      return;
    }
    const before = slot.track.peek();
    if (track && before) track.enabled = before.enabled;
    track?.addEventListener('ended', () => void this.#ended(kind, track));
    for (const turn of ['mute', 'unmute']) track?.addEventListener(turn, () => this.#followStop(slot));
    slot.track.value = track;
    this.#followStop(slot);
    slot.trouble.value = track ? null : 'missing';
    before?.stop();
  }

  #followStop(slot: Slot): void {
    slot.stopped.value = slot.track.peek()?.muted ?? false;
  }

  /** The browser ends a track when its device goes; stop() by ourselves fires nothing. */
  async #ended(kind: DeviceKind, track: MediaStreamTrack): Promise<void> {
    const slot = this.#slots[kind];
    if (this.#closed || slot.track.peek() !== track) return;
    const { label } = track;
    slot.track.value = null;
    slot.trouble.value = 'unplugged';
    if (await this.#open(kind, null)) {
      this.#onNews({ kind, news: 'switched', label: slot.track.peek()?.label ?? '' });
    } else {
      if (slot.trouble.peek() === 'missing') slot.trouble.value = 'unplugged';
      this.#onNews({ kind, news: 'lost', label });
    }
    await this.#list();
  }

  /** A device came or went: refresh the choices, and take one that fills a gap. */
  async #lookAgain(): Promise<void> {
    await this.#list();
    for (const kind of deviceKinds) {
      const slot = this.#slots[kind];
      const gap = slot.trouble.peek() === 'missing' || slot.trouble.peek() === 'unplugged';
      if (!gap || slot.track.peek() || slot.choices.peek().length === 0) continue;
      if (await this.#open(kind, null)) {
        this.#onNews({ kind, news: 'found', label: slot.track.peek()?.label ?? '' });
      }
    }
  }

  async #list(): Promise<void> {
    const all = await navigator.mediaDevices.enumerateDevices().catch(() => []);
    if (this.#closed) return;
    for (const kind of deviceKinds) {
      this.#slots[kind].choices.value = all
        .filter((device) => device.kind === inputKind[kind] && device.deviceId !== '')
        .map((device) => ({ id: device.deviceId, label: device.label }));
    }
  }

  #release(slot: Slot): void {
    slot.track.peek()?.stop();
    slot.track.value = null;
  }

  /** Frees camera and microphone. May be called twice. */
  close(): void {
    this.#closed = true;
    navigator.mediaDevices?.removeEventListener('devicechange', this.#onDeviceChange);
    for (const kind of deviceKinds) this.#release(this.#slots[kind]);
  }
}
