import { expect, test } from 'vitest';
import { readTraffic, Silence } from '../../../client/lib/silence.ts';

const report = (...entries: object[]) => new Map(entries.map((entry, at) => [String(at), entry]));
const pair = {
  id: 'P',
  type: 'candidate-pair',
  state: 'succeeded',
  nominated: true,
  currentRoundTripTime: 0.04,
  bytesReceived: 70,
  bytesSent: 7,
};

test('MED-110: all bytes of a transport count, of the pair in use where a browser has no transport, else nothing is claimed', () => {
  const transport = {
    type: 'transport',
    selectedCandidatePairId: 'P',
    bytesReceived: 100,
    bytesSent: 10,
  };
  expect(readTraffic(report(transport, pair))).toEqual({ received: 100, sent: 10, rttMs: 40 });
  expect(readTraffic(report(pair))).toEqual({ received: 70, sent: 7, rttMs: 40 });
  expect(readTraffic(report())).toEqual({ received: null, sent: 0, rttMs: 0 });
});

test('MED-110: a silence is noticed once, after 750 ms and a round trip, and ends with any byte', () => {
  const silence = new Silence();
  const hears =
    (received: number | null, rttMs = 50) =>
    (now: number) =>
      silence.notice(now, { received, rttMs });
  const seven = hears(7);
  expect([1000, 1700, 1799].map(seven)).toEqual([false, false, false]);
  expect([1800, 1850].map(seven)).toEqual([true, false]);
  expect(silence.lasts).toBe(true);
  expect(hears(8)(1900)).toBe(false);
  expect(silence.lasts).toBe(false);
  expect([2700, 2750].map(hears(8))).toEqual([true, false]);
});

test('MED-110: what says nothing of its bytes, or has nothing to hear, is never silent', () => {
  const silence = new Silence();
  for (let now = 0; now < 10_000; now += 500) {
    expect(silence.notice(now, { received: null, rttMs: 0 })).toBe(false);
  }
  silence.notice(10_000, { received: 7, rttMs: 0 });
  silence.reset();
  expect(silence.notice(11_000, { received: 7, rttMs: 0 })).toBe(false);
  expect(silence.notice(11_750, { received: 7, rttMs: 0 })).toBe(true);
});
