// Asks the API of a test's server as one person, and a shop with something to ask about.
import type { ProductDetail, Replies } from '../../shared/shop-api.ts';
import type { ReservationId, ShowId, VariantId } from '../../server/ids.ts';
import * as shows from '../../server/rooms/shows.ts';
import * as reservations from '../../server/shop/reservations.ts';
import type { TestApp } from './app.ts';
import { device } from './shop.ts';

type Headers = Record<string, string>;

export type Api = {
  send: (method: string, path: string, body?: unknown, headers?: Headers) => Promise<Response>;
  get: <Reply>(path: string) => Promise<Reply>;
  /** Fails unless it is a success. */
  write: <Reply>(method: string, path: string, body?: unknown, headers?: Headers) => Promise<Reply>;
  /** The status and the code of a refusal. */
  refused: (method: string, path: string, body?: unknown, headers?: Headers) => Promise<[number, unknown]>;
};

const encoded = (body: unknown, headers: Headers): { body?: BodyInit; headers: Headers } => {
  if (body === undefined) return { headers };
  if (body instanceof Uint8Array) return { body: body as BodyInit, headers };
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
};

export const apiOf = (app: TestApp, cookie: string | null): Api => {
  const send: Api['send'] = (method, path, body, headers = {}) =>
    fetch(`${app.url}/api${path}`, {
      method,
      ...encoded(body, { ...(cookie && { cookie }), ...headers }),
    });
  const write = async <Reply>(method: string, path: string, body?: unknown, headers?: Headers) => {
    const response = await send(method, path, body, headers);
    const reply: unknown = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(reply)}`);
    return reply as Reply;
  };
  return {
    send,
    write,
    get: (path) => write('GET', path),
    async refused(method, path, body, headers) {
      const response = await send(method, path, body, headers);
      return [response.status, ((await response.json()) as { code?: unknown }).code];
    },
  };
};

export const addProduct = async (api: Api, title = 'Camicia'): Promise<ProductDetail> => {
  const { product } = await api.write<Replies['product']>('POST', '/products', {
    title,
    options: ['Taglia'],
    variants: ['S', 'M'].map((size) => ({
      options: [size],
      sku: `${title}-${size}`,
      cents: 3900,
      onHand: 5,
    })),
  });
  return product;
};

/** A reservation in a running show of this room, as a viewer would have made it. */
export const reserve = (
  app: TestApp,
  variantId: string,
  { room = 'demo', deviceId = device(), quantity = 1 } = {},
): Promise<{ id: ReservationId; code: string; receipt: string }> =>
  app.db.write((tx) => {
    const { id: roomId } = shows.findRoom(tx, room)!;
    const showId = shows.start(tx, roomId, Date.now()).id as ShowId;
    const wish = { roomId, showId, variantId: variantId as VariantId, deviceId, quantity };
    return reservations.place(tx, wish, Date.now());
  });
