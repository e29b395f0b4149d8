// Where taps outlive the page: IndexedDB, one entry a tap. Where it is refused (private windows, in-app browsers) or hangs,
// every call ends quietly and the page's memory has to do. Rule: CLI-34.
import { createStore, delMany, entries, set, type UseStore } from 'idb-keyval';
import type { Tap } from './outbox.ts';

export type TapStore = {
  load: () => Promise<Tap[]>;
  keep: (tap: Tap) => Promise<void>;
  forget: (keys: string[]) => Promise<void>;
};

// A database that is blocked by another tab neither opens nor fails.
const patienceMs = 1500;

const within = <T>(work: Promise<T>, otherwise: T): Promise<T> =>
  Promise.race([
    work.catch(() => otherwise),
    new Promise<T>((resolve) => {
      setTimeout(() => resolve(otherwise), patienceMs);
    }),
  ]);

export const openTapStore = (): TapStore => {
  let opened: UseStore | undefined;
  // Opened late: createStore itself throws where there is no IndexedDB.
  const store = (): UseStore => (opened ??= createStore('vetrina', 'outbox'));
  const attempt = async <T>(work: (from: UseStore) => Promise<T>): Promise<T> => work(store());
  return {
    load: () =>
      within(
        attempt(async (from) => (await entries<string, Tap>(from)).map(([, tap]) => tap)),
        [],
      ),
    keep: (tap) =>
      within(
        attempt((to) => set(tap.key, tap, to)),
        undefined,
      ),
    forget: (keys) =>
      within(
        attempt((from) => delMany(keys, from)),
        undefined,
      ),
  };
};
