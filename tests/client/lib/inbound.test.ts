import { expect, test } from 'vitest';
import { between, readInbound } from '../../../client/lib/inbound.ts';

const entries = [
  { id: 'A', type: 'inbound-rtp', kind: 'audio', framesDecoded: 999 },
  {
    id: 'V',
    type: 'inbound-rtp',
    kind: 'video',
    framesDecoded: 120,
    framesReceived: 122,
    pliCount: 1,
    jitterBufferDelay: 6,
    jitterBufferEmittedCount: 120,
    totalDecodeTime: 0.6,
  },
  { id: 'P0', type: 'candidate-pair', state: 'waiting', nominated: false, currentRoundTripTime: 9 },
  {
    id: 'P1',
    type: 'candidate-pair',
    state: 'succeeded',
    nominated: true,
    currentRoundTripTime: 0.03,
    localCandidateId: 'L1',
  },
  { id: 'L1', type: 'local-candidate', candidateType: 'host', protocol: 'udp' },
];
const report = (changes: object = {}) =>
  new Map(entries.map((entry) => [entry.id, entry.id === 'V' ? { ...entry, ...changes } : entry]));

test('MED-39: the video’s numbers and the round trip of the path in use are read', () => {
  expect(readInbound(report())).toEqual({
    framesDecoded: 120,
    framesReceived: 122,
    keyFrameRequests: 1,
    bufferSeconds: 6,
    bufferedFrames: 120,
    decodeSeconds: 0.6,
    rttMs: 30,
    received: null,
    path: 'udp',
  });
});

test('MED-39: a report without a video yet is no report, a browser that leaves numbers out counts as zero', () => {
  expect(readInbound(new Map([['A', entries[0]]]))).toBeNull();
  const bare = new Map([['V', { id: 'V', type: 'inbound-rtp', kind: 'video' }]]);
  expect(readInbound(bare)).toMatchObject({ framesDecoded: 0, rttMs: 0, path: null });
});

test('MED-39: averages are of the frames in between, and none without frames', () => {
  const before = readInbound(report())!;
  const after = readInbound(
    report({
      framesDecoded: 150,
      jitterBufferDelay: 7.5,
      jitterBufferEmittedCount: 150,
      totalDecodeTime: 0.75,
    }),
  )!;
  const averages = between(before, after)!;
  expect(averages.bufferMs).toBeCloseTo(50);
  expect(averages.decodeMs).toBeCloseTo(5);
  expect(averages.rttMs).toBe(30);
  expect(between(before, before)).toBeNull();
});
