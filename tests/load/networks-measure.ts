// One case, for a viewer or for the host: makes the network bad, watches, and reads what both sides saw.
import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Case } from './networks-cases.ts';
import type { Carried, Line } from './networks-line.ts';
import { beAPhone, readCounted, readMended, readPaths, readTab, type Seen } from './networks-page.ts';
import {
  goLiveAgain,
  openViewer,
  pictureAfter,
  room,
  roomOf,
  seenBy,
  showAgain,
  talkIn,
  type Guest,
  type Stage,
} from './networks-stage.ts';
import {
  framesPerSecond,
  frozenTime,
  gaps,
  longestStanding,
  lostEvents,
  renewedMs,
  sizes,
  type Size,
  type Standing,
} from './networks-sums.ts';
import { askOnce, countHostTaps, countTaps, type HostTaps, type Taps } from './networks-talk.ts';
import { percentile, rounded } from './numbers.ts';

const pictureWithinMs = 45_000;
const settleMs = 4000;
const catchUpMs = 10_000;

export type Measured = {
  case: string;
  words: string;
  who: 'viewer' | 'host';
  /** From the start of navigation (viewer), from the tap on "go live" (host); null: none came. */
  firstMs: number | null;
  /** From the end of what happened; 0: the picture never stood; null: it did not come back; undefined: nothing happened. */
  renewedMs?: number | null;
  seconds: number;
  frozenMs: number;
  longest: Standing;
  sizes: Size[];
  framesPerSecond: number;
  delayMs: number | null;
  paths: string[];
  mended?: string;
  events: { told: number; lost: number; welcomes: number };
  /** What only one of both viewers reads on the page at last, though nothing is said any more. */
  differences: string[];
  taps: Taps | HostTaps;
  /** The good viewer, and what the host sent to both. */
  beside?: Beside;
  line: { kbitPerSecond: number; lostPercent: number };
};

/** A second, and in all. Decoded beside encoded tells the network from a machine that is too slow for both. */
type Beside = { decoded: number; encoded: number; keyFrames: number; frozenMs: number };

type Watch = { startedAt: number; firstAt: number | null; disturbedUntil: number | null; endedAt: number };

const untilIn = async (deadlineMs: number, met: () => Promise<boolean>): Promise<boolean> => {
  const endsAt = Date.now() + deadlineMs;
  while (Date.now() < endsAt) {
    if (await met().catch(() => false)) return true;
    await pause(200);
  }
  return false;
};

const disturbed = async (
  { disturb, watchMs }: Case,
  guest: Guest,
  page: Page,
  tap: () => Promise<void>,
): Promise<number | null> => {
  await pause(settleMs);
  if (disturb) await disturb(guest, page, tap);
  const until = disturb ? Date.now() : null;
  if (!disturb) await tap();
  await pause(watchMs);
  return until;
};

/** A good line again, whatever became of the old one. */
const mend = async (guest: Guest): Promise<void> => {
  await guest.line.cut();
  guest.line = await guest.place.join('wlan0');
};

/** What a line had carried when a case began. */
type Start = { line: Line; carried: Carried; at: number };

const startOn = async ({ line }: Guest): Promise<Start> => ({
  line,
  carried: await line.carried(),
  at: Date.now(),
});

/** In the direction of the media; a line that was changed for another one began anew. */
const carriedBy = async ({ line }: Guest, way: keyof Carried, start: Start): Promise<Measured['line']> => {
  const before = line === start.line ? start.carried[way] : [0, 0, 0];
  const [passed = 0, bytes = 0, dropped = 0] = (await line.carried())[way].map(
    (count, index) => count - (before[index] ?? 0),
  );
  return {
    kbitPerSecond: Math.round((bytes * 8) / (Date.now() - start.at)),
    lostPercent: rounded((dropped * 100) / Math.max(1, passed + dropped), 2),
  };
};

/** A question, a question of another joined, a product reserved: on the page, as one does it. */
const tapOn = async (page: Page, question: string, joined: string): Promise<void> => {
  await page.getByTestId('question-input').fill(question);
  await page.getByTestId('question-input').press('Enter');
  await page.getByTestId('question-item').filter({ hasText: joined }).getByTestId('me-too').click();
  await page.getByTestId('reserve').first().click();
  await page.getByRole('dialog').getByTestId('reserve').click();
  await page.keyboard.press('Escape');
};

const summarise = (bad: Seen, { startedAt, firstAt, disturbedUntil, endedAt }: Watch) => {
  const from = firstAt ?? startedAt;
  const stood = gaps(bad, from, endedAt);
  return {
    firstMs: firstAt === null ? null : Math.round(firstAt - startedAt),
    ...(disturbedUntil !== null && { renewedMs: renewedMs(stood, disturbedUntil) }),
    seconds: Math.round((endedAt - from) / 1000),
    frozenMs: frozenTime(stood),
    longest: longestStanding(bad, from, endedAt),
    sizes: sizes(bad, from, endedAt),
    framesPerSecond: framesPerSecond(bad, from, endedAt),
    delayMs: percentile(
      bad.delays.filter(([at]) => at >= from).map(([, ms]) => ms),
      0.5,
    ),
  };
};

/** Begins to count; the result ends it. */
const watchBeside = async ({ good, host }: Stage): Promise<() => Promise<Beside>> => {
  const count = async () => ({
    ...(await host.page.evaluate(readCounted)),
    decoded: (await good.page.evaluate(readCounted)).decoded,
    at: Date.now(),
  });
  const before = await count();
  return async () => {
    const after = await count();
    const perSecond = (frames: number) => rounded((frames * 1000) / (after.at - before.at), 2);
    return {
      decoded: perSecond(after.decoded - before.decoded),
      encoded: perSecond(after.encoded - before.encoded),
      keyFrames: after.keyFrames - before.keyFrames,
      frozenMs: frozenTime(gaps(await seenBy(good.page), before.at, after.at)),
    };
  };
};

const openTab = (page: Page, name: RegExp) => page.getByRole('tab', { name }).click();

const readTabs = async (page: Page): Promise<string[]> => {
  const read: string[] = [];
  for (const name of [/^Products/, /^Questions/, /^Chat/]) {
    await openTab(page, name);
    read.push(...(await page.evaluate(readTab)));
  }
  return read;
};

/** When nothing is said any more, and whoever was behind had time to catch up. */
const eventsOf = async (page: Page, good: Page): Promise<Measured['events']> => {
  const compare = async () => lostEvents(await seenBy(page), await seenBy(good));
  await untilIn(catchUpMs, async () => (await compare()).lost === 0);
  return { ...(await compare()), welcomes: (await seenBy(page)).welcomes };
};

const differencesOf = async (bad: Page, good: Page): Promise<string[]> => {
  const compare = async () => {
    const [ours, theirs] = [await readTabs(bad), await readTabs(good)];
    const only = (who: string, all: string[], others: string[]) =>
      all.filter((line) => !others.includes(line)).map((line) => `${who}: ${line}`);
    return [...only('bad', ours, theirs), ...only('good', theirs, ours)];
  };
  await untilIn(catchUpMs, async () => (await compare()).length === 0);
  return compare();
};

export const measureViewer = async (stage: Stage, wanted: Case): Promise<Measured> => {
  const { bad, good, server, dataDir } = stage;
  const [question, joined] = [`Does it smell, ${wanted.name}?`, `Is it vegan, ${wanted.name}?`];
  await askOnce(roomOf(stage), joined);
  const talk = await talkIn(stage);
  await bad.line.set(wanted.quality ?? {});
  const start = await startOn(bad);
  const page = await openViewer(bad);
  const readBeside = await watchBeside(stage);
  const startedAt = Date.now();
  try {
    await page.goto(`${server.url}/r/${room}`, { waitUntil: 'commit', timeout: 60_000 });
    const firstAt = await pictureAfter(page, 0, pictureWithinMs);
    await page
      .getByRole('tab')
      .filter({ hasText: /question/i })
      .click();
    const tap = () => tapOn(page, question, joined);
    const disturbedUntil = await disturbed(wanted, bad, page, tap);
    const endedAt = Date.now();
    const beside = await readBeside();
    const line = await carriedBy(bad, 'down', start);
    const seen = await seenBy(page);
    const paths = await page.evaluate(readPaths);
    const mended = await page.evaluate(readMended);
    await talk.stop();
    const events = await eventsOf(page, good.page);
    const differences = await differencesOf(page, good.page);
    const watch = { startedAt, firstAt, disturbedUntil, endedAt };
    return {
      case: wanted.name,
      words: wanted.words,
      who: 'viewer',
      ...summarise(seen, watch),
      beside,
      paths,
      mended,
      events,
      differences,
      taps: await countTaps(dataDir, question, joined),
      line,
    };
  } finally {
    await talk.stop();
    await page.context().close();
    await mend(bad);
  }
};

/** Before the host's line is touched: a page that cannot say that it goes would hold the stage for half a minute. */
const leaveStage = async ({ host, good }: Stage): Promise<void> => {
  await host.page.close();
  const away = good.page.locator('[data-testid="connection-state"][data-state="reconnecting"]');
  await away.waitFor({ timeout: 60_000 });
};

/** Puts the question on camera, for a tap to end it. Returns the tap: answered, and another product shown. */
const prepareHostTap = async (page: Page, question: string) => {
  const row = page.getByTestId('queue-item').filter({ hasText: question });
  await row.getByTestId('answer-now').click();
  const answered = page.locator('.on-camera').filter({ hasText: question }).getByTestId('mark-answered');
  await answered.waitFor();
  const shows = page.locator('.run-row:not([data-mark=showing])').first().getByTestId('pin-product');
  const productId = (await shows.getAttribute('data-id')) ?? '';
  const pin = page.locator(`[data-testid=pin-product][data-id="${productId}"]`);
  const tap = async () => {
    await pin.click();
    await answered.click();
  };
  return { productId, tap };
};

/** What the good viewer sees of a host on a bad network; there is no other picture in the room. */
export const measureHost = async (stage: Stage, wanted: Case): Promise<Measured> => {
  const { host, good, dataDir } = stage;
  const question = `Is it warm, ${wanted.name}?`;
  await leaveStage(stage);
  await host.line.set(wanted.quality ?? {});
  const start = await startOn(host);
  const talk = await talkIn(stage);
  try {
    const startedAt = await goLiveAgain(stage);
    const firstAt = await pictureAfter(good.page, startedAt, pictureWithinMs);
    await host.page.evaluate(beAPhone);
    await askOnce(roomOf(stage), question);
    const { productId, tap } = await prepareHostTap(host.page, question);
    const disturbedUntil = await disturbed(wanted, host, host.page, tap);
    const endedAt = Date.now();
    const line = await carriedBy(host, 'up', start);
    await talk.stop();
    const seen = await seenBy(good.page);
    const events = await eventsOf(host.page, good.page);
    return {
      case: wanted.name,
      words: wanted.words,
      who: 'host',
      ...summarise(seen, { startedAt, firstAt, disturbedUntil, endedAt }),
      paths: await host.page.evaluate(readPaths),
      events,
      differences: [],
      taps: await countHostTaps(dataDir, productId, question, startedAt),
      line,
    };
  } finally {
    await talk.stop();
    await leaveStage(stage);
    await mend(host);
    await showAgain(stage);
  }
};
