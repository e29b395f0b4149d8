// A publisher and a viewer of Janus's VideoRoom, on the same peers, with the same packets, as those of the shop.
import { PeerConnection, RtcpReceivingSession, type Track } from 'node-datachannel';
import { connected, isRtcp, keyFrameRequestsIn, packetizer, trackOf, type Sender } from '../helpers/media.ts';
import type { MediaKind } from '../../shared/media.ts';
import { janusRoom as room } from './janus.ts';
import { JanusCaller } from './janus-caller.ts';
import { Tally } from './tally.ts';
import type { Join } from './viewer.ts';

const kinds: MediaKind[] = ['audio', 'video'];

/** The whole description: Janus answers candidates in it at once. */
const described = (peer: PeerConnection): Promise<string> =>
  new Promise((resolve) => {
    peer.onGatheringStateChange((state) => {
      if (state === 'complete') resolve(peer.localDescription()?.sdp ?? '');
    });
  });

type Publishing = Pick<Sender, 'streams' | 'keyFrameRequests' | 'close'> & { feed: number };

export const publishToJanus = async (url: string, videoSsrc: number): Promise<Publishing> => {
  const caller = await JanusCaller.open(url);
  const joined = await caller.message({ request: 'join', ptype: 'publisher', room });
  const peer = new PeerConnection('publisher', { iceServers: [] });
  const tracks = kinds.map((kind, mid) => ({
    kind,
    track: peer.addTrack(trackOf(kind, String(mid), [videoSsrc])),
  }));
  const offered = described(peer);
  peer.setLocalDescription('offer');
  const { jsep } = await caller.message({ request: 'publish' }, { type: 'offer', sdp: await offered });
  if (!jsep) throw new Error('Janus did not answer the publisher');
  peer.setRemoteDescription(jsep.sdp, 'answer');
  await connected(peer);
  let requests = 0;
  const streams = tracks.map(({ kind, track }) => {
    const packetize = packetizer(kind);
    track.onMessage((packet) => (requests += keyFrameRequestsIn(packet)));
    const sendPacket = (packet: Buffer) => track.isOpen() && track.sendMessageBinary(packet);
    return {
      kind,
      producerId: kind,
      sendPacket,
      sendFrame: (frame = {}) => packetize(frame).filter(sendPacket).length,
    };
  });
  return {
    streams,
    feed: Number(joined.data.id),
    keyFrameRequests: () => requests,
    close() {
      peer.close();
      caller.close();
    },
  };
};

const section = /^m=(audio|video) \S+ \S+ (\d+)[\s\S]*?^a=mid:(\S+)/gm;

export class JanusViewer {
  readonly tally = new Tally();
  readonly lost = false;
  readonly #startedAt: number;
  readonly #caller: JanusCaller;
  readonly #peer = new PeerConnection('viewer', { iceServers: [] });
  readonly #tracks: Track[] = [];
  #welcomeMs = 0;
  #connectedMs = 0;

  private constructor(caller: JanusCaller, startedAt: number) {
    this.#caller = caller;
    this.#startedAt = startedAt;
  }

  static async join(url: string, feed: number): Promise<JanusViewer> {
    const startedAt = performance.now();
    const viewer = new JanusViewer(await JanusCaller.open(url), startedAt);
    try {
      await viewer.#watch(feed);
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
    this.#peer.close();
    this.#caller.close();
  }

  async #watch(feed: number): Promise<void> {
    const join = { request: 'join', ptype: 'subscriber', room, streams: [{ feed }] };
    const { jsep } = await this.#caller.message(join);
    if (!jsep) throw new Error('Janus offered nothing');
    this.#welcomeMs = performance.now() - this.#startedAt;
    this.#listen(jsep.sdp);
    const answered = described(this.#peer);
    this.#peer.setRemoteDescription(jsep.sdp, 'offer');
    await this.#caller.message({ request: 'start' }, { type: 'answer', sdp: await answered });
    await connected(this.#peer);
    this.#connectedMs = performance.now() - this.#startedAt;
  }

  #listen(offer: string): void {
    const offered = new Map(
      [...offer.matchAll(section)].map(([, kind, payloadType, mid = '']) => [
        mid,
        { id: mid, kind: kind as MediaKind, payloadType: Number(payloadType) },
      ]),
    );
    this.#peer.onTrack((track) => {
      const stream = offered.get(track.mid());
      if (!stream) return;
      track.setMediaHandler(new RtcpReceivingSession());
      track.onMessage((packet) => {
        if (!isRtcp(packet)) this.tally.take(packet, stream);
      });
      this.#tracks.push(track);
    });
  }
}
