// WebRTC peers without a browser, on node-datachannel (libdatachannel): one that receives what a room sends, and one that
// sends VP8-shaped and Opus-shaped packets. They know transports by `TransportOffer` and `ConsumerView` only, so they serve an
// Endpoint in this process and a room behind a socket alike (tests/integration, tests/load). They never decode.
import { PeerConnection, RtcpReceivingSession, Audio, Video, type Track } from 'node-datachannel';
import type { Endpoint, EndpointListener, LostReason } from '../../server/media/stage.ts';
import type { ConsumerView, DtlsParameters, MediaKind, TransportOffer } from '../../shared/media.ts';
import type { RtpCapabilities, RtpParameters, TransportView } from '../../shared/media.ts';

/** Gives the peer's DTLS parameters to the server: `media.connect`. */
export type Connect = (dtlsParameters: DtlsParameters) => Promise<unknown>;

const loopback = '127.0.0.1';
const openTimeoutMs = 10_000;

// ── capabilities ────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * What these peers can do: every codec of the router, of the header extensions only the mid. They send no transport-cc
 * feedback, and the server must not wait for any.
 */
export const peerCapabilities = ({ codecs, headerExtensions }: RtpCapabilities): RtpCapabilities => ({
  codecs: codecs ?? [],
  headerExtensions: (headerExtensions ?? []).filter(
    ({ uri }) => uri === 'urn:ietf:params:rtp-hdrext:sdes:mid',
  ),
});

// ── receiving ───────────────────────────────────────────────────────────────────────────────────────────────────────

export type ReceiverOptions = {
  mediaView: TransportOffer;
  /** At least one: a transport without media has nothing to negotiate. */
  consumers: ConsumerView[];
  connect: Connect;
  /** Each RTP packet, decrypted, with the consumer it belongs to. RTCP is left out. */
  onPacket?: (packet: Buffer, consumer: ConsumerView) => void;
  /** The caller sends what RTCP there is, by `send`; without it libdatachannel sends receiver reports. */
  ownRtcp?: boolean;
};

export type Receiver = {
  /** The server's port, which tells one worker from another. */
  port: number;
  /** RTP packets so far, of one kind or of both. */
  packets(kind?: MediaKind): number;
  /** Takes consumers that were offered later. */
  add(consumers: ConsumerView[]): void;
  /** An RTCP packet of `ownRtcp`. */
  send(rtcp: Buffer): void;
  close(): void;
};

/** Resolves when DTLS is up, that is, when packets of resumed consumers can flow. */
export const openReceiver = async (options: ReceiverOptions): Promise<Receiver> => {
  const { mediaView, connect, onPacket, ownRtcp = false } = options;
  const peer = openPeer(mediaView.transport);
  const byMid = new Map<string, ConsumerView>();
  const tracks: Track[] = [];
  const counts = { audio: 0, video: 0 };

  peer.onTrack((track) => {
    const consumer = byMid.get(track.mid());
    if (!consumer) return;
    if (!ownRtcp) track.setMediaHandler(new RtcpReceivingSession());
    track.onMessage((packet) => {
      if (isRtcp(packet)) return;
      counts[consumer.kind] += 1;
      onPacket?.(packet, consumer);
    });
    tracks.push(track);
  });
  const offer = (consumers: ConsumerView[]) => {
    for (const consumer of consumers) byMid.set(midOf(consumer.rtpParameters), consumer);
    peer.setRemoteDescription(offerSdp(mediaView.transport, [...byMid.values()]), 'offer');
  };

  const close = () => {
    tracks.length = 0;
    peer.close();
  };
  await orClose(close, async () => {
    const answered = localDescription(peer);
    offer(options.consumers);
    await connect(dtlsParametersOf(await answered));
    await connected(peer);
  });
  return {
    port: portOf(mediaView),
    packets: (kind) => (kind ? counts[kind] : counts.audio + counts.video),
    add: offer,
    send: (rtcp) => void tracks.find((track) => track.isOpen())?.sendMessageBinary(rtcp),
    close,
  };
};

// ── sending ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type SenderOptions = {
  mediaView: TransportOffer;
  connect: Connect;
  /** Creates the producer: `media.produce`. */
  produce: (kind: MediaKind, rtpParameters: RtpParameters) => Promise<string>;
  kinds?: MediaKind[];
  /** More than one for simulcast: libdatachannel hands a track only the RTCP of ssrcs that it knows. */
  videoSsrcs?: number[];
};

export type Stream = {
  kind: MediaKind;
  producerId: string;
  /** One frame: a VP8 frame in as many packets as it needs, or one Opus packet. Gives the number of packets. */
  sendFrame: (frame?: { bytes?: number; key?: boolean }) => number;
  /** A packet that the caller made, RTP or RTCP, as it is (tests/load). False when it could not be sent. */
  sendPacket: (packet: Buffer) => boolean;
};

export type Pace = {
  /** Bytes of one video frame, 30 of which go out each second. */
  frameBytes?: number;
  /** Every so many frames a key frame, asked for or not; the first one is one anyway. */
  keyEvery?: number;
  /** False for an encoder that ignores key frame requests, as FFmpeg does. */
  answerRequests?: boolean;
};

export type Sender = {
  port: number;
  streams: Stream[];
  /** How often the server asked for a key frame (PLI or FIR). */
  keyFrameRequests(): number;
  /** Sends 30 video frames and 50 Opus packets a second until closed. */
  start(pace?: Pace): void;
  /** RTP packets so far. */
  packets(): number;
  close(): void;
};

export const videoSsrc = 0x1000;
export const audioSsrc = 0x2000;

/** Resolves when DTLS is up and the producers exist; nothing is sent before `start` or `sendFrame`. */
export const openSender = async (options: SenderOptions): Promise<Sender> => {
  const { mediaView, connect, produce, kinds = ['audio', 'video'], videoSsrcs = [videoSsrc] } = options;
  const peer = openPeer(mediaView.transport);
  const timers: NodeJS.Timeout[] = [];
  let packets = 0;
  let requests = 0;
  const close = () => {
    for (const timer of timers.splice(0)) clearInterval(timer);
    peer.close();
  };
  const streams = await orClose(close, async () => {
    const tracks = kinds.map((kind, mid) => ({
      kind,
      track: peer.addTrack(trackOf(kind, String(mid), videoSsrcs)),
    }));
    const offered = localDescription(peer);
    peer.setLocalDescription('offer');
    const dtlsParameters = dtlsParametersOf(await offered);
    peer.setRemoteDescription(answerSdp(mediaView.transport, kinds), 'answer');
    await connect({ ...dtlsParameters, role: 'client' });
    await connected(peer);
    return Promise.all(
      tracks.map(async ({ kind, track }, mid): Promise<Stream> => {
        const producerId = await produce(kind, sendParameters(kind, String(mid)));
        const packetize = packetizer(kind);
        track.onMessage((packet) => (requests += keyFrameRequestsIn(packet)));
        const sendPacket = (packet: Buffer) => track.isOpen() && track.sendMessageBinary(packet);
        const sendFrame: Stream['sendFrame'] = (frame = {}) => {
          const made = packetize(frame);
          for (const packet of made) if (sendPacket(packet)) packets += 1;
          return made.length;
        };
        return { kind, producerId, sendFrame, sendPacket };
      }),
    );
  });
  const start = ({ frameBytes = 3_000, keyEvery = Infinity, answerRequests = true }: Pace = {}) => {
    for (const { kind, sendFrame } of streams) {
      let count = 0;
      let answered = requests;
      const sendVideo = () => {
        const asked = answerRequests && requests > answered;
        answered = requests;
        sendFrame({ bytes: frameBytes, key: asked || count % keyEvery === 0 });
        count += 1;
      };
      const send = kind === 'video' ? sendVideo : () => sendFrame();
      send();
      timers.push(setInterval(send, kind === 'video' ? 1000 / 30 : 20));
    }
  };
  const port = portOf(mediaView);
  return { port, streams, start, packets: () => packets, keyFrameRequests: () => requests, close };
};

/** What a sender of that kind tells `media.produce`. */
export const sendParameters = (kind: MediaKind, mid: string): RtpParameters => ({
  mid,
  codecs: [{ ...sdpCodec[kind], parameters: {}, rtcpFeedback: kind === 'video' ? videoFeedback : [] }],
  headerExtensions: [],
  encodings: [{ ssrc: ssrcOf(kind) }],
  rtcp: { cname: 'sender', reducedSize: true },
});

const videoFeedback = [
  { type: 'nack', parameter: 'pli' },
  { type: 'ccm', parameter: 'fir' },
];
const sdpCodec = {
  audio: { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 },
  video: { mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 },
} as const;
const ssrcOf = (kind: MediaKind) => (kind === 'video' ? videoSsrc : audioSsrc);

export const trackOf = (kind: MediaKind, mid: string, videoSsrcs: number[]): Audio | Video => {
  if (kind === 'audio') {
    const audio = new Audio(mid, 'SendOnly');
    audio.addOpusCodec(sdpCodec.audio.payloadType);
    audio.addSSRC(audioSsrc, 'sender');
    return audio;
  }
  const video = new Video(mid, 'SendOnly');
  video.addVP8Codec(sdpCodec.video.payloadType);
  for (const ssrc of videoSsrcs) video.addSSRC(ssrc, 'sender');
  return video;
};

// ── packets ─────────────────────────────────────────────────────────────────────────────────────────────────────────

const maxPayloadBytes = 1_150;

/** RFC 3550 §5.1, 12 bytes, no extensions. */
const rtpHeader = (kind: MediaKind, sequence: number, timestamp: number, marker: boolean): Buffer => {
  const header = Buffer.alloc(12);
  header[0] = 0x80;
  header[1] = sdpCodec[kind].payloadType | (marker ? 0x80 : 0);
  header.writeUInt16BE(sequence & 0xffff, 2);
  header.writeUInt32BE(timestamp >>> 0, 4);
  header.writeUInt32BE(ssrcOf(kind), 8);
  return header;
};

/** RFC 7741 §4.2: S bit on a frame's first packet; §4.3: P bit clear in a key frame, then the start code and the size. */
const vp8Payloads = (bytes: number, key: boolean): Buffer[] => {
  const frame = Buffer.alloc(Math.max(bytes, 10), 0x5a);
  frame[0] = key ? 0x10 : 0x11;
  if (key) frame.set([0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00], 3);
  const payloads: Buffer[] = [];
  for (let at = 0; at < frame.length; at += maxPayloadBytes) {
    const part = frame.subarray(at, at + maxPayloadBytes);
    payloads.push(Buffer.concat([Buffer.from([at === 0 ? 0x10 : 0x00]), part]));
  }
  return payloads;
};

export const packetizer = (kind: MediaKind) => {
  let sequence = 1;
  const startedAt = performance.now();
  return ({ bytes, key }: { bytes?: number; key?: boolean }): Buffer[] => {
    const timestamp = Math.round(((performance.now() - startedAt) * sdpCodec[kind].clockRate) / 1000);
    const payloads =
      kind === 'video' ? vp8Payloads(bytes ?? 3_000, key ?? true) : [Buffer.alloc(bytes ?? 80, 0xfc)];
    return payloads.map((payload, index) => {
      const marker = kind === 'video' && index === payloads.length - 1;
      return Buffer.concat([rtpHeader(kind, sequence++, timestamp, marker), payload]);
    });
  };
};

/** RFC 5761 §4: with rtcp-mux, second bytes from 192 to 223 are RTCP. */
export const isRtcp = (packet: Buffer): boolean => {
  const second = packet[1] ?? 0;
  return second >= 192 && second <= 223;
};

/** RFC 4585 §6.1, §6.3.1 (PLI) and RFC 5104 §4.3.1 (FIR): payload-specific feedback in a compound packet. */
export const keyFrameRequestsIn = (compound: Buffer): number => {
  let found = 0;
  for (let at = 0; at + 4 <= compound.length; at += 4 * (compound.readUInt16BE(at + 2) + 1)) {
    const format = compound.readUInt8(at) & 31;
    if (compound[at + 1] === 206 && (format === 1 || format === 4)) found += 1;
  }
  return found;
};

// ── SDP ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const portOf = ({ transport }: TransportOffer): number => transport.iceCandidates[0]?.port ?? 0;

const midOf = ({ mid }: RtpParameters): string => mid ?? '0';

const session = (transport: TransportView, setup: 'actpass' | 'passive', mids: string[]): string[] => [
  'v=0',
  `o=- 1 1 IN IP4 ${loopback}`,
  's=-',
  't=0 0',
  'a=ice-lite',
  `a=group:BUNDLE ${mids.join(' ')}`,
  `a=ice-ufrag:${transport.iceParameters.usernameFragment}`,
  `a=ice-pwd:${transport.iceParameters.password}`,
  ...transport.dtlsParameters.fingerprints
    .filter(({ algorithm }) => algorithm === 'sha-256')
    .map(({ algorithm, value }) => `a=fingerprint:${algorithm} ${value}`),
  `a=setup:${setup}`,
];

/** Only UDP: libjuice has no ICE-TCP. */
const candidates = ({ iceCandidates }: TransportView): string[] =>
  iceCandidates
    .filter(({ protocol }) => protocol === 'udp')
    .map(
      ({ foundation, priority, address, port }) =>
        `a=candidate:${foundation} 1 udp ${priority} ${address} ${port} typ host`,
    );

const codecLines = ({
  mimeType,
  payloadType,
  clockRate,
  channels,
  parameters,
}: RtpParameters['codecs'][number]) => {
  const name = mimeType.split('/')[1];
  const fmtp = Object.entries(parameters ?? {}).map(([key, value]) => `${key}=${String(value)}`);
  return [
    `a=rtpmap:${payloadType} ${name}/${clockRate}${channels && channels > 1 ? `/${channels}` : ''}`,
    ...(fmtp.length > 0 ? [`a=fmtp:${payloadType} ${fmtp.join(';')}`] : []),
  ];
};

const offerSdp = (transport: TransportView, consumers: ConsumerView[]): string => {
  const media = consumers.flatMap(({ kind, rtpParameters }) => [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${rtpParameters.codecs.map(({ payloadType }) => payloadType).join(' ')}`,
    `c=IN IP4 ${loopback}`,
    `a=mid:${midOf(rtpParameters)}`,
    'a=sendonly',
    'a=rtcp-mux',
    ...rtpParameters.codecs.flatMap(codecLines),
    ...(rtpParameters.encodings ?? []).map(
      ({ ssrc }) => `a=ssrc:${ssrc} cname:${rtpParameters.rtcp?.cname ?? 'x'}`,
    ),
    ...candidates(transport),
  ]);
  const mids = consumers.map(({ rtpParameters }) => midOf(rtpParameters));
  return lines([...session(transport, 'actpass', mids), ...media]);
};

const answerSdp = (transport: TransportView, kinds: MediaKind[]): string => {
  const media = kinds.flatMap((kind, mid) => [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${sdpCodec[kind].payloadType}`,
    `c=IN IP4 ${loopback}`,
    `a=mid:${mid}`,
    'a=recvonly',
    'a=rtcp-mux',
    ...codecLines(sdpCodec[kind]),
    ...candidates(transport),
  ]);
  return lines([...session(transport, 'passive', Object.keys(kinds)), ...media]);
};

const lines = (all: string[]): string => `${all.join('\r\n')}\r\n`;

const dtlsParametersOf = (sdp: string): DtlsParameters => {
  const value = /^a=fingerprint:sha-256 (\S+)/im.exec(sdp)?.[1];
  if (!value) throw new Error('the local description has no sha-256 fingerprint');
  return { role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] };
};

// ── peer connections ────────────────────────────────────────────────────────────────────────────────────────────────

/** libjuice gathers no loopback address unless bound to it. */
const openPeer = ({ iceCandidates }: TransportView): PeerConnection => {
  const local = iceCandidates.some(({ address }) => address === loopback);
  return new PeerConnection('peer', { iceServers: [], ...(local ? { bindAddress: loopback } : {}) });
};

const localDescription = (peer: PeerConnection): Promise<string> =>
  new Promise((resolve) => {
    peer.onLocalDescription((sdp) => resolve(sdp));
  });

export const connected = (peer: PeerConnection): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`peer is still ${peer.state()}`)), openTimeoutMs);
    const settle = (state: string) => {
      if (state === 'connected') resolve();
      else if (state === 'failed' || state === 'closed') reject(new Error(`peer ${state}`));
      else return;
      clearTimeout(timer);
    };
    peer.onStateChange(settle);
    settle(peer.state());
  });

const orClose = async <T>(close: () => void, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    close();
    throw error;
  }
};

// ── members of a stage in this process ──────────────────────────────────────────────────────────────────────────────

/** Opens the sending side of an endpoint and publishes on it. */
export const publishOn = async (endpoint: Endpoint, kinds?: MediaKind[]): Promise<Sender> => {
  const mediaView = await endpoint.open('send');
  const { id } = mediaView.transport;
  return openSender({
    mediaView,
    ...(kinds ? { kinds } : {}),
    connect: (dtlsParameters) => endpoint.connect(id, dtlsParameters),
    produce: (kind, rtpParameters) => endpoint.produce(id, kind, rtpParameters),
  });
};

/** Opens the receiving side of an endpoint, watches what is there, connects and resumes. */
export const watchOn = async (endpoint: Endpoint): Promise<Receiver> => {
  const mediaView = await endpoint.open('receive');
  const consumers = await endpoint.watch(peerCapabilities(mediaView.routerRtpCapabilities));
  return receiveOn(endpoint, mediaView, consumers);
};

/** The second half of `watchOn`, for consumers that were offered. */
export const receiveOn = async (
  endpoint: Endpoint,
  mediaView: TransportOffer,
  consumers: ConsumerView[],
): Promise<Receiver> => {
  const connect = (dtlsParameters: DtlsParameters) =>
    endpoint.connect(mediaView.transport.id, dtlsParameters);
  const receiver = await openReceiver({ mediaView, consumers, connect });
  await endpoint.resume(consumers.map(({ id }) => id));
  return receiver;
};

export type Heard = EndpointListener & {
  consumers: ConsumerView[];
  withdrawnIds: string[];
  losses: LostReason[];
};

/** A listener that remembers what it was told. */
export const listening = (): Heard => {
  const consumers: ConsumerView[] = [];
  const withdrawnIds: string[] = [];
  const losses: LostReason[] = [];
  return {
    consumers,
    withdrawnIds,
    losses,
    offered: (views) => consumers.push(...views),
    withdrawn: (ids) => withdrawnIds.push(...ids),
    lost: (reason) => losses.push(reason),
  };
};
