// Going from place to place without loading a page: links, the back button, and the question before unsaved changes are left.
// Owns the browser's history; address.ts says what an address means. Rules: BOF-2, BOF-3.
import { signal } from '@preact/signals';
import { addressOf, placeOf, queryWith, type Place } from './address.ts';

export const place = signal<Place>(placeOf(location.pathname, location.search));

/** Set by the form that holds unsaved changes. */
let holdsBack: (() => boolean) | null = null;
/** Where somebody wanted to go when unsaved changes held him back; the shell asks about it. */
export const wanted = signal<string | null>(null);

export const holdBack = (isDirty: () => boolean): (() => void) => {
  holdsBack = isDirty;
  return () => {
    if (holdsBack === isDirty) holdsBack = null;
  };
};

const isHeld = (): boolean => holdsBack?.() ?? false;

let shown = location.pathname + location.search;
const show = (address: string): void => {
  shown = address;
  const url = new URL(address, location.origin);
  place.value = placeOf(url.pathname, url.search);
};

/** `replace`: the same page with another filter, which the back button need not step through. */
export const go = (address: string, { replace = false, leave = false } = {}): void => {
  const samePage = new URL(address, location.origin).pathname === new URL(shown, location.origin).pathname;
  if (!leave && !samePage && isHeld()) {
    wanted.value = address;
    return;
  }
  if (leave) holdsBack = null;
  wanted.value = null;
  history[replace ? 'replaceState' : 'pushState'](null, '', address);
  show(address);
};

/** Changes search and filters of the page that is shown. */
export const filter = (change: Record<string, string | null>): void => {
  const now = place.peek();
  go(addressOf({ ...now, query: queryWith(now.query, change) }), { replace: true });
};

const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

const onClick = (event: MouseEvent): void => {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || event.defaultPrevented || !isPlain(event)) return;
  if (link.origin !== location.origin || link.target || link.hasAttribute('download') || link.hash) return;
  if (link.pathname !== '/shop' && !link.pathname.startsWith('/shop/')) return;
  event.preventDefault();
  go(link.pathname + link.search);
};

const onPop = (): void => {
  const address = location.pathname + location.search;
  if (address === shown) return;
  if (!isHeld()) return show(address);
  // The browser has gone already: back to where the changes are, and ask.
  history.pushState(null, '', shown);
  wanted.value = address;
};

const onUnload = (event: BeforeUnloadEvent): void => {
  if (isHeld()) event.preventDefault();
};

export const startTravelling = (): void => {
  document.addEventListener('click', onClick);
  addEventListener('popstate', onPop);
  addEventListener('beforeunload', onUnload);
};
