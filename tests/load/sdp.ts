// `npm run bench:sdp -- [--offers 1000000] [--seed N]`: broken offers, each answered or refused; how many a second. A run that
// fails is played again by its seed.
import { parseArgs } from 'node:util';
import { fuzz } from '../helpers/offers.ts';
import { random } from '../helpers/random.ts';
import { UsageError, whole } from './args.ts';

const usage = 'Use: npm run bench:sdp -- [--offers 1000…100000000] [--seed 0…2147483647]';
const options = { offers: { type: 'string', default: '1000000' }, seed: { type: 'string' } } as const;

const run = (argv: string[]): void => {
  const { values } = parseArgs({ args: argv, options });
  const offers = whole('offers', values.offers, 1000, 100_000_000);
  const seed = whole('seed', values.seed ?? String(Date.now() % 2 ** 31), 0, 2 ** 31 - 1);
  console.log(`seed ${seed}`);
  const startedAt = performance.now();
  const tally = fuzz(offers, random(seed));
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`${offers} offers in ${seconds.toFixed(1)} s, ${Math.round(offers / seconds)}/s`);
  console.log(JSON.stringify({ seed, offers, seconds, ...tally }));
};

try {
  run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n${usage}`);
  process.exitCode = 1;
}
