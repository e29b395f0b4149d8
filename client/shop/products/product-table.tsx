// The table of products: picture, title, counters, price. Every counter is a button to its ledger.
import type { Signal } from '@preact/signals';
import type { ProductRow } from '../../../shared/shop-api.ts';
import { t, tn } from '../../i18n.ts';
import { Thumbnail } from '../parts/thumbnail.tsx';
import { moneyText, numberText } from '../parts/words.ts';

type Marks = Signal<ReadonlySet<string>> | null;
type Props = { rows: ProductRow[]; marked: Marks; onStock: (row: ProductRow) => void };

const counters = ['onHand', 'held', 'available', 'sold'] as const;

const countOf = (row: ProductRow, counter: (typeof counters)[number]): number =>
  counter === 'available' ? row.onHand - row.held : row[counter];

const toggled = (set: ReadonlySet<string>, id: string): Set<string> => {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
};

const MarkAll = ({ rows, marked }: { rows: ProductRow[]; marked: Signal<ReadonlySet<string>> }) => {
  const all = rows.every(({ id }) => marked.value.has(id));
  return (
    <label class="tick">
      <input
        type="checkbox"
        checked={all}
        indeterminate={!all && marked.value.size > 0}
        aria-label={t('shop.mark.all')}
        onChange={() => (marked.value = new Set(all ? [] : rows.map(({ id }) => id)))}
      />
    </label>
  );
};

const Row = ({ row, marked, onStock }: { row: ProductRow; marked: Marks; onStock: Props['onStock'] }) => (
  <tr data-id={row.id} {...(marked?.value.has(row.id) && { 'data-marked': '' })}>
    {marked && (
      <td class="tick-cell">
        <label class="tick">
          <input
            type="checkbox"
            checked={marked.value.has(row.id)}
            aria-label={t('shop.mark', { name: row.title })}
            onChange={() => (marked.value = toggled(marked.peek(), row.id))}
          />
        </label>
      </td>
    )}
    <th scope="row">
      <a class="with-picture" href={`/shop/products/${row.id}`}>
        <Thumbnail imageId={row.imageId} />
        <span>
          <span class="product-title">{row.title}</span>
          <span class="quiet under">{tn('shop.variants', row.variants)}</span>
        </span>
      </a>
    </th>
    {counters.map((counter) => (
      <td key={counter} class="number" data-label={t(`shop.stock.${counter}`)}>
        <button
          type="button"
          class="figure"
          aria-label={t('shop.stock.open', {
            name: row.title,
            what: t(`shop.stock.${counter}`),
            count: numberText(countOf(row, counter)),
          })}
          onClick={() => onStock(row)}
        >
          {numberText(countOf(row, counter))}
        </button>
      </td>
    ))}
    <td class="number" data-label={t('shop.price.from')}>
      {row.fromCents === null ? (
        <span class="quiet">{t('shop.price.none')}</span>
      ) : (
        moneyText(row.fromCents, row.currency)
      )}
    </td>
  </tr>
);

export const ProductTable = ({ rows, marked, onStock }: Props) => (
  <table class="table cards products-table">
    <thead>
      <tr>
        {marked && (
          <th scope="col" class="tick-cell">
            <MarkAll rows={rows} marked={marked} />
          </th>
        )}
        <th scope="col">{t('shop.product')}</th>
        {counters.map((counter) => (
          <th key={counter} scope="col" class="number">
            {t(`shop.stock.${counter}`)}
          </th>
        ))}
        <th scope="col" class="number">
          {t('shop.price.from')}
        </th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <Row key={row.id} row={row} marked={marked} onStock={onStock} />
      ))}
    </tbody>
  </table>
);
