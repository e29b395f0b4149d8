// What the back office asks of the API, each call with its reply's type (shared/shop-api.ts). Decides nothing.
import type { InferInput } from 'valibot';
import type { Checkup } from '../../../shared/checkup.ts';
import type { AuditEntry, HeldMessage, RoomRules, SanctionView } from '../../../shared/moderation.ts';
import type { DemandRow, QuestionView, SavedAnswer } from '../../../shared/questions.ts';
import type { identityBody, Policy, productBody } from '../../../shared/shop-bodies.ts';
import type { Replies } from '../../../shared/shop-api.ts';
import type { Status } from '../../../shared/status.ts';
import type { NewStreamKey, StreamKeyView } from '../../../shared/stream.ts';
import { api, call, withQuery } from '../../lib/api.ts';

const at = (id: string): string => encodeURIComponent(id);
const pageRows = 50;
const answersAtOnce = 200;

export type ReservationFilter = { state: string; show: string; room: string; q: string };
type ProductInput = InferInput<typeof productBody>;
export type { ProductInput };
type Sanctions = { sanctions: SanctionView[] };
export type HeldThings = { messages: HeldMessage[]; questions: QuestionView[] };

export const office = {
  products: (q: string, archived: boolean, cursor: string | null) =>
    call<Replies['products']>('GET', '/products', {
      query: { q, archived: archived ? 1 : 0, cursor, limit: pageRows },
    }),
  product: (id: string) => call<Replies['product']>('GET', `/products/${at(id)}`),
  createProduct: (body: ProductInput) => call<Replies['product']>('POST', '/products', { body }),
  saveProduct: (id: string, version: number, body: ProductInput) =>
    call<Replies['product']>('PUT', `/products/${at(id)}`, { body, version }),
  archive: (id: string) => call<Replies['product']>('POST', `/products/${at(id)}/archive`),
  restore: (id: string) => call<Replies['product']>('POST', `/products/${at(id)}/restore`),
  imagesOf: (id: string) => `/products/${at(id)}/images`,

  changeStock: (variantId: string, difference: number, reason: string) =>
    call<Replies['variant']>('POST', `/variants/${at(variantId)}/stock`, { body: { difference, reason } }),
  ledger: (variantId: string, cursor: string | null) =>
    call<Replies['ledger']>('GET', `/variants/${at(variantId)}/ledger`, {
      query: { cursor, limit: pageRows },
    }),
  setPrice: (variantId: string, kind: 'regular' | 'show', cents: number) =>
    call<Replies['variant']>('POST', `/variants/${at(variantId)}/price`, { body: { kind, cents } }),
  prices: (variantId: string) => call<Replies['prices']>('GET', `/variants/${at(variantId)}/prices`),

  exportLink: (format: 'vetrina' | 'shopify') => `/api/export?format=${format}`,

  shows: (cursor: string | null) =>
    call<Replies['shows']>('GET', '/shows', { query: { cursor, limit: pageRows } }),
  lineUp: (room: string) => call<Replies['lineUp']>('GET', `/rooms/${at(room)}/line-up`),
  setLineUp: (room: string, productIds: string[]) =>
    call<Replies['lineUp']>('PUT', `/rooms/${at(room)}/line-up`, { body: { productIds } }),

  reservations: (filter: ReservationFilter, cursor: string | null, limit = pageRows) =>
    call<Replies['reservations']>('GET', '/reservations', { query: { ...filter, cursor, limit } }),
  reservationsCsv: (filter: ReservationFilter) => withQuery('/api/reservations.csv', filter),
  reservation: (id: string) => call<Replies['reservation']>('GET', `/reservations/${at(id)}`),
  confirm: (id: string, holder: { name: string; contact: string; reason: string }) =>
    call<Pick<Replies['reservation'], 'reservation'>>('POST', `/reservations/${at(id)}/confirm`, {
      body: holder,
    }),
  collect: (id: string) =>
    call<Pick<Replies['reservation'], 'reservation'>>('POST', `/reservations/${at(id)}/collect`, {
      body: {},
    }),
  release: (id: string, reason: string) =>
    call<Pick<Replies['reservation'], 'reservation'>>('POST', `/reservations/${at(id)}/cancel`, {
      body: { reason },
    }),

  demand: (days: number) => call<{ demand: DemandRow[] }>('GET', '/demand', { query: { days } }),
  answers: (cursor: string | null) =>
    call<{ answers: SavedAnswer[]; next: string | null }>('GET', '/answers', {
      query: { cursor, limit: answersAtOnce },
    }),
  removeAnswer: (id: string) => call<Record<string, never>>('DELETE', `/answers/${at(id)}`),

  rules: (room: string) => call<{ rules: RoomRules }>('GET', `/rooms/${at(room)}/rules`),
  saveRules: (room: string, body: RoomRules) =>
    call<{ rules: RoomRules }>('PUT', `/rooms/${at(room)}/rules`, { body }),
  sanctions: (room: string) => call<Sanctions>('GET', `/rooms/${at(room)}/sanctions`),
  lift: (room: string, id: string, reason: string) =>
    call<Sanctions>('POST', `/rooms/${at(room)}/sanctions/${at(id)}/lift`, {
      body: reason ? { reason } : {},
    }),
  held: (room: string) => call<HeldThings>('GET', `/rooms/${at(room)}/held`),
  audit: (room: string, before: string | null) =>
    call<{ entries: AuditEntry[] }>('GET', `/rooms/${at(room)}/audit`, { query: { before } }),

  streamKeys: (room: string) =>
    call<{ keys: StreamKeyView[]; url: string }>('GET', `/rooms/${at(room)}/stream-keys`),
  makeStreamKey: (room: string, name: string) =>
    call<NewStreamKey>('POST', `/rooms/${at(room)}/stream-keys`, { body: { name } }),
  revokeStreamKey: (room: string, id: string) =>
    call<Record<string, never>>('DELETE', `/rooms/${at(room)}/stream-keys/${at(id)}`),

  status: () => call<Status>('GET', '/status'),
  checkup: () => call<Checkup>('GET', '/checkup'),

  policy: () => call<Replies['policy']>('GET', '/policy'),
  savePolicy: (body: Policy) => call<Replies['policy']>('PUT', '/policy', { body }),
  shop: api.shop,
  saveShop: (body: InferInput<typeof identityBody>) => call<Replies['shop']>('PUT', '/shop', { body }),
};
