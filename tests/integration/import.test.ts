// The command that fills a shop from a file, beside a running server too.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Replies } from '../../shared/shop-api.ts';
import { apiOf } from '../helpers/api.ts';
import { startTestApp } from '../helpers/app.ts';
import { runTool } from '../helpers/process.ts';
import { csv } from '../helpers/products.ts';
import { tempDir } from '../helpers/temp-dir.ts';

const fileOf = (bytes: Buffer): string => {
  const file = join(tempDir(), 'products.csv');
  writeFileSync(file, bytes);
  return file;
};

test('CSV-9 CSV-3: it says what changes, and the server beside it has it', async () => {
  const app = await startTestApp();
  const file = fileOf(csv('soap,Sapone,,,,,,,4.50,3'));
  const dry = await runTool('server/import.ts', app.dataDir, [file, '--dry-run']);
  expect(dry).toEqual({
    code: 0,
    output:
      '1 row, our own columns: 1 new, 0 changed, 0 as they were.\n  new     soap  1 variant\nNothing was written (dry run).\n',
    errors: '',
  });
  const real = await runTool('server/import.ts', app.dataDir, [file]);
  expect(real.output).toMatch(
    /^1 row.*\n {2}new {5}soap.*\nWritten in one transaction of \d+ ms\. A server that is running/,
  );
  const api = apiOf(app, await app.cookieFor('helper'));
  expect((await api.get<Replies['products']>('/products')).products).toMatchObject([
    { handle: 'soap', onHand: 3 },
  ]);
  const again = await runTool('server/import.ts', app.dataDir, [file]);
  expect(again.output).toContain('There was nothing to change.');
});

test('CSV-9 CSV-2: what is wrong is told by its row, in words, with exit code 1', async () => {
  const dataDir = tempDir();
  const run = (...args: string[]) => runTool('server/import.ts', dataDir, args);
  expect(await run(fileOf(csv('soap,,,,,,,,free,3')))).toEqual({
    code: 1,
    output: '',
    errors:
      'Nothing was imported:\n  row 2: “free” is not a price. Write it as 39.00 or 39,00, above zero.\n  row 2: The product has no title.\n',
  });
  for (const args of [[], ['a.csv', 'b.csv'], ['/nowhere/a.csv'], ['--wet-run', 'a.csv']]) {
    const { code, output, errors } = await run(...args);
    expect([code, output]).toEqual([1, '']);
    expect(errors).toMatch(/npm run import|Unknown option/);
    expect(errors).not.toMatch(/\n\s+at /);
  }
});
