// A small number by two large buttons. Needs icons `minus`, `plus`.
import { t } from '../i18n.ts';
import { Icon } from './icon.tsx';

type Props = { label: string; value: number; most: number; onChange: (value: number) => void };

export const Stepper = ({ label, value, most, onChange }: Props) => (
  <div class="stepper" role="group" aria-label={label}>
    <span class="label">{label}</span>
    <button
      type="button"
      class="button"
      aria-label={t('reserve.fewer')}
      aria-disabled={value <= 1}
      onClick={() => value > 1 && onChange(value - 1)}
    >
      <Icon name="minus" />
    </button>
    <output aria-live="polite">{value}</output>
    <button
      type="button"
      class="button"
      aria-label={t('reserve.more')}
      aria-disabled={value >= most}
      onClick={() => value < most && onChange(value + 1)}
    >
      <Icon name="plus" />
    </button>
  </div>
);
