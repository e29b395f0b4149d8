// Viewers in real Chromium who decode what comes, and what they saw of it in a while.
import type { Browser, Page } from 'playwright-core';
import { rounded, show } from './numbers.ts';
import { notePeers, readVideo, type Video } from './storm-page.ts';

const phone = { viewport: { width: 390, height: 844 }, locale: 'en-GB' };

export type Seen = {
  framesPerSecond: number;
  freezes: number;
  frozenMs: number;
  qp: number | null;
  height: number;
  lost: number;
  keyFrames: number;
};

const seenBetween = (before: Video, after: Video): Seen => {
  const frames = after.framesDecoded - before.framesDecoded;
  return {
    framesPerSecond: rounded((frames * 1000) / (after.at - before.at), 1),
    freezes: after.freezes - before.freezes,
    frozenMs: Math.round((after.frozenSeconds - before.frozenSeconds) * 1000),
    qp: frames > 0 ? rounded((after.qpSum - before.qpSum) / frames, 1) : null,
    height: after.height,
    lost: after.lost - before.lost,
    keyFrames: after.keyFramesDecoded - before.keyFramesDecoded,
  };
};

const readAll = (pages: Page[]): Promise<Video[]> =>
  Promise.all(pages.map((page) => page.evaluate(readVideo)));

/** What each page saw while `work` ran. */
export const during = async <T>(
  pages: Page[],
  work: () => Promise<T>,
): Promise<{ seen: Seen[]; result: T }> => {
  const before = await readAll(pages);
  const result = await work();
  const after = await readAll(pages);
  return { seen: before.map((one, index) => seenBetween(one, after[index] ?? one)), result };
};

export const seenRow = (
  name: string,
  { framesPerSecond, freezes, frozenMs, qp, height, lost, keyFrames }: Seen,
) => [
  name,
  show(framesPerSecond),
  String(freezes),
  show(frozenMs, 'ms'),
  show(qp),
  `${height}p`,
  String(lost),
  String(keyFrames),
];

export const seenHead = ['', 'frames/s', 'freezes', 'frozen', 'QP', 'size', 'lost', 'key frames'];

/** On the room's page, each with a picture. */
export const openWatchers = async (
  browser: Browser,
  url: string,
  room: string,
  count: number,
): Promise<Page[]> => {
  const context = await browser.newContext(phone);
  await context.addInitScript(notePeers);
  const pages: Page[] = [];
  for (let n = 0; n < count; n += 1) {
    const page = await context.newPage();
    await page.goto(`${url}/r/${room}`);
    await page.waitForFunction(() => document.querySelector('.room')?.getAttribute('data-screen') === 'live');
    pages.push(page);
  }
  return pages;
};
