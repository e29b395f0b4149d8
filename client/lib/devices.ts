// The host's camera and microphone: opening, choosing, losing and finding them again, and what to say when it fails.
// Owns the local tracks and is the only caller of getUserMedia; viewers never come here. Rules: STU-1 … STU-9.
// Source of the error names: https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia
import { signal, type ReadonlySignal } from '@preact/signals-core';

export type DeviceKind = 'camera' | 'microphone';
export const deviceKinds = ['camera', 'microphone'] as const;

/** Why a device cannot be had; each has a sentence with a way out (studio words, `studio.trouble.…`). */
export type Trouble =
  'insecure' | 'in_app' | 'unsupported' | 'denied' | 'missing' | 'in_use' | 'unplugged' | 'unknown';

export type DeviceView = { id: string; label: string };

/** Something worth a sentence happened to a device during the show. */
export type DeviceNews = { kind: DeviceKind; news: 'switched' | 'lost' | 'found'; label: string };

const troubleNames: Record<string, Trouble> = {
  NotAllowedError: 'denied',
  PermissionDeniedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'missing',
  DevicesNotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'in_use',
  TrackStartError: 'in_use',
  AbortError: 'in_use',
};

export const troubleOf = (error: unknown): Trouble => {
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  return troubleNames[name] ?? 'unknown';
};

const inAppMarks: [RegExp, string][] = [
  [/instagram/i, 'Instagram'],
  [/FBAN|FBAV|FB_IAB/, 'Facebook'],
  [/whatsapp/i, 'WhatsApp'],
  [/\bLine\//, 'LINE'],
  [/tiktok|musical_ly|bytedance/i, 'TikTok'],
  [/telegram/i, 'Telegram'],
  [/snapchat/i, 'Snapchat'],
  [/linkedinapp/i, 'LinkedIn'],
  [/pinterest/i, 'Pinterest'],
];

/** The app whose built-in browser this is (its camera access is unreliable), or null in a real browser. */
export const inAppBrowser = (userAgent: string): string | null => {
  const marked = inAppMarks.find(([mark]) => mark.test(userAgent))?.[1];
  if (marked) return marked;
  return /Android.*; wv\)/.test(userAgent) ? 'app' : null;
};

export type Browser = 'safari-ios' | 'safari' | 'firefox' | 'chrome';

/** Only to say where the permission switch is; nothing else depends on it. */
export const browserOf = (userAgent: string): Browser => {
  if (/iPhone|iPad|iPod/.test(userAgent)) return 'safari-ios';
  if (/Firefox\//.test(userAgent)) return 'firefox';
  return /Safari\//.test(userAgent) && !/Chrom(e|ium)\//.test(userAgent) ? 'safari' : 'chrome';
};

/** Whether the host looks into this camera as into a mirror: phones say so, computers only by the device's name. */
export const isFrontCamera = ({ facingMode, label }: { facingMode?: string; label: string }): boolean =>
  facingMode ? facingMode === 'user' : /front|facetime|integrated|built-?in|internal/i.test(label);

type Surroundings = { secure: boolean; userAgent: string; hasGetUserMedia: boolean };

/** What forbids a broadcast here before any device is asked for. */
export const obstacleOf = ({ secure, userAgent, hasGetUserMedia }: Surroundings): Trouble | null => {
  if (!secure) return 'insecure';
  if (hasGetUserMedia) return null;
  return inAppBrowser(userAgent) ? 'in_app' : 'unsupported';
};

const surroundings = (): Surroundings => ({
  secure: globalThis.isSecureContext,
  userAgent: navigator.userAgent,
  hasGetUserMedia: typeof navigator.mediaDevices?.getUserMedia === 'function',
});

const wanted: Record<DeviceKind, MediaTrackConstraints> = {
  camera: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } },
  microphone: {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    channelCount: { ideal: 1 },
  },
};

/** By id when one was chosen; otherwise the camera that looks at the host. */
const constraintsFor = (kind: DeviceKind, id: string | null): MediaTrackConstraints => ({
  ...wanted[kind],
  ...(id ? { deviceId: { exact: id } } : kind === 'camera' ? { facingMode: { ideal: 'user' } } : {}),
});

const trackName = { camera: 'video', microphone: 'audio' } as const;
const inputKind = { camera: 'videoinput', microphone: 'audioinput' } as const;

const firstTrack = (stream: MediaStream, kind: DeviceKind): MediaStreamTrack | null =>
  (kind === 'camera' ? stream.getVideoTracks() : stream.getAudioTracks())[0] ?? null;

const storageKey = (kind: DeviceKind): string => `vetrina.${kind}`;

const remembered = (kind: DeviceKind): string | null => {
  try {
    return localStorage.getItem(storageKey(kind));
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
  /** Counts the openings, so that a slow one that was overtaken lets its track go. */
  opening = 0;
}

export type SlotView = {
  readonly choices: ReadonlySignal<DeviceView[]>;
  readonly track: ReadonlySignal<MediaStreamTrack | null>;
  readonly trouble: ReadonlySignal<Trouble | null>;
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
  async choose(kind: DeviceKind, id: string): Promise<Trouble | null> {
    const slot = this.#slots[kind];
    const before = slot.track.peek()?.getSettings().deviceId ?? null;
    const opened = await this.#open(kind, id);
    const trouble = opened ? null : slot.trouble.peek();
    if (opened) remember(kind, id);
    else if (before && slot.track.peek()?.readyState !== 'live') await this.#open(kind, before);
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

  async #open(kind: DeviceKind, id: string | null): Promise<boolean> {
    const slot = this.#slots[kind];
    const mine = ++slot.opening;
    const ask = () => navigator.mediaDevices.getUserMedia({ [trackName[kind]]: constraintsFor(kind, id) });
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
    slot.track.value = track;
    slot.trouble.value = track ? null : 'missing';
    before?.stop();
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
