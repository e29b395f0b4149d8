// Pictures as files, by real conversions.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { Images } from '../../../server/shop/images.ts';
import { limits } from '../../../shared/limits.ts';
import { imageWidths } from '../../../shared/shop.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c9643f' } });
const open = () => {
  const folder = join(tempDir(), 'images');
  return { folder, images: new Images(folder) };
};
const names = imageWidths.flatMap((width) => [`${width}.avif`, `${width}.webp`]).sort();

describe('converting', () => {
  test.each([
    ['JPEG', () => plain(1200, 1500).jpeg().toBuffer()],
    ['PNG with transparency', () => plain(1200, 1500).ensureAlpha(0.5).png().toBuffer()],
    ['WebP', () => plain(1200, 1500).webp().toBuffer()],
    ['AVIF', () => plain(1200, 1500).avif({ effort: 0 }).toBuffer()],
    ['GIF', () => plain(1200, 1500).gif().toBuffer()],
  ])('IMG-1 IMG-3: %s becomes three widths in two formats', async (_name, bytes) => {
    const { folder, images } = open();
    const made = await images.convert(await bytes());
    expect(made).toEqual({ id: expect.stringMatching(/^image_[0-9a-z]{20}$/), width: 960, height: 1200 });
    expect(readdirSync(folder)).toEqual([made.id]);
    expect(readdirSync(join(folder, made.id)).sort()).toEqual(names);
    for (const width of imageWidths)
      for (const format of ['avif', 'webp']) {
        const file = await sharp(join(folder, made.id, `${width}.${format}`)).metadata();
        expect([file.width, file.height, file.format]).toEqual([
          width,
          width * 1.25,
          format === 'avif' ? 'heif' : 'webp',
        ]);
      }
  });

  test('IMG-3 a small picture is not enlarged, a very tall one stays within bounds', async () => {
    const { folder, images } = open();
    const small = await images.convert(await plain(200, 100).png().toBuffer());
    const tall = await images.convert(await plain(500, 17_000).png().toBuffer());
    expect([small.width, small.height, tall.height]).toEqual([200, 100, 3840]);
    const width = async (name: string) => (await sharp(join(folder, small.id, name)).metadata()).width;
    expect([await width('160.webp'), await width('960.webp')]).toEqual([160, 200]);
  });

  test('IMG-2 a picture is turned upright and says nothing of where and by whom', async () => {
    const { folder, images } = open();
    const exif = { IFD0: { Artist: 'Chiara' }, IFD3: { GPSLatitude: '45/1' } };
    const bytes = await plain(800, 400).jpeg().withExif(exif).withMetadata({ orientation: 6 }).toBuffer();
    expect((await sharp(bytes).metadata()).exif).toBeDefined();
    const made = await images.convert(bytes);
    expect([made.width, made.height]).toEqual([400, 800]);
    for (const name of names) {
      const { exif: kept, xmp, iptc, orientation } = await sharp(join(folder, made.id, name)).metadata();
      expect([kept, xmp, iptc, orientation ?? 1]).toEqual([undefined, undefined, undefined, 1]);
    }
  });

  test('IMG-3 one conversion runs at a time, and a bad one holds nobody up', async () => {
    const { folder, images } = open();
    const bytes = await plain(300, 300).png().toBuffer();
    const all = [images.convert(bytes), images.convert(Buffer.from('x')), images.convert(bytes)];
    const settled = await Promise.allSettled(all);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(readdirSync(folder)).toHaveLength(2);
  });
});

describe('refusing', () => {
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
  );
  test.each<[string, () => Promise<Buffer> | Buffer]>([
    ['a drawing that is a program (SVG)', () => svg],
    ['an SVG behind an XML heading', () => Buffer.concat([Buffer.from('<?xml version="1.0"?>\n'), svg])],
    ['TIFF', () => plain(10, 10).tiff().toBuffer()],
    ['text', () => Buffer.from('GIF89a and nothing more')],
    ['a web page', () => Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['half a JPEG', async () => (await plain(900, 900).jpeg().toBuffer()).subarray(0, 4000)],
    ['a PNG of far too many pixels', () => plain(9000, 9000).png().toBuffer()],
  ])('IMG-1 %s is a bad_image, and leaves nothing', async (_name, bytes) => {
    const { folder, images } = open();
    await expect(images.convert(await bytes())).rejects.toMatchObject({ code: 'bad_image' });
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  });
});

test('IMG-4 what no row names is swept away, before anything new comes', async () => {
  const { folder, images } = open();
  mkdirSync(join(folder, '.new-image_x'), { recursive: true });
  mkdirSync(join(folder, 'image_kept'));
  mkdirSync(join(folder, 'image_orphan'));
  writeFileSync(join(folder, 'image_orphan', '160.webp'), 'x');
  const swept = images.sweep(() => new Set(['image_kept']));
  const made = await images.convert(await plain(50, 50).png().toBuffer());
  await swept;
  expect(readdirSync(folder).sort()).toEqual([made.id, 'image_kept'].sort());
  await images.remove(made.id);
  await images.remove(made.id);
  expect(readdirSync(folder)).toEqual(['image_kept']);
});

test('SEC-17 few pictures wait for their turn; what comes on top is refused, and may come when one is done', async () => {
  const { images } = open();
  const broken = Buffer.from('GIF89a and nothing more');
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => 'made',
      (error: { code: string }) => error.code,
    );
  const all = Array.from({ length: limits.maxPicturesWaiting + 2 }, () => codeOf(images.convert(broken)));
  const codes = await Promise.all(all);
  expect(codes.slice(0, -2).every((code) => code === 'bad_image')).toBe(true);
  expect(codes.slice(-2)).toEqual(['rate_limited', 'rate_limited']);
  expect(await codeOf(images.convert(broken))).toBe('bad_image');
});
