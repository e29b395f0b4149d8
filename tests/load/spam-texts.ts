// What somebody writes who wants to flood a room: each way round the rules, a different text for each number. Pure.

export const spamWays = [
  'a refused word',
  'look-alike letters',
  'gaps and signs',
  'a link',
  'a link in disguise',
  'the same words, numbered',
  'ever new words',
] as const;
export type SpamWay = (typeof spamWays)[number];

const pick = <T>(from: readonly T[], n: number): T => from[n % from.length] as T;

/** Letters only: numbers are looked through. */
const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'la', 'me', 'ni', 'po', 'ru', 'sa', 'te'] as const;
const nonsense = (n: number): string =>
  [n, n >> 2, n * 7, n * 13 + 5, n >> 4, n * 3 + 1].map((seed) => pick(syllables, seed)).join('');

export const spamText = (way: SpamWay, n: number): string => {
  if (way === 'a refused word')
    return `${pick(['This is a scam', 'Che truffa', 'Cheap viagra'], n)} ${nonsense(n)}`;
  if (way === 'look-alike letters')
    return `${pick(['It is a ѕсаm', 'It is a sc4m', 'Una trυffa', 'Cheap vi4gr@', 'SCÁAM'], n)} ${nonsense(n)}`;
  if (way === 'gaps and signs')
    return `${pick(['s c a m', 's.c.a.m', 't-r-u-f-f-a', '$cam'], n)} ${nonsense(n)}`;
  if (way === 'a link') return `Buy at https://x${n}.example.com now`;
  if (way === 'a link in disguise')
    return `Buy at ${nonsense(n)}${pick([' (dot) com', '[.]net', '.xyz', ' . com', ' punto com'], n)}`;
  if (way === 'the same words, numbered') return `Follow me for much cheaper clothes ${n}`;
  return `Follow ${nonsense(n)} ${nonsense(n * 5 + 3)} for cheaper clothes`;
};
