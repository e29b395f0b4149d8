// Time by the manual clock, for tests with sockets that must not look dead meanwhile.
import { limits } from '../../shared/limits.ts';
import type { ManualClock } from '../../server/clock.ts';
import type { TestClient } from './client.ts';

/** Time goes by with everyone there: each says something before its next heartbeat is due. */
export const pass = async (clock: ManualClock, ms: number, clients: TestClient[]) => {
  const step = limits.heartbeatMs / 2;
  for (let left = ms; left > 0; left -= step) {
    clock.advance(Math.min(step, left));
    await Promise.all(clients.map((client) => client.request('clock.read', {})));
  }
};
