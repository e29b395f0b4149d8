// A room's rules as a form holds them: the banned words as lines of text, from the rules and back, or what is wrong.
// Pure. Rules: BOF-27.
import { plainWords, type RoomRules } from '../../../shared/moderation.ts';

export const mostWords = 500;
export const slowest = 600;
const longestWord = 40;

export type RulesDraft = Omit<RoomRules, 'slowSeconds' | 'words'> & { slow: string; words: string };
export type WordWrong = 'short' | 'long' | 'several' | 'tooMany';
export type RulesWrong = { slow?: true; words?: { why: WordWrong; line: number; text: string } };

export const rulesDraft = ({ slowSeconds, words, ...rest }: RoomRules): RulesDraft => ({
  ...rest,
  slow: String(slowSeconds),
  words: words.join('\n'),
});

// Text is cut into words before it is compared: what falls into several, or into none, would never be found.
const whyWrong = (text: string): WordWrong | null => {
  if (text.length > longestWord) return 'long';
  const plain = plainWords(text);
  if (/\s/.test(text) || plain.length > 1) return 'several';
  return text.length < 2 || (plain[0]?.length ?? 0) < 2 ? 'short' : null;
};

export type Words = { words: string[]; wrong: RulesWrong['words'] | null };

/** One a line. Empty lines and what is the same word again fall away; the first that cannot be is told. */
export const wordsIn = (text: string): Words => {
  const found = new Map<string, string>();
  for (const [at, line] of text.split('\n').entries()) {
    // Invisible characters come along when words are copied.
    const typed = line.replace(/\p{C}/gu, '').trim().normalize('NFC');
    if (!typed) continue;
    const wrong = (why: WordWrong): Words => ({
      words: [...found.values()],
      wrong: { why, line: at + 1, text: typed },
    });
    const why = whyWrong(typed);
    if (why) return wrong(why);
    const plain = plainWords(typed).join('');
    if (found.has(plain)) continue;
    if (found.size === mostWords) return wrong('tooMany');
    found.set(plain, typed);
  }
  return { words: [...found.values()], wrong: null };
};

/** How many there are, whatever is wrong with them. */
export const countWords = (text: string): number =>
  new Set(
    text
      .split('\n')
      .map((line) => plainWords(line).join(''))
      .filter(Boolean),
  ).size;

export const rulesOf = (draft: RulesDraft): { rules: RoomRules } | { wrong: RulesWrong } => {
  const { slow, words: typed, ...rest } = draft;
  const { words, wrong } = wordsIn(typed);
  const slowSeconds = /^\d{1,4}$/.test(slow.trim()) ? Number(slow) : NaN;
  const isSlow = slowSeconds >= 0 && slowSeconds <= slowest;
  if (wrong || !isSlow)
    return { wrong: { ...(!isSlow && { slow: true as const }), ...(wrong && { words: wrong }) } };
  return { rules: { ...rest, slowSeconds, words } };
};
