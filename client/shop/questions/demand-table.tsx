// Everything that was wanted, a line for each product and variant; the heads sort. On a phone a choice does. Needs icons
// `arrow-down`, `arrow-up`.
import { t } from '../../i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { filter } from '../parts/travel.ts';
import { numberText } from '../parts/words.ts';
import { columns, kinds, sortQuery, type Column, type DemandLine, type DemandOrder } from './demand-order.ts';

type Props = { lines: DemandLine[]; order: DemandOrder };

const arrows = { ascending: 'arrow-up', descending: 'arrow-down' };

const directionOf = ({ by, turned }: DemandOrder): 'ascending' | 'descending' =>
  (by === 'product') === turned ? 'descending' : 'ascending';

const Head = ({ column, order }: { column: Column; order: DemandOrder }) => {
  const direction = order.by === column ? directionOf(order) : null;
  return (
    <th
      scope="col"
      {...(column !== 'product' && { class: 'number' })}
      {...(direction && { 'aria-sort': direction })}
    >
      <button type="button" class="sort" onClick={() => filter(sortQuery(order, column))}>
        {t(`shop.demand.${column}`)}
        {direction && <Icon name={arrows[direction]} />}
      </button>
    </th>
  );
};

export const SortChoice = ({ order }: { order: DemandOrder }) => (
  <label class="sort-choice">
    <span class="quiet small">{t('shop.demand.sort')}</span>
    <select
      class="input"
      value={order.by}
      onChange={(event) => {
        const by = event.currentTarget.value as Column;
        if (by !== order.by) filter(sortQuery(order, by));
      }}
    >
      {columns.toReversed().map((column) => (
        <option key={column} value={column}>
          {t(`shop.demand.${column}`)}
        </option>
      ))}
    </select>
  </label>
);

const Row = ({ line }: { line: DemandLine }) => (
  <tr data-id={line.key}>
    <th scope="row">
      <a class="cell-link" href={`/shop/products/${line.productId}`}>
        {line.title}
      </a>
    </th>
    <td class="variant-cell">
      {line.variant || (
        <span class="quiet">{t(line.variantId ? 'shop.variant.only' : 'shop.demand.whole')}</span>
      )}
    </td>
    {kinds.map((kind) => (
      <td
        key={kind}
        class="number"
        data-label={t(`shop.demand.${kind}`)}
        {...(line[kind] === 0 && { 'data-none': '' })}
      >
        {numberText(line[kind])}
      </td>
    ))}
    <td class="number sum" data-label={t('shop.demand.total')}>
      {numberText(line.total)}
    </td>
  </tr>
);

export const DemandTable = ({ lines, order }: Props) => (
  <table class="table cards demand-table">
    <thead>
      <tr>
        <Head column="product" order={order} />
        <th scope="col">{t('shop.variant')}</th>
        {kinds.map((kind) => (
          <Head key={kind} column={kind} order={order} />
        ))}
        <Head column="total" order={order} />
      </tr>
    </thead>
    <tbody>
      {lines.map((line) => (
        <Row key={line.key} line={line} />
      ))}
    </tbody>
  </table>
);
