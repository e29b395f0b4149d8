// What runs inside the pages of the storm bench; each function stands alone, because the browser gets its text only.

/** What a page has received or sent so far, of video. */
export type Video = {
  at: number;
  framesDecoded: number;
  keyFramesDecoded: number;
  freezes: number;
  frozenSeconds: number;
  qpSum: number;
  height: number;
  lost: number;
  keyFramesEncoded: number;
  /** Key frames that the other side asked for: PLI and FIR. */
  asked: number;
};

type Noted = { peers?: RTCPeerConnection[] };

/** Before the page's own scripts: remembers its peer connections. */
export const notePeers = (): void => {
  const peers: RTCPeerConnection[] = [];
  (globalThis as Noted).peers = peers;
  const Real = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.push(this);
    }
  };
};

export const readVideo = async (): Promise<Video> => {
  const all = await Promise.all(((globalThis as Noted).peers ?? []).map((peer) => peer.getStats()));
  type Entry = Record<string, number | string>;
  const entries = all.flatMap((report) => [...(report as unknown as Map<string, Entry>).values()]);
  const of = (type: string) => entries.filter((entry) => entry.type === type && entry.kind === 'video');
  const sum = (some: Entry[], name: string) =>
    some.reduce((total, entry) => total + Number(entry[name] ?? 0), 0);
  const [inbound, outbound] = [of('inbound-rtp'), of('outbound-rtp')];
  return {
    at: performance.now(),
    framesDecoded: sum(inbound, 'framesDecoded'),
    keyFramesDecoded: sum(inbound, 'keyFramesDecoded'),
    freezes: sum(inbound, 'freezeCount'),
    frozenSeconds: sum(inbound, 'totalFreezesDuration'),
    qpSum: sum(inbound, 'qpSum'),
    height: Math.max(0, ...inbound.map((entry) => Number(entry.frameHeight ?? 0))),
    lost: sum(inbound, 'packetsLost'),
    keyFramesEncoded: sum(outbound, 'keyFramesEncoded'),
    asked: sum(outbound, 'pliCount') + sum(outbound, 'firCount'),
  };
};
