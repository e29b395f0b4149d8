// A camera that is a canvas: moving content, and its own time as a barcode, so that a viewer's picture tells when it was
// captured. Runs inside the page (page.addInitScript), so each function stands alone.

export type Painted = { width: number; height: number; fps: number };

/** 32 bits of Date.now() as black and white blocks along the top edge, after one white and one black block to find it by. */
export const paintedCamera = ({ width: firstWidth, height: firstHeight, fps }: Painted): void => {
  let width = firstWidth;
  let height = firstHeight;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('no canvas');
  // A phone that is turned: the same track, another shape.
  addEventListener('turn-camera', (event) => {
    ({ width, height } = (event as CustomEvent<{ width: number; height: number }>).detail);
    Object.assign(canvas, { width, height });
  });
  const paint = () => {
    const block = width / 34;
    const now = Date.now();
    context.fillStyle = `hsl(${(now / 20) % 360} 50% 40%)`;
    context.fillRect(0, 0, width, height);
    context.fillStyle = 'white';
    context.fillRect((now / 5) % width, height / 2, width / 10, height / 4);
    const bits = `10${(now % 2 ** 32).toString(2).padStart(32, '0')}`;
    for (let index = 0; index < bits.length; index += 1) {
      context.fillStyle = bits[index] === '1' ? 'white' : 'black';
      context.fillRect(index * block, 0, block + 1, height / 8);
    }
  };
  const stream = canvas.captureStream(fps);
  setInterval(paint, 1000 / fps);
  paint();
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const asked = await real(constraints);
    if (!constraints?.video) return asked;
    asked.getVideoTracks().forEach((track) => {
      track.stop();
      asked.removeTrack(track);
    });
    stream.getVideoTracks().forEach((track) => asked.addTrack(track.clone()));
    return asked;
  };
};

export type DelaySample = { barcodeMs: number; shownMs: number | null };

/**
 * Inside the viewer's page: for each presented frame, now minus the time painted in it, beside what `latency` shows; fewer
 * than asked for where they do not come in time. Both clocks are this machine's.
 */
export const readDelays = ({
  frames,
  withinMs,
}: {
  frames: number;
  withinMs: number;
}): Promise<DelaySample[]> =>
  new Promise((resolve) => {
    const video = document.querySelector<HTMLVideoElement>('[data-testid=viewer-video]');
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!video || !context) throw new Error('no video');
    const samples: DelaySample[] = [];
    setTimeout(() => resolve(samples), withinMs);
    const read = (): number | null => {
      canvas.width = video.videoWidth;
      canvas.height = Math.max(1, Math.round(video.videoHeight / 8));
      context.drawImage(video, 0, 0);
      const y = Math.floor(canvas.height / 2);
      const row = context.getImageData(0, y, canvas.width, 1).data;
      const block = canvas.width / 34;
      const bits = Array.from({ length: 34 }, (_, index) =>
        (row[Math.floor((index + 0.5) * block) * 4 + 1] ?? 0) > 128 ? '1' : '0',
      ).join('');
      if (!bits.startsWith('10')) return null;
      const painted = Number.parseInt(bits.slice(2), 2);
      const age = ((Date.now() % 2 ** 32) - painted + 2 ** 32) % 2 ** 32;
      return age < 60_000 ? age : null;
    };
    const onFrame = () => {
      const barcodeMs = read();
      const shown = document.querySelector('[data-testid=latency]')?.getAttribute('data-ms');
      if (barcodeMs !== null) samples.push({ barcodeMs, shownMs: shown ? Number(shown) : null });
      if (samples.length >= frames) resolve(samples);
      else video.requestVideoFrameCallback(onFrame);
    };
    video.requestVideoFrameCallback(onFrame);
  });
