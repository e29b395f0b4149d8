// `npm run bench:kill -- --rounds 50 [--seed N]`: kill -9 in the middle of reservations, many times. Ends with 1 when anything
// that was promised is not there, or is there twice.
import { parseArgs } from 'node:util';
import { UsageError, whole } from './args.ts';
import { withChildren } from './children.ts';
import { killRounds } from './kill-rounds.ts';
import { show, spread } from './numbers.ts';
import { removeFolders } from './server.ts';

const usage = 'Use: npm run bench:kill -- [--rounds 1…10000] [--seed 0…2147483647]';
const options = { rounds: { type: 'string', default: '10' }, seed: { type: 'string' } } as const;

const run = async (rounds: number, seed: number) => {
  console.log(`seed ${seed}`);
  const report = await killRounds(rounds, seed, (line) => console.error(line));
  const { p50, max } = spread(report.restartMs);
  console.log(
    `\n${report.rounds} kills: ${report.acknowledged} promises heard; without an answer at the kill: ${report.unheard} done, ` +
      `${report.lost} not; all answered after the restart, none done twice; ${report.ledgerRows} ledger rows; ` +
      `restart to ready p50 ${show(p50, 'ms')}, max ${show(max, 'ms')}`,
  );
  for (const problem of report.problems) console.error(`! ${problem}`);
  console.log(
    report.problems.length === 0
      ? 'nothing is missing, nothing is doubled'
      : `${report.problems.length} problems`,
  );
  process.exitCode = report.problems.length === 0 ? 0 : 1;
};

try {
  const { values } = parseArgs({ args: process.argv.slice(2), options });
  const rounds = whole('rounds', values.rounds, 1, 10_000);
  const seed = whole('seed', values.seed ?? String(Date.now() % 2 ** 31), 0, 2 ** 31 - 1);
  await withChildren(() => run(rounds, seed), removeFolders);
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n${usage}` : error);
  process.exitCode = 1;
}
