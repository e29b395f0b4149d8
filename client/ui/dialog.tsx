// A modal <dialog>: the browser keeps the focus inside, closes on Escape, and gives the focus back where it was.
// Toasts are drawn inside as well: what is outside a modal dialog is dimmed and silent.
// Never decides anything: the page owns `open` and clears it in `onClose`. Needs icon `x`.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n.ts';
import { Icon } from './icon.tsx';
import { Toasts } from './toast.tsx';

type Props = {
  open: boolean;
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  footer?: ComponentChildren;
};

export const Dialog = ({ open, title, onClose, children, footer }: Props) => {
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const byPage = useRef(false);

  useEffect(() => {
    const dialog = box.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) {
      byPage.current = true;
      dialog.close();
    }
  }, [open]);

  // A shortcut for the pointer only: Escape and the close button do the same from the keyboard.
  useEffect(() => {
    const dialog = box.current;
    if (!dialog) return;
    const close = (event: MouseEvent): void => {
      if (event.target === dialog && isOutside(event, dialog)) onClose();
    };
    dialog.addEventListener('click', close);
    return () => dialog.removeEventListener('click', close);
  }, [onClose]);

  // The event comes late: the page's own closing must not be taken for the user's, when it wants the dialog open again.
  const closed = (): void => {
    if (byPage.current) byPage.current = false;
    else onClose();
  };

  return (
    <dialog ref={box} class="dialog" aria-labelledby={titleId} onClose={closed}>
      <header>
        <h2 id={titleId}>{title}</h2>
        <button type="button" class="button bare" aria-label={t('common.close')} onClick={onClose}>
          <Icon name="x" />
        </button>
      </header>
      {open && children}
      {open && footer && <footer>{footer}</footer>}
      {open && <Toasts />}
    </dialog>
  );
};

/** A click on the backdrop lands on the dialog itself, beyond its edges. */
const isOutside = ({ clientX, clientY }: MouseEvent, dialog: HTMLDialogElement): boolean => {
  const box = dialog.getBoundingClientRect();
  return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
};
