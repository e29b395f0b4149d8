// The field for a reason that stays in the shop's books: short words, but some.
import type { Signal } from '@preact/signals';
import { t } from '../i18n.ts';
import { Field } from '../ui/field.tsx';

type Props = { label: string; hint: string; reason: Signal<string>; tried: boolean };

/** As the shop takes it (shared/shop-bodies.ts). */
export const isReason = (text: string): boolean => text.trim().length >= 2 && text.trim().length <= 200;

export const ReasonField = ({ label, hint, reason, tried }: Props) => (
  <Field
    label={label}
    hint={hint}
    wrong={tried && !isReason(reason.value) ? t('studio.product.reason.wrong') : null}
  >
    {(ties) => (
      <input
        {...ties}
        class="input"
        type="text"
        maxLength={200}
        value={reason.value}
        onInput={(event) => (reason.value = event.currentTarget.value)}
      />
    )}
  </Field>
);
