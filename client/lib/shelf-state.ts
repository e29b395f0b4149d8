// What a page knows of the room's shelf: the line-up, what is showing now, each variant's stock. Pure; part of the one
// reducer in room-state.ts. Products and their order remember the `seq` that told them, stock remembers its version, so
// that whatever comes late, doubled or out of order never wins over a newer fact. Rules: CLI-1 … CLI-3.
import type { EventFrame } from '../../shared/protocol.ts';
import type { ProductView, Shelf, StockView, VariantView } from '../../shared/shop.ts';

type Told = { product: ProductView; seq: number };

export type ShelfState = {
  /** The line-up in its order, each variant with the newest stock that is known. */
  products: readonly ProductView[];
  /** The product that is showing now; null as well when it is not in the line-up. */
  pinned: ProductView | null;
  /** What `products` and `pinned` are made of. */
  facts: {
    told: Readonly<Record<string, Told>>;
    order: readonly string[];
    orderAt: number;
    pinnedId: string | null;
    pinnedAt: number;
    stock: Readonly<Record<string, StockView>>;
  };
};

type Facts = ShelfState['facts'];

const nothing: Facts = { told: {}, order: [], orderAt: 0, pinnedId: null, pinnedAt: 0, stock: {} };
export const emptyShelf: ShelfState = { products: [], pinned: null, facts: nothing };

const withStock = (stock: Facts['stock'], news: readonly StockView[]): Facts['stock'] => {
  const newer = news.filter(({ variantId, version }) => version > (stock[variantId]?.version ?? -1));
  if (newer.length === 0) return stock;
  return { ...stock, ...Object.fromEntries(newer.map((each) => [each.variantId, each])) };
};

const stockOf = ({ variants }: ProductView): StockView[] =>
  variants.map(({ id: variantId, available, version }) => ({ variantId, available, version }));

const counted = (variant: VariantView, stock: StockView | undefined): VariantView =>
  stock && stock.version > variant.version
    ? { ...variant, available: stock.available, version: stock.version }
    : variant;

const drawn = (facts: Facts): ShelfState => {
  const products = facts.order.flatMap((id) => {
    const product = facts.told[id]?.product;
    if (!product) return [];
    return [{ ...product, variants: product.variants.map((each) => counted(each, facts.stock[each.id])) }];
  });
  return { products, pinned: products.find(({ id }) => id === facts.pinnedId) ?? null, facts };
};

/** A snapshot holds all facts up to `seq`: it replaces everything. */
export const shelfFromSnapshot = ({ products, pinnedId }: Shelf, seq: number): ShelfState =>
  drawn({ ...linedUp(nothing, products, seq), pinnedId, pinnedAt: seq });

const linedUp = (facts: Facts, products: readonly ProductView[], seq: number): Facts => {
  // What was told later than this line-up stays, whether it is in it or comes with a later one.
  const kept = Object.entries(facts.told).filter(([, told]) => told.seq > seq);
  return {
    ...facts,
    told: {
      ...Object.fromEntries(products.map((product) => [product.id, { product, seq }])),
      ...Object.fromEntries(kept),
    },
    order: products.map(({ id }) => id),
    orderAt: seq,
    stock: withStock(facts.stock, products.flatMap(stockOf)),
  };
};

const changed = (facts: Facts, product: ProductView, seq: number): Facts => {
  if (seq <= Math.max(facts.orderAt, facts.told[product.id]?.seq ?? 0)) return facts;
  return {
    ...facts,
    told: { ...facts.told, [product.id]: { product, seq } },
    stock: withStock(facts.stock, stockOf(product)),
  };
};

const next = (facts: Facts, event: EventFrame): Facts => {
  const seq = event.seq ?? 0;
  switch (event.type) {
    case 'lineUp.changed':
      return seq <= facts.orderAt ? facts : linedUp(facts, event.body.products, seq);
    case 'product.changed':
      return changed(facts, event.body.product, seq);
    case 'product.pinned':
      return seq <= facts.pinnedAt ? facts : { ...facts, pinnedId: event.body.productId, pinnedAt: seq };
    case 'stock.changed': {
      const stock = withStock(facts.stock, event.body.stock);
      return stock === facts.stock ? facts : { ...facts, stock };
    }
    default:
      return facts;
  }
};

/** The same shelf when the event says nothing new about it. */
export const reduceShelf = (shelf: ShelfState, event: EventFrame): ShelfState => {
  const facts = next(shelf.facts, event);
  return facts === shelf.facts ? shelf : drawn(facts);
};
