// A modal sheet: rises from the thumb's side on a phone, lies over the right column on a wide page; the picture keeps
// playing beside it, so nothing is dimmed. The browser keeps the focus inside, closes on Escape and gives the focus back.
// Toasts and the live region are drawn inside, for what is outside a modal dialog is silent. Needs icons `x`, `arrow-left`.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../i18n.ts';
import { Icon } from './icon.tsx';
import { LiveRegion } from './live-region.tsx';
import { Toasts } from './toast.tsx';

type Props = {
  title: string;
  /** Another view of the same sheet: the focus goes to its title. */
  view: string;
  onClose: () => void;
  onBack?: (() => void) | undefined;
  children: ComponentChildren;
};

export const Sheet = ({ title, view, onClose, onBack, children }: Props) => {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();

  useEffect(() => {
    box.current?.showModal();
    return () => box.current?.close();
  }, []);
  useEffect(() => {
    heading.current?.focus();
    box.current?.querySelector('.sheet-body')?.scrollTo(0, 0);
  }, [view]);
  // A shortcut for the pointer only: Escape and the close button do the same from the keyboard.
  useEffect(() => {
    const dialog = box.current;
    const close = (event: MouseEvent): void => {
      if (event.target === dialog) onClose();
    };
    dialog?.addEventListener('click', close);
    return () => dialog?.removeEventListener('click', close);
  }, [onClose]);

  return (
    <dialog
      ref={box}
      class="sheet"
      aria-labelledby={titleId}
      // Told late, when the next sheet may be open already: then it is not ours any more.
      onClose={() => box.current && onClose()}
    >
      <div class="sheet-head">
        {onBack && (
          <button type="button" class="button bare" aria-label={t('common.back')} onClick={onBack}>
            <Icon name="arrow-left" />
          </button>
        )}
        <h2 id={titleId} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button type="button" class="button bare" aria-label={t('common.close')} onClick={onClose}>
          <Icon name="x" />
        </button>
      </div>
      <div class="sheet-body">{children}</div>
      <Toasts />
      <LiveRegion />
    </dialog>
  );
};
