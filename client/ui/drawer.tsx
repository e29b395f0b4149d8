// A sheet at the side of a wide page, from below on a phone: details of one thing while its list stays where it was. A modal
// <dialog>, so the browser keeps the focus inside and closes on Escape. Open as long as it is drawn; the page decides.
// Needs icon `x`.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n.ts';
import { Icon } from './icon.tsx';

type Props = {
  title: string;
  /** A quiet line under the title. */
  about?: ComponentChildren;
  onClose: () => void;
  children: ComponentChildren;
};

export const Drawer = ({ title, about, onClose, children }: Props) => {
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const close = useRef(onClose);
  close.current = onClose;

  useEffect(() => {
    const dialog = box.current;
    // What had the focus may be drawn anew meanwhile; the browser then gives it to nobody.
    const before = document.activeElement;
    dialog?.showModal();
    const stop = new AbortController();
    const { signal } = stop;
    const cancel = (event: Event): void => {
      event.preventDefault();
      close.current();
    };
    // A shortcut for the pointer only: Escape and the close button do the same from the keyboard.
    const beside = (event: MouseEvent): void => {
      if (event.target === dialog) close.current();
    };
    dialog?.addEventListener('cancel', cancel, { signal });
    dialog?.addEventListener('click', beside, { signal });
    return () => {
      stop.abort();
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return (
    <dialog ref={box} class="drawer" aria-labelledby={titleId}>
      <div class="drawer-inside">
        <header>
          <div>
            <h2 id={titleId}>{title}</h2>
            {about && <p class="quiet">{about}</p>}
          </div>
          <button type="button" class="button bare" aria-label={t('common.close')} onClick={onClose}>
            <Icon name="x" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
};
