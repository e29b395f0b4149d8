// The same reservations without sockets: each in a commit of its own (what group commit is measured against), and through
// Db.write (what the sockets and the requests cost on top of it).
import Database from 'better-sqlite3';
import { join } from 'node:path';
import type { Tx } from '../../server/db/open.ts';
import { newId, type DeviceId } from '../../server/ids.ts';
import * as idempotency from '../../server/shop/idempotency.ts';
import * as reservations from '../../server/shop/reservations.ts';
import { plainTx } from './commits.ts';
import type { Target } from './reserve-lanes.ts';
import type { Order } from './reserve-taps.ts';
import { makeShop, type BenchShop } from './reserve-vetrina.ts';

const devices = Array.from({ length: 1000 }, (): DeviceId => newId('device'));

const place = (tx: Tx, { wish }: BenchShop, count: number, variants: number): void => {
  const deviceId = devices[count % devices.length] as DeviceId;
  const now = Date.now();
  const wanted = { ...wish(count, variants), deviceId };
  idempotency.once(tx, deviceId, `tap-${count}`, wanted, now, () => reservations.place(tx, wanted, now));
};

export const openBare = async ({ at, variants }: Order): Promise<Target> => {
  const shop = await makeShop(at, variants);
  const raw = new Database(join(at, 'vetrina.db'));
  raw.pragma('journal_mode = WAL');
  raw.pragma('synchronous = FULL');
  raw.pragma('foreign_keys = ON');
  const tx = plainTx(raw);
  const one = raw.transaction((count: number) => place(tx, shop, count, variants));
  return {
    most: Infinity,
    tap: async (count) => {
      one.immediate(count);
      return 'ok';
    },
    close() {
      raw.close();
      shop.db.close();
    },
  };
};

export const openQueue = async ({ at, variants }: Order): Promise<Target> => {
  const shop = await makeShop(at, variants);
  return {
    most: Infinity,
    tap: async (count) => {
      await shop.db.write((tx) => place(tx, shop, count, variants));
      return 'ok';
    },
    close: () => shop.db.close(),
  };
};
