// What the browser says about network and visibility: `online`, and a call when the page may have slept through
// something (network back, tab visible again, page restored from the back-forward cache).
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
  }
  return () => stop.abort();
};

if (typeof addEventListener === 'function') {
  addEventListener('online', () => (onlineSignal.value = true));
  addEventListener('offline', () => (onlineSignal.value = false));
}
