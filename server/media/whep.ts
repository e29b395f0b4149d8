// A player's media (WHEP, draft-ietf-wish-whep): it offers to receive, we answer with what is on the stage and what may come.
// Works on the endpoint of a member like every other. Rules: WHP-6 … WHP-8, WHP-13.
import type { MediaKind } from '../../shared/media.ts';
import { routerPayloadTypes, type PayloadTypes } from './codecs.ts';
import type { Endpoint } from './endpoint.ts';
import { AppError } from '../errors.ts';
import { Negotiated } from './negotiated.ts';
import { isMid, receiving } from './sdp-codecs.ts';
import { readOffer, unsupported } from './sdp.ts';

const isOwn = (payloadTypes: PayloadTypes): boolean =>
  Object.entries(routerPayloadTypes).every(([mime, number]) => payloadTypes[mime] === number);

/**
 * `playing`: what is on the stage now. Throws `bad_sdp`, `sdp_unsupported` (also when it plays in a codec that the client did
 * not offer: it would look at nothing), no_picture, media_unavailable, media_gone.
 */
export const play = async (
  endpoint: Endpoint,
  text: string,
  playing: Set<MediaKind>,
): Promise<Negotiated> => {
  const offer = readOffer(text);
  const { agreed, payloadTypes, rtpCapabilities } = receiving(offer.sections);
  const { transport } = await endpoint.open('receive', {
    payloadTypes: isOwn(payloadTypes) ? null : payloadTypes,
  });
  const consumers = await endpoint.watch(rtpCapabilities);
  // Who does not know the mid extension may know streams by their ssrc alone (libdatachannel): then they are told, and with
  // them the session ends. Everyone else finds a section by its payload type, whatever comes later.
  const named = agreed.some((it) => it && !it.section.extensions.some(isMid));
  if (named && consumers.length === 0) throw new AppError('no_picture');
  for (const it of agreed)
    if (
      it?.section.kind &&
      playing.has(it.section.kind) &&
      !consumers.some(({ kind }) => kind === it.section.kind)
    )
      throw unsupported(`the ${it.section.kind} of this show is in a codec that was not offered`);
  await endpoint.connect(transport.id, offer.dtlsParameters);
  // The key frame is asked for when the client is connected (mediasoup worker, Consumer::TransportConnected).
  await endpoint.resume(consumers.map(({ id }) => id));
  return new Negotiated(endpoint, offer, transport, agreed, 'sendonly', named ? consumers : []);
};
