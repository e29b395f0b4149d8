import { expect, test } from 'vitest';
import {
  bufferDelay,
  capturedAtHost,
  captureDelay,
  DelayWindow,
  median,
  receiveDelay,
} from '../../../client/lib/latency.ts';

const ntp = 2_208_988_800_000;
const timing = { clockOffsetMs: 250, uplinkMs: 40 };

test('MED-31: the capture time is the host’s clock since 1970', () => {
  // Recorded in Chromium 156: the frame's own packet was the newest, captured 30 ms before it was seen.
  const source = { captureTimestamp: 4_004_356_598_589, rtpTimestamp: 1_559_337_398 };
  expect(capturedAtHost(1_559_337_398, source)).toBe(1_795_367_798_589);
});

test('MED-31: a frame older than the newest packet was captured earlier, also across the 32-bit wrap', () => {
  const source = { captureTimestamp: ntp + 1000, rtpTimestamp: 9000 };
  expect(capturedAtHost(0, source)).toBe(900);
  expect(capturedAtHost(2 ** 32 - 9000, { ...source, rtpTimestamp: 0 })).toBe(900);
  expect(capturedAtHost(9000, { ...source, rtpTimestamp: 2 ** 32 - 9000 })).toBe(1200);
});

test('MED-31: a browser that says no capture time gives none', () => {
  expect(capturedAtHost(1, undefined)).toBeNull();
  expect(capturedAtHost(1, { rtpTimestamp: 1 })).toBeNull();
  expect(capturedAtHost(undefined, { captureTimestamp: ntp, rtpTimestamp: 1 })).toBeNull();
});

test('MED-31: both clocks are taken to the server’s before they are compared', () => {
  // Server time 10 000: the host's clock shows 10 250, ours 9 400. Seen 280 ms later.
  expect(captureDelay(9400 + 280, 10_250, -600, timing)).toBe(280);
});

test('MED-32: without a capture time the way is added up: uplink, half a round trip, waiting here', () => {
  expect(receiveDelay(1100, 1030, 20, timing)).toBe(70 + 10 + 40);
  expect(receiveDelay(1100, 1030, 20, null)).toBe(80);
  expect(bufferDelay({ bufferMs: 50, decodeMs: 5, rttMs: 30 }, timing)).toBe(50 + 5 + 15 + 40);
});

test('MED-33: what is shown is the median of the last seconds', () => {
  const window = new DelayWindow(3000);
  expect(window.read(0)).toBeNull();
  for (const [at, ms] of [
    [0, 900],
    [1000, 200],
    [2000, 5000],
    [3100, 220],
    [3200, 210],
  ] as const) {
    window.add(at, ms, 'capture');
  }
  expect(window.read(3300)).toEqual({ ms: 215, source: 'capture' });
  expect(window.read(9000)).toBeNull();
});

test('MED-32: the best source that spoke is shown alone', () => {
  const window = new DelayWindow(3000);
  window.add(0, 500, 'buffer');
  expect(window.read(0)).toEqual({ ms: 500, source: 'buffer' });
  window.add(0, 300, 'receive');
  expect(window.read(0)).toEqual({ ms: 300, source: 'receive' });
  window.add(1, 280, 'capture');
  expect(window.read(1)).toEqual({ ms: 280, source: 'capture' });
});

test('MED-33: a picture from the future, or from a minute ago, is a clock that jumped', () => {
  const window = new DelayWindow();
  window.add(0, -5, 'capture');
  window.add(0, 60_000, 'capture');
  window.add(0, Number.NaN, 'capture');
  expect(window.read(0)).toBeNull();
});

test('MED-33: the median of nothing, one, an even and an odd number', () => {
  expect(median([])).toBeNull();
  expect(median([7])).toBe(7);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});
