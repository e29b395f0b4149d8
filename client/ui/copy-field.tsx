// A link that is there to be copied: shown whole, selected on focus, copied by one button.
// Needs icons `copy`, `check`.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../i18n.ts';
import { Icon } from './icon.tsx';
import { announce } from './live-region.tsx';
import { toast } from './toast.tsx';

const copiedMs = 2500;

/** `children`: more that can be done with the link. */
type Props = { label: string; value: string; children?: ComponentChildren };

export const CopyField = ({ label, value, children }: Props) => {
  const id = useId();
  const copied = useSignal(false);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      copied.value = true;
      announce(t('common.copied'));
      setTimeout(() => (copied.value = false), copiedMs);
    } catch {
      toast(t('common.copyFailed'), 'bad'); // no clipboard on http:// addresses
    }
  };

  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="copy-field">
        <input
          id={id}
          class="input"
          readOnly
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          spellcheck={false}
        />
        <button type="button" class="button copy" onClick={() => void copy()}>
          <Icon name={copied.value ? 'check' : 'copy'} />
          {t(copied.value ? 'common.copied' : 'common.copy')}
        </button>
        {children}
      </div>
    </div>
  );
};
