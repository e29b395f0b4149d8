// The studio's one screen: picture and what must be right about it, run of show, questions and reservations; beside each
// other, or under each other on a phone. Chooses between the screen and the reasons not to show it; owns the keys.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n.ts';
import { announce, LiveRegion } from '../ui/live-region.tsx';
import { LanguageSwitch } from '../ui/language-switch.tsx';
import { Icon } from '../ui/icon.tsx';
import { Toasts } from '../ui/toast.tsx';
import { Barred } from './barred.tsx';
import type { ChatDesk } from '../lib/chat-desk.ts';
import type { Broadcast } from './broadcast.ts';
import { Column, rowActions, type ColumnState, type Tab } from './column.tsx';
import { Controls } from './controls.tsx';
import { DevicePanel, flipCamera } from './device-panel.tsx';
import { DoctorPanel, useDoctor } from './doctor-panel.tsx';
import { HealthPanel } from './health-panel.tsx';
import { Helping } from './helping.tsx';
import type { Holds } from './holds.ts';
import { KeysDialog, useKeys } from './keys.tsx';
import { InsetPanel, insetKeys } from './inset-panel.tsx';
import { isNarrow } from './narrow.ts';
import { Picture } from './picture.tsx';
import { queueKeys } from './queue-keys.ts';
import type { Queue } from './queue.ts';
import type { RunOfShow } from './run-of-show.ts';
import type { Step } from './run-order.ts';
import { RunPanel } from './run-panel.tsx';
import { SharePanel } from './share-panel.tsx';
import { StatusLine } from './status-line.tsx';
import { useSpokenChanges } from './spoken.ts';

type Props = { broadcast: Broadcast; run: RunOfShow; holds: Holds; queue: Queue; chat: ChatDesk };

const isOnPage = (broadcast: Broadcast): boolean =>
  broadcast.connection.closedBy.value === null && broadcast.connection.welcome.value?.role !== 'viewer';

/** Each brings the questions to the front first: who presses a key looks for its effect. */
const keysOfQueue = ({ broadcast, queue }: Omit<Props, 'holds' | 'chat'>, column: ColumnState) =>
  Object.fromEntries(
    Object.entries(queueKeys(queue, rowActions(column))).map(([key, act]) => [
      key,
      () => {
        if (!isOnPage(broadcast)) return;
        column.tab.value = 'questions';
        act();
      },
    ]),
  );

/** For who may broadcast, and while the page is open. */
const keysOfPicture = (broadcast: Broadcast) => {
  const acts = {
    b: () => void broadcast.togglePause(),
    ...insetKeys(broadcast),
    f: () => void flipCamera(broadcast),
    m: () => {
      broadcast.toggleMute();
      announce(t(broadcast.muted.peek() ? 'studio.muted' : 'studio.unmuted'));
    },
  };
  return Object.fromEntries(
    Object.entries(acts).map(([key, act]) => [
      key,
      () => {
        if (broadcast.mayBroadcast.peek() && isOnPage(broadcast)) act();
      },
    ]),
  );
};

const useStudioKeys = (
  props: Omit<Props, 'holds' | 'chat'>,
  column: ColumnState,
  openHelp: () => void,
): void => {
  const { broadcast, run } = props;
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
    ...keysOfPicture(broadcast),
    '?': openHelp,
    ...keysOfQueue(props, column),
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

/** On a phone camera and microphone come first before the show, the next question during it and its sum after it. */
const Screen = ({ broadcast, run, holds, queue, chat, column }: Props & { column: ColumnState }) => {
  const { room, terms } = broadcast.state.value;
  const helping = broadcast.mayBroadcast.value === false;
  const show = broadcast.show.value;
  const hasRun = useRef(false);
  hasRun.current ||= show !== null && show.state !== 'ended';
  const sideLast = hasRun.current || helping;
  const doctor = useDoctor(broadcast);
  const examined = <DoctorPanel key="doctor" broadcast={broadcast} doctor={doctor} />;
  // An encoder's picture waits for the host there, and no camera is needed.
  const isFirst = doctor.stream.value?.by === 'encoder';
  const side = (
    <div class="side" key="side">
      {isFirst && examined}
      {!helping && <HealthPanel key="health" broadcast={broadcast} />}
      {!helping && <DevicePanel key="devices" broadcast={broadcast} />}
      {!helping && <InsetPanel key="inset" broadcast={broadcast} />}
      {!isFirst && examined}
      <SharePanel key="share" room={broadcast.room} name={room?.name ?? broadcast.room} />
    </div>
  );
  const lists = [
    <RunPanel key="run" run={run} />,
    <Column
      key="column"
      state={column}
      queue={queue}
      chat={chat}
      run={run}
      holds={holds}
      show={show}
      currency={terms?.currency ?? 'EUR'}
      now={() => broadcast.clock.now()}
      narrow={isNarrow.value}
    />,
  ];
  return (
    <main class="studio-main">
      {helping ? <Helping key="stage" broadcast={broadcast} /> : <Stage key="stage" broadcast={broadcast} />}
      {!sideLast && side}
      {hasRun.current && isNarrow.value ? lists.toReversed() : lists}
      {sideLast && side}
    </main>
  );
};

export const Studio = (props: Props) => {
  const { broadcast } = props;
  const column: ColumnState = {
    tab: useSignal<Tab>('questions'),
    replyTo: useSignal<string | null>(null),
    mergeOf: useSignal<string | null>(null),
  };
  const keysOpen = useSignal(false);
  const { connection, mayBroadcast, state } = broadcast;
  const name = state.value.room?.name ?? broadcast.room;

  useEffect(() => {
    document.title = t('studio.pageTitle', { room: name });
  });
  useSpokenChanges(broadcast);
  useStudioKeys(props, column, () => (keysOpen.value = true));

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

      {barred ? <Barred closedBy={closedBy} /> : <Screen {...props} column={column} />}

      <KeysDialog
        open={keysOpen.value}
        onClose={() => (keysOpen.value = false)}
        mayBroadcast={mayBroadcast.value === true}
      />
      <Toasts />
      <LiveRegion />
    </div>
  );
};
