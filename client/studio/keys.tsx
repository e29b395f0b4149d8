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

const pressable = (target: EventTarget | null): Element | null =>
  target instanceof Element ? target.closest('button, a[href], summary') : null;

/** What the pointer gave the focus to, for as long as it has it. */
let pointed: Element | null = null;

/** Space presses what the focus is on, unless only a click put it there: who clicked "Show" does not look at that button. */
const presses = (target: EventTarget | null): boolean =>
  pressable(target) !== null && pressable(target) !== pointed;

const followPointer = (): (() => void) => {
  const point = ({ target }: Event): void => void (pointed = pressable(target));
  const focus = ({ target }: Event): void => {
    if (target !== pointed) pointed = null;
  };
  addEventListener('pointerdown', point, true);
  addEventListener('focusin', focus);
  return () => {
    removeEventListener('pointerdown', point, true);
    removeEventListener('focusin', focus);
  };
};

export const useKeys = (actions: Record<string, () => void>): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || isWriting(event.target)) return;
      if (off.peek() || document.querySelector('dialog[open]')) return;
      const action = actions[event.key.toLowerCase()];
      if (!action || (event.key === ' ' && presses(event.target))) return;
      event.preventDefault();
      action();
    };
    // Some browsers press a button when the space bar comes up, whatever became of its going down.
    const lift = (event: KeyboardEvent): void => {
      if (event.key === ' ' && pointed !== null && event.target === pointed && !off.peek())
        event.preventDefault();
    };
    const stop = followPointer();
    addEventListener('keydown', press);
    addEventListener('keyup', lift);
    return () => {
      stop();
      removeEventListener('keydown', press);
      removeEventListener('keyup', lift);
    };
  }, []);
};

type Props = { open: boolean; onClose: () => void; mayBroadcast: boolean };

const KeyLine = ({ name, does }: { name: string; does: string }) => (
  <>
    <dt>
      <kbd>{name}</kbd>
    </dt>
    <dd>{does}</dd>
  </>
);

const queueLines = {
  a: 'studio.keys.answered',
  j: 'studio.keys.down',
  k: 'studio.keys.up',
  n: 'studio.keys.upNext',
  r: 'studio.keys.reply',
  d: 'studio.keys.dismiss',
  u: 'studio.keys.undo',
} as const;

const pictureLines = {
  b: 'studio.keys.pause',
  m: 'studio.keys.mute',
  f: 'studio.keys.flip',
  i: 'studio.keys.inset',
  c: 'studio.keys.insetCorner',
  x: 'studio.keys.insetSwap',
} as const;

export const KeysDialog = ({ open, onClose, mayBroadcast }: Props) => (
  <Dialog open={open} onClose={onClose} title={t('studio.keys')}>
    <h3 class="keys-group">{t('studio.keys.group.queue')}</h3>
    <dl class="keys-list">
      <KeyLine name={t('studio.keys.space')} does={t('studio.keys.takeNext')} />
      {Object.entries(queueLines).map(([name, does]) => (
        <KeyLine key={name} name={name} does={t(does)} />
      ))}
    </dl>
    <h3 class="keys-group">{t('studio.keys.group.run')}</h3>
    <dl class="keys-list">
      <KeyLine name="↓" does={t('studio.keys.next')} />
      <KeyLine name="↑" does={t('studio.keys.previous')} />
      <KeyLine name="p" does={t('studio.keys.pin')} />
    </dl>
    {mayBroadcast && (
      <>
        <h3 class="keys-group">{t('studio.keys.group.picture')}</h3>
        <dl class="keys-list">
          {Object.entries(pictureLines).map(([name, does]) => (
            <KeyLine key={name} name={name} does={t(does)} />
          ))}
        </dl>
      </>
    )}
    <h3 class="keys-group">{t('studio.keys.group.rest')}</h3>
    <dl class="keys-list">
      <KeyLine name="?" does={t('studio.keys.help')} />
    </dl>
    <label class="keys-use">
      <input type="checkbox" checked={!off.value} onChange={(event) => turn(event.currentTarget.checked)} />
      {t('studio.keys.use')}
    </label>
  </Dialog>
);
