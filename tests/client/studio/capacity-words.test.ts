// What the line still carries, said to the host in both languages.
import { afterEach, expect, test } from 'vitest';
import { addWords, setLocale } from '../../../client/i18n.ts';
import { capacityWords } from '../../../client/studio/capacity-words.ts';
import { studio as studioEn } from '../../../shared/i18n/en/studio.ts';
import { studio as studioIt } from '../../../shared/i18n/it/studio.ts';
import type { Capacity } from '../../../shared/media.ts';

addWords({ en: studioEn, it: studioIt });
afterEach(() => setLocale('en'));

const cases: [Capacity, en: string, it: string][] = [
  [{ fits: 12, smaller: 0, photos: 0 }, 'about 12 more at 720p', 'circa altre 12 persone a 720p'],
  [{ fits: 1, smaller: 0, photos: 0 }, 'about 1 more at 720p', 'circa 1 altra persona a 720p'],
  [{ fits: 0, smaller: 0, photos: 0 }, 'who comes now sees a smaller picture', 'chi arriva adesso ne vede'],
  [{ fits: 0, smaller: 1, photos: 0 }, '1 person sees a smaller picture', '1 persona vede un’immagine'],
  [{ fits: 0, smaller: 3, photos: 2 }, '2 people see photos', '2 persone vedono delle foto'],
  [{ fits: null, smaller: 3, photos: 0 }, '3 people see a smaller picture', '3 persone vedono un’immagine'],
];

test.each(cases)('STU-112 %o is said', async (capacity, en, it) => {
  expect(capacityWords(capacity)).toContain(en);
  await setLocale('it');
  expect(capacityWords(capacity)).toContain(it);
});

test('STU-112 of a line whose speed is not set, with nobody short of it, nothing is said', () => {
  expect(capacityWords({ fits: null, smaller: 0, photos: 0 })).toBeNull();
});
