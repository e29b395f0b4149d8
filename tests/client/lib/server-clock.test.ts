import { signal } from '@preact/signals-core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { RequestError, type Connection } from '../../../client/lib/connection.ts';
import { localNow, ServerClock, toSample, withSample } from '../../../client/lib/server-clock.ts';
import type { Welcome } from '../../../shared/model.ts';
import { eventually } from '../../helpers/eventually.ts';
import { welcome } from './stand-in-server.ts';

const sample = (offsetMs: number, rttMs: number, takenAt = 0) => ({ offsetMs, rttMs, takenAt });

/** A server whose clock is `aheadMs` ahead of ours and that answers at once. */
const fakeServer = (aheadMs: number) => {
  const nobody: (welcome: Welcome) => void = () => {};
  const server = { aheadMs, asked: 0, offline: false, welcomed: nobody };
  const connection = {
    welcome: signal<Welcome | null>(null),
    onWelcome: (listener: (welcome: Welcome) => void) => ((server.welcomed = listener), () => {}),
    request: () => {
      server.asked += 1;
      if (server.offline) return Promise.reject(new RequestError('offline'));
      return Promise.resolve({ serverNow: localNow() + server.aheadMs });
    },
  } as unknown as Pick<Connection, 'request' | 'onWelcome' | 'welcome'>;
  return { server, connection };
};

const startClock = (aheadMs: number) => {
  const { server, connection } = fakeServer(aheadMs);
  const clock = new ServerClock(connection, { gapMs: 1, everyMs: 20 });
  onTestFinished(() => clock.close());
  return { server, clock };
};

test('SES-45: the offset is the middle of the round trip minus the server’s time', () => {
  expect(toSample(1000, 5030, 1060)).toEqual({ offsetMs: -4000, rttMs: 60, takenAt: 1060 });
});

test('SES-45: of the fresh samples the one with the shortest round trip counts', () => {
  const kept = [sample(12, 40), sample(3, 8), sample(-20, 90)].reduce(
    (all, next) => withSample(all, next, 1000),
    [] as ReturnType<typeof withSample>,
  );
  expect(kept[0]).toEqual(sample(3, 8));
  expect(withSample(kept, sample(5, 30, 2000), 1000)).toEqual([sample(5, 30, 2000)]);
});

test('SES-46: a sample that cannot agree with the old ones means that a clock jumped: the old ones go', () => {
  const before = [sample(0, 10), sample(1, 14)];
  expect(withSample(before, sample(8, 20, 1), 1000)).toHaveLength(3);
  expect(withSample(before, sample(7_200_000, 400, 1), 1000)).toEqual([sample(7_200_000, 400, 1)]);
});

test('SES-47: the welcome gives a coarse time at once, samples a good one', async () => {
  const { server, clock } = startClock(5000);
  expect(clock.errorMs.value).toBe(Number.POSITIVE_INFINITY);
  server.welcomed(welcome({ serverNow: localNow() + 5000 }));
  expect(Math.abs(clock.offsetMs.value + 5000)).toBeLessThan(100);
  await eventually(() => Number.isFinite(clock.errorMs.value));
  expect(Math.abs(clock.offsetMs.value + 5000)).toBeLessThanOrEqual(clock.errorMs.value + 1);
  expect(Math.abs(clock.now() - localNow() - 5000)).toBeLessThan(100);
});

test('SES-47: it goes on sampling, also after a failure, and follows a clock that jumps', async () => {
  const { server, clock } = startClock(0);
  server.welcomed(welcome());
  await eventually(() => server.asked >= 8);
  server.offline = true;
  const before = server.asked;
  await eventually(() => server.asked >= before + 2);
  server.offline = false;
  server.aheadMs = 60_000;
  expect(await eventually(() => clock.offsetMs.value < -59_000)).toBe(true);
});

test('SES-47: a closed clock asks no more', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { server, clock } = startClock(0);
  server.welcomed(welcome());
  await vi.advanceTimersByTimeAsync(10);
  const { asked } = server;
  expect(asked).toBeGreaterThan(0);
  clock.close();
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.asked).toBe(asked);
});
