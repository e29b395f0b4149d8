// The one <video> of the room and the still picture over it. Owns what is shown and heard; never where it comes from.
// The last picture stays (on the canvas) whenever the tracks change, until a new frame is really there. Rule: MED-44.
//
// iPhone facts (https://webkit.org/blog/6784/new-video-policies-for-ios/): without playsinline the video goes full screen
// by itself; only a muted video may start alone; sound needs play() and unmuting inside the tap itself, before any await;
// the permission belongs to the element, so the same element lives as long as the page. A call or the lock screen pauses
// the element, and Safari does not always play it again (https://bugs.webkit.org/show_bug.cgi?id=212780): `play` is asked
// for on every wake-up, and now and then by the subscriber, for a call leaves the page visible.
import { signal, type ReadonlySignal } from '@preact/signals-core';
import type { Delay } from './latency.ts';
import { onWake } from './network.ts';

/**
 * `starting`: tracks are there, no frame yet; `frozen`: frames stopped; `stalled`: for everyone, the host's line is slow;
 * `failed`: this device gets no picture; `photo`: it gets photos instead; `crowded`: the same, for the
 * shop's line is full; `off`: the viewer wants sound alone.
 */
export type PictureState =
  'none' | 'starting' | 'playing' | 'frozen' | 'stalled' | 'failed' | 'photo' | 'crowded' | 'off';
/** `locked`: silent until the viewer taps once. */
export type SoundState = 'locked' | 'on' | 'muted';
type Kind = 'audio' | 'video';

/** What a report may follow; the others may come at any time. */
const standing: Partial<Record<PictureState, PictureState[]>> = {
  frozen: ['playing', 'stalled'],
  stalled: ['starting', 'playing', 'frozen'],
  playing: ['frozen', 'stalled'],
};

export class Player {
  readonly video = document.createElement('video');
  readonly still = document.createElement('canvas');
  readonly #picture = signal<PictureState>('none');
  readonly #sound = signal<SoundState>('locked');
  readonly #size = signal({ width: 0, height: 0 });
  readonly delay = signal<Delay | null>(null);
  readonly #tracks: Partial<Record<Kind, MediaStreamTrack>> = {};
  readonly #stopWaking: () => void;
  #frameWait = 0;

  constructor() {
    const { video, still } = this;
    video.muted = video.autoplay = video.playsInline = true;
    // The attributes too: WebKit reads them, not the properties, when it decides about autoplay.
    for (const name of ['muted', 'autoplay', 'playsinline']) video.setAttribute(name, '');
    video.disablePictureInPicture = false;
    video.addEventListener('resize', () => this.#measure());
    still.hidden = true;
    this.#stopWaking = onWake(() => this.play());
  }

  get picture(): ReadonlySignal<PictureState> {
    return this.#picture;
  }

  get sound(): ReadonlySignal<SoundState> {
    return this.#sound;
  }

  /** The picture's own size; zero before the first frame. */
  get size(): ReadonlySignal<{ width: number; height: number }> {
    return this.#size;
  }

  /** Shows or plays `tracks` from now on; what they replace stays on screen until their first frame. */
  attach(tracks: MediaStreamTrack[]): void {
    if (tracks.some((track) => track.kind === 'video')) this.hold();
    for (const track of tracks) this.#tracks[track.kind as Kind] = track;
    this.#renew();
    if (tracks.some((track) => track.kind === 'video')) this.#awaitFrame();
  }

  /** Takes tracks away that have ended; the last picture stays. */
  detach(tracks: MediaStreamTrack[]): void {
    const gone = tracks.filter((track) => this.#tracks[track.kind as Kind] === track);
    if (gone.length === 0) return;
    this.hold();
    for (const track of gone) delete this.#tracks[track.kind as Kind];
    this.#renew();
    if (!this.#tracks.video) this.#show('none');
  }

  /** Keeps the picture of this moment over the video, until `attach` brings a new frame. */
  hold(): void {
    const { video, still } = this;
    if (!still.hidden || video.videoWidth === 0 || this.#picture.peek() === 'none') return;
    still.width = video.videoWidth;
    still.height = video.videoHeight;
    still.getContext('2d')?.drawImage(video, 0, 0);
    still.hidden = false;
  }

  /** What the subscriber found out: frames stopped, came back, cannot come at all, or are not wanted. */
  report(state: 'frozen' | 'stalled' | 'playing' | 'failed' | 'crowded' | 'off'): void {
    const from = standing[state];
    if (!from || from.includes(this.#picture.peek())) this.#show(state);
  }

  /** A photo in the place of a video that does not come; where none is expected, it promises nothing. */
  showPhoto(photo: ImageBitmap): void {
    const { still } = this;
    still.width = photo.width;
    still.height = photo.height;
    still.getContext('2d')?.drawImage(photo, 0, 0);
    still.hidden = false;
    this.#measure(photo);
    if (!['crowded', 'none'].includes(this.#picture.peek())) this.#show('photo');
  }

  /** Must run inside the tap: see the iPhone facts above. */
  unmute(): void {
    this.video.muted = false;
    this.#sound.value = 'on';
    this.play();
  }

  mute(): void {
    this.video.muted = true;
    this.#sound.value = 'muted';
  }

  close(): void {
    this.#stopWaking();
    this.video.srcObject = null;
    this.#show('none');
  }

  #show(state: PictureState): void {
    if (!['playing', 'frozen', 'stalled'].includes(state)) this.delay.value = null;
    this.#picture.value = state;
  }

  /** A new stream for every change: WebKit does not show a video track that joins a stream already playing. */
  #renew(): void {
    const tracks = Object.values(this.#tracks);
    this.video.srcObject = tracks.length > 0 ? new MediaStream(tracks) : null;
    if (tracks.length > 0) this.play();
  }

  /** Where it has been paused, or has not started. */
  play(): void {
    const { video } = this;
    if (!video.srcObject) return;
    video.play().catch((error: unknown) => {
      // AbortError: a newer stream took over. NotAllowedError: sound needs another tap, the picture does not.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError' || video.muted) return;
      video.muted = true;
      this.#sound.value = 'locked';
      void video.play().catch(() => {});
    });
  }

  #awaitFrame(): void {
    const wait = ++this.#frameWait;
    const { video } = this;
    // A picture that has failed is not promised again before it is there.
    if (!['failed', 'photo', 'crowded'].includes(this.#picture.peek())) this.#show('starting');
    const shown = () => {
      if (wait !== this.#frameWait || !this.#tracks.video) return;
      this.#frameWait += 1;
      this.still.hidden = true;
      this.#measure();
      this.#show('playing');
    };
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(shown);
    // Without frame callbacks, and in a hidden tab, where they do not run: time moves once frames are decoded.
    const moved = () => {
      if (wait === this.#frameWait && video.currentTime === 0) return;
      video.removeEventListener('timeupdate', moved);
      shown();
    };
    video.addEventListener('timeupdate', moved);
  }

  #measure({ width, height } = { width: this.video.videoWidth, height: this.video.videoHeight }): void {
    const { width: oldWidth, height: oldHeight } = this.#size.peek();
    if (width !== oldWidth || height !== oldHeight) this.#size.value = { width, height };
  }
}
