// Shows as rows: every transition, the stale ones too.
import { describe, expect, test } from 'vitest';
import type { ShowState } from '../../../shared/model.ts';
import * as journal from '../../../server/db/journal.ts';
import type { Tx } from '../../../server/db/open.ts';
import type { RoomId } from '../../../server/ids.ts';
import * as shows from '../../../server/rooms/shows.ts';
import { openTestDb, type TestDb } from '../../helpers/db.ts';

type Step = (tx: Tx, roomId: RoomId, now: number) => unknown;
const steps: Record<string, Step> = {
  start: shows.start,
  away: shows.away,
  pause: shows.pause,
  goOn: shows.goOn,
  back: shows.back,
  end: shows.end,
};
const state = ({ db, roomId }: TestDb): ShowState | null =>
  db.read((sql) => shows.latest(sql, roomId))?.state ?? null;
const told = ({ db, roomId }: TestDb) =>
  (db.read((sql) => journal.since(sql, roomId, 0, 1000)) ?? []).map(({ type, body }) => {
    expect(type).toBe('show.changed');
    return (body as { show: { state: ShowState } }).show.state;
  });
const take = ({ db, roomId }: TestDb, step: string, now = 100) =>
  db.write((tx) => (steps[step] as Step)(tx, roomId, now));

const table: [from: string[], step: string, then: ShowState | null, tells: boolean, refusal?: string][] = [
  [[], 'start', 'live', true],
  [[], 'away', null, false],
  [[], 'back', null, false],
  [[], 'end', null, false, 'show_not_live'],
  [['start'], 'start', 'live', false],
  [['start'], 'away', 'away', true],
  [['start'], 'back', 'live', false],
  [['start'], 'end', 'ended', true],
  [['start', 'away'], 'start', 'live', true],
  [['start', 'away'], 'away', 'away', false],
  [['start', 'away'], 'back', 'live', true],
  [['start', 'away'], 'end', 'ended', true],
  [[], 'pause', null, false, 'show_not_live'],
  [['start'], 'pause', 'away', true],
  [['start', 'pause'], 'pause', 'away', false],
  [['start', 'away'], 'pause', 'away', true],
  [['start', 'pause'], 'away', 'away', false],
  [['start', 'pause'], 'back', 'away', false],
  [['start', 'pause'], 'start', 'away', false],
  [['start', 'pause'], 'goOn', 'live', true],
  [['start'], 'goOn', 'live', false],
  [['start', 'away'], 'goOn', 'away', false],
  [['start', 'end'], 'goOn', 'ended', false],
  [['start', 'pause'], 'end', 'ended', true],
  [['start', 'end'], 'pause', 'ended', false, 'show_not_live'],
  [['start', 'end'], 'start', 'live', true],
  [['start', 'end'], 'away', 'ended', false],
  [['start', 'end'], 'back', 'ended', false],
  [['start', 'end'], 'end', 'ended', false, 'show_not_live'],
];

describe('transitions', () => {
  test.each(table)(
    'SES-10 SES-12: after %j, %s leads to %s (told: %s)',
    async (from, step, then, tells, refusal) => {
      const test = await openTestDb();
      for (const earlier of from) await take(test, earlier);
      const before = told(test).length;
      if (refusal) await expect(take(test, step)).rejects.toMatchObject({ code: refusal });
      else await take(test, step);
      expect(state(test)).toBe(then);
      expect(told(test).slice(before)).toEqual(tells ? [then] : []);
    },
  );

  test('SES-12 times: away since when, cleared when back, ended when', async () => {
    const test = await openTestDb();
    await take(test, 'start', 10);
    expect(await take(test, 'away', 20)).toMatchObject({ startedAt: 10, awayAt: 20, endedAt: null });
    expect(await take(test, 'back', 30)).toMatchObject({ startedAt: 10, awayAt: null, endedAt: null });
    expect(await take(test, 'end', 40)).toMatchObject({ startedAt: 10, endedAt: 40 });
  });

  test('SES-11 two starts in one batch are one show', async () => {
    const test = await openTestDb();
    const [one, two] = (await Promise.all([take(test, 'start'), take(test, 'start')])) as { id: string }[];
    expect(one?.id).toBe(two?.id);
    expect(told(test)).toEqual(['live']);
  });

  test('SES-10 a new show is another show, and the last one is the latest, also within a millisecond', async () => {
    const test = await openTestDb();
    const ids = [];
    for (let n = 0; n < 3; n += 1) {
      ids.push(((await take(test, 'start', 50)) as { id: string }).id);
      expect(((await take(test, 'end', 50)) as { id: string }).id).toBe(ids[n]);
    }
    expect(new Set(ids).size).toBe(3);
    expect(test.db.read((sql) => shows.latest(sql, test.roomId))?.id).toBe(ids[2]);
  });
});

describe('all rooms at once', () => {
  const second = async (test: TestDb) => {
    const room = await test.db.write((tx) => shows.createRoom(tx, 'second', 'Second', 2));
    return { ...test, roomId: room.id };
  };

  test('SES-13 after a restart what was live is away, the rest is as it was', async () => {
    const one = await openTestDb();
    const two = await second(one);
    await take(one, 'start');
    await take(two, 'start');
    await take(two, 'end');
    await one.db.write((tx) => shows.interruptAll(tx, 500));
    expect([state(one), state(two)]).toEqual(['away', 'ended']);
    expect(told(one)).toEqual(['live', 'away']);
    await one.db.write((tx) => shows.interruptAll(tx, 600));
    expect(told(one)).toEqual(['live', 'away']);
    expect(one.db.read((sql) => shows.latest(sql, one.roomId))?.awayAt).toBe(500);
  });

  test('SES-14 only shows that are away for long enough are ended', async () => {
    const one = await openTestDb();
    const two = await second(one);
    await take(one, 'start', 10);
    await take(two, 'start', 10);
    await take(one, 'away', 100);
    const sweep = (before: number) => one.db.write((tx) => shows.endAbandoned(tx, before, 900));
    await sweep(99);
    expect([state(one), state(two)]).toEqual(['away', 'live']);
    await sweep(100);
    expect([state(one), state(two)]).toEqual(['ended', 'live']);
    await sweep(100);
    expect(told(one)).toEqual(['live', 'away', 'ended']);
  });
});

describe('rooms', () => {
  test('HTTP-2 a slug is given once', async () => {
    const { db } = await openTestDb();
    const again = db.write((tx) => shows.createRoom(tx, 'demo', 'Other', 5));
    await expect(again).rejects.toMatchObject({ code: 'room_exists', details: { slug: 'demo' } });
    expect(db.read((sql) => shows.listRooms(sql)).map(({ name }) => name)).toEqual(['Demo']);
  });

  test('HTTP-2 rooms are listed in the order in which they were made, with their show', async () => {
    const { db, roomId } = await openTestDb();
    await db.write((tx) => shows.createRoom(tx, 'a-first-by-name', 'A', 5));
    expect(db.read((sql) => shows.listRooms(sql)).map(({ slug }) => slug)).toEqual([
      'demo',
      'a-first-by-name',
    ]);
    const [room] = db.read((sql) => shows.listRooms(sql));
    expect(db.read((sql) => shows.view(sql, room!))).toEqual({
      id: roomId,
      slug: 'demo',
      name: 'Demo',
      show: null,
    });
    expect(db.read((sql) => shows.findRoom(sql, 'nowhere'))).toBe(undefined);
  });
});
