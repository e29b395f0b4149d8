// Whole picture or filled box: filling is allowed only when it cuts off a sliver. Pure. Rule: MED-38.
import type { Size } from '../lib/layers.ts';

const sliver = 0.2;

export const fitOf = (box: Size, picture: Size): 'contain' | 'cover' => {
  if (!(box.width && box.height && picture.width && picture.height)) return 'contain';
  const boxShape = box.width / box.height;
  const shape = picture.width / picture.height;
  const cutOff = 1 - Math.min(boxShape, shape) / Math.max(boxShape, shape);
  return cutOff <= sliver ? 'cover' : 'contain';
};
