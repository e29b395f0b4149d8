// The delay that a viewer is shown, checked against a picture that carries its own time: the host's camera is a canvas
// that paints Date.now() as a barcode, the viewer's page reads it back from each presented frame. One machine, one clock.
import { expect, test } from 'vitest';
import { startTestApp } from '../helpers/app.ts';
import { goLive, newFrames, openBrowser, watch } from '../helpers/browser.ts';
import { readDelays } from '../helpers/painted-camera.ts';

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

test('MED-71: the delay shown is the delay that a barcode in the picture proves', async () => {
  const app = await startTestApp();
  const browser = await openBrowser();
  await goLive(browser, app);
  const viewer = await watch(browser, app);
  await newFrames(viewer, 60);
  const samples = await viewer.evaluate(readDelays, { frames: 150, withinMs: 30_000 });
  const shown = samples.flatMap(({ shownMs }) => shownMs ?? []);
  const painted = median(samples.map(({ barcodeMs }) => barcodeMs));
  console.log(`barcode ${painted} ms, shown ${median(shown)} ms (medians of ${shown.length} frames)`);
  expect(shown.length).toBeGreaterThan(50);
  // A right number, not a fast machine, is what is asked here: both medians are of the same frames.
  expect(Math.abs(median(shown) - painted)).toBeLessThan(Math.max(60, painted * 0.5));
});
