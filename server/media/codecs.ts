// Which codecs a room's routers speak, in order of preference. Owns nothing at run time.
// Every router of the house has the same list: a pipe between routers keeps payload types, and a viewer that moves to
// another worker keeps its Device. Rules: MED-1.
import { ortc } from 'mediasoup';
import type { RouterRtpCodecCapability, RtpCapabilities } from 'mediasoup/types';

/**
 * The first codec of a kind is the one that mediasoup-client produces unless told otherwise.
 * Source: https://mediasoup.org/documentation/v3/mediasoup/rtp-parameters-and-capabilities/#RtpCodecCapability
 */
export const mediaCodecs: RouterRtpCodecCapability[] = [
  {
    // Opus is mandatory for WebRTC (RFC 7874 §3); 48000/2 is its only rtpmap, mono or not (RFC 7587 §4.1). In-band FEC
    // heals single losses without a round trip; DTX sends next to nothing while the host is silent (RFC 7587 §6.1).
    // 111 is the payload type that libwebrtc offers, so a WHEP answer need not renumber.
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: 48_000,
    channels: 2,
    preferredPayloadType: 111,
    parameters: { useinbandfec: 1, usedtx: 1 },
  },
  {
    // Mandatory for browsers as well (RFC 7742 §5), free of profiles, and simulcast works in all of them, in Safari and all
    // of iOS since 12.1 (https://webkit.org/blog/8672/on-the-road-to-webrtc-1-0-including-vp8/); 96 is libwebrtc's payload
    // type for it. A browser host sends this one alone: mediasoup forwards, and a second encoding would halve its computer.
    kind: 'video',
    mimeType: 'video/VP8',
    clockRate: 90_000,
    preferredPayloadType: 96,
  },
  {
    // For encoders without VP8 (OBS, FFmpeg, hardware); iPhones decode it in hardware, with an hour more of battery (same
    // page). Constrained baseline, level 3.1 is what every WebRTC endpoint
    // must decode (RFC 7742 §6.2: 42e01f); level-asymmetry-allowed lets either side send above it (RFC 6184 §8.1).
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: 90_000,
    preferredPayloadType: 102,
    parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 },
  },
];

/** Which payload type stands for which codec: `{ 'video/vp8': 96, … }`. */
export type PayloadTypes = Readonly<Record<string, number>>;

export const routerPayloadTypes: PayloadTypes = Object.fromEntries(
  mediaCodecs.map(({ mimeType, preferredPayloadType = 0 }) => [mimeType.toLowerCase(), preferredPayloadType]),
);

/** The same codecs under other payload types, for those who chose the numbers themselves (WHEP). */
export const codecsNumbered = (payloadTypes: PayloadTypes): RouterRtpCodecCapability[] =>
  mediaCodecs.map((codec) => {
    const preferredPayloadType = payloadTypes[codec.mimeType.toLowerCase()];
    return { ...codec, ...(preferredPayloadType !== undefined && { preferredPayloadType }) };
  });

/** What each router will say of itself. Made once and shared: the getter of a router copies it at every call. */
export const routerRtpCapabilities: RtpCapabilities = ortc.generateRouterRtpCapabilities(
  structuredClone(mediaCodecs),
);
