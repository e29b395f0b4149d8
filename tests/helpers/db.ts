// A real database for one test, with one room in it.
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Db } from '../../server/db/open.ts';
import type { RoomId } from '../../server/ids.ts';
import * as shows from '../../server/rooms/shows.ts';
import { tempDir } from './temp-dir.ts';

export type TestDb = { db: Db; file: string; roomId: RoomId };

export const openTestDb = async (file = join(tempDir(), 'vetrina.db')): Promise<TestDb> => {
  const db = new Db(file);
  onTestFinished(() => db.close());
  const room = await db.write((tx) => shows.findRoom(tx, 'demo') ?? shows.createRoom(tx, 'demo', 'Demo', 1));
  return { db, file, roomId: room.id };
};
