// The variants of a product as a grid: values, SKU, price, stock; the options' names are in option-fields.tsx.
// Needs icons `plus`, `trash-2`.
import type { ComponentChildren } from 'preact';
import { limits } from '../../../shared/limits.ts';
import type { ProductDetail } from '../../../shared/shop-api.ts';
import { t, tn } from '../../i18n.ts';
import { Icon } from '../../ui/icon.tsx';
import { numberText } from '../parts/words.ts';
import { newVariant, type Draft, type VariantDraft, type Wrong } from './draft.ts';
import { OptionFields, wrongText } from './option-fields.tsx';

type Props = {
  draft: Draft;
  wrong: Wrong;
  money: string;
  product: ProductDetail | null;
  set: (change: Partial<Draft>) => void;
  onStock: (variantId: string, tab: 'ledger' | 'prices') => void;
};

type CellProps = { label: string; kind?: 'number'; children: ComponentChildren };

const Cell = ({ label, kind, children }: CellProps) => (
  <td class={kind} data-label={label}>
    {children}
  </td>
);

type InputProps = {
  label: string;
  value: string;
  wrong: string | null;
  mode?: 'decimal' | 'numeric' | 'text';
  maxLength?: number;
  onInput: (text: string) => void;
};

/** A field inside the grid: its column's heading is its label. */
const GridInput = ({ label, value, wrong, mode = 'text', maxLength = 64, onInput }: InputProps) => (
  <>
    <input
      class={`input ${mode === 'text' ? '' : 'numeric'}`}
      aria-label={label}
      inputMode={mode}
      autocomplete="off"
      maxLength={maxLength}
      value={value}
      {...(wrong && { 'aria-invalid': 'true' as const, title: wrong })}
      onInput={(event) => onInput(event.currentTarget.value)}
    />
    {wrong && (
      <p class="wrong small" role="alert">
        {wrong}
      </p>
    )}
  </>
);

type RowProps = Props & { variant: VariantDraft; at: number };

const Stock = ({
  variant,
  product,
  wrong,
  onChange,
  onStock,
  name,
}: {
  variant: VariantDraft;
  product: ProductDetail | null;
  wrong: Wrong;
  name: string;
  onChange: (part: Partial<VariantDraft>) => void;
  onStock: Props['onStock'];
}) => {
  const stored = product?.variants.find(({ id }) => id === variant.id);
  if (!stored) {
    return (
      <GridInput
        label={t('shop.field.of', { field: t('shop.stock.onHand'), name })}
        mode="numeric"
        value={variant.onHand}
        wrong={wrongText(wrong, `${variant.key}.onHand`)}
        onInput={(onHand) => onChange({ onHand })}
      />
    );
  }
  return (
    <>
      <button
        type="button"
        class="figure"
        aria-label={t('shop.stock.open', {
          name,
          what: t('shop.stock.onHand'),
          count: numberText(stored.onHand),
        })}
        onClick={() => onStock(stored.id, 'ledger')}
      >
        {numberText(stored.onHand)}
      </button>
      {stored.held > 0 && (
        <span class="quiet under">{t('shop.stock.ofThem', { held: numberText(stored.held) })}</span>
      )}
    </>
  );
};

const Price = ({
  variant,
  product,
  wrong,
  onChange,
  onStock,
  name,
  money,
}: {
  variant: VariantDraft;
  product: ProductDetail | null;
  wrong: Wrong;
  name: string;
  money: string;
  onChange: (part: Partial<VariantDraft>) => void;
  onStock: Props['onStock'];
}) => {
  const stored = product?.variants.find(({ id }) => id === variant.id);
  const field = (
    <GridInput
      label={t('shop.field.of', { field: t('shop.price.in', { currency: money }), name })}
      mode="decimal"
      value={variant.price}
      wrong={wrongText(wrong, `${variant.key}.price`)}
      onInput={(price) => onChange({ price })}
    />
  );
  if (!stored) return field;
  const reduced = stored.price !== null && stored.price.referenceCents !== null;
  return (
    <div class="with-button">
      {field}
      <button
        type="button"
        class="button small"
        aria-label={t('shop.price.open', { name })}
        onClick={() => onStock(stored.id, 'prices')}
      >
        {t(reduced ? 'shop.price.isShow' : 'shop.price.history')}
      </button>
    </div>
  );
};

const Row = ({ draft, wrong, money, product, set, onStock, variant, at }: RowProps) => {
  const change = (part: Partial<VariantDraft>): void =>
    set({ variants: draft.variants.map((each) => (each.key === variant.key ? { ...each, ...part } : each)) });
  const name = variant.options.filter(Boolean).join(' / ') || numberText(at + 1);
  const parts = { variant, product, wrong, name, onChange: change, onStock };
  return (
    <tr data-key={variant.key}>
      {draft.options.map((option, place) => (
        <Cell key={place} label={option}>
          <GridInput
            label={t('shop.field.of', { field: option || numberText(place + 1), name: numberText(at + 1) })}
            value={variant.options[place] ?? ''}
            maxLength={60}
            wrong={wrongText(wrong, `${variant.key}.option${place}`)}
            onInput={(text) =>
              change({
                options: draft.options.map((_, each) =>
                  each === place ? text : (variant.options[each] ?? ''),
                ),
              })
            }
          />
        </Cell>
      ))}
      <Cell label={t('shop.sku')}>
        <GridInput
          label={t('shop.field.of', { field: t('shop.sku'), name })}
          value={variant.sku}
          wrong={null}
          onInput={(sku) => change({ sku })}
        />
      </Cell>
      <Cell label={t('shop.price.in', { currency: money })}>
        <Price {...parts} money={money} />
      </Cell>
      <Cell label={t('shop.stock.onHand')} kind="number">
        <Stock {...parts} />
      </Cell>
      <td class="row-actions">
        {draft.variants.length > 1 && (
          <button
            type="button"
            class="button bare"
            aria-label={t('shop.variant.remove', { name })}
            onClick={() => set({ variants: draft.variants.filter(({ key }) => key !== variant.key) })}
          >
            <Icon name="trash-2" />
          </button>
        )}
      </td>
    </tr>
  );
};

const Grid = (props: Props) => (
  <table class="table cards variants-table">
    <thead>
      <tr>
        {props.draft.options.map((name, at) => (
          <th key={at} scope="col">
            {name || t('shop.option.name', { number: numberText(at + 1) })}
          </th>
        ))}
        <th scope="col">{t('shop.sku')}</th>
        <th scope="col">{t('shop.price.in', { currency: props.money })}</th>
        <th scope="col" class="number">
          {t('shop.stock.onHand')}
        </th>
        <th scope="col">
          <span class="visually-hidden">{t('shop.remove')}</span>
        </th>
      </tr>
    </thead>
    <tbody>
      {props.draft.variants.map((variant, at) => (
        <Row key={variant.key} {...props} variant={variant} at={at} />
      ))}
    </tbody>
  </table>
);

/** Stored variants that would go with the next save. */
const goneFrom = ({ product, draft }: Props): number =>
  (product?.variants ?? []).filter(({ id }) => !draft.variants.some((each) => each.id === id)).length;

export const VariantFields = (props: Props) => {
  const { draft, set } = props;
  const gone = goneFrom(props);
  return (
    <fieldset class="card part">
      <legend>{t('shop.variants.title')}</legend>
      <p class="quiet small">{t('shop.variants.help')}</p>
      <OptionFields {...props} />
      <Grid {...props} />
      {gone > 0 && <p class="small">{tn('shop.variants.gone', gone)}</p>}
      {draft.options.length > 0 && draft.variants.length < limits.variantsPerProduct && (
        <div>
          <button
            type="button"
            class="button"
            onClick={() => set({ variants: [...draft.variants, newVariant(draft.options.map(() => ''))] })}
          >
            <Icon name="plus" />
            {t('shop.variant.add')}
          </button>
        </div>
      )}
    </fieldset>
  );
};
