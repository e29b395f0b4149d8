// Waiting for a fact instead of sleeping: asks again until it holds or the deadline has passed.
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Resolves with the first truthy value that `probe` gives within `deadlineMs`. A probe that throws is asked again;
 * its last error is the cause when the time is up.
 */
export const eventually = async <T>(
  probe: () => T | Promise<T>,
  deadlineMs = 5_000,
  everyMs = 10,
): Promise<Exclude<T, undefined | null | false | 0 | ''>> => {
  const endsAt = performance.now() + deadlineMs;
  let cause: unknown;
  do {
    try {
      const value = await probe();
      if (value) return value as Exclude<T, undefined | null | false | 0 | ''>;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await pause(everyMs);
  } while (performance.now() < endsAt);
  throw new Error(`did not hold within ${deadlineMs} ms: ${probe.toString()}`, { cause });
};
