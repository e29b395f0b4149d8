// Says to screen readers, and as toasts, what the host must hear of without looking: on air, off air, devices.
import { effect, untracked } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n.ts';
import { announce } from '../ui/live-region.tsx';
import { toast } from '../ui/toast.tsx';
import type { Broadcast } from './broadcast.ts';
import { isOnAir, type Phase } from './phase.ts';

const said = (before: Phase, now: Phase): string | null => {
  if (now === 'live') return t(before === 'interrupted' ? 'studio.said.back' : 'studio.said.live');
  if (now === 'interrupted') return t('studio.said.interrupted');
  if (now === 'paused' && before === 'pausing') return t('studio.said.paused');
  if (now === 'off' && before === 'ending') return t('studio.said.ended');
  return null;
};

export const useSpokenChanges = (broadcast: Broadcast): void => {
  useEffect(() => {
    let before: Phase = broadcast.phase.peek();
    const stopPhases = effect(() => {
      const now = broadcast.phase.value;
      const text = now === before ? null : untracked(() => said(before, now));
      before = now;
      if (text) announce(text);
    });
    const stopNews = effect(() => {
      const news = broadcast.news.value;
      // A toast is read out as well.
      if (!news) return;
      const text = untracked(() => t(`studio.news.${news.kind}.${news.news}`, { label: news.label }));
      toast(text, 'bad');
    });
    // After the fact: while the page is hidden nobody reads it.
    let wasWithheld = false;
    const stopHidden = effect(() => {
      const withheld = broadcast.withheld.value;
      if (wasWithheld && !withheld && isOnAir(broadcast.phase.peek()))
        untracked(() => toast(t('studio.wasHidden'), 'bad'));
      wasWithheld = withheld;
    });
    return () => {
      stopHidden();
      stopPhases();
      stopNews();
    };
  }, []);
};
