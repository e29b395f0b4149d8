// Passing the room on: the phone's own share sheet, else the link on the clipboard.
import { t } from '../i18n.ts';
import { toast } from '../ui/toast.tsx';

/** Must run inside a tap: both ways want one. */
export const share = async (title: string): Promise<void> => {
  const url = location.origin + location.pathname;
  if (typeof navigator.share === 'function') {
    try {
      return await navigator.share({ title, url });
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return; // the viewer thought better of it
    }
  }
  try {
    await navigator.clipboard.writeText(url);
    toast(t('room.linkCopied'), 'ok');
  } catch {
    toast(t('common.copyFailed'), 'bad');
  }
};
