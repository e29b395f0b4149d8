// Puts two pictures into one, frame by frame, beside the page: a hidden page's timers and drawing are slowed down, a worker's
// are not. Each frame keeps its camera's timestamp. Rules: STU-81, STU-83.
import { paint, type Drawn, type Layout } from './inset-layout.ts';

export type ToWorker =
  | {
      type: 'start';
      main: ReadableStream<VideoFrame>;
      second: ReadableStream<VideoFrame> | ImageBitmap;
      out: WritableStream<VideoFrame>;
      layout: Layout;
    }
  | { type: 'layout'; layout: Layout }
  /** Wanted by a page that draws by itself, for while it is hidden. */
  | { type: 'tick'; everyMs: number };

let layout: Layout = { corner: 'top-right', swapped: false };
let second: Drawn | null = null;
let secondFrame: VideoFrame | null = null;

const drawnFrame = (frame: VideoFrame): Drawn => ({
  image: frame,
  width: frame.displayWidth,
  height: frame.displayHeight,
});

/** Only the newest frame is kept: cameras give few at a time. */
const followSecond = async (frames: ReadableStream<VideoFrame>): Promise<void> => {
  const reader = frames.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const before = secondFrame;
    secondFrame = value;
    second = drawnFrame(value);
    before?.close();
  }
};

const composeAll = async (frames: ReadableStream<VideoFrame>, out: WritableStream<VideoFrame>) => {
  const canvas = new OffscreenCanvas(2, 2);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) return;
  const reader = frames.getReader();
  const writer = out.getWriter();
  for (;;) {
    const { value: frame, done } = await reader.read();
    if (done) return writer.close();
    const main = drawnFrame(frame);
    if (canvas.width !== main.width || canvas.height !== main.height)
      Object.assign(canvas, { width: main.width, height: main.height });
    paint(context, main, second, layout);
    const composed = new VideoFrame(context.getImageData(0, 0, main.width, main.height).data, {
      format: 'RGBX',
      codedWidth: main.width,
      codedHeight: main.height,
      timestamp: frame.timestamp,
    });
    frame.close();
    await writer.write(composed);
  }
};

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'tick') {
    setInterval(() => postMessage('tick'), data.everyMs);
    return;
  }
  ({ layout } = data);
  if (data.type === 'layout') return;
  if (data.second instanceof ReadableStream) void followSecond(data.second);
  else second = { image: data.second, width: data.second.width, height: data.second.height };
  void composeAll(data.main, data.out);
});
