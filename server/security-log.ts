// What somebody looks for after something went wrong: who came in and out, who was turned away and where. Persons by their
// id, never an address. Refusals alike are a line a minute with their number: nobody fills a disk by asking. Rules: SEC-23.
import type { ErrorCode } from '../shared/errors.ts';
import type { StaffRole } from '../shared/model.ts';
import type { Clock, Disposer } from './clock.ts';
import type { Log } from './log.ts';

type Person = { id: string; role: StaffRole };

const everyMs = 60_000;
const told: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'unauthorised',
  'not_allowed',
  'invite_invalid',
  'banned',
  'rate_limited',
]);

export class SecurityLog {
  readonly #log: Log;
  readonly #clock: Clock;
  /** Kinds of refusals that had a line within the last minute. */
  readonly #quiet = new Map<string, { again: number; end: Disposer }>();

  constructor(log: Log, clock: Clock) {
    this.#log = log.child({ about: 'security' });
    this.#clock = clock;
  }

  signedIn({ id, role }: Person): void {
    this.#log.info({ staff: id, role }, 'signed in');
  }

  signedOut({ id, role }: Person): void {
    this.#log.info({ staff: id, role }, 'signed out');
  }

  removed({ id, role }: Person, by: Person): void {
    this.#log.info({ staff: id, role, by: by.id }, 'access ended');
  }

  /** `door`: a route or a request, from a closed list. `staff`: who it was, if anybody known. */
  refused(code: ErrorCode, door: string, staff: () => string | null | undefined): void {
    if (!told.has(code)) return;
    const kind = `${code} ${door}`;
    const quiet = this.#quiet.get(kind);
    if (quiet) return void quiet.again++;
    this.#log.warn({ code, door, staff: staff() ?? null }, 'refused');
    const tell = () => {
      const { again = 0 } = this.#quiet.get(kind) ?? {};
      this.#quiet.delete(kind);
      if (again > 0) this.#log.warn({ code, door, times: again }, 'refused again');
    };
    const stop = this.#clock.after(everyMs, tell);
    this.#quiet.set(kind, { again: 0, end: () => (stop(), tell()) });
  }

  /** Tells what was not told yet. */
  close(): void {
    for (const { end } of [...this.#quiet.values()]) end();
  }
}
