// One track out of two pictures. Where the browser gives frames as streams (Chrome, Edge, Android) a worker composes them,
// and a hidden page does no harm; elsewhere the page draws on a canvas with each frame of the camera, and a worker's ticks
// keep it drawing while it is hidden (a browser that decodes nothing for a hidden page still sends the last picture).
// Owns what it made; never the tracks that it was given. Rules: STU-81, STU-83.
// Source: https://w3c.github.io/mediacapture-transform/; Chrome has both ends on the page, Safari in workers only.
import type { ToWorker } from './compose-worker.ts';
import { paint, type Drawn, type Layout } from './inset-layout.ts';

export type Second = MediaStreamTrack | ImageBitmap;

export type Composer = {
  readonly track: MediaStreamTrack;
  arrange(layout: Layout): void;
  /** Idempotent. */
  close(): void;
};

type FrameSource = { readable: ReadableStream<VideoFrame> };
type FrameSink = MediaStreamTrack & { writable: WritableStream<VideoFrame> };
type FrameStreams = {
  MediaStreamTrackProcessor: new (init: { track: MediaStreamTrack; maxBufferSize?: number }) => FrameSource;
  MediaStreamTrackGenerator: new (init: { kind: 'video' }) => FrameSink;
};

const frameStreams = (): FrameStreams | null =>
  'MediaStreamTrackProcessor' in globalThis && 'MediaStreamTrackGenerator' in globalThis
    ? (globalThis as unknown as FrameStreams)
    : null;

const openWorker = (): Worker =>
  new Worker(new URL('./compose-worker.ts', import.meta.url), { type: 'module' });
const tell = (worker: Worker, message: ToWorker, transfer: Transferable[] = []): void =>
  worker.postMessage(message, transfer);

const composeInWorker = (
  { MediaStreamTrackProcessor, MediaStreamTrackGenerator }: FrameStreams,
  camera: MediaStreamTrack,
  second: Second,
  layout: Layout,
): Composer => {
  const worker = openWorker();
  const generator = new MediaStreamTrackGenerator({ kind: 'video' });
  // Clones end with us; the originals go on.
  const clones: MediaStreamTrack[] = [];
  const framesOf = (track: MediaStreamTrack): ReadableStream<VideoFrame> => {
    const clone = track.clone();
    clones.push(clone);
    return new MediaStreamTrackProcessor({ track: clone, maxBufferSize: 1 }).readable;
  };
  const main = framesOf(camera);
  const { writable: out } = generator;
  const frames = second instanceof MediaStreamTrack ? framesOf(second) : null;
  tell(worker, { type: 'start', main, second: frames ?? (second as ImageBitmap), out, layout }, [
    main,
    out,
    ...(frames ? [frames] : []),
  ]);
  return {
    track: generator,
    arrange: (next) => tell(worker, { type: 'layout', layout: next }),
    close: () => {
      for (const track of clones) track.stop();
      generator.stop();
      worker.terminate();
    },
  };
};

const playing = (track: MediaStreamTrack): HTMLVideoElement => {
  const video = document.createElement('video');
  video.muted = video.playsInline = true;
  video.srcObject = new MediaStream([track]);
  video.play().catch(() => {}); // muted and inline: may always play
  return video;
};

const drawnVideo = (video: HTMLVideoElement): Drawn | null =>
  video.videoWidth === 0 ? null : { image: video, width: video.videoWidth, height: video.videoHeight };

const drawnPhoto = (image: ImageBitmap): Drawn => ({ image, width: image.width, height: image.height });

const tickMs = 66;

const composeOnPage = (camera: MediaStreamTrack, second: Second, first: Layout): Composer => {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { alpha: false });
  const video = playing(camera);
  const inset = second instanceof MediaStreamTrack ? playing(second) : null;
  let layout = first;
  let callback = 0;
  let drawnAt = 0;
  const draw = (): void => {
    const main = drawnVideo(video);
    if (!main || !context) return;
    drawnAt = performance.now();
    if (canvas.width !== main.width || canvas.height !== main.height)
      Object.assign(canvas, { width: main.width, height: main.height });
    paint(context, main, inset ? drawnVideo(inset) : drawnPhoto(second as ImageBitmap), layout);
  };
  const onFrame = (): void => {
    draw();
    callback = video.requestVideoFrameCallback(onFrame);
  };
  callback = video.requestVideoFrameCallback(onFrame);
  const worker = openWorker();
  worker.addEventListener('message', () => {
    if (performance.now() - drawnAt > 2 * tickMs) draw();
  });
  tell(worker, { type: 'tick', everyMs: tickMs });
  const [track] = canvas.captureStream().getVideoTracks();
  if (!track) throw new Error('a canvas without a track');
  return {
    track,
    arrange: (next) => {
      layout = next;
      draw();
    },
    close: () => {
      video.cancelVideoFrameCallback(callback);
      worker.terminate();
      track.stop();
      for (const element of [video, inset]) if (element) element.srcObject = null;
    },
  };
};

export const compose = (camera: MediaStreamTrack, second: Second, layout: Layout): Composer => {
  const streams = frameStreams();
  return streams ? composeInWorker(streams, camera, second, layout) : composeOnPage(camera, second, layout);
};
