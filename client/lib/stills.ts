// Photos in the picture's place, one every two seconds, while no video reaches this viewer: fetched by HTTP with the key
// that the socket gives, so that questions and reservations never wait behind a photo; and once, the last picture before a pause
// for who came in it. Rules: MED-54, MED-133.
import { limits } from '../../shared/limits.ts';
import type { Connection } from './connection.ts';
import type { Player } from './player.ts';

/** So many times without a photo, and the viewer is told that there is none either. */
const patience = 3;

type Parts = { connection: Connection; player: Player; room: string };

export class Stills {
  readonly #parts: Parts;
  #timer: ReturnType<typeof setInterval> | undefined;
  #key: string | null = null;
  #etag = '';
  #misses = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => void this.#next(), limits.stillEveryMs);
    void this.#next();
  }

  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#letGo();
  }

  /** The last picture before a pause, unless there is another by then. */
  async once(): Promise<void> {
    const photo = await this.#fetch().catch(() => null);
    if (this.#timer === undefined) this.#letGo();
    const { player } = this.#parts;
    if (photo instanceof ImageBitmap && player.picture.peek() === 'none') player.showPhoto(photo);
  }

  /** A new socket is a new member, which has not asked for anything yet. */
  renew(): void {
    this.#key = null;
  }

  /** Nobody looks: the host need not take photos for this page. */
  #letGo(): void {
    if (this.#key === null) return;
    this.#key = null;
    this.#ask(false).catch(() => {}); // offline: a member that is gone wants nothing any more
  }

  async #ask(wanted: boolean): Promise<string | null> {
    return (await this.#parts.connection.request('still.want', { wanted })).key;
  }

  async #next(): Promise<void> {
    if (document.hidden) return this.#letGo();
    const photo = await this.#fetch().catch(() => null);
    if (this.#timer === undefined) return this.#letGo();
    if (photo === 'unchanged') return;
    this.#misses = photo ? 0 : this.#misses + 1;
    if (photo) this.#parts.player.showPhoto(photo);
    else if (this.#misses === patience && this.#parts.player.picture.peek() !== 'crowded')
      this.#parts.player.report('failed');
  }

  async #fetch(): Promise<ImageBitmap | 'unchanged' | null> {
    this.#key ??= await this.#ask(true);
    if (this.#key === null) return null;
    const reply = await fetch(`/api/rooms/${this.#parts.room}/still`, {
      // Not the browser's cache: a photo is of its moment.
      cache: 'no-store',
      headers: { Authorization: `Bearer ${this.#key}`, 'If-None-Match': this.#etag },
    });
    if (reply.status === 304) return 'unchanged';
    if (reply.status === 401) this.#key = null;
    if (reply.status !== 200) return null;
    this.#etag = reply.headers.get('ETag') ?? '';
    return createImageBitmap(await reply.blob());
  }
}
