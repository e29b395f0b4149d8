// A second picture inside the host's own, in real Chromium: what counts is the pixels that a viewer decodes.
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { corners, insetBox, type Corner } from '../../client/lib/inset-layout.ts';
import { startTestApp, type TestApp } from '../helpers/app.ts';
import { goLive, hasState, newFrames, openBrowser, picture, softwareGpu, watch } from '../helpers/browser.ts';
import { eventually } from '../helpers/eventually.ts';
import { readDelays } from '../helpers/painted-camera.ts';

type Colour = [red: number, green: number, blue: number];
const blue: Colour = [20, 40, 230];

const photo = async (background = { r: 20, g: 40, b: 230 }) => ({
  name: 'hem.png',
  mimeType: 'image/png',
  buffer: await sharp({ create: { width: 400, height: 400, channels: 3, background } })
    .png()
    .toBuffer(),
});

/** The colour of the viewer's picture there, as shares of its width and height. */
const colourAt = (viewer: Page, x: number, y: number): Promise<Colour> =>
  viewer.getByTestId('viewer-video').evaluate(
    (element, at) => {
      const video = element as HTMLVideoElement;
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight });
      const context = canvas.getContext('2d')!;
      context.drawImage(video, 0, 0);
      const { data } = context.getImageData(at.x * canvas.width, at.y * canvas.height, 1, 1);
      return [data[0]!, data[1]!, data[2]!] as [number, number, number];
    },
    { x, y },
  );

const isNear = (seen: Colour, wanted: Colour) => seen.every((value, n) => Math.abs(value - wanted[n]!) < 50);

const frame = { width: 640, height: 360 };
/** The middle of the inset in that corner; the painted camera is never blue there. */
const insetAt = (viewer: Page, corner: Corner, inset = { width: 400, height: 400 }) => {
  const box = insetBox(frame, inset, corner);
  return colourAt(viewer, (box.x + box.width / 2) / frame.width, (box.y + box.height / 2) / frame.height);
};

const becomes = (viewer: Page, where: Corner | 'middle' | null, wanted = blue, inset = frame) =>
  eventually(async () => {
    const places = await Promise.all(
      corners.map(async (corner) =>
        isNear(await insetAt(viewer, corner, where === 'middle' ? frame : inset), wanted) ? corner : '',
      ),
    );
    const middle = isNear(await colourAt(viewer, 0.5, 0.5), wanted) ? 'middle' : '';
    const seen = [...places, middle].filter(Boolean);
    if (seen.join() !== (where ?? '')) throw new Error(`it is at ${seen.join() || 'no place'}, not ${where}`);
    return true;
  }, 10_000);

const squareInset = { width: 400, height: 400 };

/** A grey camera for the host, a blue one for who asks for a camera by its id. Inside the page. */
const twoCameras = (): void => {
  const cameraOf = (colour: string, width: number, height: number): MediaStreamTrack => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d', { alpha: false })!;
    const stream = canvas.captureStream(20);
    const paint = () => {
      context.fillStyle = colour;
      context.fillRect(0, 0, width, height);
      context.fillStyle = 'white';
      context.fillRect((Date.now() / 10) % width, height - 4, 20, 4);
    };
    setInterval(paint, 50);
    paint();
    return stream.getVideoTracks()[0]!;
  };
  const cameras = {
    grey: cameraOf('rgb(128 128 128)', 640, 360),
    blue: cameraOf('rgb(20 40 230)', 640, 360),
  };
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const { video } = constraints ?? {};
    if (!video) return real(constraints);
    const byId = typeof video === 'object' && video.deviceId !== undefined;
    const sound = constraints?.audio ? await real({ audio: constraints.audio }) : new MediaStream();
    const track = (byId ? cameras.blue : cameras.grey).clone();
    if (byId)
      addEventListener('unplug-second', () => {
        track.stop();
        track.dispatchEvent(new Event('ended')); // as the browser does when the cable is pulled
      });
    sound.addTrack(track);
    return sound;
  };
};

const openScene = async (app: TestApp, script: (() => void) | null = twoCameras, flags: string[] = []) => {
  const browser = await openBrowser(['--use-fake-device-for-media-stream=device-count=3', ...flags]);
  const host = await goLive(browser, app, { camera: 'fake', ...(script && { script }) });
  const viewer = await watch(browser, app);
  await newFrames(viewer);
  return { host, viewer };
};

const producers = (app: TestApp) => app.pool.usage().then(([worker]) => worker?.consumers);
const streamOf = (viewer: Page) =>
  viewer
    .getByTestId('viewer-video')
    .evaluate((element) => ((element as HTMLVideoElement).srcObject as MediaStream).getVideoTracks()[0]?.id);

test('STU-81 STU-82 MED-105: a photo is put in, moved, swapped, taken away and brought back, by keys', async () => {
  const app = await startTestApp();
  const { host, viewer } = await openScene(app);
  const [stream, consumers] = [await streamOf(viewer), await producers(app)];
  await becomes(viewer, null);
  await host.getByTestId('inset-file').setInputFiles(await photo());
  await becomes(viewer, 'top-right', blue, squareInset);
  for (const corner of ['bottom-right', 'bottom-left', 'top-left', 'top-right'] as const) {
    await host.keyboard.press('c');
    await becomes(viewer, corner, blue, squareInset);
  }
  await host.keyboard.press('x');
  await becomes(viewer, 'middle');
  await host.keyboard.press('x');
  await host.getByTestId('inset-remove').click();
  await becomes(viewer, null);
  await host.keyboard.press('i');
  await becomes(viewer, 'top-right', blue, squareInset);
  // The same stream all along, in the camera's size, and it is still moving.
  expect(await streamOf(viewer)).toBe(stream);
  expect(await producers(app)).toBe(consumers);
  const seen = await newFrames(viewer, 20);
  expect(seen.width / seen.height).toBeCloseTo(16 / 9, 1);
  await hasState(viewer, 'live');
});

test('STU-81 STU-84 MED-105: a second camera is the inset, and its end takes only the inset away', async () => {
  const app = await startTestApp();
  const { host, viewer } = await openScene(app);
  await host.getByTestId('inset-camera').first().click();
  await becomes(viewer, 'top-right');
  await host.getByTestId('inset-corner').click();
  await becomes(viewer, 'bottom-right');
  await host.evaluate(() => void dispatchEvent(new Event('unplug-second')));
  await becomes(viewer, null);
  await host.getByTestId('inset-file').waitFor({ state: 'attached' });
  await newFrames(viewer, 20);
});

test('STU-84: what is no picture changes nothing and is told', async () => {
  const app = await startTestApp();
  const { host, viewer } = await openScene(app);
  const file = { name: 'list.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
  await host.getByTestId('inset-file').setInputFiles(file);
  await host.getByText('That file cannot be shown').waitFor();
  await newFrames(viewer, 20);
  await becomes(viewer, null);
});

test('STU-83: the picture goes on, inset and all, while the page can do nothing', async () => {
  const app = await startTestApp();
  const { host, viewer } = await openScene(app, null, softwareGpu);
  await host.getByTestId('inset-file').setInputFiles(await photo());
  await becomes(viewer, 'top-right', blue, squareInset);
  const before = (await picture(viewer)).frames;
  // The camera's frames come from another process; nothing of the page runs meanwhile.
  await host.evaluate(() => {
    const until = performance.now() + 3_000;
    while (performance.now() < until);
  });
  expect((await picture(viewer)).frames - before).toBeGreaterThan(20);
  await becomes(viewer, 'top-right', blue, squareInset);
});

test('STU-81: a browser without frame streams composes on a canvas', async () => {
  const app = await startTestApp();
  const { host, viewer } = await openScene(app, () => {
    Reflect.deleteProperty(globalThis, 'MediaStreamTrackProcessor');
  });
  await host.getByTestId('inset-file').setInputFiles(await photo());
  await becomes(viewer, 'top-right', blue, squareInset);
  await host.keyboard.press('c');
  await becomes(viewer, 'bottom-right', blue, squareInset);
  await newFrames(viewer, 20);
});

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

test('MED-106: the delay shown with an inset is near the delay that a barcode in the picture proves', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  const host = await goLive(browser, app);
  const viewer = await watch(browser, app);
  await newFrames(viewer, 60);
  const measure = async () => {
    const samples = await viewer.evaluate(readDelays, { frames: 120, withinMs: 30_000 });
    const shown = samples.flatMap(({ shownMs }) => shownMs ?? []);
    const source = await viewer.getByTestId('latency').getAttribute('data-source');
    return { painted: median(samples.map(({ barcodeMs }) => barcodeMs)), shown: median(shown), source };
  };
  const plain = await measure();
  await host.getByTestId('inset-file').setInputFiles(await photo());
  await becomes(viewer, 'top-right', blue, squareInset);
  await host.keyboard.press('c'); // away from the barcode
  await becomes(viewer, 'bottom-right', blue, squareInset);
  await newFrames(viewer, 60);
  const composed = await measure();
  console.log('barcode and shown, in ms:', { plain, composed });
  expect(Math.abs(composed.shown - composed.painted)).toBeLessThan(Math.max(100, composed.painted * 0.5));
  expect(composed.painted - plain.painted).toBeLessThan(150);
});
