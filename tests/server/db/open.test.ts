// The door to SQLite: group commit, savepoints, and what is published when.
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../server/errors.ts';
import { Db, type Tx } from '../../../server/db/open.ts';
import * as journal from '../../../server/db/journal.ts';
import type { StoredEvent } from '../../../server/db/journal.ts';
import type { RoomId } from '../../../server/ids.ts';
import { openTestDb } from '../../helpers/db.ts';

const put =
  (key: string, value = 'x') =>
  (tx: Tx) =>
    tx.run('INSERT INTO settings (key, value) VALUES (?, ?)', key, value);
const keys = (db: Db) =>
  db
    .read((sql) =>
      sql.all<{ key: string }>("SELECT key FROM settings WHERE key <> 'receipt_key' ORDER BY key"),
    )
    .map(({ key }) => key);
const tell = (roomId: RoomId) => (tx: Tx) =>
  journal.append(tx, roomId, 1, 'room.renamed', {
    room: { id: roomId, slug: 'demo', name: 'x', show: null },
  });

// The file's own change counter, as another connection sees it: it moves once for each commit.
const commitCounter = (file: string) => {
  const other = new Database(file, { readonly: true });
  const count = () => other.pragma('data_version', { simple: true }) as number;
  return { count, close: () => other.close() };
};

describe('group commit', () => {
  test('STO-1 the writes of a tick are one commit', async () => {
    const { db, file } = await openTestDb();
    const log = new Database(file);
    const framesOf = async (work: () => Promise<unknown>) => {
      log.pragma('wal_checkpoint(TRUNCATE)');
      await work();
      return (log.pragma('wal_checkpoint(PASSIVE)') as { log: number }[])[0]?.log ?? -1;
    };
    const order: string[] = [];
    const names = Array.from({ length: 50 }, (_, n) => `k${n}`);
    const together = await framesOf(() =>
      Promise.all(names.map((name) => db.write(put(name)).then(() => order.push(name)))),
    );
    const oneByOne = await framesOf(async () => {
      for (const name of names) await db.write(put(`again-${name}`));
    });
    // Each commit writes the pages that it changed to the log, so frames count commits.
    expect(oneByOne).toBeGreaterThanOrEqual(50);
    expect(together).toBeLessThan(10);
    expect(order).toEqual(names);
    log.close();
  });

  test('STO-1 nothing of a batch is seen by others before its commit, all of it at once after', async () => {
    const { db, file } = await openTestDb();
    const other = commitCounter(file);
    const before = other.count();
    let during = -1;
    const writes = [db.write(put('a')), db.write(() => void (during = other.count())), db.write(put('b'))];
    expect(keys(db)).toEqual([]);
    await Promise.all(writes);
    expect(during).toBe(before);
    expect(other.count()).toBe(before + 1);
    other.close();
  });

  test('STO-1 a write queued inside a write is for the next batch', async () => {
    const { db } = await openTestDb();
    let inner: Promise<unknown> = Promise.resolve();
    await db.write((tx) => {
      inner = db.write(put('inner'));
      put('outer')(tx);
    });
    expect(keys(db)).toEqual(['outer']);
    await inner;
    expect(keys(db)).toEqual(['inner', 'outer']);
  });

  test('STO-1 closing commits what is queued; a write after it is refused', async () => {
    const { db, file } = await openTestDb();
    const last = db.write(put('last'));
    db.close();
    db.close();
    await expect(last).resolves.toBe(1);
    await expect(db.write(put('late'))).rejects.toThrow('not open');
    const again = new Db(file);
    expect(keys(again)).toEqual(['last']);
    again.close();
  });
});

describe('savepoints', () => {
  test('STO-2 a refused write rolls back only itself and tells its own reason', async () => {
    const { db } = await openTestDb();
    const refused = db.write((tx) => {
      put('half')(tx);
      throw new AppError('not_found');
    });
    const results = await Promise.allSettled([db.write(put('a')), refused, db.write(put('b'))]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(refused).rejects.toMatchObject({ code: 'not_found' });
    expect(keys(db)).toEqual(['a', 'b']);
  });

  test('STO-2 a broken constraint is no different', async () => {
    const { db } = await openTestDb();
    const twice = [db.write(put('a')), db.write(put('a')), db.write(put('b'))];
    const results = await Promise.allSettled(twice);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(keys(db)).toEqual(['a', 'b']);
  });

  test('STO-2 a batch is run again only for a write that changed something before it threw', async () => {
    const { db } = await openTestDb();
    let runs = 0;
    const counted = (name: string) => (tx: Tx) => {
      runs += 1;
      put(name)(tx);
    };
    const refuse = (first: (tx: Tx) => unknown) => (tx: Tx) => {
      first(tx);
      throw new AppError('not_found');
    };
    const nothing = "UPDATE settings SET value = 'y' WHERE key = 'none'";
    await Promise.allSettled([db.write(counted('a')), db.write(refuse((tx) => tx.run(nothing)))]);
    expect(runs).toBe(1);
    const returning = `${nothing} OR key = 'a' RETURNING key`;
    await Promise.allSettled([db.write(refuse((tx) => tx.all(returning))), db.write(counted('b'))]);
    expect(runs).toBe(2);
    await Promise.allSettled([db.write(counted('c')), db.write(refuse((tx) => tx.get(returning)))]);
    expect(runs).toBe(4);
    expect(keys(db)).toEqual(['a', 'b', 'c']);
    expect(db.read((sql) => sql.get("SELECT value FROM settings WHERE key = 'a'"))).toEqual({ value: 'x' });
  });

  test('STO-2 a statement that cannot be prepared rolls back only its write', async () => {
    const { db } = await openTestDb();
    const wrong = db.write((tx) => tx.run('INSERT INTO nowhere VALUES (1)'));
    const right = db.write(put('a'));
    await expect(wrong).rejects.toThrow('no such table');
    await right;
    expect(keys(db)).toEqual(['a']);
  });

  test('STO-2 when the commit itself fails, every write of the batch does and the next batch works', async () => {
    const { db, file } = await openTestDb();
    const blocker = new Database(file);
    blocker.exec('BEGIN IMMEDIATE');
    db.read((sql) => sql.get('PRAGMA busy_timeout = 20'));
    const results = await Promise.allSettled([db.write(put('a')), db.write(put('b'))]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    blocker.exec('ROLLBACK');
    blocker.close();
    await db.write(put('c'));
    expect(keys(db)).toEqual(['c']);
  });
});

describe('async work', () => {
  test('STO-4 a write that returns a promise is refused and rolled back', async () => {
    const { db } = await openTestDb();
    await expect(db.write(async (tx) => put('a')(tx))).rejects.toThrow('must not be async');
    await expect(db.write(() => ({ then: () => {} }))).rejects.toThrow('must not be async');
    expect(keys(db)).toEqual([]);
  });

  test('STO-4 what runs on after it cannot write', async () => {
    const { db } = await openTestDb();
    const later = Promise.withResolvers<string>();
    const write = db.write(async (tx) => {
      await Promise.resolve();
      try {
        put('late')(tx);
        later.resolve('written');
      } catch (error) {
        later.resolve((error as Error).message);
      }
    });
    await expect(write).rejects.toThrow();
    await expect(later.promise).resolves.toBe('this write is over');
    expect(keys(db)).toEqual([]);
  });
});

describe('publishing', () => {
  test('STO-3 events go out after the commit, in the order of seq, before any promise settles', async () => {
    const { db, file, roomId } = await openTestDb();
    const reader = new Database(file, { readonly: true });
    const happened: string[] = [];
    db.onCommitted((events) => {
      const committed = reader.prepare('SELECT max(seq) AS seq FROM events').get() as { seq: number };
      happened.push(`published ${events.map(({ frame }) => frame.seq).join()} of ${committed.seq}`);
    });
    await Promise.all([1, 2, 3].map((n) => db.write(tell(roomId)).then(() => happened.push(`write ${n}`))));
    expect(happened).toEqual(['published 1,2,3 of 3', 'write 1', 'write 2', 'write 3']);
    reader.close();
  });

  test('STO-3 a refused write publishes nothing and uses no number up', async () => {
    const { db, roomId } = await openTestDb();
    const published: StoredEvent[] = [];
    db.onCommitted((events) => published.push(...events));
    const refused = db.write((tx) => {
      tell(roomId)(tx);
      throw new AppError('not_allowed');
    });
    await Promise.allSettled([refused, db.write(tell(roomId))]);
    expect(published.map(({ frame }) => frame.seq)).toEqual([1]);
  });

  test('STO-3 a listener that throws takes no write along', async () => {
    const { db, roomId } = await openTestDb();
    db.onCommitted(() => {
      throw new Error('boom');
    });
    const write = db.write(tell(roomId));
    // close() flushes in this very call, so that the surprise is ours to catch.
    expect(() => db.close()).toThrow('boom');
    await expect(write).resolves.toBeUndefined();
  });
});

describe('settings of the file', () => {
  test('STO-6 WAL, synchronous FULL, foreign keys', async () => {
    const { db } = await openTestDb();
    const pragma = (name: string) =>
      db.read((sql) => Object.values(sql.get<object>(`PRAGMA ${name}`) ?? {})[0]);
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('synchronous')).toBe(2);
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('busy_timeout')).toBe(5000);
  });
});
