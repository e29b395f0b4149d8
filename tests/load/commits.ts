// Durable writes per second: through Db.write by many writers at once (group commit), and, beside it, one transaction for
// each write. Every write is a real one: an event appended to a room's journal.
import Database from 'better-sqlite3';
import { join } from 'node:path';
import * as journal from '../../server/db/journal.ts';
import { Db, type Tx } from '../../server/db/open.ts';
import type { RoomId } from '../../server/ids.ts';
import * as shows from '../../server/rooms/shows.ts';
import { spread, type Spread } from './numbers.ts';

export type CommitRate = { writers: number; writesPerSecond: number; commitsPerSecond: number; ms: Spread };

type RoomRow = { id: RoomId; slug: string; name: string };

const append = (tx: Tx, room: RoomRow): void =>
  journal.append(tx, room.id, Date.now(), 'room.renamed', { room: { ...room, show: null } });

/** Each writer asks again as soon as it was answered. */
export const groupCommit = async (folder: string, writers: number, forMs: number): Promise<CommitRate> => {
  const db = new Db(join(folder, `group-${writers}.db`));
  const room = await db.write((tx) => shows.createRoom(tx, 'bench', 'Bench', Date.now()));
  let commits = 0;
  db.onCommitted(() => (commits += 1));
  const times: number[] = [];
  const startedAt = performance.now();
  const writer = async () => {
    for (let now = startedAt; now - startedAt < forMs; now = performance.now()) {
      await db.write((tx) => append(tx, room));
      times.push(performance.now() - now);
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  const seconds = (performance.now() - startedAt) / 1000;
  db.close();
  return {
    writers,
    writesPerSecond: Math.round(times.length / seconds),
    commitsPerSecond: Math.round(commits / seconds),
    ms: spread(times),
  };
};

/** The same rows, each in an immediate transaction of its own. */
export const oneByOne = async (folder: string, forMs: number): Promise<CommitRate> => {
  const file = join(folder, 'one-by-one.db');
  const made = new Db(file);
  const room = await made.write((tx) => shows.createRoom(tx, 'bench', 'Bench', Date.now()));
  made.close();
  const raw = new Database(file);
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = FULL');
  const tx = plainTx(raw);
  const write = raw.transaction(() => append(tx, room));
  const times: number[] = [];
  const startedAt = performance.now();
  for (let now = startedAt; now - startedAt < forMs; now = performance.now()) {
    write.immediate();
    times.push(performance.now() - now);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  raw.close();
  const perSecond = Math.round(times.length / seconds);
  return { writers: 1, writesPerSecond: perSecond, commitsPerSecond: perSecond, ms: spread(times) };
};

/** Statements without Db's queue: whoever uses it makes the transaction. */
export const plainTx = (raw: Database.Database): Tx => {
  const statements = new Map<string, Database.Statement>();
  const prepared = (text: string) => {
    const statement = statements.get(text) ?? raw.prepare(text);
    statements.set(text, statement);
    return statement;
  };
  return {
    get: <Row>(text: string, ...values: unknown[]) => prepared(text).get(...values) as Row | undefined,
    all: <Row>(text: string, ...values: unknown[]) => prepared(text).all(...values) as Row[],
    run: (text, ...values) => prepared(text).run(...values).changes,
    events: [],
    marks: [],
  };
};
