// An encoder's media (WHIP, RFC 9725): an offer in, an answer out. Works on the endpoint of a member like every other; who may
// publish is the caller's to say. Rules: WHP-3, WHP-11.
import type { MediaKind, RtpParameters } from '../../shared/media.ts';
import type { Endpoint } from './endpoint.ts';
import { Negotiated, nothingAgreed } from './negotiated.ts';
import { sending } from './sdp-codecs.ts';
import { readOffer, type OfferedSection } from './sdp.ts';

type Produce = (transportId: string, kind: MediaKind, rtpParameters: RtpParameters) => Promise<unknown>;

/** Throws `bad_sdp`, `sdp_unsupported`, and what `produce` and the endpoint throw. */
export const publish = async (endpoint: Endpoint, text: string, produce: Produce): Promise<Negotiated> => {
  const offer = readOffer(text);
  const sections = sent(offer.sections);
  // FFmpeg asks for consent once and never again (libavformat/whip.c).
  const { transport } = await endpoint.open('send', { consent: false });
  for (const section of sections)
    if (section) await produce(transport.id, section.kind, section.rtpParameters);
  await endpoint.connect(transport.id, offer.dtlsParameters);
  const agreed = sections.map((section) => section?.agreed ?? null);
  return new Negotiated(endpoint, offer, transport, agreed, 'recvonly');
};

/** For each section what is taken of it; one of a kind. Throws `sdp_unsupported` when that is nothing. */
export const sent = (sections: OfferedSection[]) => {
  const taken = new Set<MediaKind>();
  const all = sections.map((section) => {
    const { kind } = section;
    if (!kind || !section.sends || taken.has(kind)) return null;
    const one = sending(section);
    if (!one) return null;
    taken.add(kind);
    return { ...one, kind };
  });
  return taken.size > 0 ? all : nothingAgreed();
};
