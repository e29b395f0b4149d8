// The arithmetic of what is being sent: two reports recorded in Chromium 2 s apart, and the verdicts drawn from them.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  bestLayer,
  healthBetween,
  readSample,
  steadied,
  uplinkMs,
  verdictOf,
  warmUpMs,
  type Health,
  type Layer,
  type Verdict,
} from '../../../client/lib/stats.ts';

type Entry = { id: string; type: string } & Record<string, unknown>;
type Recording = { atMs: number; entries: Entry[] };
const [one, two] = JSON.parse(readFileSync(new URL('./recorded-stats.json', import.meta.url), 'utf8')) as [
  Recording,
  Recording,
];

const sampleOf = ({ atMs, entries }: Recording) =>
  readSample(new Map(entries.map((entry) => [entry.id, entry])), atMs);

const changed = (recording: Recording, change: (entry: Entry) => Partial<Entry>): Recording => ({
  ...recording,
  entries: recording.entries.map((entry): Entry => ({ ...entry, ...change(entry) })),
});

const layer = (part: Partial<Layer> = {}): Layer => ({
  rid: 'r2',
  width: 1280,
  height: 720,
  framesPerSecond: 30,
  kbps: 1200,
  limitedBy: 'none',
  ...part,
});
const low = layer({ rid: 'r0', width: 640, height: 360, kbps: 400 });
const healthy = (part: Partial<Health> = {}): Health => ({
  layers: [low, layer()],
  totalKbps: 1640,
  audioKbps: 40,
  cameraFramesPerSecond: 30,
  roundTripMs: 30,
  lostFraction: 0,
  encodeMs: 8,
  sendDelayMs: 1,
  path: 'udp',
  ...part,
});

describe('a recorded report', () => {
  const health = healthBetween(sampleOf(one), sampleOf(two))!;

  test('STU-20 the three layers come lowest first with their size, rate and pictures', () => {
    expect(health.layers.map(({ rid, width, height }) => [rid, width, height])).toEqual([
      ['r0', 640, 360],
      ['r1', 960, 540],
      ['r2', 1280, 720],
    ]);
    for (const { kbps, framesPerSecond } of health.layers) {
      expect(kbps).toBeGreaterThan(300);
      expect(kbps).toBeLessThan(1500);
      expect(framesPerSecond).toBeGreaterThan(10);
    }
    expect(bestLayer(health)?.rid).toBe('r2');
  });

  test('STU-20 the total is the layers and the sound', () => {
    const layers = health.layers.reduce((sum, { kbps }) => sum + kbps, 0);
    expect(health.audioKbps).toBeGreaterThan(10);
    expect(health.totalKbps).toBe(layers + health.audioKbps);
  });

  test('STU-21 the way up is encoding, waiting and half the round trip', () => {
    expect(health.encodeMs).toBeGreaterThan(1);
    expect(health.encodeMs).toBeLessThan(60);
    expect(uplinkMs(health)).toBeCloseTo(health.encodeMs + health.sendDelayMs + health.roundTripMs! / 2);
    expect(uplinkMs(healthy({ roundTripMs: null }))).toBe(9);
  });

  test('STU-21 without a pair’s round trip the receiver’s report tells it', () => {
    const without = changed(two, ({ type }) =>
      type === 'candidate-pair' ? { currentRoundTripTime: 0 } : {},
    );
    expect(sampleOf(without).roundTripMs).toBe(1);
  });

  test('STU-22 a layer that sends no pictures is there with none', () => {
    const stopped = changed(two, ({ rid, id }) => {
      const before = one.entries.find((entry) => entry.id === id);
      return rid === 'r2' ? { ...before, framesPerSecond: undefined } : {};
    });
    const found = healthBetween(sampleOf(one), sampleOf(stopped))!;
    expect(found.layers.at(-1)).toMatchObject({ rid: 'r2', kbps: 0, framesPerSecond: 0 });
    expect(bestLayer(found)?.height).toBe(540);
  });

  test('STU-23 a counter that fell began anew and never counts backwards', () => {
    const restarted = changed(two, ({ type }) =>
      type === 'outbound-rtp'
        ? { bytesSent: 1000, headerBytesSent: 0, framesEncoded: 2, totalEncodeTime: 0.02, packetsSent: 3 }
        : {},
    );
    const found = healthBetween(sampleOf(one), sampleOf(restarted))!;
    expect(found.layers.every(({ kbps }) => kbps >= 0 && kbps < 10)).toBe(true);
    expect(found.encodeMs).toBeCloseTo(10);
  });

  test('STU-23 two reports of the same moment say nothing', () => {
    expect(healthBetween(sampleOf(one), sampleOf(one))).toBeNull();
  });

  test('STU-23 a report without any of it is a sample of nothing', () => {
    expect(readSample(new Map(), 1)).toEqual({
      atMs: 1,
      video: [],
      audioBytes: 0,
      cameraFramesPerSecond: null,
      roundTripMs: null,
      lostFraction: 0,
      path: null,
    });
  });

  test('STU-24 the way that the media takes is noticed: TCP, or a relay', () => {
    const tcp = changed(two, ({ type }) => (type === 'local-candidate' ? { protocol: 'tcp' } : {}));
    const relay = changed(two, ({ type }) =>
      type === 'local-candidate' ? { candidateType: 'relay', relayProtocol: 'tls' } : {},
    );
    expect([two, tcp, relay].map((recording) => sampleOf(recording).path)).toEqual([
      'udp',
      'tcp',
      'relay-tls',
    ]);
  });
});

describe('the verdict', () => {
  const late = warmUpMs + 1;
  const cases: [string, Health | null, Verdict][] = [
    ['all layers flow', healthy(), 'good'],
    ['no report', null, 'no_picture'],
    ['no layer flows', healthy({ layers: [layer({ framesPerSecond: 0, kbps: 0 })] }), 'no_picture'],
    ['the top layer is off', healthy({ layers: [low, layer({ framesPerSecond: 0 })] }), 'thin_line'],
    ['the processor holds back', healthy({ layers: [low, layer({ limitedBy: 'cpu' })] }), 'slow_computer'],
    ['full but a little unsharp', healthy({ layers: [low, layer({ limitedBy: 'bandwidth' })] }), 'good'],
    ['pictures are dropped', healthy({ layers: [low, layer({ framesPerSecond: 12 })] }), 'slow_computer'],
    [
      'the camera itself is slow',
      healthy({ layers: [low, layer({ framesPerSecond: 10 })], cameraFramesPerSecond: 10 }),
      'dark_room',
    ],
    ['packets are lost', healthy({ lostFraction: 0.08 }), 'lossy_line'],
    ['answers take long', healthy({ roundTripMs: 600 }), 'slow_line'],
  ];

  test.each(cases)('STU-25 %s', (_name, health, verdict) => {
    expect(verdictOf(health, late)).toBe(verdict);
  });

  test('STU-26 a show that has just begun is not blamed, but praised as soon as it flows', () => {
    expect(verdictOf(null, 1000)).toBe('starting');
    expect(verdictOf(healthy({ lostFraction: 0.5 }), 1000)).toBe('starting');
    expect(verdictOf(healthy(), 1000)).toBe('good');
  });

  test('STU-27 one bad measurement changes nothing, three do', () => {
    expect(steadied('good', ['good', 'good', 'thin_line'])).toBe('good');
    expect(steadied('good', ['thin_line', 'good', 'thin_line'])).toBe('good');
    expect(steadied('good', ['thin_line', 'thin_line', 'thin_line'])).toBe('thin_line');
    expect(steadied('thin_line', ['thin_line', 'good', 'good'])).toBe('thin_line');
    expect(steadied('starting', ['good'])).toBe('good');
  });
});
