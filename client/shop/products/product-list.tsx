// All products: searched while typing, archived ones behind a filter, marked ones archived together.
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { ProductRow } from '../../../shared/shop-api.ts';
import { t, tn } from '../../i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { toast } from '../../ui/toast.tsx';
import { pagedList, type PagedList } from '../parts/list.ts';
import { Empty, ListView } from '../parts/list-view.tsx';
import { office } from '../parts/office-api.ts';
import { Page } from '../parts/page.tsx';
import { tell } from '../parts/refused.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { filter, place } from '../parts/travel.ts';
import { ProductTable } from './product-table.tsx';
import { StockDrawer } from './stock-drawer.tsx';

const Actions = ({ mayChange }: { mayChange: boolean }) => (
  <>
    <a class="button" href={office.exportLink('vetrina')} download>
      <Icon name="download" />
      {t('shop.export')}
    </a>
    <a class="button" href={office.exportLink('shopify')} download>
      <Icon name="download" />
      {t('shop.export.shopify')}
    </a>
    {mayChange && (
      <>
        <a class="button" href="/shop/products/import">
          <Icon name="upload" />
          {t('shop.import')}
        </a>
        <a class="button primary" href="/shop/products/new">
          <Icon name="plus" />
          {t('shop.products.new')}
        </a>
      </>
    )}
  </>
);

const NothingHere = ({ q, archived, mayChange }: { q: string; archived: boolean; mayChange: boolean }) => {
  if (q) return <Empty title={t('shop.nothingFound', { q })} text={t('shop.nothingFound.help')} />;
  if (archived) return <Empty title={t('shop.products.noneArchived')} />;
  return (
    <Empty title={t('shop.products.empty')} text={t('shop.products.empty.help')}>
      {mayChange && (
        <>
          <a class="button primary" href="/shop/products/new">
            {t('shop.products.new')}
          </a>
          <a class="button" href="/shop/products/import">
            {t('shop.import')}
          </a>
        </>
      )}
    </Empty>
  );
};

/** Archives or restores what is marked, one after the other; says how many it did. */
const archiveAll = async (list: PagedList<ProductRow>, ids: string[], archived: boolean): Promise<void> => {
  let done = 0;
  for (const id of ids) {
    try {
      await (archived ? office.restore(id) : office.archive(id));
      list.replace((row) => row.id === id, null);
      done += 1;
    } catch (error) {
      tell(error);
      break; // the rest stays marked
    }
  }
  if (done > 0) toast(tn(archived ? 'shop.products.restored' : 'shop.products.archived', done), 'ok');
};

type BulkProps = { count: number; archived: boolean; busy: boolean; onDo: () => void; onClear: () => void };

const Bulk = ({ count, archived, busy, onDo, onClear }: BulkProps) => (
  <div class="bulk" role="region" aria-label={t('shop.marked')}>
    <p role="status">{tn('shop.marked.count', count)}</p>
    <button type="button" class="button small" disabled={busy} onClick={onDo}>
      <Icon name="archive" />
      {tn(archived ? 'shop.products.restore' : 'shop.products.archive', count)}
    </button>
    <button type="button" class="button bare small" onClick={onClear}>
      {t('shop.marked.none')}
    </button>
  </div>
);

export const ProductList = ({ mayChange }: { mayChange: boolean }) => {
  const { q = '', archived: shown } = place.value.query;
  const archived = shown === '1';
  const list = useMemo(() => pagedList<ProductRow>(), []);
  const marked = useSignal<ReadonlySet<string>>(new Set());
  const stockOf = useSignal<ProductRow | null>(null);
  const busy = useSignal(false);

  const load = (): Promise<void> =>
    list.load(async (cursor) => {
      const { products, next } = await office.products(q, archived, cursor);
      return { rows: products, next };
    });
  useEffect(() => {
    marked.value = new Set();
    void load();
  }, [q, archived]);

  const archiveMarked = async (): Promise<void> => {
    busy.value = true;
    await archiveAll(list, [...marked.peek()], archived);
    marked.value = new Set();
    busy.value = false;
  };

  return (
    <Page title={t('shop.nav.products')} actions={<Actions mayChange={mayChange} />}>
      <div class="filters">
        <SearchField label={t('shop.products.search')} value={q} onSearch={(text) => filter({ q: text })} />
        <div class="segments" role="group" aria-label={t('shop.products.which')}>
          {([false, true] as const).map((each) => (
            <button
              key={String(each)}
              type="button"
              aria-pressed={archived === each}
              onClick={() => filter({ archived: each ? '1' : null })}
            >
              {t(each ? 'shop.products.inArchive' : 'shop.products.onSale')}
            </button>
          ))}
        </div>
      </div>
      {marked.value.size > 0 && (
        <Bulk
          count={marked.value.size}
          archived={archived}
          busy={busy.value}
          onDo={() => void archiveMarked()}
          onClear={() => (marked.value = new Set())}
        />
      )}
      <ListView
        state={list.state.value}
        onRetry={() => void load()}
        onMore={() => void list.more()}
        empty={<NothingHere q={q} archived={archived} mayChange={mayChange} />}
      >
        {(rows) => (
          <ProductTable
            rows={rows}
            marked={mayChange ? marked : null}
            onStock={(row) => (stockOf.value = row)}
          />
        )}
      </ListView>
      {stockOf.value && (
        <StockDrawer
          productId={stockOf.value.id}
          variantId={null}
          mayPrice={mayChange}
          onClose={() => (stockOf.value = null)}
          onChanged={() => void list.refresh()}
        />
      )}
    </Page>
  );
};
