// Writes SDP: the answer to an offer, and the fragment after an ICE restart. Pure. It must never repeat a text of the client's
// that sdp.ts did not look at. Rules: WHP-1, WHP-9, WHP-10.
import type { ConsumerView, IceCandidate, IceParameters, TransportView } from '../../shared/media.ts';
import type { OfferedCodec, OfferedSection } from './sdp.ts';
import type { Agreed } from './sdp-codecs.ts';

type Answer = {
  transport: TransportView;
  sections: { offered: OfferedSection; agreed: Agreed | null }[];
  direction: 'sendonly' | 'recvonly';
  /** Of DTLS: the opposite of the client's. */
  setup: 'active' | 'passive';
  allowsMixedExtensions: boolean;
  sessionId: number;
  /** What is sent, for a client that must be told by ssrc. */
  streams?: ConsumerView[];
};

const lines = (all: string[]): string => `${all.join('\r\n')}\r\n`;

/** UDP first: FFmpeg takes the first candidate that it can use, and knows no other kind. */
const candidateLine = ({ foundation, priority, address, protocol, port, tcpType }: IceCandidate): string =>
  `a=candidate:${foundation} 1 ${protocol} ${priority} ${address} ${port} typ host${tcpType ? ` tcptype ${tcpType}` : ''}`;

const iceLines = ({ usernameFragment, password }: IceParameters): string[] => [
  `a=ice-ufrag:${usernameFragment}`,
  `a=ice-pwd:${password}`,
];

const candidateLines = ({ iceCandidates }: TransportView): string[] => [
  ...iceCandidates.map(candidateLine),
  'a=end-of-candidates',
];

const fmtp = ({ payloadType, name, parameters }: OfferedCodec): string[] => {
  const pairs = {
    // RFC 6184 §8.2.2: the profile of the answer is that of the offer; what is sent may be of any level.
    h264: [
      'level-asymmetry-allowed=1',
      `packetization-mode=${parameters['packetization-mode'] === '1' ? 1 : 0}`,
      ...(/^[0-9a-f]{6,8}$/i.test(parameters['profile-level-id'] ?? '')
        ? [`profile-level-id=${parameters['profile-level-id']}`]
        : []),
    ],
    // RFC 7587 §6.1: in-band FEC heals single losses; stereo is heard only by who says so.
    opus: ['minptime=10', 'useinbandfec=1', ...(parameters['stereo'] === '1' ? ['stereo=1'] : [])],
    rtx: [`apt=${parameters['apt']}`],
  }[name];
  return pairs ? [`a=fmtp:${payloadType} ${pairs.join(';')}`] : [];
};

const names: Record<string, string> = { vp8: 'VP8', h264: 'H264', opus: 'opus', rtx: 'rtx' };

const codecLines = (codec: OfferedCodec): string[] => {
  const { payloadType, name, clockRate, channels, feedback } = codec;
  return [
    `a=rtpmap:${payloadType} ${names[name]}/${clockRate}${channels > 1 ? `/${channels}` : ''}`,
    ...feedback.map(
      ({ type, parameter }) => `a=rtcp-fb:${payloadType} ${type}${parameter ? ` ${parameter}` : ''}`,
    ),
    ...fmtp(codec),
  ];
};

// RFC 3264 §6: what is refused keeps its place, with port 0.
const refused = ({ type, protocol, codecs }: OfferedSection): string[] => [
  `m=${type} 0 ${protocol} ${codecs[0]?.payloadType ?? (type === 'application' ? 'webrtc-datachannel' : 0)}`,
  'c=IN IP4 0.0.0.0',
  'a=inactive',
];

const agreedLines = (
  { section, codecs, extensions, rids }: Agreed,
  { direction, transport, setup, streams = [] }: Answer,
) => [
  `m=${section.type} 9 ${section.protocol} ${codecs.map(({ payloadType }) => payloadType).join(' ')}`,
  'c=IN IP4 0.0.0.0',
  ...iceLines(transport.iceParameters),
  ...transport.dtlsParameters.fingerprints
    .filter(({ algorithm }) => algorithm === 'sha-256')
    .map(({ algorithm, value }) => `a=fingerprint:${algorithm} ${value}`),
  `a=setup:${setup}`,
  `a=mid:${section.mid}`,
  `a=${direction}`,
  ...(direction === 'sendonly' ? [`a=msid:vetrina ${section.type}`] : []),
  'a=rtcp-mux',
  'a=rtcp-rsize',
  ...codecs.flatMap(codecLines),
  ...extensions.map(({ id, uri }) => `a=extmap:${id} ${uri}`),
  ...rids.map((rid) => `a=rid:${rid} recv`),
  ...(rids.length > 0 ? [`a=simulcast:recv ${rids.join(';')}`] : []),
  ...streams.filter(({ kind }) => kind === section.kind).flatMap(ssrcLines),
];

const ssrcLines = ({ rtpParameters: { encodings = [], rtcp } }: ConsumerView): string[] =>
  encodings.map(
    ({ ssrc }) => `a=ssrc:${ssrc} cname:${rtcp?.cname?.replaceAll(/[^\w{}@.-]/g, '') || 'vetrina'}`,
  );

export const writeAnswer = (answer: Answer): string => {
  const { sections, transport } = answer;
  const mids = sections.flatMap(({ agreed }) => agreed?.section.mid ?? []);
  const media = sections.map(({ offered, agreed }) => {
    if (!agreed) return refused(offered);
    const own = agreedLines(agreed, answer);
    // All share the transport of the first one (RFC 9143 §7.3.1).
    return agreed.section.mid === mids[0] ? [...own, ...candidateLines(transport)] : own;
  });
  return lines([
    'v=0',
    `o=- ${answer.sessionId} 1 IN IP4 0.0.0.0`,
    's=-',
    't=0 0',
    'a=ice-lite',
    `a=group:BUNDLE ${mids.join(' ')}`,
    ...(answer.allowsMixedExtensions ? ['a=extmap-allow-mixed'] : []),
    'a=msid-semantic: WMS *',
    ...media.flat(),
  ]);
};

/** What a client needs after an ICE restart: only that has changed (RFC 9725 §4.3.3, RFC 8840 §9). */
export const writeFragment = (transport: TransportView, { section, codecs }: Agreed): string =>
  lines([
    'a=ice-lite',
    ...iceLines(transport.iceParameters),
    `m=${section.type} 9 ${section.protocol} ${codecs.map(({ payloadType }) => payloadType).join(' ')}`,
    `a=mid:${section.mid}`,
    ...candidateLines(transport),
  ]);
