// What lies open in the right column of a wide page: line-up or questions, one of them at a time; on a phone they are sheets.
// Tabs as people know them: arrow keys, Home and End go from one to the other. Loaded with the sheets.
import { useRef } from 'preact/hooks';
import { t } from '../i18n.ts';
import { openCount } from './asking.ts';
import { ChatPanel } from './chat-panel.tsx';
import { ProductList } from './product-list.tsx';
import { QuestionList } from './question-list.tsx';
import { tabs, type Tab } from './tabs.ts';
import type { Visit } from './visit.ts';

export const Column = ({ visit }: { visit: Visit }) => {
  const open = visit.tab.value;
  return (
    <>
      <Tabs visit={visit} />
      {tabs.map((tab) => (
        <div
          key={tab}
          id={`panel-${tab}`}
          role="tabpanel"
          aria-labelledby={`tab-${tab}`}
          class="panel-of-tab"
          hidden={tab !== open}
        >
          {tab === open && <Panel visit={visit} tab={tab} />}
        </div>
      ))}
    </>
  );
};

const Panel = ({ visit, tab }: { visit: Visit; tab: Tab }) => {
  if (tab === 'questions') return <QuestionList visit={visit} />;
  if (tab === 'chat') return <ChatPanel visit={visit} />;
  return (
    <ProductList visit={visit} onOpen={(id) => visit.sheets.open({ kind: 'product', id, first: 'look' })} />
  );
};

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, Home: -tabs.length, End: tabs.length };

/** The arrows go round, Home and End do not. */
const tabAfter = (open: Tab, step: number): Tab => {
  const at = tabs.indexOf(open) + step;
  const last = tabs.length - 1;
  const to = Math.abs(step) > 1 ? Math.min(last, Math.max(0, at)) : (at + tabs.length) % tabs.length;
  return tabs[to] ?? open;
};

const Tabs = ({ visit }: { visit: Visit }) => {
  const box = useRef<HTMLDivElement>(null);
  const { shelf } = visit.room.value;
  const open = visit.tab.value;
  const counts: Record<Tab, number> = {
    products: shelf.products.length,
    questions: openCount(visit),
    chat: 0,
  };
  const move = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = tabAfter(open, step);
    visit.tab.value = to;
    box.current?.querySelector<HTMLElement>(`#tab-${to}`)?.focus();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- its tabs take the focus, one of them at a time
    <div class="tabs" role="tablist" ref={box} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`tab-${tab}`}
          aria-selected={tab === open}
          aria-controls={`panel-${tab}`}
          tabIndex={tab === open ? 0 : -1}
          onClick={() => (visit.tab.value = tab)}
        >
          {t(`room.${tab}`)} {counts[tab] > 0 && <span class="numbers">{counts[tab]}</span>}
        </button>
      ))}
    </div>
  );
};
