// Signalling round trips (`clock.read`) while media runs, from sockets of their own, beside the crowd's busy processes.
import { Caller } from './caller.ts';

export type Probes = {
  /** Forgets what was measured so far. */
  begin(): void;
  /** Milliseconds, one for each round trip since `begin`. */
  roundTrips(): number[];
  close(): void;
};

const sockets = 4;
/** Below limits.requestsPerSecond. */
const everyMs = 80;

export const openProbes = async (url: string, room: string): Promise<Probes> => {
  let measured: number[] = [];
  const callers = await Promise.all(Array.from({ length: sockets }, () => Caller.open({ url })));
  await Promise.all(callers.map((caller) => caller.hello({ room, page: 'room', media: false })));
  const ask = async (caller: Caller) => {
    const startedAt = performance.now();
    await caller.request('clock.read', {});
    measured.push(performance.now() - startedAt);
  };
  // A refused or broken round trip is no measurement; what broke it shows elsewhere.
  const timers = callers.map((caller) => setInterval(() => void ask(caller).catch(() => {}), everyMs));
  return {
    begin: () => (measured = []),
    roundTrips: () => measured,
    close() {
      for (const timer of timers) clearInterval(timer);
      for (const caller of callers) caller.close();
    },
  };
};
