// What runs inside the pages of the networks bench; each function stands alone, because the browser gets its text only.

export type Seen = {
  /** When a new picture was shown, in milliseconds since 1970, and its lines. */
  frames: [at: number, height: number][];
  /** Each change of the page's screen (client/room/screen.ts). */
  screens: [at: number, screen: string][];
  /** What the page says about its delay, once a second. */
  delays: [at: number, ms: number][];
  /** Durable events, by their numbers; all up to `covered` came in a snapshot. */
  heard: number[];
  covered: number;
  welcomes: number;
};

type Watched = { seen: Seen; peers: RTCPeerConnection[] };

/** Before the page's own scripts. */
export const noteSeen = (): void => {
  const seen: Seen = { frames: [], screens: [], delays: [], heard: [], covered: 0, welcomes: 0 };
  const peers: RTCPeerConnection[] = [];
  Object.assign(globalThis, { seen, peers } satisfies Watched);
  const follow = (video: HTMLVideoElement) => {
    video.requestVideoFrameCallback(() => {
      const at = performance.timeOrigin + performance.now();
      if (video.dataset.testid === 'viewer-video') seen.frames.push([at, video.videoHeight]);
      follow(video);
    });
  };
  const create = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLVideoElement) follow(element);
    return element;
  };
  setInterval(() => {
    const screen = document.querySelector<HTMLElement>('.room')?.dataset.screen;
    if (screen && screen !== seen.screens.at(-1)?.[1]) seen.screens.push([Date.now(), screen]);
  }, 50);
  setInterval(() => {
    const shown = document.querySelector('[data-testid=latency]')?.getAttribute('data-ms');
    if (shown) seen.delays.push([Date.now(), Number(shown)]);
  }, 1000);
  type Frame = {
    seq?: number;
    ok?: boolean;
    body?: { memberId?: string; seq?: number; snapshot?: object | null; missed?: { seq?: number }[] };
  };
  const RealSocket = WebSocket;
  globalThis.WebSocket = class extends RealSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }: MessageEvent<string>) => {
        const { seq, body } = JSON.parse(data) as Frame;
        if (seq !== undefined) seen.heard.push(seq);
        if (!body?.memberId) return;
        seen.welcomes += 1;
        if (body.snapshot) seen.covered = body.seq ?? 0;
        for (const missed of body.missed ?? []) if (missed.seq !== undefined) seen.heard.push(missed.seq);
      });
    }
  };
  const RealPeer = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends RealPeer {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      peers.push(this);
    }
  };
};

export const readSeen = (): Seen => (globalThis as unknown as Watched).seen;

/** `udp` or `tcp` for each way that carries media now. */
export const readPaths = async (): Promise<string[]> => {
  const { peers } = globalThis as unknown as Watched;
  const paths = new Set<string>();
  for (const peer of peers) {
    if (peer.connectionState !== 'connected') continue;
    const report = await peer.getStats();
    const entries = [...(report.values() as Iterable<Record<string, string>>)];
    const transport = entries.find(({ type }) => type === 'transport');
    const pair = report.get(transport?.selectedCandidatePairId ?? '') as Record<string, string> | undefined;
    const local = report.get(pair?.localCandidateId ?? '') as Record<string, string> | undefined;
    if (local?.protocol) paths.add(local.protocol);
  }
  return [...paths];
};

/** Frames that the browser has encoded, of the highest layer, and decoded so far; key frames of all layers. */
export type Counted = { encoded: number; decoded: number; keyFrames: number };

export const readCounted = async (): Promise<Counted> => {
  const { peers } = globalThis as unknown as Watched;
  const counted = { encoded: 0, decoded: 0, keyFrames: 0 };
  for (const peer of peers) {
    const entries = [...((await peer.getStats()).values() as Iterable<Record<string, unknown>>)];
    const video = entries.filter(({ kind }) => kind === 'video');
    const sent = video.filter(({ type }) => type === 'outbound-rtp');
    counted.encoded += Math.max(0, ...sent.map(({ framesEncoded }) => Number(framesEncoded)));
    for (const { type, framesDecoded, keyFramesEncoded } of video) {
      if (type === 'outbound-rtp') counted.keyFrames += Number(keyFramesEncoded);
      if (type === 'inbound-rtp') counted.decoded += Number(framesDecoded);
    }
  }
  return counted;
};

/** The step of the client's ladder that brought the picture back last, and how often one did. */
export const readMended = (): string => {
  const { recoveredBy, recoveries } =
    document.querySelector<HTMLElement>('[data-testid=viewer-video]')?.dataset ?? {};
  return recoveredBy ? `${recoveredBy} ×${recoveries}` : '';
};

/** What is read in the open tab of the column, whoever reads it; of the chat, what a newcomer is told as well. */
export const readTab = (): string[] => {
  const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
  const text = (element: Element) => element.querySelector('.text')?.textContent ?? '';
  return [
    ...all('[data-testid=chat-item]')
      .slice(-30)
      .map((item) => `chat ${text(item)}`),
    ...all('[data-testid=question-item]').map((item) => `question ${item.dataset.state} ${text(item)}`),
    ...all('[data-testid=stock-count]').map((item) => `stock ${item.dataset.available}`),
  ].sort();
};

/** As a phone, whose camera stops with the page. */
export const beAPhone = (): void => {
  const ask = globalThis.matchMedia.bind(globalThis);
  globalThis.matchMedia = (query) => ask(query === '(pointer: coarse)' ? 'all' : query);
};

/** As a tab behind another one: headless Chromium has no such thing, its pages are always in front. */
export const setHidden = (hidden: boolean): void => {
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
  Object.defineProperty(document, 'visibilityState', {
    configurable: true,
    get: () => (hidden ? 'hidden' : 'visible'),
  });
  document.dispatchEvent(new Event('visibilitychange'));
};
