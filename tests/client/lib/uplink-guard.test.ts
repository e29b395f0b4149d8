import type { types } from 'mediasoup-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UplinkGuard } from '../../../client/lib/uplink-guard.ts';

let sent: number;
let received: number;
let arriving: boolean | null;
let done: string[];
/** Sent so far, by layer. */
let frames: number[];
let guard: UplinkGuard;

const startedAt = 0;
const paper = {
  connectionState: 'connected',
  getStats: async () =>
    new Map<string, object>([
      ['T', { type: 'transport', bytesReceived: received, bytesSent: sent }],
      ...frames.map((framesSent, layer): [string, object] => [
        `V${layer}`,
        { type: 'outbound-rtp', kind: 'video', rid: `r${layer}`, framesSent },
      ]),
    ]),
};
const transport = paper as unknown as types.Transport;

/** A browser that sends, and hears of it or not. */
const run = async (ms: number, hears: boolean, sends = true) => {
  for (let at = 0; at < ms; at += 250) {
    if (sends) sent += 1000;
    if (hears) received += 100;
    await vi.advanceTimersByTimeAsync(250);
  }
};
/** A camera that is sent in so many of its layers. */
const film = async (ms: number, layers: number) => {
  for (let at = 0; at < ms; at += 250) {
    frames = frames.map((count, layer) => (layer < layers ? count + 3 : count));
    await run(250, true);
  }
};
const note = (what: string) => done.push(`${performance.now() - startedAt} ${what}`);

beforeEach(() => {
  vi.useFakeTimers({ now: startedAt });
  sent = received = 0;
  arriving = false;
  done = [];
  frames = [];
  paper.connectionState = 'connected';
  guard = new UplinkGuard({
    check: async () => {
      note('check');
      if (arriving === null) throw new Error('offline');
      return { arriving };
    },
    restartIce: () => note('iceRestart'),
    rebuild: () => note('transport'),
    sends: (layer) => note(`layer ${layer}`),
  });
  guard.watch(transport);
});
afterEach(() => {
  guard.stop();
  vi.useRealTimers();
});

test('MED-111: a host whose reports stop, and of whom nothing arrives, restarts ICE and then builds anew', async () => {
  await run(2000, true);
  expect(done).toEqual([]);
  await run(2000, false);
  expect(done).toEqual(['2750 check', '2750 iceRestart', '3150 transport']);
});

test('MED-111: when the ICE restart helps, nothing is built anew', async () => {
  await run(1000, true);
  await run(750, false);
  await run(2000, true);
  expect(done).toEqual(['1750 check', '1750 iceRestart']);
});

test('MED-111: nothing is done while the picture arrives, nobody answers, nothing is sent, or ICE is at it', async () => {
  arriving = true;
  await run(500, true);
  await run(3000, false);
  arriving = null;
  await run(500, true);
  await run(3000, false);
  expect(done.map((each) => each.split(' ')[1])).toEqual(['check', 'check']);
  await run(500, true);
  await run(3000, false, false);
  paper.connectionState = 'disconnected';
  await run(3000, false);
  guard.stop();
  paper.connectionState = 'connected';
  await run(3000, false);
  expect(done).toHaveLength(2);
});

test('MED-143: a host whose line takes fewer layers tells the largest that it sends, once, and a larger one when it lasts', async () => {
  frames = [0, 0, 0];
  await film(2000, 3);
  expect(done).toEqual([]);
  await film(3000, 1);
  expect(done).toEqual(['2500 layer 0']);
  await film(500, 2);
  await film(1000, 1);
  await film(3000, 3);
  expect(done.slice(1)).toEqual(['7750 layer 2']);
  await film(3000, 0);
  expect(done).toHaveLength(2);
});

test('MED-143: of another transport, or of a picture in one layer, nothing is told', async () => {
  frames = [0];
  await film(3000, 1);
  frames = [0, 0, 0];
  await film(3000, 1);
  expect(done).toEqual(['3750 layer 0']);
  guard.watch({ ...paper } as unknown as types.Transport);
  await film(3000, 3);
  expect(done).toHaveLength(1);
});
