// The studio's one screen: picture and what must be right about it, run of show, reservations; beside each other, or under
// each other on a phone. The queue of questions will share the reservations' column. Chooses between the screen and the
// reasons not to show it; owns the keys.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
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
import { Helping } from './helping.tsx';
import type { Holds } from './holds.ts';
import { HoldsPanel } from './holds-panel.tsx';
import { KeysDialog, useKeys } from './keys.tsx';
import { Picture } from './picture.tsx';
import type { RunOfShow } from './run-of-show.ts';
import type { Step } from './run-order.ts';
import { RunPanel } from './run-panel.tsx';
import { SharePanel } from './share-panel.tsx';
import { StatusLine } from './status-line.tsx';
import { useSpokenChanges } from './spoken.ts';

type Props = { broadcast: Broadcast; run: RunOfShow; holds: Holds };

const isOnPage = (broadcast: Broadcast): boolean =>
  broadcast.connection.closedBy.value === null && broadcast.connection.welcome.value?.role !== 'viewer';

const useStudioKeys = ({ broadcast, run }: Omit<Props, 'holds'>, openHelp: () => void): void => {
  const step = (by: Step): void => {
    if (!isOnPage(broadcast)) return;
    const product = run.neighbour(by);
    if (product) void run.pin(product.id);
    else if (run.products.peek().length > 0) announce(t(by === 1 ? 'studio.run.last' : 'studio.run.first'));
  };
  useKeys({
    arrowdown: () => step(1),
    arrowup: () => step(-1),
    p: () => {
      const marked = run.marked.peek();
      if (marked && isOnPage(broadcast)) void run.toggle(marked);
    },
    m: () => {
      if (!broadcast.mayBroadcast.peek()) return;
      broadcast.toggleMute();
      announce(t(broadcast.muted.peek() ? 'studio.muted' : 'studio.unmuted'));
    },
    '?': openHelp,
  });
};

const Stage = ({ broadcast }: Pick<Props, 'broadcast'>) => (
  <section class="stage" aria-label={t('studio.title')}>
    <Picture broadcast={broadcast} />
    <div class="bar">
      <StatusLine broadcast={broadcast} />
      <Controls broadcast={broadcast} />
    </div>
  </section>
);

/** On a phone camera and microphone come first before the show, the products during it and its sum after it. */
const Screen = ({ broadcast, run, holds }: Props) => {
  const { room, terms } = broadcast.state.value;
  const helping = broadcast.mayBroadcast.value === false;
  const show = broadcast.show.value;
  const hasRun = useRef(false);
  hasRun.current ||= show !== null && show.state !== 'ended';
  const sideLast = hasRun.current || helping;
  const side = (
    <div class="side" key="side">
      {!helping && <HealthPanel broadcast={broadcast} />}
      {!helping && <DevicePanel broadcast={broadcast} />}
      <SharePanel room={broadcast.room} name={room?.name ?? broadcast.room} />
    </div>
  );
  const lists = [
    <RunPanel key="run" run={run} />,
    <HoldsPanel key="holds" holds={holds} show={show} currency={terms?.currency ?? 'EUR'} />,
  ];
  return (
    <main class="studio-main">
      {helping ? <Helping key="stage" broadcast={broadcast} /> : <Stage key="stage" broadcast={broadcast} />}
      {!sideLast && side}
      {hasRun.current && show?.state === 'ended' ? lists.toReversed() : lists}
      {sideLast && side}
    </main>
  );
};

export const Studio = ({ broadcast, run, holds }: Props) => {
  const keysOpen = useSignal(false);
  const { connection, mayBroadcast, state } = broadcast;
  const name = state.value.room?.name ?? broadcast.room;

  useEffect(() => {
    document.title = t('studio.pageTitle', { room: name });
  });
  useSpokenChanges(broadcast);
  useStudioKeys({ broadcast, run }, () => (keysOpen.value = true));

  const closedBy = connection.closedBy.value;
  const barred = !isOnPage(broadcast);

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

      {barred ? <Barred closedBy={closedBy} /> : <Screen broadcast={broadcast} run={run} holds={holds} />}

      <KeysDialog
        open={keysOpen.value}
        onClose={() => (keysOpen.value = false)}
        mayMute={mayBroadcast.value === true}
      />
      <Toasts />
      <LiveRegion />
    </div>
  );
};
