// Draws the demo shop's pictures (pictures/*.svg) into the files that the shop serves, which are committed beside them: a first
// start only copies. To be run by hand after a drawing was changed: node_modules/.bin/node server/demo/render-pictures.ts
import { mkdirSync, readdirSync } from 'node:fs';
import sharp from 'sharp';
import { imageWidths } from '../../shared/shop.ts';

const folder = new URL('pictures/', import.meta.url).pathname;

for (const file of readdirSync(folder).filter((name) => name.endsWith('.svg'))) {
  const into = folder + file.replace('.svg', '/');
  mkdirSync(into, { recursive: true });
  for (const width of imageWidths) {
    const drawn = sharp(folder + file, { density: 96 }).resize({ width });
    await drawn.clone().avif({ quality: 58, effort: 6 }).toFile(`${into}${width}.avif`);
    await drawn.clone().webp({ quality: 74, effort: 6 }).toFile(`${into}${width}.webp`);
  }
}
