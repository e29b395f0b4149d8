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
  /** What is sent, by the name of its layer. */
  layers: Layer[];
};

/** `asked`: key frames that the other side asked for, by PLI and FIR. */
export type Layer = { rid: string; height: number; asked: number; keyFrames: number; frames: number };

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
    layers: outbound
      .map((entry) => ({
        rid: String(entry.rid ?? ''),
        height: Number(entry.frameHeight ?? 0),
        asked: Number(entry.pliCount ?? 0) + Number(entry.firCount ?? 0),
        keyFrames: Number(entry.keyFramesEncoded ?? 0),
        frames: Number(entry.framesEncoded ?? 0),
      }))
      .sort((one, other) => one.rid.localeCompare(other.rid)),
  };
};
