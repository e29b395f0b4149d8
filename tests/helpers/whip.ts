// Encoders and players that are not ours: libdatachannel (what OBS is made with) speaking WHIP and WHEP over real HTTP, ICE,
// DTLS and RTP.
import { Audio, PeerConnection, RtcpReceivingSession, Video, type Track } from 'node-datachannel';
import { onTestFinished } from 'vitest';
import type { NewStreamKey } from '../../shared/stream.ts';
import { apiOf } from './api.ts';
import type { TestApp } from './app.ts';
import { connected, isRtcp, keyFrameRequestsIn, packetizer, trackOf, videoSsrc } from './media.ts';

/** A key that a host of the room made. */
export const makeKey = async (app: TestApp, room = 'demo', cookie?: string): Promise<NewStreamKey> => {
  const api = apiOf(app, cookie ?? (await app.cookieFor('host', room)));
  return api.write<NewStreamKey>('POST', `/rooms/${room}/stream-keys`, { name: 'OBS' });
};

type Asked = { body?: string | undefined; key?: string | null; headers?: Record<string, string> };

export const ask = (app: TestApp, method: string, path: string, { body, key, headers }: Asked = {}) =>
  fetch(`${app.url}${path}`, {
    method,
    ...(body !== undefined && { body }),
    headers: {
      ...(method === 'POST' && { 'content-type': 'application/sdp' }),
      ...(method === 'PATCH' && { 'content-type': 'application/trickle-ice-sdpfrag' }),
      ...(key && { authorization: `Bearer ${key}` }),
      ...headers,
    },
  });

const openPeer = (): PeerConnection => {
  const peer = new PeerConnection('peer', { iceServers: [], bindAddress: '127.0.0.1' });
  onTestFinished(() => peer.close());
  return peer;
};

const offerBy = (peer: PeerConnection): Promise<string> => {
  const gathered = new Promise<string>((resolve) => {
    peer.onGatheringStateChange((state) => {
      if (state === 'complete') resolve(peer.localDescription()?.sdp ?? '');
    });
  });
  peer.setLocalDescription('offer');
  return gathered;
};

export type Session = {
  response: Response;
  location: string;
  etag: string;
  answer: string;
  peer: PeerConnection;
};

const negotiate = async (
  app: TestApp,
  path: string,
  peer: PeerConnection,
  key: string | null,
): Promise<Session> => {
  const response = await ask(app, 'POST', path, { body: await offerBy(peer), key });
  const answer = await response.text();
  const location = response.headers.get('location') ?? '';
  if (response.status === 201) {
    peer.setRemoteDescription(answer, 'answer');
    await connected(peer);
  }
  return { response, location, etag: response.headers.get('etag') ?? '', answer, peer };
};

export type Encoder = Session & {
  /** Sends 30 frames and 50 Opus packets a second until the test ends; a key frame first and whenever one is asked for. */
  start: (frames?: (key: boolean) => Buffer[]) => void;
  stop: () => void;
};

/** `codec`: H264 frames are the caller's (`start`), VP8 frames are made here. */
export const openEncoder = async (
  app: TestApp,
  key: string | null,
  { room = 'demo', codec = 'VP8' }: { room?: string; codec?: 'VP8' | 'H264' } = {},
): Promise<Encoder> => {
  const peer = openPeer();
  const audio = peer.addTrack(trackOf('audio', '0', []));
  const description = new Video('1', 'SendOnly');
  if (codec === 'VP8') description.addVP8Codec(96);
  else description.addH264Codec(96);
  description.addSSRC(videoSsrc, 'sender');
  const video = peer.addTrack(description);
  const timers: NodeJS.Timeout[] = [];
  const stop = () => {
    for (const timer of timers.splice(0)) clearInterval(timer);
  };
  onTestFinished(stop);
  const session = await negotiate(app, `/whip/${room}`, peer, key);
  const start: Encoder['start'] = (frames) => {
    const vp8 = packetizer('video');
    const opus = packetizer('audio');
    let asked = true;
    const send = (track: Track, packets: Buffer[]) => {
      for (const packet of packets) if (track.isOpen()) track.sendMessageBinary(packet);
    };
    video.onMessage((packet) => (asked ||= keyFrameRequestsIn(packet) > 0));
    const sendVideo = () => {
      send(video, frames ? frames(asked) : vp8({ key: asked }));
      asked = false;
    };
    timers.push(
      setInterval(sendVideo, 1000 / 30),
      setInterval(() => send(audio, opus({})), 20),
    );
  };
  return { ...session, start, stop };
};

export type Player = Session & {
  tracks: Track[];
  packets: (kind: 'audio' | 'video') => number;
  payloadTypes: Set<number>;
};

export type Numbers = { opus?: number; vp8?: number; h264?: number };

/** A player that numbers its codecs in its own way. */
export const openPlayer = async (
  app: TestApp,
  { opus = 111, vp8 = 96, h264 }: Numbers = {},
  room = 'demo',
): Promise<Player> => {
  const peer = openPeer();
  const counts = { audio: 0, video: 0 };
  const payloadTypes = new Set<number>();
  const audio = new Audio('0', 'RecvOnly');
  audio.addOpusCodec(opus);
  const video = new Video('1', 'RecvOnly');
  if (vp8 > 0) video.addVP8Codec(vp8);
  if (h264 !== undefined) video.addH264Codec(h264);
  // Kept: a track that nobody holds is collected, and its listener with it.
  const tracks: Track[] = [];
  for (const [kind, description] of [['audio', audio] as const, ['video', video] as const]) {
    const track = peer.addTrack(description);
    tracks.push(track);
    track.setMediaHandler(new RtcpReceivingSession());
    track.onMessage((packet) => {
      if (isRtcp(packet)) return;
      counts[kind] += 1;
      payloadTypes.add((packet[1] ?? 0) & 0x7f);
    });
  }
  const session = await negotiate(app, `/whep/${room}`, peer, null);
  return { ...session, tracks, packets: (kind) => counts[kind], payloadTypes };
};
