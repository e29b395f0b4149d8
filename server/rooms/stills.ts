// Photos of the host for viewers whose network lets no video through: asked of one page only while somebody needs them, the
// newest kept in memory, handed out by HTTP to those who asked. Never keeps a photo that is not of now, but for the last one
// before a pause, which stays as long as the pause. Rules: MED-18, MED-19, MED-130, MED-132.
import { limits } from '../../shared/limits.ts';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { hashSecret, newSecret } from '../ids.ts';
import { fleeting } from './fan-out.ts';
import type { Member } from './member.ts';

type Still = { jpeg: Buffer; etag: string; takenAt: number };

/** What every JPEG begins and ends with: start of image and a marker, end of image (ITU-T T.81, table B.1). */
const isJpeg = (bytes: Buffer): boolean =>
  bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) &&
  bytes.subarray(-2).equals(Buffer.from([0xff, 0xd9]));

export class Stills {
  readonly #clock: Clock;
  readonly #photographer: () => Member | null;
  readonly #wanting = new Set<Member>();
  #asked: Member | null = null;
  #key = '';
  #newest: Still | null = null;
  #pausedAt: number | null = null;

  /** `photographer`: whose page can take photos at this moment. */
  constructor(clock: Clock, photographer: () => Member | null) {
    this.#clock = clock;
    this.#photographer = photographer;
  }

  get wanting(): number {
    return this.#wanting.size;
  }

  /** The key that the photos are asked for with, until nobody wants any; null for one who wants none. */
  want(member: Member, wanted: boolean): string | null {
    const before = this.#wanting.size;
    if (wanted) this.#wanting.add(member);
    else this.#wanting.delete(member);
    if (Math.sign(before) !== Math.sign(this.#wanting.size)) this.#turn();
    return wanted ? this.#key : null;
  }

  /** Asks the photographer and nobody else: to be called when who sends, or who is here, has changed. */
  ask(): void {
    const next = this.wanting > 0 ? this.#photographer() : null;
    if (next === this.#asked) return;
    this.#asked?.send(fleeting('still.wanted', { wanted: false }));
    next?.send(fleeting('still.wanted', { wanted: true }));
    this.#asked = next;
  }

  /** Whether a photo of the moment before a pause may still come: it is taken before, and sent after it began. */
  get awaitsLast(): boolean {
    return this.#pausedAt !== null && this.#clock.now() - this.#pausedAt <= limits.stillMs;
  }

  /** Throws bad_image, rate_limited. What nobody wants is not kept. */
  keep(jpeg: Buffer): void {
    if (!isJpeg(jpeg)) throw new AppError('bad_image');
    const takenAt = this.#clock.now();
    // Half of it: the host's own clock is not ours, and a photo that comes early is one all the same.
    if (this.#newest && takenAt - this.#newest.takenAt < limits.stillEveryMs / 2)
      throw new AppError('rate_limited');
    if (this.wanting > 0 || this.#pausedAt !== null) this.#newest = { jpeg, etag: `"${takenAt}"`, takenAt };
  }

  /** Null when there is none of now, nor of the moment before the pause. Throws unauthorised for a wrong key. */
  read(key: string): Still | null {
    if (this.wanting === 0 || hashSecret(key) !== hashSecret(this.#key)) throw new AppError('unauthorised');
    return this.#pausedAt === null ? this.#ofNow : this.#newest;
  }

  /** Since when the show is paused, if it is: its last photo stays until that ends. */
  follow(pausedAt: number | null): void {
    if (pausedAt === this.#pausedAt) return;
    this.#newest = pausedAt === null ? null : this.#ofNow;
    this.#pausedAt = pausedAt;
  }

  /** The picture went: its last photo goes with it. */
  clear(): void {
    if (this.#pausedAt === null) this.#newest = null;
  }

  get #ofNow(): Still | null {
    const still = this.#newest;
    return still && this.#clock.now() - still.takenAt <= limits.stillMs ? still : null;
  }

  #turn(): void {
    this.clear();
    this.#key = newSecret();
    this.ask();
  }
}
