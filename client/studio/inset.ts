// A second picture inside the host's own: another camera, or a photo. Owns what is open for it and the composed track, which
// takes the camera's place for everyone (viewers, players, a recording). Never draws. Rules: STU-81 … STU-84.
import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { limits } from '../../shared/limits.ts';
import { compose, type Composer, type Second } from '../lib/composer.ts';
import type { Trouble } from '../lib/device-troubles.ts';
import { corners, type Corner } from '../lib/inset-layout.ts';

const longestSide = 1280;

/** What is shown small, and its name for people. */
export type Source = { second: Second; name: string };

type Parts = {
  camera: ReadonlySignal<MediaStreamTrack | null>;
  openSecond: (id: string) => Promise<MediaStreamTrack | Trouble>;
};

/** As large as a frame at most. Throws for what is no picture. */
const bitmapOf = async (file: Blob): Promise<ImageBitmap> => {
  if (file.size > limits.maxImageBytes) throw new Error('too large');
  const whole = await createImageBitmap(file);
  const scale = longestSide / Math.max(whole.width, whole.height);
  if (scale >= 1) return whole;
  const small = await createImageBitmap(whole, {
    resizeWidth: Math.max(1, Math.round(whole.width * scale)),
    resizeHeight: Math.max(1, Math.round(whole.height * scale)),
    resizeQuality: 'high',
  });
  whole.close();
  return small;
};

export class Inset {
  readonly source = signal<Source | null>(null);
  readonly corner = signal<Corner>('top-right');
  readonly swapped = signal(false);
  /** Null without an inset: the camera goes out as it is. */
  readonly track: ReadonlySignal<MediaStreamTrack | null>;
  readonly #composer = signal<Composer | null>(null);
  readonly #parts: Parts;
  readonly #undo: (() => void)[];
  /** The photo that was taken away last, for the same key to bring back. */
  #before: Source | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.track = computed(() => this.#composer.value?.track ?? null);
    this.#undo = [
      effect(() => this.#compose(parts.camera.value, this.source.value)),
      effect(() => this.#composer.value?.arrange({ corner: this.corner.value, swapped: this.swapped.value })),
    ];
  }

  /** Gives what keeps the camera from opening; null when it is there. */
  async addCamera(id: string, name: string): Promise<Trouble | null> {
    const second = await this.#parts.openSecond(id);
    if (!(second instanceof MediaStreamTrack)) return second;
    second.addEventListener('ended', () => {
      if (this.source.peek()?.second === second) this.remove();
    });
    this.#show({ second, name });
    return null;
  }

  /** False for what is no picture, or too large a one. */
  async addPicture(file: Blob, name: string): Promise<boolean> {
    try {
      this.#show({ second: await bitmapOf(file), name });
      return true;
    } catch {
      return false;
    }
  }

  nextCorner(): void {
    const at = corners.indexOf(this.corner.peek());
    this.corner.value = corners[(at + 1) % corners.length] ?? 'top-right';
  }

  swap(): void {
    this.swapped.value = !this.swapped.peek();
  }

  remove(): void {
    const source = this.source.peek();
    if (!source) return;
    if (source.second instanceof MediaStreamTrack) source.second.stop();
    else this.#before = source;
    batch(() => {
      this.source.value = null;
      this.swapped.value = false;
    });
  }

  /** Takes the inset away, or brings the last photo back. False when there is nothing to do. */
  toggle(): boolean {
    if (this.source.peek()) this.remove();
    else if (this.#before) this.#show(this.#before);
    else return false;
    return true;
  }

  close(): void {
    this.remove();
    for (const undo of this.#undo) undo();
    this.#composer.peek()?.close();
  }

  #show(source: Source): void {
    this.remove();
    this.source.value = source;
  }

  /** Another camera, or another inset: composed anew. The producer keeps its place, for only its track is replaced. */
  #compose(camera: MediaStreamTrack | null, source: Source | null): void {
    const before = this.#composer.peek();
    const layout = { corner: this.corner.peek(), swapped: this.swapped.peek() };
    this.#composer.value = camera && source ? compose(camera, source.second, layout) : null;
    before?.close();
  }
}
