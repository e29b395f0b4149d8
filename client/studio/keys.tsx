// The studio's keys: one each, never while writing, never with Ctrl/Alt/Meta, never over a dialog. They do nothing that
// cannot be undone by a key, `?` lists them, and the list can turn them off (WCAG 2.1.4), remembered on this device.
// Rule: STU-52.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n.ts';
import { Dialog } from '../ui/dialog.tsx';

const storageKey = 'vetrina.keysOff';

const remembered = (): boolean => {
  try {
    return localStorage.getItem(storageKey) === '1';
  } catch {
    return false; // storage is refused in some private browsers
  }
};

const off = signal(typeof localStorage !== 'undefined' && remembered());

const turn = (on: boolean): void => {
  off.value = !on;
  try {
    if (on) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, '1');
  } catch {
    // not remembered then, but done
  }
};

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

export const useKeys = (actions: Record<string, () => void>): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return;
      if (off.peek() || document.querySelector('dialog[open]')) return;
      const action = actions[event.key.toLowerCase()];
      if (!action) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
};

type Props = { open: boolean; onClose: () => void; mayMute: boolean };

const KeyLine = ({ name, does }: { name: string; does: string }) => (
  <>
    <dt>
      <kbd>{name}</kbd>
    </dt>
    <dd>{does}</dd>
  </>
);

export const KeysDialog = ({ open, onClose, mayMute }: Props) => (
  <Dialog open={open} onClose={onClose} title={t('studio.keys')}>
    <dl class="keys-list">
      <KeyLine name="↓" does={t('studio.keys.next')} />
      <KeyLine name="↑" does={t('studio.keys.previous')} />
      <KeyLine name="p" does={t('studio.keys.pin')} />
      {mayMute && <KeyLine name="m" does={t('studio.keys.mute')} />}
      <KeyLine name="?" does={t('studio.keys.help')} />
    </dl>
    <label class="keys-use">
      <input type="checkbox" checked={!off.value} onChange={(event) => turn(event.currentTarget.checked)} />
      {t('studio.keys.use')}
    </label>
  </Dialog>
);
