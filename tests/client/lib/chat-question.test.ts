// Which messages look like questions, and how the chat is read out.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { looksLikeQuestion } from '../../../client/lib/chat-question.ts';
import { SpokenChat, spokenEveryMs } from '../../../client/lib/chat-spoken.ts';

test.each([
  'Is it linen?',
  'does it come in blue',
  'how much is the scarf',
  'What sizes do you have',
  'Quanto costa la sciarpa',
  'che taglia porta la modella',
  'C’è anche in blu',
  'La M veste stretta?',
  'avete la 42',
  'come veste',
  'Dov’è il negozio',
  'la M?? ma davvero??',
])('CHT-27: %s is a question', (text) => expect(looksLikeQuestion(text)).toBe(true));

test.each([
  'How lovely!',
  'How lovely',
  'What a colour',
  'Che bello',
  'Come sempre bellissima',
  'Quanto mi piace!',
  'Ciao a tutti',
  'is back',
  'Do',
  '?',
  'ok?',
  '',
])('CHT-27: %s is none', (text) => expect(looksLikeQuestion(text)).toBe(false));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('CHT-28: one at once, a burst together, never two within four seconds', () => {
  const heard: string[][] = [];
  const spoken = new SpokenChat<string>((messages) => heard.push([...messages]));
  spoken.add(['a']);
  expect(heard).toEqual([['a']]);
  spoken.add(['b']);
  spoken.add(['c', 'd']);
  vi.advanceTimersByTime(spokenEveryMs - 1);
  expect(heard).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(heard).toEqual([['a'], ['b', 'c', 'd']]);
  vi.advanceTimersByTime(10 * spokenEveryMs);
  spoken.add(['e']);
  expect(heard.at(-1)).toEqual(['e']);
  spoken.add(['f']);
  spoken.close();
  vi.advanceTimersByTime(spokenEveryMs);
  expect(heard.flat()).not.toContain('f');
});
