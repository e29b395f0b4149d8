// The studio's one screen: picture and controls left, what must be right about them beside it. Run of show and queue
// will stand between the two. Chooses between the screen and the reasons not to show it; owns the keys.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n.ts';
import { announce, LiveRegion } from '../ui/live-region.tsx';
import { LanguageSwitch } from '../ui/language-switch.tsx';
import { Icon } from '../ui/icon.tsx';
import { Toasts } from '../ui/toast.tsx';
import { Barred } from './barred.tsx';
import type { Broadcast } from './broadcast.ts';
import { Controls } from './controls.tsx';
import { DevicePanel } from './device-panel.tsx';
import { HealthPanel } from './health-panel.tsx';
import { KeysDialog, useKeys } from './keys.tsx';
import { Picture } from './picture.tsx';
import { SharePanel } from './share-panel.tsx';
import { StatusLine } from './status-line.tsx';
import { useSpokenChanges } from './spoken.ts';

type Props = { broadcast: Broadcast };

export const Studio = ({ broadcast }: Props) => {
  const keysOpen = useSignal(false);
  const { connection, mayBroadcast, state } = broadcast;
  const name = state.value.room?.name ?? broadcast.room;

  useEffect(() => {
    document.title = t('studio.pageTitle', { room: name });
  });
  useSpokenChanges(broadcast);
  useKeys({
    m: () => {
      if (!mayBroadcast.peek()) return;
      broadcast.toggleMute();
      announce(t(broadcast.muted.peek() ? 'studio.muted' : 'studio.unmuted'));
    },
    '?': () => (keysOpen.value = true),
  });

  const closedBy = connection.closedBy.value;
  const barred = closedBy !== null || mayBroadcast.value === false;

  return (
    <div class="studio">
      <header class="studio-header">
        <div class="studio-names">
          <a class="brand" href="/">
            {t('common.shopWindow')}
          </a>
          <h1>{barred ? t('studio.title') : name}</h1>
        </div>
        <div class="page-header-end">
          {!barred && (
            <button
              type="button"
              class="button bare keys-button"
              aria-label={t('studio.keys')}
              onClick={() => (keysOpen.value = true)}
            >
              <Icon name="keyboard" />
            </button>
          )}
          <LanguageSwitch />
        </div>
      </header>

      {barred ? (
        <Barred closedBy={closedBy} broadcast={broadcast} />
      ) : (
        <main class="studio-main">
          <section class="stage" aria-label={t('studio.title')}>
            <Picture broadcast={broadcast} />
            <div class="bar">
              <StatusLine broadcast={broadcast} />
              <Controls broadcast={broadcast} />
            </div>
          </section>
          <div class="side">
            <HealthPanel broadcast={broadcast} />
            <DevicePanel broadcast={broadcast} />
            <SharePanel room={broadcast.room} name={name} />
          </div>
        </main>
      )}

      <KeysDialog open={keysOpen.value} onClose={() => (keysOpen.value = false)} />
      <Toasts />
      <LiveRegion />
    </div>
  );
};
