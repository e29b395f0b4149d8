// Attacks by files, as somebody of the staff could bring them without knowing: pictures that unfold, compressed bodies, formulas.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync, crc32 } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';
import { ask, counted, type Answer, type Attack, type Target } from './attack-target.ts';

const post = (
  target: Target,
  path: string,
  body: Buffer | string,
  type: string,
  more = {},
): Promise<Answer> =>
  ask(target, path, {
    method: 'POST',
    body,
    headers: {
      cookie: target.cookie,
      'content-type': type,
      'content-length': String(Buffer.byteLength(body)),
      ...more,
    },
  });

const product = async (target: Target, body: object): Promise<string> => {
  const { body: text } = await post(target, '/api/products', JSON.stringify(body), 'application/json');
  return (JSON.parse(text.toString()) as { product: { id: string } }).product.id;
};

const chunk = (type: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
};

/** One bit a pixel; `whole`: with all of its pixels, else with nearly none. */
const png = (width: number, height: number, whole: boolean): Buffer => {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 1;
  const rows = Buffer.alloc(whole ? height * (1 + Math.ceil(width / 8)) : 100);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

const script = '<script>alert(1)</script>';

const bombs = async (): Promise<Record<string, Buffer>> => {
  const small = sharp({ create: { width: 64, height: 64, channels: 3, background: '#c9643f' } });
  const jpeg = await small.jpeg().toBuffer();
  const gif = await small.gif().toBuffer();
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0, script.length + 2]), Buffer.from(script)]);
  const frame = gif.subarray(13 + 3 * 2 ** ((gif[10] ?? 0) % 8) * 2, -1);
  return {
    'PNG of 60,000 × 60,000': png(60_000, 60_000, false),
    'PNG of 2³¹ pixels a side': png(2 ** 31 - 1, 2 ** 31 - 1, false),
    'PNG of 49 megapixels in 7 kB': png(7000, 7000, true),
    'SVG with a script': Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`),
    'SVG that asks others': Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:1/"/></svg>',
    ),
    'a web page called GIF': Buffer.from(`GIF89a${script}`),
    'a JPEG with a script in it': Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]),
    'a JPEG with a page behind it': Buffer.concat([jpeg, Buffer.from(script)]),
    'a GIF of 20,000 pictures': Buffer.concat([
      gif.subarray(0, -1),
      ...Array(20_000).fill(frame),
      gif.subarray(-1),
    ]),
    nothing: Buffer.from([0]),
  };
};

const pictures =
  (folder: string): Attack['run'] =>
  async (target) => {
    const files = Object.entries(await bombs());
    const outcomes: string[] = [];
    for (const [name, bytes] of files) {
      // Each has a product of its own: eight are all that one takes.
      const id = await product(target, { title: name, variants: [{ options: [] }] });
      const { status, body } = await post(target, `/api/products/${id}/images`, bytes, 'image/png');
      const { code = 'kept' } = JSON.parse(body.toString()) as { code?: string };
      outcomes.push(`${status} ${code}`);
    }
    const stored = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.includes('.'),
    );
    const dirty = stored.filter(
      (name) => !/\.(avif|webp)$/.test(name) || readFileSync(join(folder, name)).includes('script'),
    );
    return {
      sent: `${files.length} pictures: bombs, SVG, polyglots, 20,000 frames`,
      back: `${counted(outcomes)}; ${stored.length} files, ${dirty.length} of them not ours`,
      held: dirty.length === 0 && outcomes.every((outcome) => /^(201|4)/.test(outcome)),
    };
  };

const packed: Attack['run'] = async (target) => {
  const bomb = gzipSync(Buffer.alloc(200 * 2 ** 20));
  const gzip = { 'content-encoding': 'gzip' };
  const answers = await Promise.all(
    [
      ['/api/rooms', 'application/json'],
      ['/api/import', 'text/csv'],
      ['/api/session', 'application/json'],
      ['/whep/demo', 'application/sdp'],
    ].flatMap(([path = '', type = '']) => [1, 2, 3, 4, 5].map(() => post(target, path, bomb, type, gzip))),
  );
  return {
    sent: '20 bodies of 200 kB that unfold to 200 MB',
    back: counted(answers.map(({ status }) => status)),
    held: answers.every(({ status }) => status >= 400 && status < 500),
  };
};

const formulas = ['=1+1', '+1', '-1', '@SUM(1)', '＝1', 'x;=1+1', 'x\t=1+1', 'x,"=1+1', "'=1"];
const isFormula = (cell: string) => /^[=+\-@＝＋－＠\t\r\n]/.test(cell);

const csv: Attack['run'] = async (target) => {
  for (const [n, formula] of formulas.entries()) {
    // Only long texts may hold tabs.
    const title = formula.replaceAll('\t', ' ');
    await product(target, {
      title,
      description: formula,
      maker: title,
      options: [title.slice(0, 30)],
      variants: [{ options: [title], sku: `${title}${n}`, cents: 100, onHand: 1 }],
    });
  }
  const exports = ['/api/export', '/api/export?format=shopify', '/api/reservations.csv'];
  const texts = await Promise.all(
    exports.map(async (path) =>
      (await ask(target, path, { headers: { cookie: target.cookie } })).body.toString(),
    ),
  );
  const cells = texts.flatMap((text) => parse(text, { bom: true }).flat());
  const live = cells.filter(isFormula);
  return {
    sent: `${formulas.length} formulas in titles, texts, options and SKUs`,
    back: `${cells.length} cells in ${exports.length} exports, ${live.length} would run`,
    held: live.length === 0 && cells.length > 200,
  };
};

export const fileAttacks = (dataDir: string): Attack[] => [
  { name: 'pictures', run: pictures(join(dataDir, 'images')) },
  { name: 'compressed bodies', run: packed },
  { name: 'formulas', run: csv },
];
