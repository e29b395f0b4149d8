// Which sentences ask the same, in both languages, and which are merely about the same thing.
import { describe, expect, test } from 'vitest';
import { Likeness } from '../../../client/studio/likeness.ts';

const likeness = async (one: string, other: string, ...rest: string[]): Promise<number> => {
  const words = await Likeness.open();
  [one, other, ...rest].forEach((text, at) => words.add({ id: String(at), text }));
  return words.like('0').find(({ id }) => id === '1')?.likeness ?? 0;
};
const around = [
  'Do you ship to Sardinia?',
  'What is the price of the belt?',
  'Can it be washed at 40 degrees?',
  'Is there a blue one in M?',
  'Si può lavare in lavatrice?',
  'Fate spedizioni in Sardegna?',
];

describe('STU-65 questions that ask the same are found', () => {
  test.each([
    ['Does the M run small?', 'Is the M small?'],
    ['Is it linen?', 'Is this made of linen?'],
    ['Does the M run small?', 'Is the M runing small?'],
    ['Does it shrink when washed?', 'Will it shrink if I wash it?'],
    ['Is it see-through?', 'is it seethrough or not'],
    ['How long are the sleeves?', 'Sleeves: how long are they?'],
    ['What sizes do you have left?', 'which sizes are left'],
    ['La M veste piccola?', 'La M veste un po’ piccola?'],
    ['È di lino?', 'Questo è lino puro?'],
    [
      'La M veste piccola?',
      'La M veste piccola oppure posso prendere la mia solita taglia? Sono a metà tra due.',
    ],
    ['Si restringe dopo il lavaggio?', 'Dopo il lavaggio si restrige?'],
    ['Quanto sono lunghe le maniche?', 'Le maniche quanto sono lunghe?'],
    ['Avete anche il 44?', 'C’è il 44?'],
  ])('%s / %s', async (one, other) => {
    expect(await likeness(one, other, ...around)).toBeGreaterThanOrEqual(0.5);
    // Among two questions as among many.
    expect(await likeness(other, one)).toBeGreaterThanOrEqual(0.5);
  });
});

describe('STU-65 questions that do not are left alone', () => {
  test.each([
    ['Is it linen?', 'Does the M run small?'],
    ['Is there a blue one?', 'Is there a matching belt?'],
    ['How much is the shipping?', 'How long are the sleeves?'],
    ['È di lino?', 'È di che colore?'],
    ['Fate spedizioni in Sardegna?', 'Fate pacchetti regalo?'],
    ['Is it this one?', 'What is that?'],
  ])('%s / %s', async (one, other) => {
    expect(await likeness(one, other, ...around)).toBeLessThan(0.5);
  });
});
