// The studio's keys: one letter each, never while writing, never with Ctrl/Alt/Meta, never over a dialog.
// WCAG 2.1.4: they do nothing that cannot be undone by the same key, and `?` lists them.
import { useEffect } from 'preact/hooks';
import { t } from '../i18n.ts';
import { Dialog } from '../ui/dialog.tsx';

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

export const useKeys = (actions: Record<string, () => void>): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return;
      if (document.querySelector('dialog[open]')) return;
      const action = actions[event.key.toLowerCase()];
      if (!action) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
};

type Props = { open: boolean; onClose: () => void };

export const KeysDialog = ({ open, onClose }: Props) => (
  <Dialog open={open} onClose={onClose} title={t('studio.keys')}>
    <dl class="keys-list">
      <dt>
        <kbd>m</kbd>
      </dt>
      <dd>{t('studio.keys.mute')}</dd>
      <dt>
        <kbd>?</kbd>
      </dt>
      <dd>{t('studio.keys.help')}</dd>
    </dl>
  </Dialog>
);
