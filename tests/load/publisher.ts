// The host of the load test: signs in by the first owner's invite, publishes from the studio's side of the protocol and
// starts the show. Sends VP8-shaped video at the rate of a 720p30 picture, and Opus-shaped audio.
import { openSender, sendParameters, type Sender } from '../helpers/media.ts';
import type { RtpParameters } from '../../shared/media.ts';
import { Caller } from './caller.ts';
import { goLive, openBrowser } from './chromium.ts';
import { atRate } from './rate.ts';
import { payloadBytes, vp8Writer, type Vp8Writer } from './rtp.ts';
import type { Server } from './server.ts';

export type Publisher = {
  /** What it tried to send so far; null where that cannot be known. */
  packets: () => number | null;
  keyFrames: () => number | null;
  /** Holds all streams back, or lets them go on; null for one that cannot. */
  hold: ((held: boolean) => void) | null;
  /** The host's session; null where a browser has it. */
  cookie: string | null;
  close: () => void;
};

const framesPerSecond = 30;
const audioEveryMs = 20;
const videoPayloadType = 96;

/** Simulcast as limits.simulcastLayers has it; alone, the top layer is 164 packets and 1.44 Mbit/s a second. */
const bitsPerSecond = { 1: [1_440_000], 3: [250_000, 900_000, 1_440_000] };
export const ssrcOf = (layer: number) => 0x1000 + layer;
/** A key frame of a moving 720p picture has some 6 to 10 times the bytes of the frames between. */
const keyFrameFactor = 6;

/** Signs in with an invite; gives the Cookie header. */
/** `address`: as a trusted proxy would tell it. */
export const signIn = async (url: string, invite: string, address?: string): Promise<string> => {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(address && { 'x-forwarded-for': address }) },
    body: JSON.stringify({ invite }),
  });
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
  if (!response.ok || !cookie) throw new Error(`the invite was refused: ${response.status}`);
  return cookie;
};

const videoParameters = (layers: 1 | 3): RtpParameters => ({
  ...sendParameters('video', '1'),
  encodings: bitsPerSecond[layers].map((maxBitrate, layer) => ({ ssrc: ssrcOf(layer), maxBitrate })),
});

export const publishSynthetic = async (server: Server, room: string, layers: 1 | 3): Promise<Publisher> => {
  const cookie = await signIn(server.url, server.ownerInvite);
  const publisher = await publishAs(cookie, server.url, room, layers);
  await publisher.caller.request('show.start', {});
  return publisher;
};

/** From a new page of the host's, who may have been here before: the show is as it was. */
export const publishAs = async (
  cookie: string,
  url: string,
  room: string,
  layers: 1 | 3,
): Promise<Publisher & { caller: Caller }> => {
  const caller = await Caller.open({ url, cookie });
  await caller.hello({ room, page: 'studio', media: false });
  const mediaView = await caller.request('media.open', { direction: 'send' });
  const transportId = mediaView.transport.id;
  const sender = await openSender({
    mediaView,
    videoSsrcs: bitsPerSecond[layers].map((_, layer) => ssrcOf(layer)),
    connect: (dtlsParameters) => caller.request('media.connect', { transportId, dtlsParameters }),
    produce: async (kind, given) => {
      const rtpParameters = kind === 'video' ? videoParameters(layers) : given;
      return (await caller.request('media.produce', { transportId, kind, rtpParameters })).producerId;
    },
  });
  const stream = streaming(sender, layers);
  return {
    ...stream,
    cookie,
    caller,
    close() {
      stream.close();
      sender.close();
      caller.close();
    },
  };
};

/** The real studio page with real encoders (three layers); they take a core by themselves. */
export const publishFromChromium = async (server: Server, room: string): Promise<Publisher> => {
  const browser = await openBrowser();
  await goLive(browser, server, room, { width: 1280, height: 720, fps: framesPerSecond });
  return {
    packets: () => null,
    keyFrames: () => null,
    hold: null,
    cookie: null,
    close: () => void browser.close(),
  };
};

/** The same for whatever it is sent to. */
export const streaming = (
  sender: Pick<Sender, 'streams' | 'keyFrameRequests'>,
  layers: 1 | 3,
): Omit<Publisher, 'cookie'> => {
  const [audio, video] = (['audio', 'video'] as const).map((kind) =>
    sender.streams.find((stream) => stream.kind === kind),
  );
  if (!audio || !video) throw new Error('the publisher lacks a stream');
  const writers = bitsPerSecond[layers].map((_, layer) => vp8Writer(ssrcOf(layer), videoPayloadType));
  let packets = 0;
  let keyFrames = 0;
  let frames = 0;
  let answered = -1;
  let held = false;
  const sendLayer = (writer: Vp8Writer, layer: number, key: boolean) => {
    const perFrame = (bitsPerSecond[layers][layer] ?? 0) / 8 / payloadBytes / framesPerSecond;
    // Five packets, then six: on average what the bit rate asks for.
    const due = Math.floor((frames + 1) * perFrame) - Math.floor(frames * perFrame);
    for (const packet of writer.frame(Math.max(1, due) * (key ? keyFrameFactor : 1), key))
      if (video.sendPacket(packet)) packets += 1;
  };
  const sendVideo = () => {
    if (held) return;
    const key = answered < sender.keyFrameRequests();
    answered = sender.keyFrameRequests();
    if (key) keyFrames += 1;
    for (const [layer, writer] of writers.entries()) sendLayer(writer, layer, key);
    frames += 1;
  };
  const stops = [
    atRate(framesPerSecond, sendVideo),
    atRate(1000 / audioEveryMs, () => (packets += held ? 0 : audio.sendFrame())),
    atRate(1, () => writers.forEach((writer) => video.sendPacket(writer.senderReport()))),
  ];
  return {
    packets: () => packets,
    keyFrames: () => keyFrames,
    hold: (hold) => (held = hold),
    close: () => stops.forEach((stop) => stop()),
  };
};
