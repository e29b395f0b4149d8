// The foot of a long form: save, put back, and whether anything is unsaved. Stays in sight.
import { t } from '../../i18n.ts';

type Props = { isDirty: boolean; busy: boolean; label: string; onUndo: (() => void) | null };

export const SaveBar = ({ isDirty, busy, label, onUndo }: Props) => (
  <div class="save-bar">
    <p class="quiet small" role="status">
      {t(isDirty ? 'shop.unsaved' : 'shop.allSaved')}
    </p>
    {onUndo && isDirty && (
      <button type="button" class="button bare" disabled={busy} onClick={onUndo}>
        {t('shop.undo')}
      </button>
    )}
    <button type="submit" class="button primary" disabled={busy || !isDirty}>
      {busy ? t('common.loading') : label}
    </button>
  </div>
);

/** After a form was refused by its own rules: to the first field that is wrong. */
export const focusFirstWrong = (form: HTMLElement | null): void => {
  // The marks are drawn first.
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
};
