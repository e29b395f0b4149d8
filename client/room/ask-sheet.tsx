// Asking with everything there is to choose: a product or the shop in general, one variant of it, to see it tried on. It shares
// its draft with the field under the thumb.
import type { ProductView } from '../../shared/shop.ts';
import { t } from '../i18n.ts';
import { aboutOf, type About } from '../lib/ask-draft.ts';
import { withAbout } from '../lib/ask-wish.ts';
import { variantName } from '../lib/variants.ts';
import { Field } from '../ui/field.tsx';
import { LettersLeft, questionChars } from './ask-extras.tsx';
import { AskForm } from './ask-field.tsx';
import { askingOf } from './asking.ts';
import type { Visit } from './visit.ts';

export const AskSheet = ({ visit }: { visit: Visit }) => {
  const { shelf } = visit.room.value;
  const asking = askingOf(visit);
  if (asking !== 'open') return <p class="empty quiet">{t(`room.ask.${asking}`)}</p>;
  const { draft } = visit.asking;
  const about = aboutOf(draft.value, shelf);
  const product = shelf.products.find(({ id }) => id === about.productId);
  const choose = (news: About): void => {
    draft.value = withAbout(draft.peek(), news);
  };
  const tryOn = (on: boolean): void => {
    draft.value = { ...withAbout(draft.peek(), about), kind: on ? 'try_on' : 'question' };
  };
  return (
    <div class="ask-sheet">
      <Field label={t('ask.about')}>
        {(ties) => (
          <select
            {...ties}
            class="input"
            value={about.productId ?? ''}
            onChange={(event) => choose({ productId: event.currentTarget.value || null, variantId: null })}
          >
            <option value="">{t('ask.about.shop')}</option>
            {shelf.products.map(({ id, title }) => (
              <option key={id} value={id}>
                {id === shelf.pinned?.id ? t('ask.about.pinned', { name: title }) : title}
              </option>
            ))}
          </select>
        )}
      </Field>
      {product && product.options.length > 0 && (
        <Variant
          product={product}
          chosen={about.variantId}
          onChoose={(variantId) => choose({ ...about, variantId })}
        />
      )}
      {product && (
        <div class="try-it-on">
          <input
            id="try-it-on"
            type="checkbox"
            aria-describedby="try-it-on-hint"
            checked={draft.value.kind === 'try_on'}
            onChange={(event) => tryOn(event.currentTarget.checked)}
          />
          <label for="try-it-on">{t('ask.tryOn')}</label>
          <p class="small quiet" id="try-it-on-hint">
            {t('ask.tryOn.hint')}
          </p>
        </div>
      )}
      <div class="panel">
        <AskForm
          visit={visit}
          inSheet
          most={questionChars}
          placeholder={draft.value.kind === 'try_on' ? t('ask.tryOn.text') : t('room.ask.label')}
        >
          <LettersLeft visit={visit} />
        </AskForm>
        <p class="hint">{t('ask.text.hint')}</p>
      </div>
    </div>
  );
};

type VariantProps = {
  product: ProductView;
  chosen: string | null;
  onChoose: (variantId: string | null) => void;
};

const Variant = ({ product, chosen, onChoose }: VariantProps) => (
  <Field label={product.options.join(' / ')}>
    {(ties) => (
      <select
        {...ties}
        class="input"
        value={chosen ?? ''}
        onChange={(event) => onChoose(event.currentTarget.value || null)}
      >
        <option value="">{t('ask.variant.any')}</option>
        {product.variants.map((variant) => (
          <option key={variant.id} value={variant.id}>
            {variantName(variant)}
          </option>
        ))}
      </select>
    )}
  </Field>
);
