// Photos of the picture that viewers get, for those whom no video reaches: one every two seconds, only while the server says
// that somebody needs them; and the last picture before a pause, for who comes in it. While an encoder sends, this page receives
// its picture for that and for nothing else. Never opens a device. Rules: MED-55, STU-115, STU-116.
import { limits } from '../../shared/limits.ts';
import type { Connection } from '../lib/connection.ts';
import type { EncoderPicture } from './encoder-picture.ts';

const longestSide = 480;
/** The first that is small enough is sent: at 480 pixels nearly always the first. */
const qualities = [0.6, 0.4, 0.2];
const wantedBytes = 40 * 1024;
/** A pause waits no longer for its last picture: an encoder's key frame may be seconds away. */
const patienceMs = 2_000;

type Track = MediaStreamTrack | null;

const jpegOf = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> =>
  new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));

const photoOf = async (video: HTMLVideoElement, canvas: HTMLCanvasElement): Promise<Blob | null> => {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, longestSide / Math.max(videoWidth, videoHeight));
  if (!(scale > 0)) return null;
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  for (const quality of qualities) {
    const photo = await jpegOf(canvas, quality);
    if (photo && photo.size <= wantedBytes) return photo;
  }
  return null;
};

export class StillCamera {
  readonly #room: string;
  readonly #connection: Connection;
  readonly #own: () => Track;
  readonly #video = document.createElement('video');
  readonly #canvas = document.createElement('canvas');
  readonly #leave: () => void;
  #encoder: Promise<EncoderPicture> | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `own`: what this page sends at the moment. */
  constructor(room: string, connection: Connection, own: () => Track) {
    this.#room = room;
    this.#connection = connection;
    this.#own = own;
    this.#video.muted = this.#video.playsInline = true;
    this.#leave = connection.onEvent((event) => {
      if (event.type !== 'still.wanted') return;
      this.#rest();
      if (!event.body.wanted) return;
      this.#timer = setInterval(() => void this.#next(), limits.stillEveryMs);
      void this.#next();
    });
  }

  /** What viewers see at this moment; null where it cannot be had soon. */
  async take(): Promise<Blob | null> {
    const photo = this.#look().catch(() => null);
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMs));
    const taken = await Promise.race([photo, late]);
    if (this.#timer === undefined) this.#rest();
    return taken;
  }

  /** One that is lost is followed by the next, and a pause is one without. */
  async send(body: Blob | null): Promise<void> {
    if (body) await fetch(`/api/rooms/${this.#room}/still`, { method: 'PUT', body }).catch(() => {});
  }

  close(): void {
    this.#leave();
    this.#rest();
  }

  async #next(): Promise<void> {
    await this.send(await this.#look().catch(() => null));
  }

  async #look(): Promise<Blob | null> {
    const track = this.#own() ?? (await this.#encoded());
    await this.#show(track);
    return track && photoOf(this.#video, this.#canvas);
  }

  async #encoded(): Promise<Track> {
    // With the media library, which a studio that only looks does not need.
    this.#encoder ??= import('./encoder-picture.ts').then(
      ({ EncoderPicture }) => new EncoderPicture(this.#connection),
    );
    return (await this.#encoder).track();
  }

  async #show(track: Track): Promise<void> {
    const video = this.#video;
    const [shown] = (video.srcObject as MediaStream | null)?.getTracks() ?? [];
    if (shown === (track ?? undefined)) return;
    video.srcObject = track && new MediaStream([track]);
    if (track) await video.play().catch(() => {}); // a newer track took over
  }

  /** Nobody needs photos: nothing is received for them either. */
  #rest(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    void this.#show(null);
    void this.#encoder?.then((picture) => picture.close());
    this.#encoder = null;
  }
}
