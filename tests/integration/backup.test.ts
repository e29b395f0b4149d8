// Backup beside a server at work, and restore: by the commands themselves, with real kills.
import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { create, extract } from 'tar';
import { expect, test } from 'vitest';
import { openDatabase } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { backUp } from '../../server/db/backup.ts';
import { holdFolder } from '../../server/db/hold.ts';
import { restore as restoreFile } from '../../server/db/restore.ts';
import type { ShowId } from '../../server/ids.ts';
import * as shows from '../../server/rooms/shows.ts';
import { verify as verdict } from '../../server/shop/ledger.ts';
import * as reservations from '../../server/shop/reservations.ts';
import { startTestApp } from '../helpers/app.ts';
import { runTool } from '../helpers/process.ts';
import { addVariant, device, openTestShop } from '../helpers/shop.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const backup = (dataDir: string, args: string[], env = {}) => runTool('server/backup.ts', dataDir, args, env);
const restore = (dataDir: string, file: string, env = {}) =>
  runTool('server/restore.ts', dataDir, [file], env);
const verify = (dataDir: string) => runTool('server/verify.ts', dataDir);

/** Ends the process, as `kill -9` does, right before it renames for the nth time. */
const killedBeforeRename = (nth: number) => ({
  NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(`
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    let left = ${nth};
    const die = (rename) => (...args) => {
      if (--left === 0) process.kill(process.pid, 'SIGKILL');
      return rename(...args);
    };
    fs.renameSync = die(fs.renameSync);
    fs.promises.rename = die(fs.promises.rename);
    syncBuiltinESMExports();
  `)}`,
});

const idsIn = (dataDir: string): string[] => {
  const raw = new Database(join(dataDir, 'vetrina.db'), { readonly: true });
  const rows = raw.prepare<[], { id: string }>('SELECT id FROM reservations').all();
  raw.close();
  return rows.map(({ id }) => id);
};

const shopWith = async (pieces: number) => {
  const shop = await openTestShop();
  const variantId = await shop.variant(pieces);
  return { ...shop, variantId, dataDir: dirname(shop.file) };
};

test('STO-20 STO-21 STO-22: what was promised before a backup under load is in the restored shop, with its pictures', async () => {
  const app = await startTestApp({ demo: 'shop' });
  const { variantId, wish } = await app.db.write((tx) => {
    const roomId = shows.findRoom(tx, 'demo')!.id;
    const showId = shows.start(tx, roomId, Date.now()).id as ShowId;
    const made = addVariant(tx, 100_000, 3900);
    return { ...made, wish: { roomId, showId, quantity: 1 } };
  });
  const promised: string[] = [];
  const over = new AbortController();
  const tapping = (async () => {
    while (!over.signal.aborted) {
      const { id } = await app.db.write((tx) =>
        reservations.place(tx, { ...wish, variantId, deviceId: device() }, Date.now()),
      );
      promised.push(id);
    }
  })();
  const file = join(tempDir(), 'shop.tar.gz');
  const before = [...promised];
  const { code, output, errors } = await backup(app.dataDir, [file]);
  const during = promised.length - before.length;
  over.abort();
  await tapping;
  expect([code, errors]).toEqual([0, '']);
  expect(during).toBeGreaterThan(20);
  expect(output).toMatch(/: \d+ rows, 8 pictures, \d+\.\d MB, \d+\.\d s\n/);
  expect(output).toContain(createHash('sha256').update(readFileSync(file)).digest('hex'));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(dirname(file))).toEqual([basename(file)]);

  const elsewhere = join(tempDir(), 'data');
  const restored = await restore(elsewhere, file);
  expect([restored.code, restored.errors]).toEqual([0, '']);
  expect((await verify(elsewhere)).output).toMatch(/^The stock ledger is whole: \d+ movements\.\n$/);
  const kept = idsIn(elsewhere);
  for (const id of before) expect(kept).toContain(id);
  expect(promised.slice(0, kept.length).toSorted()).toEqual(kept.toSorted());
  expect(readdirSync(join(elsewhere, 'images')).toSorted()).toEqual(
    readdirSync(join(app.dataDir, 'images')).toSorted(),
  );
  const again = await startTestApp({ dataDir: elsewhere });
  expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
  const key = (db: typeof app.db) =>
    db.read((sql) => sql.get("SELECT value FROM settings WHERE key = 'device_key'"));
  expect(key(again.db)).toEqual(key(app.db));
});

test('STO-20: a backup ends, and is of one moment, although somebody writes between any two of its steps', async () => {
  const { file: database, dataDir } = await shopWith(1);
  const raw = new Database(database);
  const write = raw.prepare('INSERT INTO settings (key, value) VALUES (?, ?)');
  raw.transaction(() => {
    for (let n = 0; n < 2000; n += 1) write.run(`before-${n}`, 'x'.repeat(2000));
  })();
  let steps = 0;
  const file = join(tempDir(), 'shop.tar.gz');
  await backUp(dataDir, file, {
    force: false,
    now: Date.now(),
    told(what) {
      if (what === 'pages') write.run(`during-${(steps += 1)}`, 'x');
    },
  });
  raw.close();
  expect(steps).toBeGreaterThan(5);
  const elsewhere = join(tempDir(), 'data');
  expect((await restore(elsewhere, file)).code).toBe(0);
  const copy = new Database(join(elsewhere, 'vetrina.db'), { readonly: true });
  const count = (name: string) =>
    copy.prepare<[string], { n: number }>('SELECT count(*) AS n FROM settings WHERE key GLOB ?').get(name)?.n;
  expect([count('before-*'), count('during-*')]).toEqual([2000, 0]);
  copy.close();
});

test('STO-20: a file that is there is replaced only by --force, and no shop is nothing to back up', async () => {
  const { dataDir } = await shopWith(1);
  const file = join(tempDir(), 'shop.tar.gz');
  writeFileSync(file, 'the last good one');
  const refused = await backup(dataDir, [file]);
  expect([refused.code, refused.errors]).toEqual([1, expect.stringContaining('--force')]);
  expect(readFileSync(file, 'utf8')).toBe('the last good one');
  expect((await backup(dataDir, [file, '--force'])).code).toBe(0);
  expect((await restore(join(tempDir(), 'data'), file)).code).toBe(0);
  const none = await backup(tempDir(), [join(tempDir(), 'none.tar.gz')]);
  expect([none.code, none.errors]).toEqual([1, expect.stringContaining('There is no shop')]);
  expect((await backup(dataDir, [])).errors).toContain('npm run backup -- FILE');
});

test('STO-21: a backup that is killed leaves nothing under its name, and the next one clears up after it', async () => {
  const { dataDir } = await shopWith(1);
  const folder = tempDir();
  const file = join(folder, 'shop.tar.gz');
  await backup(dataDir, [file], killedBeforeRename(1));
  expect(existsSync(file)).toBe(false);
  expect(readdirSync(folder)).toHaveLength(1);
  expect((await backup(dataDir, [file])).code).toBe(0);
  expect(readdirSync(folder)).toEqual(['shop.tar.gz']);
});

test('STO-21: a picture whose files are lost is told, and keeps nobody from a backup', async () => {
  const { db, dataDir } = await shopWith(1);
  await db.write((tx) =>
    tx.run(
      `INSERT INTO images (id, product_id, position, width, height, created_at)
       SELECT 'image_lost', id, 0, 10, 10, 0 FROM products`,
    ),
  );
  const { code, errors } = await backup(dataDir, [join(tempDir(), 'shop.tar.gz')]);
  expect([code, errors]).toEqual([0, 'Left out, because their files are gone: 1 picture.\n']);
});

test('STO-22: what is cut, changed or no backup is refused, and nothing is touched or written elsewhere', async () => {
  const { dataDir } = await shopWith(1);
  const folder = tempDir();
  const good = join(folder, 'good.tar.gz');
  await backup(dataDir, [good]);
  const bytes = readFileSync(good);
  const inside = join(folder, 'inside');
  mkdirSync(inside);
  await extract({ file: good, cwd: inside });
  const rewrapped = async (name: string, change: (into: string) => string[]) => {
    const into = join(folder, name);
    mkdirSync(into);
    await extract({ file: good, cwd: into });
    const paths = change(into);
    const file = `${into}.tar.gz`;
    await create({ file, cwd: into, gzip: true, preservePaths: true }, ['backup.json', ...paths]);
    return file;
  };
  const flipped = Buffer.from(bytes);
  flipped[bytes.length >> 1]! ^= 0xff;
  writeFileSync(join(folder, 'cut.tar.gz'), bytes.subarray(0, bytes.length - 3000));
  writeFileSync(join(folder, 'flipped.tar.gz'), flipped);
  writeFileSync(join(folder, 'text.tar.gz'), 'hello');
  const wrong = [
    join(folder, 'nothing.tar.gz'),
    join(folder, 'cut.tar.gz'),
    join(folder, 'flipped.tar.gz'),
    join(folder, 'text.tar.gz'),
    await rewrapped('up', (into) => {
      writeFileSync(join(into, '../evil'), 'x');
      return ['vetrina.db', '../evil'];
    }),
    await rewrapped('absolute', () => ['vetrina.db', join(folder, 'text.tar.gz')]),
    await rewrapped('link', (into) => {
      symlinkSync('/etc', join(into, 'images'));
      return ['vetrina.db', 'images'];
    }),
    await rewrapped('stranger', (into) => {
      writeFileSync(join(into, 'server.lock'), 'x');
      return ['vetrina.db', 'server.lock'];
    }),
    await rewrapped('swapped', (into) => {
      const raw = new Database(join(into, 'vetrina.db'));
      raw.exec("INSERT INTO settings VALUES ('slipped', 'in')");
      raw.close();
      return ['vetrina.db'];
    }),
    await rewrapped('short', () => []),
  ];
  const before = readdirSync(dataDir).toSorted();
  for (const file of wrong) {
    const refused = restoreFile(dataDir, file, { now: Date.now(), check: () => null });
    await expect(refused, basename(file)).rejects.toMatchObject({
      name: expect.stringMatching(/^(Archive|Restore)Error$/) as string,
    });
  }
  expect(
    readdirSync(dataDir)
      .filter((name) => name !== 'server.lock')
      .toSorted(),
  ).toEqual(before);
  expect((await verify(dataDir)).code).toBe(0);
});

test('STO-20 STO-22: a shop of the first release is backed up as it is, and restored into this one', async () => {
  const old = tempDir();
  const raw = new Database(join(old, 'vetrina.db'));
  for (const path of ['../../server/db/migrations/001-rooms.sql', '../server/db/releases/001.sql'])
    raw.exec(readFileSync(new URL(path, import.meta.url), 'utf8'));
  raw.pragma('user_version = 1');
  const file = join(tempDir(), 'shop.tar.gz');
  await backUp(old, file, { force: false, now: Date.now(), told: () => {} });
  expect(raw.pragma('user_version', { simple: true })).toBe(1);
  raw.close();
  const elsewhere = join(tempDir(), 'data');
  await restoreFile(elsewhere, file, { now: Date.now(), check: () => null });
  const db = openDatabase(readConfig({ VETRINA_DATA_DIR: elsewhere }));
  expect(db.read((sql) => sql.get('SELECT name FROM rooms'))).toEqual({ name: 'Bottega Sole' });
  expect(db.read((sql) => verdict(sql))).toEqual({ rows: 0, broken: null });
  db.close();
});

test('STO-22: a ledger that was tampered with before the backup is found', async () => {
  const { file: database, dataDir } = await shopWith(3);
  const raw = new Database(database);
  raw.exec('DROP TRIGGER ledger_stays; UPDATE ledger SET on_hand = 4');
  raw.close();
  const file = join(tempDir(), 'shop.tar.gz');
  await backup(dataDir, [file]);
  const elsewhere = tempDir();
  const { code, errors } = await restore(elsewhere, file);
  expect([code, errors]).toEqual([1, 'Nothing was changed. Row 1 was changed.\n']);
  expect(readdirSync(elsewhere)).toEqual(['server.lock']);
});

test('STO-23: nothing is restored under a server', async () => {
  const { dataDir } = await shopWith(1);
  const file = join(tempDir(), 'shop.tar.gz');
  await backup(dataDir, [file]);
  const letGo = holdFolder(dataDir);
  const { code, errors } = await restore(dataDir, file);
  letGo();
  expect([code, errors]).toEqual([1, expect.stringContaining('is already serving')]);
});

test('STO-24: a restore that is killed anywhere is undone or finished by whoever opens the folder next', async () => {
  const file = join(tempDir(), 'shop.tar.gz');
  const { dataDir: source, ...shop } = await shopWith(5);
  const { id: old } = await shop.db.write((tx) =>
    reservations.place(tx, shop.wish(shop.variantId), Date.now()),
  );
  await backup(source, [file]);
  const ended: (number | null)[] = [];
  // 1: the note; then the log, pictures and database go aside, and the new ones come in; then there is nothing more to kill.
  for (let nth = 1; nth <= 8; nth += 1) {
    const there = await shopWith(5);
    mkdirSync(join(there.dataDir, 'images'));
    const { id } = await there.db.write((tx) =>
      reservations.place(tx, there.wish(there.variantId), Date.now()),
    );
    ended.push((await restore(there.dataDir, file, killedBeforeRename(nth))).code);
    const db = openDatabase(readConfig({ VETRINA_DATA_DIR: there.dataDir }));
    const ids = db.read((sql) => sql.all<{ id: string }>('SELECT id FROM reservations')).map((row) => row.id);
    expect(db.read((sql) => verdict(sql)).broken).toBeNull();
    db.close();
    const kept = readdirSync(there.dataDir).filter((name) => name.startsWith('before-restore-'));
    expect(ids).toEqual(nth === 1 ? [id] : [old]);
    expect(kept).toHaveLength(nth === 1 ? 0 : 1);
    if (kept[0]) expect(idsIn(join(there.dataDir, kept[0]))).toEqual([id]);
    expect(existsSync(join(there.dataDir, '.restore'))).toBe(false);
  }
  expect(ended).toEqual([...Array.from({ length: 7 }, () => null), 0]);
});
