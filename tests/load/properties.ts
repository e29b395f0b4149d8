// `npm run bench:properties -- --operations 1000000 [--seed N]`: the property test for a long time, on one database in a file.
// Each story has a seed of its own, so that the one that failed can be played again (pin it in property.test.ts).
import * as fc from 'fast-check';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Db } from '../../server/db/open.ts';
import * as ledger from '../../server/shop/ledger.ts';
import { ShopRun, type Tally } from '../helpers/shop-run.ts';
import { stories } from '../helpers/shop-steps.ts';
import { UsageError, whole } from './args.ts';
import { table } from './numbers.ts';
import { removeFolders, tempFolder } from './server.ts';

const usage = 'Use: npm run bench:properties -- [--operations 1000…100000000] [--seed 0…2147483647]';
const momentsOfStory = 200;
const storiesOfDatabase = 100;

const options = {
  operations: { type: 'string', default: '100000' },
  seed: { type: 'string' },
} as const;

const play = async (operations: number, firstSeed: number): Promise<{ tally: Tally; rows: number }> => {
  const tally: Tally = {};
  const startedAt = performance.now();
  let rows = 0;
  let now = 1_800_000_000_000;
  for (let seed = firstSeed; (tally.steps ?? 0) < operations;) {
    const db = new Db(join(tempFolder(), 'vetrina.db'));
    for (let count = 0; count < storiesOfDatabase && (tally.steps ?? 0) < operations; count += 1, seed += 1) {
      const [story] = fc.sample(stories(momentsOfStory), { seed, numRuns: 1 });
      if (!story) throw new Error('no story');
      try {
        now = await new ShopRun(db, story, now, tally).play();
      } catch (error) {
        throw new Error(`the story of seed ${seed} failed`, { cause: error });
      }
    }
    const verdict = db.read((sql) => ledger.verify(sql));
    if (verdict.broken) throw new Error(`the ledger is broken before seed ${seed}: ${verdict.broken}`);
    rows += verdict.rows;
    db.close();
    removeFolders();
    const steps = tally.steps ?? 0;
    const perSecond = Math.round(steps / ((performance.now() - startedAt) / 1000));
    console.error(
      `${steps} operations, ${perSecond}/s, ledger of ${verdict.rows} rows whole, next seed ${seed}`,
    );
  }
  return { tally, rows };
};

const run = async (argv: string[]) => {
  const { values } = parseArgs({ args: argv, options });
  const operations = whole('operations', values.operations, 1000, 100_000_000);
  const seed = whole('seed', values.seed ?? String(Date.now() % 2 ** 31), 0, 2 ** 31 - 1);
  console.log(`first seed ${seed}`);
  const startedAt = performance.now();
  const { tally, rows } = await play(operations, seed);
  const { steps = 0, offers = 0, ...outcomes } = tally;
  const seconds = (performance.now() - startedAt) / 1000;
  const sorted = Object.entries(outcomes).sort(([, a], [, b]) => b - a);
  console.log(
    table(
      '\noutcomes',
      sorted.map(([code, count]) => [code, String(count)]),
    ),
  );
  console.log(
    `\n${steps} operations in ${seconds.toFixed(1)} s (${Math.round(steps / seconds)}/s), ${offers} offers to waiting lists, ` +
      `${rows} ledger rows replayed: no operation came to anything but what the rules say.`,
  );
};

try {
  await run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n${usage}` : error);
  process.exitCode = 1;
} finally {
  removeFolders();
}
