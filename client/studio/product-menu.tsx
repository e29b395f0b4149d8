// What can be done with a product beside showing it: correct its stock with a reason, or open it in the back office for
// everything else. The number that is shown afterwards is the shop's. Rule: STU-53.
import { useSignal } from '@preact/signals';
import type { ProductView, VariantView } from '../../shared/shop.ts';
import { t } from '../i18n.ts';
import type { ApiErrorCode } from '../lib/api.ts';
import { variantName } from '../lib/variants.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { toast } from '../ui/toast.tsx';
import { differenceOf } from './difference.ts';
import type { RunOfShow } from './run-of-show.ts';
import { StockLine } from './run-parts.tsx';
import { codeOf, studioApi } from './studio-api.ts';
import { isReason, ReasonField } from './reason-field.tsx';

type Props = { run: RunOfShow; productId: string | null; onClose: () => void };

const nameOf = (product: ProductView, variant: VariantView): string =>
  [product.title, variantName(variant)].filter(Boolean).join(', ');

const VariantField = ({
  variants,
  chosen,
  onChoose,
}: {
  variants: VariantView[];
  chosen: string;
  onChoose: (id: string) => void;
}) => (
  <Field label={t('studio.product.variant')}>
    {(ties) => (
      <select
        {...ties}
        class="input"
        value={chosen}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {variants.map((variant) => (
          <option key={variant.id} value={variant.id}>
            {t('studio.product.variantChoice', { variant: variantName(variant), count: variant.available })}
          </option>
        ))}
      </select>
    )}
  </Field>
);

const StockForm = ({ product, onClose }: { product: ProductView; onClose: () => void }) => {
  const chosen = useSignal(product.variants[0]?.id ?? '');
  const difference = useSignal('');
  const reason = useSignal('');
  const tried = useSignal(false);
  const busy = useSignal(false);
  const problem = useSignal<ApiErrorCode | null>(null);
  const count = differenceOf(difference.value);

  const send = async (): Promise<void> => {
    tried.value = true;
    const variant = product.variants.find(({ id }) => id === chosen.value);
    if (count === null || !isReason(reason.value) || !variant || busy.value) return;
    busy.value = true;
    problem.value = null;
    try {
      const { variant: told } = await studioApi.changeStock(variant.id, count, reason.value.trim());
      toast(t('studio.product.changed', { title: nameOf(product, variant), count: told.available }), 'ok');
      onClose();
    } catch (error) {
      problem.value = codeOf(error);
    } finally {
      busy.value = false;
    }
  };

  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h3>{t('studio.product.stock')}</h3>
      {product.variants.length > 1 && (
        <VariantField
          variants={product.variants}
          chosen={chosen.value}
          onChoose={(id) => (chosen.value = id)}
        />
      )}
      <Field
        label={t('studio.product.difference')}
        hint={t('studio.product.difference.hint')}
        wrong={tried.value && count === null ? t('studio.product.difference.wrong') : null}
      >
        {(ties) => (
          <input
            {...ties}
            class="input numbers"
            // Not inputmode "numeric": phones leave out the minus there.
            type="text"
            autocomplete="off"
            maxLength={7}
            value={difference.value}
            onInput={(event) => (difference.value = event.currentTarget.value)}
          />
        )}
      </Field>
      <ReasonField
        label={t('studio.product.reason')}
        hint={t('studio.product.reason.hint')}
        reason={reason}
        tried={tried.value}
      />
      {problem.value && (
        <Notice kind="bad" code={problem.value}>
          <p>{t(`error.${problem.value}`)}</p>
        </Notice>
      )}
      <button type="submit" class="button" disabled={busy.value}>
        {t(busy.value ? 'studio.product.changing' : 'studio.product.change')}
      </button>
    </form>
  );
};

export const ProductMenu = ({ run, productId, onClose }: Props) => {
  const product = run.products.value.find(({ id }) => id === productId);
  return (
    <Dialog open={product !== undefined} onClose={onClose} title={product?.title ?? ''}>
      {product && (
        <div class="stack">
          <StockLine product={product} />
          <a
            class="target-link"
            href={`/shop/products/${encodeURIComponent(product.id)}`}
            target="_blank"
            rel="noopener"
          >
            {t('studio.product.office')}
            <Icon name="external-link" label={t('studio.newTab')} />
          </a>
          <StockForm product={product} onClose={onClose} />
        </div>
      )}
    </Dialog>
  );
};
