// What the doctor finds, line by line: `npm run doctor` prints it, the owner’s check-up page shows it. Pure; the words are in
// i18n/*/checkup.ts, one sentence for each subject and outcome. And how viewers got their picture, counted.
import type { checkup } from './i18n/en/checkup.ts';

/** In the order in which they are read. */
export const subjects = [
  'ports',
  'announced',
  'tls',
  'socket',
  'proxy',
  'turn',
  'uplink',
  'worker',
  'database',
  'growth',
  'disk',
  'clock',
  'memory',
  'files',
  'cpu',
] as const;
export type Subject = (typeof subjects)[number];

/** `bad`: a show would fail, for some viewers or for all. `unknown`: it could not be looked at, and the sentence says why. */
export type Verdict = 'good' | 'fair' | 'bad' | 'unknown';

type Words = keyof typeof checkup;
export type Outcome<S extends Subject = Subject> = Words extends infer W
  ? W extends `checkup.${S}.${infer O}`
    ? O
    : never
  : never;

/** Numbers are written as the reader's language writes them; what must stay as it is (a port) is text. */
export type Values = Record<string, string | number>;
export type Finding = { about: Subject; verdict: Verdict; outcome: Outcome; values: Values };

const finding =
  (verdict: Verdict) =>
  <S extends Subject>(about: S, outcome: Outcome<S>, values: Values = {}): Finding => ({
    about,
    verdict,
    outcome: outcome as Outcome,
    values,
  });

export const good = finding('good');
export const fair = finding('fair');
export const bad = finding('bad');
export const unknown = finding('unknown');

/** How the picture came to a viewer's page; `none`: not at all, so that it got photos. */
export const viewerPaths = ['udp', 'tcp', 'relay-udp', 'relay-tcp', 'relay-tls', 'none'] as const;
export type ViewerPath = (typeof viewerPaths)[number];
export type PathCounts = Record<ViewerPath, number>;

export type Checkup = { findings: Finding[]; examinedAt: number; paths: PathCounts };
