// kill -9 in the middle of writing: what was acknowledged is there, what was not is there whole or not at all.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Db } from '../../server/db/open.ts';
import { eventually } from '../helpers/eventually.ts';
import { ServerProcess } from '../helpers/process.ts';
import { tempDir } from '../helpers/temp-dir.ts';

// Each write is two rows and an event; its number is printed when its promise resolves, and not before.
const writer = `
  const { Db } = await import(process.env.DB_MODULE);
  const journal = await import(process.env.JOURNAL_MODULE);
  const db = new Db(process.env.DB_FILE);
  const room = 'room_1';
  await db.write((tx) => tx.run("INSERT INTO rooms (id, slug, name, created_at) VALUES (?, 'a', 'A', 1)", room));
  let n = 0;
  const one = async () => {
    for (;;) {
      const mine = ++n;
      await db.write((tx) => {
        tx.run('INSERT INTO settings (key, value) VALUES (?, ?)', 'a' + mine, 'x');
        journal.append(tx, room, mine, 'room.renamed', { n: mine });
        tx.run('INSERT INTO settings (key, value) VALUES (?, ?)', 'b' + mine, 'x');
      });
      process.stdout.write(mine + '\\n');
    }
  };
  for (let lane = 0; lane < 8; lane += 1) void one();
`;
const module = (path: string) => new URL(`../../server/db/${path}`, import.meta.url).href;

test.each([1, 2, 3])(
  'STO-6 STO-5: every write that was acknowledged is there after kill -9, round %d',
  async (round) => {
    const file = join(tempDir(), 'vetrina.db');
    const child = new ServerProcess('--input-type=module', ['--eval', writer], {
      DB_FILE: file,
      DB_MODULE: module('open.ts'),
      JOURNAL_MODULE: module('journal.ts'),
    });
    await eventually(() => {
      if (child.child.exitCode !== null) throw new Error(child.errors);
      return child.output.split('\n').length > 100 * round;
    }, 20_000);
    expect((await child.end('SIGKILL')).signal).toBe('SIGKILL');

    // A line that was cut off by the kill has no end.
    const acknowledged = child.output.split('\n').slice(0, -1).map(Number);
    const db = new Db(file);
    const keys = new Set(
      db
        .read((sql) => sql.all<{ key: string }>("SELECT key FROM settings WHERE key <> 'receipt_key'"))
        .map(({ key }) => key),
    );
    const events = db.read((sql) =>
      sql.all<{ seq: number; at: number }>('SELECT seq, at FROM events ORDER BY seq'),
    );
    const integrity = db.read((sql) => sql.get<{ integrity_check: string }>('PRAGMA integrity_check'));
    const last = db.read((sql) => sql.get<{ seq: number }>('SELECT seq FROM rooms'));
    db.close();

    expect(acknowledged.length).toBeGreaterThan(90);
    for (const n of acknowledged)
      expect([keys.has(`a${n}`), keys.has(`b${n}`)], `write ${n}`).toEqual([true, true]);
    expect(integrity?.integrity_check).toBe('ok');
    // Each write whole or not at all: as many of one half as of the other, an event for each, numbered without gaps.
    expect(keys.size).toBe(events.length * 2);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(last?.seq).toBe(events.length);
    for (const { at } of events) expect(keys.has(`a${at}`) && keys.has(`b${at}`)).toBe(true);
  },
);
