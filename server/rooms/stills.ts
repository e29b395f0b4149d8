// Photos of the host for viewers whose network lets no video through: asked of the host only while somebody needs them, the
// newest kept in memory, handed out by HTTP to those who asked. Never keeps a photo that is not of now. Rules: MED-18, MED-19.
import { limits } from '../../shared/limits.ts';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import { hashSecret, newSecret } from '../ids.ts';
import type { Member } from './member.ts';

type Still = { jpeg: Buffer; etag: string; takenAt: number };

/** What every JPEG begins and ends with: start of image and a marker, end of image (ITU-T T.81, table B.1). */
const isJpeg = (bytes: Buffer): boolean =>
  bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) &&
  bytes.subarray(-2).equals(Buffer.from([0xff, 0xd9]));

export class Stills {
  readonly #clock: Clock;
  readonly #onWanted: (wanted: boolean) => void;
  readonly #wanting = new Set<Member>();
  #key = '';
  #newest: Still | null = null;

  /** `onWanted`: the first viewer asks for photos, or the last one needs none any more. */
  constructor(clock: Clock, onWanted: (wanted: boolean) => void) {
    this.#clock = clock;
    this.#onWanted = onWanted;
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

  /** Throws bad_image, rate_limited. What nobody wants is not kept. */
  keep(jpeg: Buffer): void {
    if (!isJpeg(jpeg)) throw new AppError('bad_image');
    const takenAt = this.#clock.now();
    // Half of it: the host's own clock is not ours, and a photo that comes early is one all the same.
    if (this.#newest && takenAt - this.#newest.takenAt < limits.stillEveryMs / 2)
      throw new AppError('rate_limited');
    if (this.wanting > 0) this.#newest = { jpeg, etag: `"${takenAt}"`, takenAt };
  }

  /** Null when there is none of now. Throws unauthorised for a wrong key. */
  read(key: string): Still | null {
    if (this.wanting === 0 || hashSecret(key) !== hashSecret(this.#key)) throw new AppError('unauthorised');
    const still = this.#newest;
    return still && this.#clock.now() - still.takenAt <= limits.stillMs ? still : null;
  }

  /** The picture went: its last photo goes with it. */
  clear(): void {
    this.#newest = null;
  }

  #turn(): void {
    this.clear();
    this.#key = newSecret();
    this.#onWanted(this.wanting > 0);
  }
}
