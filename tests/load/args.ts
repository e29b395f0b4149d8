// What `npm run load` may be asked for, within bounds: a load test must not take the machine, or anyone else's, down.
import { parseArgs } from 'node:util';

export type LoadArgs = {
  viewers: number;
  seconds: number;
  layers: 1 | 3;
  /** Viewers in real Chromium beside the others, who decode: only a real publisher's picture can be. */
  decoders: number;
  workers: number | null;
  /** 0: all at once. */
  joinsPerSecond: number;
  publisher: 'synthetic' | 'chromium';
  /** Viewers tell of each packet, as browsers do. */
  transportCc: boolean;
  json: string | null;
  /** So many join within five seconds, in a run of its own; 0: none. */
  storm: number;
  /** The same load on it, after ours; `p2p`: two peers in one browser, for the delay alone. */
  peer: 'janus' | 'p2p' | null;
  /** In the network namespace that the peer needs. */
  inside: boolean;
  /** Signalling sockets that talk, beside the viewers; null for none. */
  crowd: CrowdArgs | null;
};

export type CrowdArgs = {
  sockets: number;
  /** Each second. */
  chat: number;
  questions: number;
  /** 0: none. */
  pinEverySeconds: number;
  /** Of the sockets, so many reserve, and take back what they got, every two seconds each. */
  tappers: number;
  /** So many lose their network and come back within five seconds. */
  vanish: number;
};

export class UsageError extends Error {}

export const usage = `Use: npm run load -- [--viewers 0…2000] [--seconds 1…600] [--joins-per-second 0…500, 0: all at once]
                    [--publisher synthetic|chromium] [--publisher-layers 1|3] [--transport-cc] [--decoders 0…8, of a publisher in Chromium] [--workers 1…64] [--json FILE]
                    [--peer janus|p2p] | --storm 1…500
                    [--askers 0…2000] [--tappers 0…2000]
                    [--crowd 0…5000] [--chat 0…500] [--questions 0…200] [--pin-every 0…60] [--vanish 0…5000]
Askers ask every ten seconds each, tappers reserve every two; both are sockets of the crowd, which is as large as they need.
A crowd is signalling sockets without a picture, in one room; by default 50 chat messages and 20 questions a second, a pin
every 5 s, and 500 of them (all, if they are fewer) who lose their network and come back.`;

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
  decoders: { type: 'string' },
  workers: { type: 'string' },
  'transport-cc': { type: 'boolean', default: false },
  crowd: { type: 'string', default: '0' },
  askers: { type: 'string', default: '0' },
  tappers: { type: 'string', default: '0' },
  chat: { type: 'string' },
  questions: { type: 'string' },
  'pin-every': { type: 'string', default: '5' },
  vanish: { type: 'string' },
  json: { type: 'string' },
  storm: { type: 'string', default: '0' },
  peer: { type: 'string' },
  inside: { type: 'boolean', default: false },
} as const;

const parse = (argv: string[]) => {
  try {
    return parseArgs({ args: argv, options }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
};

const readCrowd = (values: ReturnType<typeof parse>): CrowdArgs | null => {
  const asked = whole('crowd', values.crowd, 0, 5000);
  const askers = whole('askers', values.askers, 0, 2000);
  const tappers = whole('tappers', values.tappers, 0, 2000);
  const sockets = Math.max(asked, askers + tappers);
  if (sockets === 0) return null;
  // Who asks for askers or tappers alone gets no talk beside them.
  const talks = asked > 0 && askers + tappers === 0;
  const questions = talks ? '20' : String(Math.ceil(askers / 10));
  return {
    sockets,
    tappers,
    chat: whole('chat', values.chat ?? (talks ? '50' : '0'), 0, 500),
    questions: whole('questions', values.questions ?? questions, 0, 200),
    pinEverySeconds: whole('pin-every', values['pin-every'], 0, 60),
    vanish: Math.min(sockets, whole('vanish', values.vanish ?? (talks ? '500' : '0'), 0, 5000)),
  };
};

const decodersFor = (publisher: LoadArgs['publisher'], asked: string | undefined): number => {
  if (publisher === 'chromium') return whole('decoders', asked ?? '1', 0, 8);
  if (asked === undefined || asked === '0') return 0;
  throw new UsageError('--decoders wants --publisher chromium: a made-up picture cannot be decoded.');
};

/** Throws UsageError. */
export const readArgs = (argv: string[]): LoadArgs => {
  const values = parse(argv);
  const publisher = oneOf('publisher', values.publisher, ['synthetic', 'chromium']);
  return {
    viewers: whole('viewers', values.viewers, 0, 2000),
    seconds: whole('seconds', values.seconds, 1, 600),
    joinsPerSecond: whole('joins-per-second', values['joins-per-second'], 0, 500),
    publisher,
    decoders: decodersFor(publisher, values.decoders),
    layers: oneOf('publisher-layers', values['publisher-layers'], ['1', '3']) === '3' ? 3 : 1,
    workers: values.workers === undefined ? null : whole('workers', values.workers, 1, 64),
    transportCc: values['transport-cc'],
    json: values.json ?? null,
    storm: whole('storm', values.storm, 0, 500),
    peer: values.peer === undefined ? null : oneOf<'janus' | 'p2p'>('peer', values.peer, ['janus', 'p2p']),
    inside: values.inside,
    crowd: readCrowd(values),
  };
};
