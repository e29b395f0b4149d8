// The journal: numbers without gaps, and what a client that was away is given.
import { expect, test } from 'vitest';
import * as journal from '../../../server/db/journal.ts';
import type { RoomId } from '../../../server/ids.ts';
import * as shows from '../../../server/rooms/shows.ts';
import { openTestDb, type TestDb } from '../../helpers/db.ts';

const tell = ({ db }: TestDb, roomId: RoomId, name: string) =>
  db.write((tx) =>
    journal.append(tx, roomId, 7, 'room.renamed', { room: { id: roomId, slug: 'demo', name, show: null } }),
  );
const seqs = ({ db, roomId }: TestDb, seq: number, most = 100) =>
  db.read((sql) => journal.since(sql, roomId, seq, most))?.map((frame) => frame.seq) ?? null;

test('STO-5 events are numbered from 1 without gaps, in each room by itself', async () => {
  const test = await openTestDb();
  const other = await test.db.write((tx) => shows.createRoom(tx, 'other', 'Other', 2));
  const refused = test.db.write((tx) => {
    journal.append(tx, test.roomId, 7, 'show.changed', { show: null as never });
    throw new Error('no');
  });
  await Promise.allSettled([
    tell(test, test.roomId, 'a'),
    refused,
    tell(test, other.id, 'b'),
    tell(test, test.roomId, 'c'),
  ]);
  expect(seqs(test, 0)).toEqual([1, 2]);
  expect(seqs({ ...test, roomId: other.id }, 0)).toEqual([1]);
  expect(test.db.read((sql) => journal.lastSeq(sql, test.roomId))).toBe(2);
});

test('STO-5 an event comes back as it went out', async () => {
  const test = await openTestDb();
  await tell(test, test.roomId, 'Città di 👒');
  const [frame] = test.db.read((sql) => journal.since(sql, test.roomId, 0, 10)) ?? [];
  expect(frame).toEqual({
    seq: 1,
    type: 'room.renamed',
    body: { room: { id: test.roomId, slug: 'demo', name: 'Città di 👒', show: null } },
  });
});

test('SES-6 since: nothing missed, some missed, just not too many, too many, a number never given out', async () => {
  const test = await openTestDb();
  for (const name of ['a', 'b', 'c', 'd']) await tell(test, test.roomId, name);
  expect(seqs(test, 4)).toEqual([]);
  expect(seqs(test, 2)).toEqual([3, 4]);
  expect(seqs(test, 1, 3)).toEqual([2, 3, 4]);
  expect(seqs(test, 0, 3)).toBe(null);
  expect(seqs(test, 5)).toBe(null);
  expect(seqs(test, Number.MAX_SAFE_INTEGER)).toBe(null);
});

test('SES-6 OPS-71: what the journal no longer has is told by a snapshot, what it still has by itself', async () => {
  const test = await openTestDb();
  for (const name of ['a', 'b', 'c', 'd']) await tell(test, test.roomId, name);
  await test.db.write((tx) => tx.run('DELETE FROM events WHERE seq <= 2'));
  expect(seqs(test, 2)).toEqual([3, 4]);
  expect(seqs(test, 1)).toBe(null);
  await test.db.write((tx) => tx.run('DELETE FROM events'));
  expect(seqs(test, 4)).toEqual([]);
  expect(seqs(test, 3)).toBe(null);
  await tell(test, test.roomId, 'e');
  expect(seqs(test, 4)).toEqual([5]);
});

test('STO-5 there is nothing to number for a room that does not exist', async () => {
  const test = await openTestDb();
  await expect(tell(test, 'nowhere' as RoomId, 'a')).rejects.toThrow('no room nowhere');
  expect(test.db.read((sql) => journal.lastSeq(sql, 'nowhere' as RoomId))).toBe(0);
});
