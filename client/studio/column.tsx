// The third column: questions and reservations behind two tabs, each with its count; and the dialogs of a question, which stay
// open whatever the tab. After the show its reservations are in front. Rules: STU-58, STU-69.
import type { Signal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { ShowView } from '../../shared/model.ts';
import { t } from '../i18n.ts';
import type { ChatDesk } from '../lib/chat-desk.ts';
import { forApproval } from '../lib/chat-held.ts';
import { ChatPanel } from './chat-panel.tsx';
import type { Holds } from './holds.ts';
import { HoldsPanel } from './holds-panel.tsx';
import { takeNext } from './queue-keys.ts';
import { QueueMerge } from './queue-merge.tsx';
import { QueuePanel } from './queue-panel.tsx';
import { QueueReply } from './queue-reply.tsx';
import type { RowActions } from './queue-row.tsx';
import { useSpokenQuestions } from './queue-spoken.ts';
import type { Queue } from './queue.ts';
import type { RunOfShow } from './run-of-show.ts';

const tabs = ['questions', 'chat', 'holds'] as const;
export type Tab = (typeof tabs)[number];

export type ColumnState = {
  tab: Signal<Tab>;
  replyTo: Signal<string | null>;
  mergeOf: Signal<string | null>;
};

export const rowActions = ({ replyTo, mergeOf }: ColumnState): RowActions => ({
  reply: (id) => void (replyTo.value = id),
  merge: (id) => void (mergeOf.value = id),
});

type Props = {
  state: ColumnState;
  queue: Queue;
  chat: ChatDesk;
  run: RunOfShow;
  holds: Holds;
  show: ShowView | null;
  currency: string;
  now: () => number;
  narrow: boolean;
};

const words = { questions: 'studio.queue', chat: 'chat.title', holds: 'studio.holds' } as const;

const Tabs = ({ tab, counts, id }: { tab: Signal<Tab>; counts: Record<Tab, number | null>; id: string }) => {
  const list = useRef<HTMLDivElement>(null);
  const go = (by: number): void => {
    const next = tabs[(tabs.indexOf(tab.value) + by + tabs.length) % tabs.length] ?? 'questions';
    tab.value = next;
    list.current?.querySelector<HTMLElement>(`#${id}-${next}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={t('studio.column')} ref={list}>
      {tabs.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`${id}-${name}`}
          class="tab"
          data-testid={`tab-${name}`}
          aria-selected={tab.value === name}
          aria-controls={`${id}-${name}-panel`}
          tabIndex={tab.value === name ? 0 : -1}
          onClick={() => (tab.value = name)}
          onKeyDown={({ key }) => {
            if (key === 'ArrowRight' || key === 'ArrowLeft') go(key === 'ArrowRight' ? 1 : -1);
          }}
        >
          {t(words[name])} {counts[name] !== null && <span class="tab-count numbers">{counts[name]}</span>}
        </button>
      ))}
    </div>
  );
};

const TabPanel = ({
  name,
  tab,
  id,
  children,
}: {
  name: Tab;
  tab: Signal<Tab>;
  id: string;
  children: ComponentChildren;
}) => (
  <div
    class="tab-panel"
    role="tabpanel"
    id={`${id}-${name}-panel`}
    aria-labelledby={`${id}-${name}`}
    hidden={tab.value !== name}
  >
    {children}
  </div>
);

/** What the host looks for when it is over. */
const useHoldsAfterShow = (tab: Signal<Tab>, show: ShowView | null): void => {
  const before = useRef(show?.state);
  useEffect(() => {
    if (before.current && before.current !== 'ended' && show?.state === 'ended') tab.value = 'holds';
    before.current = show?.state;
  }, [show?.state]);
};

export const Column = ({ state, queue, chat, run, holds, show, currency, now, narrow }: Props) => {
  const id = useId();
  const { tab, replyTo, mergeOf } = state;
  useSpokenQuestions(queue);
  useHoldsAfterShow(tab, show);
  const counts = {
    questions: queue.ready.value ? queue.waiting.value.length + queue.held.value.length : null,
    // What waits for a decision.
    chat: forApproval(chat.held.value).length || null,
    holds: holds.list.value ? holds.tally.value.kept : null,
  };
  return (
    <section class="card panel column" aria-label={t('studio.column')}>
      <Tabs tab={tab} counts={counts} id={id} />
      <TabPanel name="questions" tab={tab} id={id}>
        <QueuePanel
          queue={queue}
          run={run}
          show={show}
          now={now}
          narrow={narrow}
          actions={rowActions(state)}
          onTake={() => void takeNext(queue)}
        />
      </TabPanel>
      <TabPanel name="chat" tab={tab} id={id}>
        {tab.value === 'chat' && <ChatPanel chat={chat} />}
      </TabPanel>
      <TabPanel name="holds" tab={tab} id={id}>
        <HoldsPanel holds={holds} show={show} currency={currency} />
      </TabPanel>
      <QueueReply queue={queue} run={run} questionId={replyTo.value} onClose={() => (replyTo.value = null)} />
      <QueueMerge queue={queue} run={run} questionId={mergeOf.value} onClose={() => (mergeOf.value = null)} />
    </section>
  );
};
