// The media parameters that travel in frames. Their types are mediasoup's own; the schemas check the shape that we
// rely on, and mediasoup checks the rest where it uses them (its TypeErrors become `bad_request`).
// Source: https://mediasoup.org/documentation/v3/mediasoup/rtp-parameters-and-capabilities/
import type {
  DtlsParameters,
  IceCandidate,
  IceParameters,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
} from 'mediasoup/types';
import * as v from 'valibot';

export type { DtlsParameters, IceCandidate, IceParameters, MediaKind, RtpCapabilities, RtpParameters };

const list = v.pipe(v.array(v.record(v.string(), v.unknown())), v.maxLength(64));

export const rtpCapabilities = v.custom<RtpCapabilities>((input) =>
  v.is(v.object({ codecs: list, headerExtensions: v.optional(list) }), input),
);
export const rtpParameters = v.custom<RtpParameters>((input) =>
  v.is(v.object({ codecs: list, headerExtensions: v.optional(list), encodings: v.optional(list) }), input),
);
export const dtlsParameters = v.object({
  role: v.exactOptional(v.picklist(['auto', 'client', 'server'])),
  fingerprints: v.pipe(
    v.array(
      v.object({
        algorithm: v.picklist(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: v.pipe(v.string(), v.regex(/^([0-9A-F]{2}:){19,63}[0-9A-F]{2}$/i)),
      }),
    ),
    v.minLength(1),
    v.maxLength(8),
  ),
});
export const mediaKind = v.picklist(['audio', 'video']);

/** What a client needs to create its own end of a transport. */
export type TransportView = {
  id: string;
  iceParameters: IceParameters;
  iceCandidates: IceCandidate[];
  dtlsParameters: DtlsParameters;
};

/** A TURN server, as RTCPeerConnection takes it. */
export type IceServer = { urls: string[]; username: string; credential: string };

/** A transport together with the capabilities of the router that it is on: all that a Device must load. */
export type TransportOffer = { routerRtpCapabilities: RtpCapabilities; transport: TransportView };
/** With the servers that relay for it where no direct way is open; none when the shop has none. */
export type MediaView = TransportOffer & { iceServers: IceServer[] };

/** What the shop's line carries beside those who are there. */
export type Capacity = {
  /** So many more would get the full picture; null: nobody said how fast the line is. */
  fits: number | null;
  /** Who sees a smaller picture than they want, and who sees photos. */
  smaller: number;
  photos: number;
};

/** What brought a viewer's picture back, gentlest first. */
export const recoverySteps = ['keyFrame', 'iceRestart', 'transport', 'rejoin'] as const;
export type RecoveryStep = (typeof recoverySteps)[number];

/** A consumer on the server, paused until the client says `media.resume`. */
export type ConsumerView = {
  id: string;
  producerId: string;
  kind: MediaKind;
  rtpParameters: RtpParameters;
};
