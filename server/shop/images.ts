// Pictures of products as files: checked by their content, turned upright, stripped of every metadata, in three widths and two
// formats. The only door to sharp. Files are whole in their place before their row is committed, and never change after.
// One conversion at a time on one thread: a show is not disturbed. Rules: IMG-1 … IMG-5.
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { limits } from '../../shared/limits.ts';
import { imageWidths } from '../../shared/shop.ts';
import { AppError } from '../errors.ts';
import { newId, type ImageId } from '../ids.ts';

const accepted = new Set(['jpeg', 'png', 'webp', 'heif', 'gif']);
// Everything else stays shut, whatever a file says that it is: SVG and PDF are programs as much as pictures.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpeg',
    'VipsForeignLoadPng',
    'VipsForeignLoadWebp',
    'VipsForeignLoadHeif',
    'VipsForeignLoadNsgif',
  ],
});
sharp.concurrency(1);
sharp.cache(false);

// WebP ends at 16383 pixels; nothing in a shop is taller than four times its width.
const tallest = 4;
const avif = { quality: 52, effort: 3 } as const;
const webp = { quality: 78, effort: 3 } as const;

type Files = { name: string; bytes: Buffer }[];
export type Converted = { id: ImageId; width: number; height: number };

const decode = async (bytes: Buffer) => {
  const source = sharp(bytes, { failOn: 'error', limitInputPixels: limits.maxImagePixels, pages: 1 });
  const { format } = await source.metadata();
  if (!accepted.has(format)) throw new AppError('bad_image', { format });
  const width = Math.max(...imageWidths);
  // Decoded once; the smaller ones are made from the largest.
  return source
    .autoOrient()
    .resize({ width, height: width * tallest, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
};

const filesOf = async ({ data, info }: Awaited<ReturnType<typeof decode>>): Promise<Files> => {
  const { width, height, channels } = info;
  const files: Files = [];
  for (const most of imageWidths) {
    const sized = sharp(data, { raw: { width, height, channels } }).resize({
      width: most,
      height: most * tallest,
      fit: 'inside',
      withoutEnlargement: true,
    });
    files.push({ name: `${most}.avif`, bytes: await sized.clone().avif(avif).toBuffer() });
    files.push({ name: `${most}.webp`, bytes: await sized.clone().webp(webp).toBuffer() });
  }
  return files;
};

export class Images {
  readonly #folder: string;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get folder(): string {
    return this.#folder;
  }

  /**
   * The files of a new image, in their place. Its row is the caller's to write; without one, `remove` it.
   * Throws `bad_image`, and `rate_limited` when many wait.
   */
  async convert(bytes: Buffer): Promise<Converted> {
    if (this.#waiting >= limits.maxPicturesWaiting) throw new AppError('rate_limited');
    this.#waiting += 1;
    const converted = this.#last.then(() => this.#convert(bytes)).finally(() => (this.#waiting -= 1));
    this.#last = converted.catch(() => undefined);
    return converted;
  }

  /** Idempotent. */
  async remove(id: ImageId): Promise<void> {
    await rm(join(this.#folder, id), { recursive: true, force: true });
  }

  /** Removes what no row names: a power cut came between files and row. To be called before the first conversion. */
  sweep(known: () => ReadonlySet<string>): Promise<void> {
    const swept = this.#last.then(() => this.#sweep(known()));
    this.#last = swept.catch(() => undefined);
    return swept;
  }

  async #sweep(known: ReadonlySet<string>): Promise<void> {
    if (!existsSync(this.#folder)) return;
    for (const name of await readdir(this.#folder))
      if (!known.has(name)) await rm(join(this.#folder, name), { recursive: true, force: true });
  }

  async #convert(bytes: Buffer): Promise<Converted> {
    const decoded = await decode(bytes).catch((error: unknown) => {
      throw error instanceof AppError ? error : new AppError('bad_image', undefined, { cause: error });
    });
    const id = newId('image');
    const aside = join(this.#folder, `.new-${id}`);
    await mkdir(aside, { recursive: true, mode: 0o700 });
    try {
      // Flushed: a committed row must not point to files that a power cut emptied.
      for (const { name, bytes: content } of await filesOf(decoded))
        await writeFile(join(aside, name), content, { flush: true });
      await rename(aside, join(this.#folder, id));
    } catch (error) {
      await rm(aside, { recursive: true, force: true });
      throw error;
    }
    return { id, width: decoded.info.width, height: decoded.info.height };
  }
}
