// Chat and what keeps it civil: views, bodies, the rules of a room, and how words are compared. Pure.
// Rules: CHT-1 … CHT-6, MOD-1 … MOD-17.
import * as v from 'valibot';
import { limits } from './limits.ts';
import type { Role } from './model.ts';
import { sentence } from './questions.ts';
import { entityId, idempotencyKey, reason } from './shop-bodies.ts';

export type MessageView = {
  id: string;
  text: string;
  /** Null: a guest without a name. */
  nickname: string | null;
  role: Role;
  at: number;
  replyTo: { id: string; nickname: string | null; text: string } | null;
};

/** What a message in the shadow would have been refused as. */
export const shadowReasons = ['muted', 'words_refused', 'no_links'] as const;
export type ShadowReason = (typeof shadowReasons)[number];

/** What waits for the staff: for approval, or seen by its sender alone, for breaking a rule. */
export type HeldMessage = MessageView & { why: 'approval' | ShadowReason };

/** Of the last messages, which are this device's, and its own that wait for the staff. */
export type MyChat = { said: string[]; waiting: MessageView[] };

export const sayBody = v.object({
  key: idempotencyKey,
  text: v.pipe(sentence(limits.messageChars)),
  replyTo: v.optional(v.nullable(entityId), null),
});
export const heartBody = v.object({
  count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20)),
});
export const messageBody = v.object({ messageId: entityId });
export const pinMessageBody = v.object({ messageId: v.nullable(entityId) });

/** What an act of moderation is about: a message or a question, and through it whoever sent it. */
const subject = {
  subjectId: v.pipe(v.string(), v.regex(/^(message|question)_[0-9a-z]{20}$/, 'a message or a question')),
};
export const removeBody = v.object({ ...subject, reason: v.optional(reason) });
export const muteBody = v.object({
  ...subject,
  minutes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(24 * 60)),
  reason,
});
export const banBody = v.object({
  ...subject,
  hours: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365 * 24)),
  reason,
});
export const liftBody = v.object({ reason: v.optional(reason) });
export const reportBody = v.object({ ...subject, reason });

const word = v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(40), v.regex(/^[^\s\p{C}]+$/u));
export const rulesBody = v.object({
  /** Seconds between two messages of one device; 0: the ordinary pace. */
  slowSeconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(600)), 0),
  /** Whether viewers may send links. */
  links: v.optional(v.boolean(), false),
  /** Whole words that are refused, whatever letters they hide behind. */
  words: v.optional(v.pipe(v.array(word), v.maxLength(500)), []),
  /** Whether messages, and questions, wait until the staff shows them. */
  approveChat: v.optional(v.boolean(), false),
  approveQuestions: v.optional(v.boolean(), false),
  /** What a banned word or a mute would refuse is seen by its sender alone. */
  shadow: v.optional(v.boolean(), false),
});
export type RoomRules = v.InferOutput<typeof rulesBody>;

export type SanctionView = {
  id: string;
  kind: 'mute' | 'ban';
  nickname: string | null;
  reason: string;
  madeBy: string;
  madeAt: number;
  until: number;
};
export type AuditEntry = {
  id: number;
  at: number;
  actor: string;
  act: string;
  subject: string;
  /** Whom it hit, by the name of that time; '': a guest without one, null: nobody. */
  whom: string | null;
  detail: string;
  reason: string;
};

// Letters and digits that stand in for Latin ones: leet, Cyrillic and Greek (Unicode TR 39, the common ones).
const standIns: Record<string, string> = Object.fromEntries(
  [
    ['a', '4@аαа'],
    ['b', '8вβ'],
    ['c', 'сϲ'],
    ['e', '3еε€'],
    ['h', 'н'],
    ['i', '1!|іιı'],
    ['k', 'кκ'],
    ['m', 'м'],
    ['n', 'п'],
    ['o', '0оοσ'],
    ['p', 'рρ'],
    ['s', '5$ѕ'],
    ['t', '7тτ+'],
    ['u', 'υ'],
    ['v', 'ѵν'],
    ['x', 'хχ'],
    ['y', 'уγ'],
    ['z', '2'],
  ].flatMap(([letter = '', others = '']) => Array.from(others).map((other) => [other, letter])),
);

/** Plain letters: lower case, without accents, stand-ins and invisible characters; doubled letters count once. */
export const plainWords = (text: string): string[] =>
  Array.from(text.normalize('NFKD').toLowerCase())
    .filter((char) => !/[\p{M}\p{Cf}]/u.test(char))
    // At the end of a word a sign is a sign: "wow!".
    .map((char, at, all) =>
      /[\p{L}\d]/u.test(char) || /[\p{L}\d@$€]/u.test(all[at + 1] ?? '') ? (standIns[char] ?? char) : char,
    )
    .join('')
    .replace(/(\p{L})\1+/gu, '$1')
    .split(/[^\p{L}]+/u)
    .filter(Boolean);

/** The first of `words` in the text: as a whole word, or spelt out with gaps ("s p a m"). */
export const bannedWord = (text: string, words: readonly string[]): string | null => {
  const said = plainWords(text);
  // Runs of single letters are one word that was pulled apart.
  const spelt = said
    .map((each) => (each.length === 1 ? each : ' '))
    .join('')
    .split(' ')
    .filter((each) => each.length > 1);
  const whole = new Set([...said, ...spelt]);
  const isSaid = (parts: string[]): boolean =>
    parts.length > 0 &&
    (whole.has(parts.join('')) || said.some((_, at) => parts.every((part, n) => said[at + n] === part)));
  return words.find((each) => isSaid(plainWords(each))) ?? null;
};

/** What two names have in common that look alike: plain letters without gaps, and those that are drawn alike as one. */
const drawnAlike = (name: string): string =>
  // Two v are a w, and doubled letters count once below.
  plainWords(name.replace(/vv/gi, 'w'))
    .join('')
    .replace(/rn/g, 'm')
    .replace(/[lj]/g, 'i')
    .replace(/(\p{L})\1+/gu, '$1');

export const looksLike = (name: string, other: string): boolean => {
  const drawn = drawnAlike(other);
  return name.toLowerCase() === other.toLowerCase() || (drawn !== '' && drawnAlike(name) === drawn);
};

/** What only the people of the shop are called, in both languages. */
const titles = [
  ...['admin', 'administrator', 'assistant', 'helper', 'host', 'mod', 'moderator', 'official', 'owner'],
  ...['seller', 'shop', 'staff', 'store', 'support', 'vetrina'],
  ...['amministratore', 'assistenza', 'conduttore', 'conduttrice', 'moderatore', 'moderatrice', 'negozio'],
  ...['proprietaria', 'proprietario', 'supporto', 'titolare', 'ufficiale', 'venditore', 'venditrice'],
];

/** Whether a nickname says that its bearer is of the shop: by a title, or by one of the shop's own names. */
export const claimsToBeStaff = (nickname: string, ownNames: readonly string[]): boolean => {
  // "Host2" and "Staff 7" are titles too.
  const plain = nickname.replace(/\d+(?=[^\p{L}\d]|$)/gu, ' ');
  return [nickname, plain].some(
    (name) =>
      bannedWord(name, [...titles, ...ownNames]) !== null ||
      [...titles, ...ownNames].some((each) => looksLike(name, each)),
  );
};

/** An address that a phone would make tappable: a scheme, `www.`, or a name with a known kind of ending. */
export const hasLink = (text: string): boolean =>
  /https?:|www\.|[\p{L}\d-]+(?:\.|\s*(?:\(dot\)|\[\.\])\s*)(?:com|net|org|info|shop|store|online|site|io|it|eu|de|fr|es|ru|cn|ly|me|gg|link|xyz|app|co)(?:\b|\/)/iu.test(
    text.normalize('NFKC'),
  );
