// The list of licences is that of the lock file.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { licencesFile, licencesText } from '../../server/setup/licences.ts';

test('SEC-19 every package in production is listed with a licence that is allowed: npm run licences', async () => {
  const listed = readFileSync(licencesFile, 'utf8');
  expect(listed).toBe(await licencesText());
  for (const name of ['mediasoup', 'better-sqlite3', 'preact', 'lucide-static'])
    expect(listed).toMatch(new RegExp(`^\\| ${name} +\\|`, 'm'));
});
