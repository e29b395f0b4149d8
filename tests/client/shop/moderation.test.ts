// The rules of a room as typed, and the ends of mutes and bans in words.
import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { changedRules } from '../../../client/shop/moderation/changed-rules.ts';
import { endsText, spanOf } from '../../../client/shop/moderation/ends-in.ts';
import { countWords, rulesDraft, rulesOf, wordsIn } from '../../../client/shop/moderation/rules-draft.ts';
import { bannedWord, rulesBody } from '../../../shared/moderation.ts';

const rules = v.parse(rulesBody, { slowSeconds: 5, words: ['scam', 'truffa'], shadow: true });
const draft = rulesDraft(rules);

describe('banned words', () => {
  test('BOF-27 one a line; empty lines and the same word again fall away', () => {
    const typed = '  scam \n\nTruffa\nSCAM\nsc4m\n ѕсаm\r\n\u200btruf\u200bfa\n';
    expect(wordsIn(typed)).toEqual({ words: ['scam', 'Truffa'], wrong: null });
    expect(countWords(typed)).toBe(2);
    expect(wordsIn('')).toEqual({ words: [], wrong: null });
  });

  test.each([
    ['scam\n\nbuy now', 3, 'several'],
    ['anti-age', 1, 'several'],
    ['l’oro', 1, 'several'],
    ['x', 1, 'short'],
    ['aaa', 1, 'short'],
    ['?!?', 1, 'short'],
    ['a'.repeat(41), 1, 'long'],
  ])('BOF-27 “%s” is wrong in line %i', (text, line, why) => {
    expect(wordsIn(text).wrong).toMatchObject({ line, why });
    expect(rulesOf({ ...draft, words: text })).toMatchObject({ wrong: { words: { line, why } } });
  });

  test('BOF-27 as many as the server takes, and not one more', () => {
    const letters = (n: number) => Array.from(String(n), (digit) => 'bcdfghjlmp'[Number(digit)]).join('q');
    const many = Array.from({ length: 501 }, (_, at) => letters(at + 1000));
    expect(wordsIn(many.slice(0, 500).join('\n'))).toMatchObject({ wrong: null });
    expect(wordsIn(many.join('\n')).wrong).toMatchObject({ line: 501, why: 'tooMany' });
  });

  test('BOF-27 what is taken is accepted by the server, and found when it is said', () => {
    const line = oneof(
      string({ unit: 'grapheme' }),
      constantFrom('scam', 'perché', 'b4d!', 'über', '$cam', 'x-y'),
    );
    assert(
      property(array(line), (lines) => {
        const { words } = wordsIn(lines.join('\n'));
        return (
          v.is(rulesBody, { words }) && words.every((word) => bannedWord(`so ${word} it is`, [word]) === word)
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('BOF-27 what was read is what is sent; a pace that is none is told', () => {
    expect(rulesOf(draft)).toEqual({ rules });
    for (const slow of ['', '-1', '601', '1.5', 'ten'])
      expect([slow, rulesOf({ ...draft, slow })]).toEqual([slow, { wrong: { slow: true } }]);
    expect(rulesOf({ ...draft, slow: ' 600 ' })).toMatchObject({ rules: { slowSeconds: 600 } });
  });
});

describe('the end of a mute or a ban', () => {
  const minute = 60_000;

  test.each([
    [-5, 1, 'minute'],
    [1, 1, 'minute'],
    [minute + 1, 2, 'minute'],
    [59 * minute, 59, 'minute'],
    [60 * minute, 1, 'hour'],
    [47 * 60 * minute, 47, 'hour'],
    [7 * 24 * 60 * minute, 7, 'day'],
  ])('BOF-28 %i ms are %i of %s', (ms, count, unit) => {
    expect(spanOf(ms)).toEqual({ count, unit });
  });

  test('BOF-28 in both languages', () => {
    expect(endsText(20 * minute, 'en-GB')).toBe('in 20 minutes');
    expect(endsText(3 * 24 * 60 * minute, 'it')).toBe('tra 3 giorni');
  });
});

test('BOF-33 what a change of the rules changed is read from the log, and what is unknown is left out', () => {
  expect(changedRules('slowSeconds=30 links=true words=+2-1')).toEqual([
    { rule: 'slowSeconds', value: '30' },
    { rule: 'links', value: 'true' },
    { rule: 'words', value: '+2 −1' },
  ]);
  expect(changedRules('')).toEqual([]);
  expect(changedRules('somethingNew=1 slowSeconds= words')).toEqual([]);
});
