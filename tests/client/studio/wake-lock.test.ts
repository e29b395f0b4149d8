// The screen that stays on: asked for, lost with the tab, asked for again, let go.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepAwake } from '../../../client/studio/wake-lock.ts';

let given: { released: boolean; release: () => Promise<void> }[];
let refuses: boolean;
let page: EventTarget & { visibilityState: string };
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

const turn = async (visibilityState: string) => {
  page.visibilityState = visibilityState;
  // The browser lets go of the lock of a hidden page. Source: https://www.w3.org/TR/screen-wake-lock/#handling-document-loss-of-visibility
  if (visibilityState === 'hidden') for (const lock of given) lock.released = true;
  page.dispatchEvent(new Event('visibilitychange'));
  await settled();
};
const held = () => given.filter(({ released }) => !released).length;

beforeEach(() => {
  given = [];
  refuses = false;
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  vi.stubGlobal('document', page);
  vi.stubGlobal('navigator', {
    wakeLock: {
      request: async () => {
        if (refuses) throw new DOMException('battery', 'NotAllowedError');
        const lock = { released: false, release: async () => void (lock.released = true) };
        given.push(lock);
        return lock;
      },
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

test('STU-75 the screen is kept on until let go, and asked for again whenever the page is back', async () => {
  const letSleep = keepAwake();
  await settled();
  expect(held()).toBe(1);
  await turn('hidden');
  expect(held()).toBe(0);
  await turn('visible');
  expect(held()).toBe(1);
  letSleep();
  expect(held()).toBe(0);
  await turn('visible');
  expect(given).toHaveLength(2);
});

test('STU-75 a phone that refuses is asked again the next time, and nothing breaks without the feature', async () => {
  refuses = true;
  const letSleep = keepAwake();
  await settled();
  refuses = false;
  await turn('visible');
  expect(held()).toBe(1);
  letSleep();
  vi.stubGlobal('navigator', {});
  keepAwake()();
});

test('STU-75 a lock that comes after it was let go is let go', async () => {
  keepAwake()();
  await settled();
  expect([given.length, held()]).toEqual([1, 0]);
});
