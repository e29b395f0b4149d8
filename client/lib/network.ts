// What the browser says about network and visibility: `online`, and a call when the page may have slept through
// something (network back or another one, tab visible again, page thawed or restored from the back-forward cache).
// `pageshow`: what Safari says of a page that it restores whole (https://webkit.org/blog/516/webkit-page-cache-ii-the-unload-event/);
// `resume`: Chromium thaws a tab that it had frozen (https://wicg.github.io/page-lifecycle/).
// Only hints: `online` true proves nothing, so nobody may skip an attempt because of it. Rule: SES-37.
import { signal, type ReadonlySignal } from '@preact/signals-core';

const onlineSignal = signal(typeof navigator === 'undefined' || navigator.onLine);
export const online: ReadonlySignal<boolean> = onlineSignal;

export type WakeReason = 'network' | 'visible';

/** Calls `listener` whenever the page wakes; the result stops that. */
export const onWake = (listener: (reason: WakeReason) => void): (() => void) => {
  if (typeof addEventListener !== 'function') return () => {};
  const stop = new AbortController();
  const { signal: stopped } = stop;
  addEventListener('online', () => listener('network'), { signal: stopped });
  addEventListener('pageshow', (event) => event.persisted && listener('visible'), { signal: stopped });
  if (typeof document !== 'undefined') {
    const seen = () => document.visibilityState === 'visible' && listener('visible');
    document.addEventListener('visibilitychange', seen, { signal: stopped });
    document.addEventListener('resume', seen, { signal: stopped });
  }
  // Only another type is another network: the estimates beside it change all the time. Not in Safari and Firefox.
  const { connection } = navigator as { connection?: EventTarget & { type?: string } };
  let type = connection?.type;
  const changed = () => {
    if (connection?.type === type) return;
    type = connection?.type;
    listener('network');
  };
  connection?.addEventListener('change', changed, { signal: stopped });
  return () => stop.abort();
};

if (typeof addEventListener === 'function') {
  addEventListener('online', () => (onlineSignal.value = true));
  addEventListener('offline', () => (onlineSignal.value = false));
}
