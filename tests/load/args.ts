// What `npm run load` may be asked for, within bounds: a load test must not take the machine, or anyone else's, down.
import { parseArgs } from 'node:util';

export type LoadArgs = {
  viewers: number;
  seconds: number;
  layers: 1 | 3;
  workers: number | null;
  /** 0: all at once. */
  joinsPerSecond: number;
  publisher: 'synthetic' | 'chromium';
  json: string | null;
};

export class UsageError extends Error {}

export const usage = `Use: npm run load -- [--viewers 1…2000] [--seconds 1…600] [--joins-per-second 0…500, 0: all at once]
                    [--publisher synthetic|chromium] [--publisher-layers 1|3] [--workers 1…64] [--json FILE]`;

/** Throws UsageError. */
export const whole = (name: string, text: string, least: number, most: number): number => {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new UsageError(`--${name} is "${text}", but it must be a whole number from ${least} to ${most}.`);
};

const oneOf = <T extends string>(name: string, text: string, allowed: readonly T[]): T => {
  const found = allowed.find((value) => value === text);
  if (found) return found;
  throw new UsageError(`--${name} is "${text}", but it must be one of ${allowed.join(', ')}.`);
};

const options = {
  viewers: { type: 'string', default: '20' },
  seconds: { type: 'string', default: '10' },
  'joins-per-second': { type: 'string', default: '25' },
  publisher: { type: 'string', default: 'synthetic' },
  'publisher-layers': { type: 'string', default: '1' },
  workers: { type: 'string' },
  json: { type: 'string' },
} as const;

const parse = (argv: string[]) => {
  try {
    return parseArgs({ args: argv, options }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
};

/** Throws UsageError. */
export const readArgs = (argv: string[]): LoadArgs => {
  const values = parse(argv);
  return {
    viewers: whole('viewers', values.viewers, 1, 2000),
    seconds: whole('seconds', values.seconds, 1, 600),
    joinsPerSecond: whole('joins-per-second', values['joins-per-second'], 0, 500),
    publisher: oneOf('publisher', values.publisher, ['synthetic', 'chromium']),
    layers: oneOf('publisher-layers', values['publisher-layers'], ['1', '3']) === '3' ? 3 : 1,
    workers: values.workers === undefined ? null : whole('workers', values.workers, 1, 64),
    json: values.json ?? null,
  };
};
