// The command that a shop runs to know that its ledger is whole.
import Database from 'better-sqlite3';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import * as reservations from '../../server/shop/reservations.ts';
import { runTool } from '../helpers/process.ts';
import { openTestShop } from '../helpers/shop.ts';

test('OPS-38 STK-5: verify says that all is well, or which row is not', async () => {
  const shop = await openTestShop();
  const variantId = await shop.variant(2);
  await shop.db.write((tx) => reservations.place(tx, shop.wish(variantId), 2000));
  const verify = () => runTool('server/verify.ts', dirname(shop.file));
  expect(await verify()).toEqual({
    code: 0,
    output: 'The stock ledger is whole: 2 movements.\n',
    errors: '',
  });
  const raw = new Database(shop.file);
  raw.exec('DROP TRIGGER ledger_stays; UPDATE ledger SET held = 0 WHERE seq = 2');
  raw.close();
  expect(await verify()).toEqual({ code: 1, output: 'Row 2 was changed.\n', errors: '' });
});
