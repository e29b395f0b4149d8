// On a wide page the line-up lies open in the right column; on a phone it is a sheet (bar.tsx).
import { signal } from '@preact/signals';
import { t } from '../i18n.ts';
import type { Counter } from './lazy.ts';
import type { Visit } from './visit.ts';

// As in room.css.
const query = matchMedia('(min-width: 1024px)');
const isWide = signal(query.matches);
query.addEventListener('change', () => (isWide.value = query.matches));

type Props = { visit: Visit; counter: Counter | null };

export const Shelf = ({ visit, counter }: Props) => {
  if (!isWide.value) return null;
  const List = counter?.ProductList;
  const { products } = visit.room.value.shelf;
  return (
    <section class="shelf" aria-labelledby="shelf-title">
      <h2 id="shelf-title">
        {t('room.products')} {products.length > 0 && <span class="quiet numbers">{products.length}</span>}
      </h2>
      {List && (
        <List visit={visit} onOpen={(id) => visit.sheets.open({ kind: 'product', id, first: 'look' })} />
      )}
    </section>
  );
};
