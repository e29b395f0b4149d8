// The viewer's own corner: name and language. The sheet that asks for the name is loaded when it is opened.
import { useState } from 'preact/hooks';
import type { ComponentType } from 'preact';
import { loadWords, t } from '../i18n.ts';
import { Icon } from '../ui/icon.tsx';
import { LanguageSwitch } from '../ui/language-switch.tsx';
import { toast } from '../ui/toast.tsx';
import type { SheetProps } from './name-sheet.tsx';
import type { Visit } from './visit.ts';
import { counterWords } from './words.ts';

/** A chunk of the page did not come. */
export const tellOffline = (): void => toast(t('room.offline.text'), 'bad');

export const You = ({ visit }: { visit: Visit }) => {
  const [open, setOpen] = useState(false);
  const [Sheet, setSheet] = useState<ComponentType<SheetProps> | null>(null);
  const show = async () => {
    try {
      const [{ NameSheet }] = await Promise.all([import('./name-sheet.tsx'), loadWords(counterWords)]);
      setSheet(() => NameSheet);
      setOpen(true);
    } catch {
      tellOffline();
    }
  };
  return (
    <section class="you" aria-label={t('room.you')}>
      {visit.connection.status.value !== 'closed' && (
        <button type="button" class="button over your-name" onClick={() => void show()}>
          <Icon name="user-round" />
          <span class="ellipsis">{visit.nickname.value ?? t('room.name.set')}</span>
        </button>
      )}
      <LanguageSwitch onFailed={tellOffline} />
      <p class="keys small quiet">{t('room.keys')}</p>
      {Sheet && <Sheet visit={visit} open={open} onClose={() => setOpen(false)} />}
    </section>
  );
};
