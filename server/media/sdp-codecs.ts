// What of an offer we speak, as mediasoup's parameters: what a WHIP client sends, what a WHEP client receives. Pure.
// Rules: WHP-3 … WHP-8.
import type {
  RtpCapabilities,
  RtpCodecCapability,
  RtpHeaderExtensionParameters,
  RtpHeaderExtensionUri,
  RtpParameters,
} from 'mediasoup/types';
import { routerPayloadTypes, routerRtpCapabilities, type PayloadTypes } from './codecs.ts';
import { unsupported, type OfferedCodec, type OfferedSection } from './sdp.ts';

/** A section as it is answered. */
export type Agreed = {
  section: OfferedSection;
  /** With the client's payload types and profiles; a repair codec follows the one that it repairs. */
  codecs: OfferedCodec[];
  extensions: { id: number; uri: string }[];
  rids: string[];
};

const uris = {
  mid: 'urn:ietf:params:rtp-hdrext:sdes:mid',
  transportCc: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  absSendTime: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
} as const;

export const isMid = ({ uri }: { uri: string }): boolean => uri === uris.mid;

const mimeOf = ({ mimeType }: { mimeType: string }): string => mimeType.toLowerCase();
const routerCodecs = routerRtpCapabilities.codecs?.filter((codec) => !mimeOf(codec).endsWith('/rtx')) ?? [];

const routerCodecOf = ({ kind }: OfferedSection, codec: OfferedCodec): RtpCodecCapability | undefined =>
  routerCodecs.find(
    (known) =>
      mimeOf(known) === `${kind}/${codec.name}` &&
      known.clockRate === codec.clockRate &&
      (known.channels ?? 1) === codec.channels,
  );

/**
 * How far an H264 payload type is from what everyone decodes; null: not to be decoded by browsers. The profile is the first two
 * bytes of profile-level-id (RFC 6184 §8.1); levels are not looked at: all sides allow asymmetry, and a phone that cannot
 * keep up is better told by the numbers of the picture than by a level that encoders write at random.
 */
const h264Distance = ({ parameters }: OfferedCodec): number | null => {
  const profile = parameters['profile-level-id'] ?? '42000a';
  const constrained = (Number.parseInt(profile.slice(2, 4), 16) & 0x40) !== 0;
  const distance = { '42': constrained ? 0 : 1, '4d': 2, '64': 3 }[profile.slice(0, 2).toLowerCase()];
  if (distance === undefined) return null;
  // Single NAL units may come where fragments are expected, but not the other way round (RFC 6184 §6.2, §6.3).
  return distance + (parameters['packetization-mode'] === '1' ? 0 : 10);
};

const nearest = (
  codecs: OfferedCodec[],
  distanceOf: (codec: OfferedCodec) => number | null,
): OfferedCodec | null =>
  codecs
    .map((codec) => ({ codec, distance: distanceOf(codec) }))
    .filter((it): it is { codec: OfferedCodec; distance: number } => it.distance !== null)
    .sort((a, b) => a.distance - b.distance)[0]?.codec ?? null;

const spoken = (section: OfferedSection): OfferedCodec[] =>
  section.codecs.filter((codec) => routerCodecOf(section, codec) !== undefined);

/** The first codec that the client prefers and we speak; of its H264 profiles the one that most can decode. */
const chosen = (section: OfferedSection): OfferedCodec | null => {
  const usable = spoken(section).filter((codec) => codec.name !== 'h264' || h264Distance(codec) !== null);
  const first = usable[0];
  if (first?.name !== 'h264') return first ?? null;
  return nearest(
    usable.filter(({ name }) => name === 'h264'),
    h264Distance,
  );
};

const repairOf = ({ codecs }: OfferedSection, { payloadType }: OfferedCodec): OfferedCodec | undefined =>
  codecs.find(({ name, parameters }) => name === 'rtx' && parameters['apt'] === String(payloadType));

const known = (
  feedback: OfferedCodec['feedback'],
  codec: RtpCodecCapability,
  extensions: Agreed['extensions'],
) => {
  const has = (uri: string) => extensions.some((extension) => extension.uri === uri);
  // One way of telling the bandwidth, and only where its extension is agreed on.
  const useless = has(uris.transportCc) ? ['goog-remb'] : ['transport-cc'];
  if (!has(uris.transportCc) && !has(uris.absSendTime)) useless.push('goog-remb');
  return feedback.filter(
    ({ type, parameter }) =>
      !useless.includes(type) &&
      codec.rtcpFeedback?.some((ours) => ours.type === type && (ours.parameter ?? '') === parameter),
  );
};

/** Those that the router reads, under the client's own ids. */
const readable = ({ kind, extensions }: OfferedSection) =>
  extensions.filter(
    ({ uri }, at) =>
      routerRtpCapabilities.headerExtensions?.some(
        (ours) => ours.kind === kind && ours.uri === uri && ours.direction !== 'sendonly',
      ) && extensions.findIndex((other) => other.uri === uri) === at,
  );

/** A WHIP client's section and what mediasoup is told of it. Null when it has nothing that we speak. Throws `sdp_unsupported`. */
export const sending = (section: OfferedSection): { agreed: Agreed; rtpParameters: RtpParameters } | null => {
  const codec = chosen(section);
  const ours = codec && routerCodecOf(section, codec);
  if (!codec || !ours) return null;
  const extensions = readable(section);
  const media = { ...codec, feedback: known(codec.feedback, ours, extensions) };
  const repair = repairOf(section, codec);
  const encodings = encodingsOf(section, repair !== undefined, extensions);
  return {
    agreed: {
      section,
      codecs: [media, ...(repair ? [{ ...repair, feedback: [] }] : [])],
      extensions,
      rids: section.rids,
    },
    rtpParameters: {
      mid: section.mid,
      // Under the router's own profile: whatever the encoder says of its stream, it is forwarded as it is, and the stream
      // doctor tells the host what really comes.
      codecs: [
        { ...mediaCodec(ours, codec.payloadType), rtcpFeedback: media.feedback },
        ...(repair ? [rtxCodec(repair, codec)] : []),
      ],
      headerExtensions: extensions as RtpHeaderExtensionParameters[],
      encodings,
      rtcp: { cname: section.cname || section.mid, reducedSize: true },
    },
  };
};

const mediaCodec = (ours: RtpCodecCapability, payloadType: number) => ({
  mimeType: ours.mimeType,
  clockRate: ours.clockRate,
  ...(ours.channels !== undefined && { channels: ours.channels }),
  parameters: { ...ours.parameters },
  payloadType,
});

const rtxCodec = ({ payloadType, clockRate }: OfferedCodec, { payloadType: apt }: OfferedCodec) => ({
  mimeType: 'video/rtx',
  clockRate,
  payloadType,
  parameters: { apt },
  rtcpFeedback: [],
});

const encodingsOf = (
  { rids, streams }: OfferedSection,
  repaired: boolean,
  extensions: Agreed['extensions'],
) => {
  if (rids.length > 0) return lowestFirst(rids).map((rid) => ({ rid }));
  const [stream] = streams;
  if (stream)
    return [
      { ssrc: stream.ssrc, ...(repaired && stream.rtxSsrc !== null && { rtx: { ssrc: stream.rtxSsrc } }) },
    ];
  // Then the mid in each packet tells whose it is (mediasoup: RtpListener).
  if (extensions.some(isMid)) return [{}];
  throw unsupported('neither a=ssrc nor the mid header extension');
};

/**
 * mediasoup wants the lowest layer first. Names that everyone understands tell it; else the offer's order does, in which the
 * most wanted comes first (RFC 8853 §5.2), as from OBS (`0;1;2`, 0 the whole picture).
 */
const lowestFirst = (rids: string[]): string[] => {
  const ladder = ladders.find((names) => rids.every((rid) => names.includes(rid)));
  return ladder ? ladder.filter((name) => rids.includes(name)) : rids.toReversed();
};

const ladders = [
  ['q', 'h', 'f'],
  ['l', 'm', 'h'],
  ['lo', 'mid', 'hi'],
  ['low', 'mid', 'high'],
];

/** What a WHEP client can be sent, and under which payload types. */
export type Reception = {
  /** One for each section of the offer; null for one that is refused. */
  agreed: (Agreed | null)[];
  payloadTypes: PayloadTypes;
  rtpCapabilities: RtpCapabilities;
};

/**
 * The answerer sends with the payload types of the offer (RFC 3264 §6.1), so the router must number as the client does. All
 * codecs are agreed on that both speak: the host may change from one to the other in the middle of a show. The mid is not told,
 * and the ssrc only to who needs it (whep.ts): packets find their section by their payload type (RFC 9143 §9.2), so that a
 * host's new stream needs no new offer. Lost packets are repeated as they are, for repair streams would need their ssrc told.
 * Throws `sdp_unsupported` when there is nothing to send.
 */
export const receiving = (sections: OfferedSection[]): Reception => {
  const taken = new Set<string>();
  const agreed = sections.map((section) => {
    if (!section.kind || !section.receives || taken.has(section.kind)) return null;
    const answered = receivable(section);
    if (answered) taken.add(section.kind);
    return answered;
  });
  const all = agreed.flatMap(
    (it) => it?.codecs.map((codec) => ({ mime: `${it.section.kind}/${codec.name}`, codec })) ?? [],
  );
  if (all.length === 0)
    throw unsupported('no codec that we speak: Opus, VP8, H264 with packetization-mode 1');
  const numbers = all.map(({ codec }) => codec.payloadType);
  if (new Set(numbers).size < numbers.length) throw unsupported('a payload type that means two things');
  return {
    agreed,
    payloadTypes: filledUp(Object.fromEntries(all.map(({ mime, codec }) => [mime, codec.payloadType]))),
    rtpCapabilities: {
      codecs: agreed.flatMap((it) => it?.codecs.flatMap((codec) => capability(it.section, codec)) ?? []),
      headerExtensions: agreed.flatMap(
        (it) => it?.extensions.flatMap((each) => extensionCapability(it.section, each)) ?? [],
      ),
    },
  };
};

const receivable = (section: OfferedSection): Agreed | null => {
  const extensions = section.extensions.filter((extension) => isOurs(section, extension));
  const codecs = routerCodecs.flatMap((ours) => {
    const mime = mimeOf(ours);
    const offered = spoken(section).filter(({ name }) => `${section.kind}/${name}` === mime);
    const codec = mime === 'video/h264' ? nearest(offered, fragmented(ours)) : offered[0];
    return codec ? [{ ...codec, feedback: known(codec.feedback, ours, extensions) }] : [];
  });
  return codecs.length > 0 ? { section, codecs, extensions, rids: [] } : null;
};

/** Of what takes fragments; the router's own payload type first, for it costs nothing. */
const fragmented = (ours: RtpCodecCapability) => (codec: OfferedCodec) => {
  const distance = h264Distance(codec);
  if (distance === null || distance >= 10) return null;
  return codec.payloadType === ours.preferredPayloadType ? -1 : distance;
};

/** Ids cannot be changed on the way: only those that are the router's by chance. The mid would name the wrong section. */
const isOurs = ({ kind }: OfferedSection, { id, uri }: { id: number; uri: string }): boolean =>
  uri !== uris.mid &&
  (routerRtpCapabilities.headerExtensions?.some(
    (ours) => ours.kind === kind && ours.uri === uri && ours.preferredId === id,
  ) ??
    false);

const capability = (section: OfferedSection, codec: OfferedCodec): RtpCodecCapability[] => {
  const ours = routerCodecOf(section, codec);
  return ours ? [{ ...ours, preferredPayloadType: codec.payloadType, rtcpFeedback: codec.feedback }] : [];
};

const extensionCapability = ({ kind }: OfferedSection, { id, uri }: { id: number; uri: string }) =>
  kind ? [{ kind, uri: uri as RtpHeaderExtensionUri, preferredId: id }] : [];

/** What the client did not offer gets a number as well: the router speaks all codecs, whoever listens. */
const filledUp = (named: PayloadTypes): PayloadTypes => {
  const used = new Set(Object.values(named));
  const free = [...Object.values(routerPayloadTypes), ...Array.from({ length: 32 }, (_, n) => 96 + n)];
  const next = (wanted: number | undefined): number => {
    const number = [wanted ?? 96, ...free].find((each) => !used.has(each)) ?? 96;
    used.add(number);
    return number;
  };
  return Object.fromEntries(
    Object.entries(routerPayloadTypes).map(([mime, own]) => [mime, named[mime] ?? next(own)]),
  );
};
