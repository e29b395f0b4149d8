// One viewer, all the way that the room page goes: socket → hello (its transport comes with the welcome) → watch → connect
// and resume → RTP. Takes what a host who comes back is offered by. Real ICE, DTLS and SRTP; nothing is decoded.
import { openReceiver, peerCapabilities, type Receiver } from '../helpers/media.ts';
import type { ConsumerView } from '../../shared/media.ts';
import type { Welcome } from '../../shared/model.ts';
import type { EventFrame } from '../../shared/protocol.ts';
import { Caller } from './caller.ts';
import { Tally } from './tally.ts';
import { everyMs, Feedback, numbered, numberedBy, numberOf } from './transport-cc.ts';

export type ShopPlace = {
  url: string;
  room: string;
  /** Each packet is told of, as browsers do: the server estimates the line then. */
  transportCc?: boolean;
};

/** Milliseconds from the moment before the socket was opened. */
export type Join = {
  welcomeMs: number;
  /** DTLS is up. */
  connectedMs: number;
  firstPacketMs: number | null;
  firstFrameMs: number | null;
};

export class Viewer {
  readonly tally = new Tally();
  readonly caller: Caller;
  readonly #startedAt = performance.now();
  #receiver: Receiver | undefined;
  readonly #feedback: Feedback | null;
  #feeding: ReturnType<typeof setInterval> | undefined;
  #welcomeMs = 0;
  #connectedMs = 0;
  /** The server said that the transport is gone. */
  lost = false;
  welcome: Welcome | null = null;

  private constructor(caller: Caller, startedAt: number, transportCc: boolean) {
    this.caller = caller;
    this.#startedAt = startedAt;
    this.#feedback = transportCc ? new Feedback() : null;
  }

  /** Resolves when DTLS is up. Rejects when the server refuses, or shows nothing. */
  static async join({ url, room, transportCc = false }: ShopPlace, localAddress: string): Promise<Viewer> {
    const startedAt = performance.now();
    let viewer: Viewer | undefined;
    const caller = await Caller.open({
      url,
      localAddress,
      onEvent: (event) => viewer && viewer.#hear(event),
    });
    viewer = new Viewer(caller, startedAt, transportCc);
    try {
      await viewer.#watch(room);
      return viewer;
    } catch (error) {
      viewer.close();
      throw error;
    }
  }

  get timings(): Join {
    const since = (at: number | null) => (at === null ? null : at - this.#startedAt);
    return {
      welcomeMs: this.#welcomeMs,
      connectedMs: this.#connectedMs,
      firstPacketMs: since(this.tally.firstPacketAt),
      firstFrameMs: since(this.tally.firstFrameAt),
    };
  }

  close(): void {
    clearInterval(this.#feeding);
    this.#receiver?.close();
    this.caller.close();
  }

  #hear({ type, body }: EventFrame): void {
    if (type === 'media.lost') this.lost = true;
    if (type === 'media.offered') this.#take(body.consumers);
  }

  #take(consumers: ConsumerView[]): void {
    this.#receiver?.add(consumers);
    // A socket that goes meanwhile shows elsewhere.
    this.caller.request('media.resume', { consumerIds: consumers.map(({ id }) => id) }).catch(() => {});
  }

  async #watch(room: string): Promise<void> {
    const welcome = await this.caller.hello({ room, page: 'room', media: true });
    this.welcome = welcome;
    this.#welcomeMs = performance.now() - this.#startedAt;
    if (!welcome.media) throw new Error('the welcome brought no transport');
    await this.#receive(welcome.media);
    this.#connectedMs = performance.now() - this.#startedAt;
  }

  async #receive(mediaView: NonNullable<Welcome['media']>): Promise<void> {
    const plain = peerCapabilities(mediaView.routerRtpCapabilities);
    const rtpCapabilities = this.#feedback ? numbered(plain, mediaView.routerRtpCapabilities) : plain;
    const { consumers } = await this.caller.request('media.watch', { rtpCapabilities });
    if (consumers.length === 0) throw new Error('there is nothing on the stage');
    this.#receiver = await openReceiver({
      mediaView,
      consumers,
      ownRtcp: this.#feedback !== null,
      onPacket: (packet, { id, kind, rtpParameters }) => {
        this.#note(packet, rtpParameters);
        this.tally.take(packet, { id, kind, payloadType: rtpParameters.codecs[0]?.payloadType ?? 0 });
      },
      // As the room page does it: both requests at once, DTLS does not wait for the answers.
      connect: (dtlsParameters) =>
        Promise.all([
          this.caller.request('media.connect', { transportId: mediaView.transport.id, dtlsParameters }),
          this.caller.request('media.resume', { consumerIds: consumers.map(({ id }) => id) }),
        ]),
    });
    const ssrc = consumers[0]?.rtpParameters.encodings?.[0]?.ssrc ?? 0;
    if (this.#feedback) this.#feeding = setInterval(() => this.#feed(ssrc), everyMs);
  }

  #note(packet: Buffer, { headerExtensions }: ConsumerView['rtpParameters']): void {
    const id = this.#feedback && numberedBy(headerExtensions);
    const number = id && numberOf(packet, id);
    if (number !== null) this.#feedback?.arrived(number, performance.now());
  }

  #feed(ssrc: number): void {
    const rtcp = this.#feedback?.take(ssrc);
    if (rtcp) this.#receiver?.send(rtcp);
  }
}
