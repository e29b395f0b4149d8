// Which simulcast layer a picture of a given size on this screen can show: the server's bandwidth estimate picks below
// that limit, so a small player never pulls the large one. Pure. Rule: MED-37.
import { simulcastLayers, topLayer } from '../../shared/limits.ts';

export type Size = { width: number; height: number };

/** The size at which `picture` is drawn when it must fit into `box` whole (CSS object-fit: contain). */
export const containedSize = (box: Size, picture: Size): Size => {
  if (!(picture.width > 0 && picture.height > 0)) return box;
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
};

// The host's camera is asked for 720 lines on its shorter side; a layer divides that.
const capturedLines = 720;
const slack = 1.05;

/** The lowest layer that fills `size` CSS pixels at `pixelRatio` without being enlarged, else the highest. */
export const layerFor = (size: Size, pixelRatio: number): number => {
  const lines = Math.min(size.width, size.height) * pixelRatio;
  const enough = simulcastLayers.findIndex(({ scaleDown }) => lines <= (capturedLines / scaleDown) * slack);
  return enough === -1 ? topLayer : enough;
};
