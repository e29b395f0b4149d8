// Finds products to add to a line-up: a search, its results with one button each.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ProductRow } from '../../../shared/shop-api.ts';
import { t, tn } from '../../i18n.ts';
import type { ApiErrorCode } from '../../lib/api.ts';
import { Icon } from '../../ui/icon.tsx';
import { codeOf } from '../parts/list.ts';
import { LoadProblem } from '../parts/load-problem.tsx';
import { office } from '../parts/office-api.ts';
import { SearchField } from '../parts/search-field.tsx';
import { Thumbnail } from '../parts/thumbnail.tsx';

const mostShown = 8;

type Props = { taken: string[]; isFull: boolean; onAdd: (row: ProductRow) => void };

export const ProductSearch = ({ taken, isFull, onAdd }: Props) => {
  const text = useSignal('');
  const found = useSignal<ProductRow[]>([]);
  const problem = useSignal<ApiErrorCode | null>(null);
  const search = async (q: string): Promise<void> => {
    text.value = q;
    try {
      const { products } = await office.products(q, false, null);
      if (text.peek() !== q) return;
      found.value = products;
      problem.value = null;
    } catch (error) {
      problem.value = codeOf(error);
    }
  };
  useEffect(() => void search(''), []);
  const rest = found.value.filter(({ id }) => !taken.includes(id)).slice(0, mostShown);

  return (
    <section class="card part" aria-labelledby="add-heading">
      <h2 id="add-heading">{t('shop.lineUp.add')}</h2>
      {isFull && <p class="quiet">{t('shop.lineUp.full')}</p>}
      <SearchField label={t('shop.products.search')} value="" onSearch={(q) => void search(q)} />
      {problem.value && <LoadProblem code={problem.value} onRetry={() => void search(text.peek())} />}
      {rest.length === 0 && !problem.value && <p class="quiet">{t('shop.lineUp.nothing')}</p>}
      <ul class="found">
        {rest.map((row) => (
          <li key={row.id}>
            <Thumbnail imageId={row.imageId} />
            <div class="line-up-words">
              <span>{row.title}</span>
              <span class="quiet small">{tn('shop.available', row.onHand - row.held)}</span>
            </div>
            <button
              type="button"
              class="button small"
              disabled={isFull}
              aria-label={t('shop.add.name', { name: row.title })}
              onClick={() => onAdd(row)}
            >
              <Icon name="plus" />
              {t('shop.add')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
};
