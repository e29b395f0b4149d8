// The bad networks: what is wrong from the start, or what happens in mid-show, and how long it is watched after that.
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Quality } from './networks-line.ts';
import { setHidden } from './networks-page.ts';
import type { Guest } from './networks-stage.ts';

export type Case = {
  name: string;
  words: string;
  /** From before the page is opened. */
  quality?: Quality;
  /** In mid-show; `tap` is called while the network is at its worst. Resolves when it is as it will stay. */
  disturb?: (guest: Guest, page: Page, tap: () => Promise<void>) => Promise<void>;
  watchMs: number;
};

const outageMs = 30_000;
const awayMs = 10_000;

const changeAddress: Case['disturb'] = async (guest, _page, tap) => {
  await guest.line.cut();
  await tap();
  guest.line = await guest.place.join('rmnet0', 4);
};

const blackOut: Case['disturb'] = async (guest, _page, tap) => {
  const endsAt = Date.now() + outageMs;
  await guest.line.set({ drop: 'all' });
  await tap();
  await pause(endsAt - Date.now());
  await guest.line.set({});
};

const dropUdp: Case['disturb'] = async (guest, _page, tap) => {
  await guest.line.set({ drop: 'udp' });
  await tap();
};

/** What is tapped in the last moment finds the network gone already. */
const sleep: Case['disturb'] = async ({ place, line }, _page, tap) => {
  await line.set({ drop: 'all' });
  await tap();
  const asleep = place.processes();
  for (const pid of asleep) process.kill(pid, 'SIGSTOP');
  await line.set({});
  await pause(awayMs);
  for (const pid of asleep) process.kill(pid, 'SIGCONT');
};

const hide: Case['disturb'] = async (_guest, page, tap) => {
  await tap();
  await page.evaluate(setHidden, true);
  await pause(awayMs);
  await page.evaluate(setHidden, false);
};

export const cases: Case[] = [
  { name: 'quiet', words: 'nothing is wrong', watchMs: 10_000 },
  { name: 'address-change', words: 'Wi-Fi → 4G in mid-show', disturb: changeAddress, watchMs: 10_000 },
  { name: 'udp-dropped', words: 'UDP dropped', quality: { drop: 'udp' }, watchMs: 10_000 },
  { name: 'udp-dropped-later', words: 'UDP dropped in mid-show', disturb: dropUdp, watchMs: 12_000 },
  { name: 'loss-5', words: '5 % loss', quality: { loss: 0.05 }, watchMs: 12_000 },
  { name: 'loss-20', words: '20 % loss', quality: { loss: 0.2 }, watchMs: 15_000 },
  { name: 'delay-300', words: '300 ms each way', quality: { delayMs: 300 }, watchMs: 12_000 },
  { name: 'rate-400', words: '400 kbit/s', quality: { kbitPerSecond: 400 }, watchMs: 15_000 },
  { name: 'blackout-30', words: '30 s blackout', disturb: blackOut, watchMs: 15_000 },
  { name: 'sleep-10', words: '10 s asleep', disturb: sleep, watchMs: 10_000 },
  { name: 'hidden-10', words: '10 s in the background', disturb: hide, watchMs: 8_000 },
];
