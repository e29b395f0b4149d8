// A real server whose disk takes nothing more: by a limit on the size of its files (an I/O error, wherever there is prlimit), and
// by a small file system that is full (where one may be mounted). Nothing is told that was not stored; the same key works later.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Db } from '../../server/db/open.ts';
import * as ledger from '../../server/shop/ledger.ts';
import { TestClient } from '../helpers/client.ts';
import { newKey } from '../helpers/shelf.ts';
import { tempDir } from '../helpers/temp-dir.ts';
import { makeShop, room, variantId } from '../load/reserve-vetrina.ts';
import { startServer, type Server } from '../load/server.ts';

const runs = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;

type Disk = { folder: string; fill: (server: Server) => void; free: (server: Server) => void };

/** RLIMIT_FSIZE: every write that makes a file longer fails with EFBIG (Node ignores the signal that comes with it). */
const limitedFiles = (): Disk => {
  const limit = (to: string) => (server: Server) => {
    expect(runs('prlimit', '--pid', String(server.pid), `--fsize=${to}:`)).toBe(true);
  };
  return { folder: tempDir(), fill: limit('0'), free: limit('unlimited') };
};

const smallFileSystem = (): Disk => {
  const folder = join(tempDir(), 'disk');
  mkdirSync(folder);
  expect(runs('mount', '-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder)).toBe(true);
  onTestFinished(() => void runs('umount', '--lazy', folder));
  const filler = join(folder, 'filler');
  return {
    folder,
    fill() {
      try {
        for (let part = 0; ; part += 1) writeFileSync(`${filler}-${part}`, Buffer.alloc(4096));
      } catch (error) {
        expect(error).toHaveProperty('code', 'ENOSPC');
      }
    },
    free() {
      for (let part = 0; part < 2048; part += 1) rmSync(`${filler}-${part}`, { force: true });
    },
  };
};

const mountable = () => {
  if (process.getuid?.() !== 0) return false;
  const folder = '/tmp/vetrina-test-mount';
  mkdirSync(folder, { recursive: true });
  const mounted = runs('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
  if (mounted) runs('umount', folder);
  rmSync(folder, { recursive: true, force: true });
  return mounted;
};

const disks: [string, () => Disk][] = [
  ...(runs('prlimit', '--version')
    ? [['whose files may not grow', limitedFiles] as [string, () => Disk]]
    : []),
  ...(mountable() ? [['that is full', smallFileSystem] as [string, () => Disk]] : []),
];

const open = async (disk: Disk) => {
  const { db } = await makeShop(disk.folder, 1);
  db.close();
  const server = await startServer({ cores: null, workers: 1, dataDir: disk.folder, logLevel: 'silent' });
  onTestFinished(() => server.stop());
  const enter = async () => {
    const client = await TestClient.connect({ url: server.url });
    await client.hello({ room });
    return client;
  };
  return { server, anna: await enter(), bruno: await enter(), enter };
};

describe.each(disks)('a disk %s', (_, makeDisk) => {
  test('OPS-40 STO-3: nothing is told or counted, reading goes on, and the same key works later', async () => {
    const disk = makeDisk();
    const { server, anna, bruno, enter } = await open(disk);
    const body = () => ({ key: newKey(), variantId: variantId(0), quantity: 1 });
    const place = (client: TestClient, asked: unknown) => client.outcome('reservation.place', asked);
    expect(await place(anna, body())).toBe('ok');
    await bruno.event('stock.changed');
    const told = bruno.eventsOf('stock.changed').length;

    disk.fill(server);
    const wishes = Array.from({ length: 5 }, body);
    const outcomes = await Promise.all(wishes.map((wish) => place(anna, wish)));
    expect(outcomes).toEqual(wishes.map(() => 'storage_failed'));
    expect(await anna.outcome('viewer.rename', { nickname: 'Anna' })).toBe('storage_failed');
    const signIn = () =>
      fetch(`${server.url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ invite: server.ownerInvite }),
      });
    const refused = await signIn();
    expect([refused.status, await refused.json()]).toMatchObject([503, { code: 'storage_failed' }]);

    // Who looks on, comes in or asks notices nothing.
    const late = await enter();
    for (const client of [anna, bruno, late]) expect(await client.outcome('clock.read', {})).toBe('ok');
    expect((await fetch(`${server.url}/api/rooms`)).ok).toBe(true);
    expect(bruno.eventsOf('stock.changed')).toHaveLength(told);

    disk.free(server);
    for (const wish of wishes) expect(await place(anna, wish)).toBe('ok');
    expect((await signIn()).ok).toBe(true);
    await server.stop();
    const db = new Db(join(disk.folder, 'vetrina.db'));
    onTestFinished(() => db.close());
    expect(db.read((sql) => ledger.verify(sql)).broken).toBeNull();
    expect(db.read((sql) => sql.get('SELECT held FROM variants'))).toEqual({ held: 6 });
  });
});
