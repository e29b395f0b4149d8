// kill -9 of a real server while a crowd reserves: what was promised is there, and nothing was done twice. Fifty rounds:
// npm run bench:kill -- --rounds 50.
import { expect, onTestFinished, test } from 'vitest';
import { killRounds } from '../load/kill-rounds.ts';
import { removeFolders } from '../load/server.ts';

test(
  'RES-22 RES-7 STO-6: three kills lose no promise that was heard and double none',
  { timeout: 60_000 },
  async () => {
    onTestFinished(removeFolders);
    const report = await killRounds(3, Date.now() % 2 ** 31);
    expect(report.problems).toEqual([]);
    expect(report.acknowledged).toBeGreaterThan(100);
  },
);
