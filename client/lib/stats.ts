// What the host's browser really sends: getStats() reports read into samples, two samples compared into a Health,
// and a Health judged into one plain verdict. Pure arithmetic; words are the page's. Rules: STU-20 … STU-27.
// Source: https://www.w3.org/TR/webrtc-stats/ (outbound-rtp, remote-inbound-rtp, candidate-pair, transport)

import { pathOf, selectedPair, type MediaPath, type Report } from './media-path.ts';

type Entry = Record<string, unknown> & { id: string; type: string };

type LayerSample = {
  ssrc: number;
  rid: string;
  bytes: number;
  packets: number;
  framesEncoded: number;
  encodeSeconds: number;
  sendDelaySeconds: number;
  width: number;
  height: number;
  framesPerSecond: number;
  limitedBy: string;
};

export type Sample = {
  atMs: number;
  video: LayerSample[];
  audioBytes: number;
  /** What the camera itself gives; null when the browser does not say. */
  cameraFramesPerSecond: number | null;
  roundTripMs: number | null;
  lostFraction: number;
  /** Null while the browser does not say. */
  path: MediaPath | null;
};

export type Limit = 'none' | 'cpu' | 'bandwidth' | 'browser';
export type Layer = {
  rid: string;
  width: number;
  height: number;
  framesPerSecond: number;
  kbps: number;
  limitedBy: Limit;
};

export type Health = {
  /** Lowest first; a layer that the browser has switched off is there with 0 kbps. */
  layers: Layer[];
  totalKbps: number;
  audioKbps: number;
  cameraFramesPerSecond: number | null;
  roundTripMs: number | null;
  /** Packets that the server missed, 0 … 1. */
  lostFraction: number;
  encodeMs: number;
  sendDelayMs: number;
  /** Null while the browser does not say. */
  path: MediaPath | null;
};

const num = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const layerSample = (entry: Entry): LayerSample => ({
  ssrc: num(entry.ssrc),
  rid: text(entry.rid),
  bytes: num(entry.bytesSent) + num(entry.headerBytesSent),
  packets: num(entry.packetsSent),
  framesEncoded: num(entry.framesEncoded),
  encodeSeconds: num(entry.totalEncodeTime),
  sendDelaySeconds: num(entry.totalPacketSendDelay),
  width: num(entry.frameWidth),
  height: num(entry.frameHeight),
  framesPerSecond: num(entry.framesPerSecond),
  limitedBy: text(entry.qualityLimitationReason),
});

const isVideo = (entry: Entry): boolean => entry.kind === 'video';

const roundTrip = (pair: Record<string, unknown> | undefined, remotes: Entry[]): number | null => {
  const seconds =
    num(pair?.currentRoundTripTime) || Math.max(0, ...remotes.map((entry) => num(entry.roundTripTime)));
  return seconds > 0 ? seconds * 1000 : null;
};

export const readSample = (report: Report, atMs: number): Sample => {
  const all = [...(report.values() as Iterable<Entry>)];
  const outbound = all.filter((entry) => entry.type === 'outbound-rtp');
  const remotes = all.filter((entry) => entry.type === 'remote-inbound-rtp');
  return {
    atMs,
    video: outbound.filter(isVideo).map(layerSample),
    audioBytes: outbound
      .filter((entry) => !isVideo(entry))
      .reduce((sum, entry) => sum + num(entry.bytesSent) + num(entry.headerBytesSent), 0),
    cameraFramesPerSecond: cameraRate(all),
    roundTripMs: roundTrip(selectedPair(all), remotes),
    lostFraction: Math.max(0, ...remotes.filter(isVideo).map((entry) => num(entry.fractionLost))),
    path: pathOf(all),
  };
};

const cameraRate = (entries: Entry[]): number | null => {
  const source = entries.find((entry) => entry.type === 'media-source' && isVideo(entry));
  return typeof source?.framesPerSecond === 'number' ? source.framesPerSecond : null;
};

const limitOf = (reason: string): Limit => {
  if (reason === 'cpu' || reason === 'bandwidth') return reason;
  return reason === 'other' ? 'browser' : 'none';
};

/** Growth of a counter; a counter that fell was restarted with its stream and has grown by its value. */
const grown = (now: number, before: number | undefined): number =>
  before === undefined || now < before ? now : now - before;

const kbps = (bytes: number, elapsedMs: number): number => Math.round((bytes * 8) / elapsedMs);

const layerOf = (now: LayerSample, before: LayerSample | undefined, elapsedMs: number): Layer => {
  const frames = grown(now.framesEncoded, before?.framesEncoded);
  return {
    rid: now.rid,
    width: now.width,
    height: now.height,
    framesPerSecond: frames === 0 ? 0 : Math.round(now.framesPerSecond || (frames * 1000) / elapsedMs),
    kbps: kbps(grown(now.bytes, before?.bytes), elapsedMs),
    limitedBy: limitOf(now.limitedBy),
  };
};

/** Mean milliseconds per unit between two samples, over the slowest layer: that one reaches the viewer last. */
const slowestMs = (
  pairs: [LayerSample, LayerSample | undefined][],
  seconds: (sample: LayerSample) => number,
  count: (sample: LayerSample) => number,
): number =>
  pairs.reduce((slowest, [now, before]) => {
    const units = grown(count(now), before && count(before));
    const spent = grown(seconds(now), before && seconds(before));
    return units > 0 ? Math.max(slowest, (spent / units) * 1000) : slowest;
  }, 0);

/** What happened between two samples; null when they are too close to say. */
export const healthBetween = (before: Sample, now: Sample): Health | null => {
  const elapsedMs = now.atMs - before.atMs;
  if (elapsedMs < 200) return null;
  const pairs = now.video.map((layer): [LayerSample, LayerSample | undefined] => [
    layer,
    before.video.find((earlier) => earlier.ssrc === layer.ssrc),
  ]);
  const layers = pairs
    .map(([layer, earlier]) => layerOf(layer, earlier, elapsedMs))
    .sort((a, b) => a.height - b.height || a.rid.localeCompare(b.rid));
  const audioKbps = kbps(grown(now.audioBytes, before.audioBytes), elapsedMs);
  return {
    layers,
    audioKbps,
    totalKbps: layers.reduce((sum, layer) => sum + layer.kbps, audioKbps),
    cameraFramesPerSecond: now.cameraFramesPerSecond,
    roundTripMs: now.roundTripMs,
    lostFraction: now.lostFraction,
    encodeMs: slowestMs(
      pairs,
      (sample) => sample.encodeSeconds,
      (sample) => sample.framesEncoded,
    ),
    sendDelayMs: slowestMs(
      pairs,
      (sample) => sample.sendDelaySeconds,
      (sample) => sample.packets,
    ),
    path: now.path,
  };
};

/** The best layer that is being sent, or null when no picture leaves at all. */
export const bestLayer = (health: Health): Layer | null =>
  health.layers.findLast((layer) => layer.framesPerSecond > 0) ?? null;

/** Encoding, waiting to be sent, and half the round trip (`media.reportTiming`). */
export const uplinkMs = (health: Health): number =>
  health.encodeMs + health.sendDelayMs + (health.roundTripMs ?? 0) / 2;

export type Verdict =
  | 'starting'
  | 'no_picture'
  | 'thin_line'
  | 'slow_computer'
  | 'dark_room'
  | 'lossy_line'
  | 'slow_line'
  | 'good';

export const warmUpMs = 8_000;
const lossyFraction = 0.05;
const slowRoundTripMs = 400;
/** Cameras lengthen the exposure in poor light: fewer pictures than this come from the room, not from the computer. */
const brightRoomFps = 14;
/** A computer that keeps up encodes nearly every picture that the camera gives. */
const keptFraction = 0.7;

const isDark = ({ cameraFramesPerSecond }: Health): boolean =>
  cameraFramesPerSecond !== null && cameraFramesPerSecond > 0 && cameraFramesPerSecond < brightRoomFps;

const dropsPictures = ({ cameraFramesPerSecond }: Health, best: Layer): boolean =>
  cameraFramesPerSecond !== null && best.framesPerSecond < cameraFramesPerSecond * keptFraction;

/** What is wrong with a picture that leaves, in order of what helps most; null when nothing is. */
const complaint = (health: Health, best: Layer): Verdict | null => {
  // The browser also calls a full layer `bandwidth` limited that could be a little sharper: that is no complaint.
  const lacksTop = health.layers.at(-1) !== best;
  if (health.layers.some((layer) => layer.limitedBy === 'cpu')) return 'slow_computer';
  if (lacksTop) return 'thin_line';
  if (dropsPictures(health, best)) return 'slow_computer';
  if (health.lostFraction >= lossyFraction) return 'lossy_line';
  if (isDark(health)) return 'dark_room';
  return (health.roundTripMs ?? 0) >= slowRoundTripMs ? 'slow_line' : null;
};

/** The one sentence that helps most. `sendingForMs` spares the host alarms while the browser is still warming up. */
export const verdictOf = (health: Health | null, sendingForMs: number): Verdict => {
  const best = health && bestLayer(health);
  const wrong = !health || !best ? 'no_picture' : complaint(health, best);
  if (wrong && sendingForMs < warmUpMs) return 'starting';
  return wrong ?? 'good';
};

const patience = 3;

/** One bad second is not a bad line: what is shown changes when the last three measurements agree. */
export const steadied = (shown: Verdict, measured: readonly Verdict[]): Verdict => {
  const last = measured.at(-1) ?? shown;
  if (shown === 'starting') return last;
  return measured.slice(-patience).every((each) => each === last) && measured.length >= patience
    ? last
    : shown;
};
