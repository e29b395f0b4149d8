// What runs inside the measured pages; each function stands alone, because the browser gets its text only.

/** Milliseconds since the navigation began (performance.timeOrigin); null for what did not happen. */
export type Marks = {
  html: number | null;
  /** The renderer has the document; its scripts come next. */
  document: number | null;
  socketAsked: number | null;
  socketOpen: number | null;
  welcome: number | null;
  consumers: number | null;
  connected: number | null;
  firstFrame: number | null;
};

type Marked = { marks?: Marks };

/** Before the page's own scripts: notes when its socket, its peer connection and its first frame come. */
export const noteMarks = (): void => {
  const marks: Marks = {
    html: null,
    document: performance.now(),
    socketAsked: null,
    socketOpen: null,
    welcome: null,
    consumers: null,
    connected: null,
    firstFrame: null,
  };
  (globalThis as Marked).marks = marks;
  const now = () => performance.now();
  const create = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLVideoElement)
      element.requestVideoFrameCallback(() => (marks.firstFrame ??= now()));
    return element;
  };
  const RealSocket = WebSocket;
  globalThis.WebSocket = class extends RealSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      marks.socketAsked ??= now();
      this.addEventListener('open', () => (marks.socketOpen ??= now()));
      this.addEventListener('message', ({ data }: MessageEvent<string>) => {
        if (data.includes('"serverNow"') && data.includes('"memberId"')) marks.welcome ??= now();
        if (data.includes('"consumers"')) marks.consumers ??= now();
      });
    }
  };
  const RealPeer = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends RealPeer {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      this.addEventListener('connectionstatechange', () => {
        if (this.connectionState === 'connected') marks.connected ??= now();
      });
    }
  };
};

/** Resolves when the first frame was presented; rejects when there is none so many milliseconds after the navigation. */
export const readMarks = (withinMs: number): Promise<Marks> =>
  new Promise((resolve, reject) => {
    const look = () => {
      const { marks } = globalThis as Marked;
      if (marks?.firstFrame) {
        const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
        resolve({ ...marks, html: navigation?.responseEnd ?? null });
      } else if (performance.now() > withinMs) reject(new Error(`no frame: ${JSON.stringify(marks)}`));
      else setTimeout(look, 20);
    };
    look();
  });

/** The yardstick: this page's camera to a video in this page, over two peer connections and nothing between. */
export const peerToPeer = async (): Promise<void> => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: false });
  const [from, to] = [new RTCPeerConnection(), new RTCPeerConnection()];
  from.onicecandidate = ({ candidate }) => void to.addIceCandidate(candidate ?? undefined);
  to.onicecandidate = ({ candidate }) => void from.addIceCandidate(candidate ?? undefined);
  const video = document.createElement('video');
  video.dataset.testid = 'viewer-video';
  video.muted = video.autoplay = video.playsInline = true;
  document.body.replaceChildren(video);
  to.ontrack = ({ track }) => (video.srcObject = new MediaStream([track]));
  for (const track of stream.getVideoTracks())
    from.addTransceiver(track, { sendEncodings: [{ maxBitrate: 2_000_000 }] });
  await from.setLocalDescription();
  await to.setRemoteDescription(from.localDescription as RTCSessionDescription);
  await to.setLocalDescription();
  await from.setRemoteDescription(to.localDescription as RTCSessionDescription);
  await video.play();
};
