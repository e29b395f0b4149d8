// The counter's chunk (sheets, outbox, their words): fetched when the page has nothing better to do, or at once when a sheet
// is asked for. Never in the way of the first picture.
import { effect, signal, type ReadonlySignal } from '@preact/signals';
import { loadWords } from '../i18n.ts';
import type * as counterModule from './counter.tsx';
import type { Visit } from './visit.ts';
import { tellOffline } from './you.tsx';
import { counterWords } from './words.ts';

export type Counter = typeof counterModule;

const patienceMs = 4000;

const whenIdle = (work: () => void): void => {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work, { timeout: patienceMs });
  else setTimeout(work, patienceMs / 2); // Safari
};

export const followCounter = (visit: Visit): ReadonlySignal<Counter | null> => {
  const counter = signal<Counter | null>(null);
  let fetching = false;
  const isWanted = () => visit.sheets.stack.value.length > 0 || visit.asking.wanted.value;

  const fetchIt = async (): Promise<void> => {
    if (fetching || counter.peek()) return;
    fetching = true;
    try {
      const [module] = await Promise.all([import('./counter.tsx'), loadWords(counterWords)]);
      visit.desk.value = module.openDesk(visit);
      module.startTelling(visit);
      module.startShowingLast(visit);
      module.startSending(visit);
      counter.value = module;
    } catch {
      // The next sheet or question tries again.
      if (isWanted()) tellOffline();
      visit.sheets.close();
      visit.asking.wanted.value = false;
    }
    fetching = false;
  };

  // Not by onWelcome: the welcome may come before the page is drawn, while its words are on their way.
  effect(() => {
    if (visit.connection.status.value === 'open') whenIdle(() => void fetchIt());
  });
  effect(() => {
    if (isWanted()) void fetchIt();
  });
  return counter;
};
