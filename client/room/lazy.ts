// The counter's chunk (sheets, outbox, their words): fetched when the page has nothing better to do, or at once when a sheet
// is asked for. Where a picture is expected it goes first. A tap that comes before it is kept, and carried out once it is there.
// Rules: NET-33, NET-35.
import { effect, signal, type ReadonlySignal } from '@preact/signals';
import { loadWords } from '../i18n.ts';
import { Backoff, mediaDelaysMs } from '../lib/backoff.ts';
import { looksSlow } from '../lib/line-speed.ts';
import type * as counterModule from './counter.tsx';
import type { Visit } from './visit.ts';
import { tellOffline } from './you.tsx';
import { counterWords } from './words.ts';

export type Counter = typeof counterModule;

const patienceMs = 4000;
/** A first picture that takes longer than this does not keep the rest of the page back. */
const pictureFirstMs = 1500;

const whenIdle = (work: () => void): void => {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(work, { timeout: patienceMs });
  else setTimeout(work, patienceMs / 2); // Safari
};

const hasRules = ({ sheet }: HTMLLinkElement): boolean => {
  try {
    return (sheet?.cssRules.length ?? 0) > 0;
  } catch {
    return false; // what did not come cannot be read
  }
};

/** The bundler adds each stylesheet once, and not again when it did not come. */
const fetchStyles = async (): Promise<void> => {
  const missing = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')].filter(
    (link) => !hasRules(link),
  );
  const fetched = missing.map((link) => {
    const again = link.cloneNode() as HTMLLinkElement;
    link.replaceWith(again);
    return new Promise((resolve, reject) => {
      again.onload = resolve;
      again.onerror = reject;
    });
  });
  await Promise.all(fetched);
};

export const followCounter = (visit: Visit): ReadonlySignal<Counter | null> => {
  const counter = signal<Counter | null>(null);
  const backoff = new Backoff(mediaDelaysMs);
  let fetching = false;
  let told = false;
  const isWanted = () => visit.sheets.stack.value.length > 0 || visit.asking.wanted.value;

  const fetchIt = async (): Promise<void> => {
    if (fetching || counter.peek()) return;
    fetching = true;
    try {
      const [module] = await Promise.all([import('./counter.tsx'), loadWords(counterWords)]);
      if (backoff.failures > 0) await fetchStyles();
      visit.desk.value = module.openDesk(visit);
      module.startTelling(visit);
      module.startShowingLast(visit);
      module.startSending(visit);
      counter.value = module;
    } catch {
      if (isWanted() && !told) tellOffline();
      told = isWanted();
      const delayMs = backoff.next();
      if (told) setTimeout(() => isWanted() && void fetchIt(), delayMs);
    }
    fetching = false;
  };

  // Not by onWelcome: the welcome may come before the page is drawn, while its words are on their way.
  effect(() => {
    if (visit.connection.status.value !== 'open') return;
    // On a slow line it would take the picture's way just when that begins.
    if (visit.screen.value !== 'connecting' || looksSlow()) return whenIdle(() => void fetchIt());
    const waiting = setTimeout(() => void fetchIt(), pictureFirstMs);
    return () => clearTimeout(waiting);
  });
  effect(() => {
    if (isWanted()) void fetchIt();
  });
  return counter;
};
