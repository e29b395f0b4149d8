// The run of show: the products in their order, what is showing now, and the ways to change both. Chooses between skeleton,
// empty, list and the change of order.
import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t, tn } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { announce } from '../ui/live-region.tsx';
import { AddProduct } from './add-product.tsx';
import { ProductMenu } from './product-menu.tsx';
import { EditButtons, RunEdit, type Draft } from './run-edit.tsx';
import { RunNow } from './run-now.tsx';
import type { RunOfShow } from './run-of-show.ts';
import { RunRow } from './run-row.tsx';

type Props = { run: RunOfShow };

const Skeleton = () => (
  <div class="run-list" role="status">
    <span class="visually-hidden">{t('common.loading')}</span>
    {[1, 2, 3].map((row) => (
      <div key={row} class="skeleton run-skeleton" aria-hidden="true" />
    ))}
  </div>
);

const Empty = ({ run, onAdd }: Props & { onAdd: () => void }) => (
  <div class="panel-empty">
    <p>
      <strong>{t('studio.run.empty')}</strong>
    </p>
    <p class="quiet">{t(run.mayEdit.value ? 'studio.run.empty.host' : 'studio.run.empty.helper')}</p>
    {run.mayEdit.value && (
      <div class="actions">
        <button type="button" class="button" onClick={onAdd}>
          <Icon name="plus" />
          {t('studio.run.add')}
        </button>
        <a class="target-link" href="/shop/products/new" target="_blank" rel="noopener">
          {t('studio.run.newProduct')} <span class="visually-hidden">{t('studio.newTab')}</span>
        </a>
      </div>
    )}
  </div>
);

/** Says what the room sees now, whoever changed it; and brings its row into the column's view. */
const useFollowedPin = (run: RunOfShow) => {
  const panel = useRef<HTMLElement>(null);
  const pinned = run.pinned.value;
  const before = useRef(pinned?.id);
  useEffect(() => {
    if (before.current === pinned?.id) return;
    before.current = pinned?.id;
    announce(pinned ? t('studio.run.nowIs', { title: pinned.title }) : t('studio.run.nothingSaid'));
    const box = panel.current;
    const row = pinned && box?.querySelector<HTMLElement>(`.run-row[data-id="${pinned.id}"]`);
    // Only where the column scrolls by itself: a page must not move under a thumb.
    if (!box || !row || getComputedStyle(box).overflowY !== 'auto') return;
    const { top, bottom } = row.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    const head = box.querySelector('.run-head')?.getBoundingClientRect().height ?? 0;
    if (top < frame.top + head) box.scrollBy({ top: top - frame.top - head - 8 });
    else if (bottom > frame.bottom) box.scrollBy({ top: bottom - frame.bottom + 8 });
  }, [pinned?.id]);
  return panel;
};

const Tools = ({ run, draft, onAdd }: Props & { draft: Signal<Draft | null>; onAdd: () => void }) => {
  if (draft.value) return <EditButtons run={run} draft={draft} />;
  if (!run.mayEdit.value || run.products.value.length === 0) return null;
  const begin = (): void => {
    const ids = run.products.peek().map(({ id }) => id);
    draft.value = { ids, base: ids };
  };
  return (
    <div class="run-tools">
      <button type="button" class="button bare" disabled={!run.online.value} onClick={begin}>
        {t('studio.run.edit')}
      </button>
      <button type="button" class="button" disabled={!run.online.value} onClick={onAdd}>
        <Icon name="plus" />
        {t('studio.run.add')}
      </button>
    </div>
  );
};

const countWords = (run: RunOfShow): string => {
  const { length } = run.products.value;
  const seen = run.products.value.filter(({ id }) => run.seen.value.has(id)).length;
  return seen > 0 ? t('studio.run.seenCount', { seen, all: length }) : tn('studio.run.count', length);
};

export const RunPanel = ({ run }: Props) => {
  const draft = useSignal<Draft | null>(null);
  const adding = useSignal(false);
  const menuOf = useSignal<string | null>(null);
  const panel = useFollowedPin(run);
  const products = run.products.value;
  const add = (): void => void (adding.value = true);

  return (
    <section class="card panel run" aria-labelledby="run-heading" ref={panel}>
      <div class="run-head">
        <h2 id="run-heading">
          {t('studio.run')}
          {products.length > 0 && <span class="run-count numbers">{countWords(run)}</span>}
        </h2>
        {run.ready.value && !run.online.value && <p class="small quiet">{t('studio.run.stale')}</p>}
        {!draft.value && products.length > 0 && <RunNow run={run} />}
        <Tools run={run} draft={draft} onAdd={add} />
      </div>
      {!run.ready.value && <Skeleton />}
      {run.ready.value && products.length === 0 && <Empty run={run} onAdd={add} />}
      {draft.value ? (
        <RunEdit run={run} draft={draft} />
      ) : (
        <ol class="run-list">
          {products.map((product, index) => (
            <RunRow
              key={product.id}
              run={run}
              product={product}
              at={index + 1}
              onMenu={() => (menuOf.value = product.id)}
            />
          ))}
        </ol>
      )}
      <AddProduct run={run} open={adding.value} onClose={() => (adding.value = false)} />
      <ProductMenu run={run} productId={menuOf.value} onClose={() => (menuOf.value = null)} />
    </section>
  );
};
