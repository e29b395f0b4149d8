// Products, their variants' stock and prices, and their pictures. Shop-wide: the role alone decides. Rules: CAT-1 … CAT-8,
// IMG-1 … IMG-4, HTTP-8.
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { limits } from '../../shared/limits.ts';
import { priceBody, productBody, stockBody } from '../../shared/shop-bodies.ts';
import type { ProductId, VariantId } from '../ids.ts';
import * as catalogue from '../shop/catalogue.ts';
import * as list from '../shop/catalogue-list.ts';
import * as imageRows from '../shop/image-rows.ts';
import type { Images } from '../shop/images.ts';
import { askedPage, flag, pageQuery, search } from './asked-page.ts';
import { free, once, read, versionOf, write, type Asking, type Route } from './route.ts';
import type { ApiDeps } from './sessions.ts';

type Deps = ApiDeps & { images: Images };

const tag = 'Products';
const maxBytes = 512 * 1024;
const productId = ({ param }: Asking) => param('id') as ProductId;
const variantId = ({ param }: Asking) => param('id') as VariantId;
const by = ({ now, actor }: Asking, reason: string) => ({ at: now, actor, reason });

const reading = (): Route[] => [
  read({
    path: '/products',
    tag,
    summary: 'Products, newest first; `q` is looked for in titles, handles, SKUs and option values',
    least: 'helper',
    query: v.object({ ...pageQuery, q: search, archived: flag }),
    reply: ['products', 'next'],
    read(sql, { query }) {
      const { rows, next } = list.products(
        sql,
        { q: query.q, archived: query.archived === '1' },
        askedPage(query),
      );
      return { products: rows, next };
    },
  }),
  read({
    path: '/products/:id',
    tag,
    summary: 'A product with its variants, archived or not',
    least: 'helper',
    reply: ['product'],
    refusals: ['not_found'],
    read: (sql, asking) => ({ product: list.product(sql, productId(asking)) }),
  }),
];

const saving = ({ images }: Deps): Route[] => [
  write({
    method: 'post',
    path: '/products',
    tag,
    summary: 'A new product',
    least: 'host',
    body: productBody,
    maxBytes,
    status: 201,
    reply: ['product'],
    refusals: ['handle_taken', 'sku_taken'],
    write(tx, asking) {
      const id = catalogue.create(tx, asking.body, by(asking, ''));
      return { product: list.product(tx, id) };
    },
  }),
  write({
    method: 'put',
    path: '/products/:id',
    tag,
    summary:
      'The whole product anew; variants and images that are not named go. `If-Match`: only if it is still that version',
    least: 'host',
    body: productBody,
    maxBytes,
    reply: ['product'],
    refusals: ['not_found', 'changed_meanwhile', 'stock_held', 'sku_taken'],
    write(tx, asking) {
      const id = productId(asking);
      const removed = catalogue.change(tx, id, asking.body, versionOf(asking.req), by(asking, ''));
      return { product: list.product(tx, id), removed };
    },
    async written({ product, removed }) {
      for (const id of removed) await images.remove(id);
      return { product };
    },
  }),
  ...(['archive', 'restore'] as const).map((what) =>
    write({
      method: 'post',
      path: `/products/:id/${what}`,
      tag,
      summary:
        what === 'archive'
          ? 'Takes a product out of the shop; nothing is deleted'
          : 'Brings an archived product back',
      least: 'host',
      reply: ['product'],
      refusals: what === 'archive' ? ['not_found', 'stock_held'] : ['not_found'],
      write(tx, asking) {
        if (what === 'archive') catalogue.archive(tx, productId(asking), asking.now);
        else catalogue.restore(tx, productId(asking), asking.now);
        return { product: list.product(tx, productId(asking)) };
      },
    }),
  ),
];

// The files are there before the row; when no row comes of it (refused, or the same key again), they go.
const upload = ({ db, images }: Deps): Route =>
  free({
    method: 'post',
    path: '/products/:id/images',
    tag,
    summary: 'A picture at the end of the product’s: JPEG, PNG, WebP, AVIF or GIF',
    least: 'host',
    keyed: true,
    query: v.object({
      alt: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200), v.regex(/^[^\p{Cc}]*$/u)), ''),
    }),
    raw: { types: ['image/*', 'application/octet-stream'], maxBytes: limits.maxImageBytes },
    status: 201,
    reply: ['image', 'product'],
    refusals: ['not_found', 'bad_image', 'too_large', 'rate_limited'],
    async free(asking) {
      const { req, res, query, now } = asking;
      const bytes = req.body as Buffer;
      const id = productId(asking);
      db.read((sql) => imageRows.refuseMore(sql, id));
      const converted = await images.convert(bytes);
      const image = { ...converted, alt: query.alt };
      const hash = createHash('sha256').update(bytes).digest('base64url');
      const answer = await db
        .write((tx) =>
          once(tx, asking, hash, () => {
            catalogue.addImage(tx, id, image, now);
            return { image, product: list.product(tx, id) };
          }),
        )
        .catch(async (error: unknown) => {
          await images.remove(converted.id);
          throw error;
        });
      if (answer.image.id !== converted.id) await images.remove(converted.id);
      res.status(201).json(answer);
    },
  });

const variants = (): Route[] => [
  write({
    method: 'post',
    path: '/variants/:id/stock',
    tag: 'Stock',
    summary: 'Goods came in or were counted away: a movement with its reason',
    least: 'helper',
    body: stockBody,
    reply: ['variant'],
    refusals: ['not_found', 'stock_held'],
    write(tx, asking) {
      catalogue.adjustStock(tx, variantId(asking), asking.body.difference, by(asking, asking.body.reason));
      return { variant: list.variant(tx, variantId(asking)) };
    },
  }),
  read({
    path: '/variants/:id/ledger',
    tag: 'Stock',
    summary: 'Every movement of a variant’s stock, newest first',
    least: 'helper',
    query: v.object(pageQuery),
    reply: ['entries', 'next'],
    refusals: ['not_found'],
    read(sql, asking) {
      const { rows, next } = list.ledgerOf(sql, variantId(asking), askedPage(asking.query));
      return { entries: rows, next };
    },
  }),
  write({
    method: 'post',
    path: '/variants/:id/price',
    tag: 'Prices',
    summary: 'A new price; a show price must be below the lowest of the 30 days before it',
    least: 'host',
    body: priceBody,
    reply: ['variant'],
    refusals: ['not_found', 'no_reduction'],
    write(tx, asking) {
      const { kind, cents } = asking.body;
      catalogue.setPrice(tx, variantId(asking), kind, cents, asking.now);
      return { variant: list.variant(tx, variantId(asking)) };
    },
  }),
  read({
    path: '/variants/:id/prices',
    tag: 'Prices',
    summary: 'Every price that a variant ever had, newest first',
    least: 'helper',
    reply: ['prices'],
    refusals: ['not_found'],
    read: (sql, asking) => ({ prices: list.pricesOf(sql, variantId(asking)) }),
  }),
];

export const productRoutes = (deps: Deps): Route[] => [
  ...reading(),
  ...saving(deps),
  upload(deps),
  ...variants(),
];
