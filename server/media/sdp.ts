// Reads SDP: the offers of WHIP and WHEP clients (RFC 9725, draft-ietf-wish-whep) and the fragments that they send later. Owns
// what is taken from an offer, nothing more: which codecs are spoken is decided in sdp-codecs.ts, the answer is written by
// sdp-answer.ts. It must never trust a number or a name before it has looked at it, and throws nothing but `bad_sdp` and
// `sdp_unsupported`. Rules: WHP-1, WHP-2.
import sdpTransform, { type ParsedMedia, type ParsedSession } from 'sdp-transform';
import type { DtlsParameters, MediaKind } from '../../shared/media.ts';
import { AppError } from '../errors.ts';

export type OfferedCodec = {
  payloadType: number;
  /** In lower case: `vp8`. */
  name: string;
  clockRate: number;
  channels: number;
  parameters: Record<string, string>;
  feedback: { type: string; parameter: string }[];
};

export type OfferedStream = { ssrc: number; rtxSsrc: number | null };

export type OfferedSection = {
  type: string;
  protocol: string;
  mid: string;
  /** Null for what cannot be answered but by a refusal of the section: data channels, what was switched off. */
  kind: MediaKind | null;
  /** In the order of the client's preference. */
  codecs: OfferedCodec[];
  extensions: { id: number; uri: string }[];
  /** Simulcast, in the order of the offer; empty without. */
  rids: string[];
  streams: OfferedStream[];
  cname: string;
  sends: boolean;
  receives: boolean;
};

export type IceCredentials = { ufrag: string; pwd: string };

export type Offer = {
  sections: OfferedSection[];
  /** What mediasoup must know of the client; `role` is the client's. */
  dtlsParameters: DtlsParameters;
  ice: IceCredentials;
  allowsMixedExtensions: boolean;
};

const bad = (reason: string): AppError => new AppError('bad_sdp', { reason });
export const unsupported = (reason: string): AppError => new AppError('sdp_unsupported', { reason });

const most = {
  sections: 16,
  codecs: 96,
  extensions: 32,
  streams: 16,
  rids: 4,
  feedback: 512,
  bytes: 64 * 1024,
};

const token = /^[\w.+~-]{1,32}$/;

/** Throws `bad_sdp`, or `sdp_unsupported` for what is SDP but not of WebRTC. */
export const readOffer = (text: string): Offer => {
  const session = parsed(text);
  if (session.media.length === 0) throw bad('no media section');
  const sections = session.media.map(sectionOf);
  if (new Set(sections.map(({ mid }) => mid)).size < sections.length) throw bad('mid');
  refuseUnbundled(session, sections);
  // With BUNDLE all sections share one transport: the first one that is meant to be used speaks for it (RFC 9143 §7.1.1).
  const tagged =
    session.media[
      Math.max(
        0,
        sections.findIndex(({ kind }) => kind !== null),
      )
    ];
  return {
    sections,
    ice: iceOf(session, tagged) ?? missing('ice-ufrag and ice-pwd'),
    dtlsParameters: dtlsOf(session, tagged),
    allowsMixedExtensions: session.extmapAllowMixed !== undefined,
  };
};

/** The ICE credentials in a trickle fragment (RFC 8840 §9); null when it has none. Throws `bad_sdp`. */
export const readFragment = (text: string): IceCredentials | null => {
  const session = parsed(text, { fragment: true });
  const [first] = session.media;
  return iceOf(session, first);
};

const parsed = (text: string, { fragment = false } = {}): ParsedSession => {
  if (text.length > most.bytes) throw bad('too long');
  if (!fragment && !/^v=0\r?\n/.test(text)) throw bad('v=0');
  let session: ParsedSession;
  try {
    session = sdpTransform.parse(text.split(lineEnd).filter(isRead).join('\n'));
  } catch {
    throw bad('not readable');
  }
  if (session.media.length > most.sections) throw bad('too many media sections');
  return session;
};

const lineEnd = /\r\n|\r|\n/;

/** Only what is read below gets to the parser: it tries each line with up to sixty expressions. */
const isRead = (line: string): boolean =>
  /^(?:m=|a=(?:rtpmap|fmtp|rtcp-fb|extmap|mid|setup|ice-ufrag|ice-pwd|fingerprint|ssrc|ssrc-group|rid|simulcast|group):|a=(?:rtcp-mux|bundle-only|extmap-allow-mixed|sendrecv|sendonly|recvonly|inactive)$)/.test(
    line,
  );

const missing = (what: string): never => {
  throw bad(`no ${what}`);
};

const iceOf = (session: ParsedSession, media: ParsedMedia | undefined): IceCredentials | null => {
  const ufrag = String(media?.iceUfrag ?? session.iceUfrag ?? '');
  const pwd = String(media?.icePwd ?? session.icePwd ?? '');
  if (!ufrag && !pwd) return null;
  // RFC 8839 §5.4, but for the least length of the password: what we do not use need not be strong.
  if (!/^[\w+/=-]{1,256}$/.test(ufrag) || !/^[\w+/=-]{1,256}$/.test(pwd)) throw bad('ice-ufrag or ice-pwd');
  return { ufrag, pwd };
};

const algorithms = ['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512'] as const;

/** RFC 8842 §5: who offers `actpass` leaves it to us, and we wait; FFmpeg offers `passive`: then we begin. */
const clientRoles: Record<string, 'client' | 'server'> = {
  actpass: 'client',
  active: 'client',
  passive: 'server',
};

const dtlsOf = (session: ParsedSession, media: ParsedMedia | undefined): DtlsParameters => {
  const role = clientRoles[media?.setup ?? session.setup ?? 'actpass'];
  if (!role) throw unsupported('setup');
  const { type, hash } = media?.fingerprint ?? session.fingerprint ?? {};
  const algorithm = algorithms.find((each) => each === String(type).toLowerCase());
  const value = String(hash).toUpperCase();
  if (!algorithm || !/^([0-9A-F]{2}:){19,63}[0-9A-F]{2}$/.test(value)) throw bad('fingerprint');
  return { role, fingerprints: [{ algorithm, value }] };
};

const refuseUnbundled = (session: ParsedSession, sections: OfferedSection[]): void => {
  const used = sections.filter(({ kind }) => kind !== null);
  if (used.length < 2) return;
  const bundle = session.groups?.find(({ type }) => type === 'BUNDLE');
  const mids = String(bundle?.mids ?? '').split(' ');
  if (used.some(({ mid }) => !mids.includes(mid))) throw unsupported('all media must be in one BUNDLE group');
};

const sectionOf = (media: ParsedMedia, index: number): OfferedSection => {
  const mid = String(media.mid ?? index);
  const type = String(media.type ?? '');
  const protocol = String(media.protocol ?? '');
  if (!token.test(mid) || !token.test(type) || !/^[\w/]{1,40}$/.test(protocol)) throw bad('media section');
  const direction = media.direction ?? 'sendrecv';
  const rids = ridsOf(media);
  return {
    type,
    protocol,
    mid,
    kind: kindOf(media, type, protocol),
    codecs: codecsOf(media),
    extensions: extensionsOf(media),
    rids,
    streams: streamsOf(media),
    cname: String(media.ssrcs?.find(({ attribute }) => attribute === 'cname')?.value ?? '').slice(0, 128),
    sends: direction === 'sendonly' || direction === 'sendrecv',
    receives: direction === 'recvonly' || direction === 'sendrecv',
  };
};

const kindOf = (media: ParsedMedia, type: string, protocol: string): MediaKind | null => {
  if (type !== 'audio' && type !== 'video') return null;
  if (!/^(UDP|TCP)\/TLS\/RTP\/SAVPF$/.test(protocol) || media.direction === 'inactive') return null;
  // Port 0 is a section that is switched off, unless it is only waiting for its bundle (RFC 9143 §6).
  if (media.port === 0 && media.bundleOnly === undefined) return null;
  if (media.rtcpMux === undefined) throw unsupported('rtcp-mux');
  return type;
};

const whole = (value: unknown, least: number, largest: number): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= largest ? value : null;

const codecsOf = ({ payloads, rtp, fmtp, rtcpFb = [] }: ParsedMedia): OfferedCodec[] => {
  const listed = String(payloads ?? '').split(' ', most.codecs);
  const feedback = rtcpFb.slice(0, most.feedback);
  return listed.flatMap((text): OfferedCodec[] => {
    const map = rtp.find(({ payload }) => String(payload) === text);
    const payloadType = whole(map?.payload, 0, 127);
    const clockRate = whole(map?.rate, 1, 1_000_000);
    if (payloadType === null || clockRate === null) return [];
    return [
      {
        payloadType,
        name: String(map?.codec).toLowerCase(),
        clockRate,
        channels: whole(map?.encoding, 1, 255) ?? 1,
        parameters: parametersOf(fmtp.find(({ payload }) => payload === payloadType)?.config),
        feedback: feedback
          .filter(({ payload }) => payload === payloadType || payload === '*')
          .map(({ type, subtype }) => ({ type: String(type), parameter: String(subtype ?? '') })),
      },
    ];
  });
};

const parametersOf = (config: string | number | undefined): Record<string, string> =>
  Object.fromEntries(
    String(config ?? '')
      .split(';', 32)
      .map((pair) => pair.split('='))
      .map(([name = '', value = '']) => [name.trim().toLowerCase(), value.trim()]),
  );

const extensionsOf = ({ ext = [] }: ParsedMedia): { id: number; uri: string }[] =>
  ext.slice(0, most.extensions).flatMap(({ value, uri, direction, 'encrypt-uri': encrypted }) => {
    // RFC 8285 §4.3: ids of the two-byte form go up to 255; §4.2 keeps 15 from the one-byte form.
    const id = whole(value, 1, 255);
    // One that goes one way only is of no use to us: mostly it is the other way.
    return id === null || id === 15 || encrypted || direction ? [] : [{ id, uri: String(uri) }];
  });

/** The streams of `a=simulcast:send`, or of `a=rid … send` alone; of alternatives (RFC 8853 §5.1) the first. */
const ridsOf = ({ rids = [], simulcast }: ParsedMedia): string[] => {
  const sent = rids.filter(({ direction }) => direction === 'send').map(({ id }) => String(id));
  const list =
    simulcast?.dir1 === 'send' ? simulcast.list1 : simulcast?.dir2 === 'send' ? simulcast.list2 : null;
  const named = String(list ?? sent.join(';'))
    .split(';')
    .map((alternatives) => alternatives.split(',')[0]?.replace('~', '') ?? '')
    .filter((rid) => /^[A-Za-z0-9]{1,16}$/.test(rid));
  return [...new Set(named)].slice(0, most.rids);
};

const streamsOf = ({ ssrcs = [], ssrcGroups = [] }: ParsedMedia): OfferedStream[] => {
  const all = [...new Set(ssrcs.map(({ id }) => whole(id, 1, 0xffff_ffff)))].filter((id) => id !== null);
  const repairs = new Map<number, number>();
  for (const { semantics, ssrcs: pair } of ssrcGroups) {
    const [ssrc = 0, rtx = 0] = String(pair ?? '')
      .split(' ')
      .map(Number);
    if (semantics === 'FID' && all.includes(ssrc) && all.includes(rtx) && ssrc !== rtx)
      repairs.set(ssrc, rtx);
  }
  const rtxs = new Set(repairs.values());
  return all
    .filter((ssrc) => !rtxs.has(ssrc))
    .slice(0, most.streams)
    .map((ssrc) => ({ ssrc, rtxSsrc: repairs.get(ssrc) ?? null }));
};
