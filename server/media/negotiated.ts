// What was agreed with a WHIP or WHEP client: the answer, and what is needed to restart ICE later. The transport is the
// endpoint's. Rules: WHP-9, WHP-12.
import { randomInt } from 'node:crypto';
import type { ConsumerView, TransportView } from '../../shared/media.ts';
import type { Endpoint } from './endpoint.ts';
import { writeAnswer, writeFragment } from './sdp-answer.ts';
import type { Agreed } from './sdp-codecs.ts';
import { unsupported, type IceCredentials, type Offer } from './sdp.ts';

export class Negotiated {
  readonly answer: string;
  /** Whether the client knows streams by ssrc alone: others than those that it was told are lost on it. */
  readonly namesStreams: boolean;
  readonly #endpoint: Endpoint;
  readonly #tagged: Agreed;
  #transport: TransportView;
  #remote: IceCredentials;

  constructor(
    endpoint: Endpoint,
    offer: Offer,
    transport: TransportView,
    agreed: (Agreed | null)[],
    direction: 'sendonly' | 'recvonly',
    streams: ConsumerView[] = [],
  ) {
    this.namesStreams = streams.length > 0;
    this.#endpoint = endpoint;
    this.#transport = transport;
    this.#remote = offer.ice;
    this.#tagged = agreed.find((it) => it !== null) ?? nothingAgreed();
    this.answer = writeAnswer({
      transport,
      sections: offer.sections.map((offered, at) => ({ offered, agreed: agreed[at] ?? null })),
      direction,
      setup: offer.dtlsParameters.role === 'client' ? 'passive' : 'active',
      allowsMixedExtensions: offer.allowsMixedExtensions,
      sessionId: randomInt(2 ** 47),
      streams,
    });
  }

  get transportId(): string {
    return this.#transport.id;
  }

  /** Whether these are others than the client had before: it wants to restart ICE. */
  isRestart({ ufrag, pwd }: IceCredentials): boolean {
    return ufrag !== this.#remote.ufrag || pwd !== this.#remote.pwd;
  }

  /** The fragment that tells the client. Throws media_gone. */
  async restart(remote: IceCredentials): Promise<string> {
    const iceParameters = await this.#endpoint.restartIce(this.transportId);
    this.#remote = remote;
    this.#transport = { ...this.#transport, iceParameters };
    return writeFragment(this.#transport, this.#tagged);
  }
}

/** Throws `sdp_unsupported`. */
export const nothingAgreed = (): never => {
  throw unsupported('no codec that we speak: Opus, VP8, H264');
};
