// Who hears what: one serialisation per event, sent to every member whose role may hear it. Conflated facts (the audience
// count) go out at most once per interval, and only when they changed. Rules: SES-7, SES-15.
import { events, type EventBody, type EventType } from '../../shared/events.ts';
import { limits } from '../../shared/limits.ts';
import { roleAtLeast, type Role } from '../../shared/model.ts';
import type { EventFrame } from '../../shared/protocol.ts';
import type { Clock, Disposer } from '../clock.ts';
import type { DeviceId } from '../ids.ts';
import type { Member } from './member.ts';

export const serialise = (frame: EventFrame): Buffer => Buffer.from(JSON.stringify(frame));

export const fleeting = <T extends EventType>(type: T, body: EventBody<T>): Buffer =>
  serialise({ type, body } as EventFrame);

/** One rule for live and for replayed events. */
export const mayHear = (role: Role, type: EventType): boolean => roleAtLeast(role, events[type].least);

const watches = ({ page }: Member): boolean => page === 'room' || page === 'whep';

export class FanOut {
  readonly #members = new Set<Member>();
  readonly #byDevice = new Map<DeviceId, Set<Member>>();
  readonly #staff = new Set<Member>();
  readonly #clock: Clock;
  #viewers = 0;
  #lastCount = 0;
  #pendingCount: Disposer | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get members(): ReadonlySet<Member> {
    return this.#members;
  }

  /** For one who is not there yet. */
  add(member: Member): void {
    this.#members.add(member);
    if (watches(member)) this.#viewers += 1;
    if (member.role !== 'viewer') this.#staff.add(member);
    const same = this.#byDevice.get(member.deviceId) ?? new Set();
    this.#byDevice.set(member.deviceId, same.add(member));
  }

  /** False when it was not there. */
  delete(member: Member): boolean {
    const same = this.#byDevice.get(member.deviceId);
    same?.delete(member);
    if (same?.size === 0) this.#byDevice.delete(member.deviceId);
    this.#staff.delete(member);
    const wasHere = this.#members.delete(member);
    if (wasHere && watches(member)) this.#viewers -= 1;
    return wasHere;
  }

  get hasStaff(): boolean {
    return this.#staff.size > 0;
  }

  /** The staff's studio pages, who came first first. */
  get desks(): Member[] {
    return [...this.#staff].filter(({ page }) => page === 'studio');
  }

  /** The pages that a device has open in this room. */
  ofDevice(deviceId: DeviceId): Iterable<Member> {
    return this.#byDevice.get(deviceId) ?? [];
  }

  get viewers(): number {
    return this.#viewers;
  }

  publish(frame: EventFrame): void {
    const buffer = serialise(frame);
    const audience = mayHear('viewer', frame.type) ? this.#members : this.#staff;
    for (const member of audience) if (mayHear(member.role, frame.type)) member.send(buffer);
  }

  /** Tells the audience's size soon: the first change at once would be sent to each of a thousand joiners. */
  countSoon(): void {
    this.#pendingCount ??= this.#clock.after(limits.audienceEveryMs, () => {
      this.#pendingCount = null;
      if (this.viewers === this.#lastCount) return;
      this.#lastCount = this.viewers;
      this.publish({ type: 'audience.counted', body: { viewers: this.viewers } });
    });
  }

  close(): void {
    this.#pendingCount?.();
    this.#pendingCount = null;
  }
}
