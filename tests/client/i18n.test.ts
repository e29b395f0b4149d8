// The words: both languages complete and alike, every refusal with a sentence, no sentence that nobody says.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { addWords, chooseLocale, loadWords, locale, setLocale, t, tn } from '../../client/i18n.ts';
import { stateLine } from '../../client/ui/hold-words.ts';
import { errors } from '../../shared/errors.ts';
import { ask as askEn } from '../../shared/i18n/en/ask.ts';
import { chat as chatEn } from '../../shared/i18n/en/chat.ts';
import { checkup as checkupEn } from '../../shared/i18n/en/checkup.ts';
import { common as commonEn } from '../../shared/i18n/en/common.ts';
import { doctor as doctorEn } from '../../shared/i18n/en/doctor.ts';
import { encoders as encodersEn } from '../../shared/i18n/en/encoders.ts';
import { errorWords as errorsEn } from '../../shared/i18n/en/errors.ts';
import { pages as pagesEn } from '../../shared/i18n/en/pages.ts';
import { receipt as receiptEn } from '../../shared/i18n/en/receipt.ts';
import { reserve as reserveEn } from '../../shared/i18n/en/reserve.ts';
import { seller as sellerEn } from '../../shared/i18n/en/seller.ts';
import { room as roomEn } from '../../shared/i18n/en/room.ts';
import { shop as shopEn } from '../../shared/i18n/en/shop.ts';
import { studio as studioEn } from '../../shared/i18n/en/studio.ts';
import { ask as askIt } from '../../shared/i18n/it/ask.ts';
import { chat as chatIt } from '../../shared/i18n/it/chat.ts';
import { checkup as checkupIt } from '../../shared/i18n/it/checkup.ts';
import { common as commonIt } from '../../shared/i18n/it/common.ts';
import { doctor as doctorIt } from '../../shared/i18n/it/doctor.ts';
import { encoders as encodersIt } from '../../shared/i18n/it/encoders.ts';
import { errorWords as errorsIt } from '../../shared/i18n/it/errors.ts';
import { pages as pagesIt } from '../../shared/i18n/it/pages.ts';
import { receipt as receiptIt } from '../../shared/i18n/it/receipt.ts';
import { reserve as reserveIt } from '../../shared/i18n/it/reserve.ts';
import { seller as sellerIt } from '../../shared/i18n/it/seller.ts';
import { room as roomIt } from '../../shared/i18n/it/room.ts';
import { shop as shopIt } from '../../shared/i18n/it/shop.ts';
import { studio as studioIt } from '../../shared/i18n/it/studio.ts';
import { reservation } from './lib/shop-views.ts';

type Words = Record<string, string>;
const areas: Record<string, { en: Words; it: Words }> = {
  ask: { en: askEn, it: askIt },
  chat: { en: chatEn, it: chatIt },
  checkup: { en: checkupEn, it: checkupIt },
  common: { en: commonEn, it: commonIt },
  doctor: { en: doctorEn, it: doctorIt },
  encoders: { en: encodersEn, it: encodersIt },
  errors: { en: errorsEn, it: errorsIt },
  pages: { en: pagesEn, it: pagesIt },
  receipt: { en: receiptEn, it: receiptIt },
  reserve: { en: reserveEn, it: reserveIt },
  seller: { en: sellerEn, it: sellerIt },
  room: { en: roomEn, it: roomIt },
  shop: { en: shopEn, it: shopIt },
  studio: { en: studioEn, it: studioIt },
};
const sentences = Object.values(areas).flatMap(({ en, it }) =>
  Object.keys(en).map((key): [string, string, string] => [key, en[key] ?? '', it[key] ?? '']),
);
const holes = (sentence: string): string[] =>
  [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').sort();

describe.each(Object.entries(areas))('%s', (_area, { en, it }) => {
  test('I18N-1 both languages have the same keys', () => {
    expect(Object.keys(it).sort()).toEqual(Object.keys(en).sort());
  });
});

test('I18N-1 no two areas share a key', () => {
  const keys = sentences.map(([key]) => key);
  expect(new Set(keys).size).toBe(keys.length);
});

test.each(sentences)('I18N-2 %s has the same holes in both languages', (_key, en, it) => {
  expect(holes(it)).toEqual(holes(en));
});

test('I18N-2 no sentence is empty, none has spaces at its ends or a straight quote', () => {
  const untidy = sentences.filter(([, en, it]) =>
    [en, it].some((text) => !text || text !== text.trim() || /['"]/.test(text)),
  );
  expect(untidy.map(([key]) => key)).toEqual([]);
});

test('I18N-2 each plural has both of its forms', () => {
  const keys = new Set(sentences.map(([key]) => key));
  const alone = [...keys]
    .filter((key) => /\.(one|other)$/.test(key))
    .filter((key) => {
      const stem = key.replace(/\.(one|other)$/, '');
      return !keys.has(`${stem}.one`) || !keys.has(`${stem}.other`);
    });
  expect(alone).toEqual([]);
});

test.each([...Object.keys(errors), 'offline', 'timeout'])('I18N-3 the refusal %s has a sentence', (code) => {
  const key = `error.${code}`;
  expect((errorsEn as Words)[key]).toMatch(/\w.*\.$/);
  expect((errorsIt as Words)[key]).toMatch(/\w.*\.$/);
  if (code.includes('_')) expect((errorsEn as Words)[key]).not.toContain(code);
});

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(`${folder}/${file}`, 'utf8'));

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

test('I18N-4 every sentence is said somewhere', () => {
  const code = [...sources('client'), readFileSync('server/doctor.ts', 'utf8')].join('\n');
  const patterns = [...code.matchAll(/`([\w.-]+\$\{[^`]+)`/g)].map(
    ([, template]) =>
      new RegExp(
        `^${(template ?? '')
          .split(/\$\{[^}]+\}/)
          .map(escaped)
          .join('[\\w.-]+')}$`,
      ),
  );
  const isSaid = (key: string): boolean =>
    code.includes(`'${key}'`) || patterns.some((pattern) => pattern.test(key));
  const unsaid = sentences
    .map(([key]) => key)
    .filter((key) => !isSaid(key) && !isSaid(key.replace(/\.(one|other)$/, '')));
  expect(unsaid).toEqual([]);
});

describe('the page’s language', () => {
  test('I18N-5 the first language that we speak is taken, else English', () => {
    expect(chooseLocale([null, 'de-CH', 'it-CH', 'en'])).toBe('it');
    expect(chooseLocale(['en-GB', 'it'])).toBe('en');
    expect(chooseLocale(['ja', undefined])).toBe('en');
    expect(chooseLocale(['constructor'])).toBe('en');
  });

  test('I18N-5 a sentence follows the language and is filled', async () => {
    addWords(areas.common!, areas.studio!);
    await setLocale('it');
    expect(t('studio.goLive')).toBe('Vai in diretta');
    await setLocale('en');
    expect(t('studio.pageTitle', { room: 'Bottega $& Sole' })).toBe('Bottega $& Sole · Studio');
    expect(locale.value).toBe('en');
  });

  test('UI-5 words come in one language; in another once it is chosen, and if they do not come nothing changes', async () => {
    const asked: string[] = [];
    let broken = true;
    const load = (language: 'en' | 'it', text: string) => async () => {
      asked.push(language);
      if (language === 'it' && broken) throw new Error('no network');
      return { words: { 'room.title': text } };
    };
    await loadWords({ en: load('en', 'A room'), it: load('it', 'Una sala') });
    expect([asked, t('room.title')]).toEqual([['en'], 'A room']);
    await expect(setLocale('it')).rejects.toThrow('no network');
    expect([locale.value, t('room.title')]).toEqual(['en', 'A room']);
    broken = false;
    await setLocale('it');
    expect([locale.value, t('room.title')]).toEqual(['it', 'Una sala']);
    await setLocale('en');
  });

  test('I18N-5 a hole without its value stays visible', async () => {
    await setLocale('en');
    expect(t('studio.pageTitle')).toBe('{room} · Studio');
  });

  test('I18N-5 plurals follow the language’s own rule, zero among the many', async () => {
    await setLocale('it');
    expect([0, 1, 2].map((count) => tn('studio.end.watching', count))).toEqual([
      'In questo momento ti guardano 0 persone.',
      'In questo momento ti guarda 1 persona.',
      'In questo momento ti guardano 2 persone.',
    ]);
    await setLocale('en');
  });
});

describe.each(['en', 'it'] as const)('one thing in %s', (language) => {
  const said = (key: string): string =>
    sentences.find(([each]) => each === key)?.[language === 'en' ? 1 : 2] ?? '';

  test('I18N-7 has one name in the studio and in the back office', () => {
    expect(said('shop.pickList')).toBe(said('studio.holds.pickList'));
  });

  test('I18N-7 the example among the rules is what the viewer reads', () => {
    const read = said('reserve.untilAfterShow.other').replace('{count}', '{minutes}');
    expect(said('shop.policy.example.show')).toBe(`${read} ${said('reserve.payAtPickUp')}`);
    expect(said('shop.policy.example.placing')).toBe(
      `${said('reserve.until')} ${said('reserve.payAtPickUp')}`,
    );
  });
});

test('I18N-8 a deadline after midnight is told with its day, in words that fit', async () => {
  addWords(areas.reserve!);
  await setLocale('it');
  const today = new Date().setHours(12, 30);
  expect(stateLine(reservation('a', { expiresAt: today }))).toMatch(/^Per te fino alle \d\d:\d\d\.$/);
  const later = today + 3 * 24 * 60 * 60 * 1000;
  expect(stateLine(reservation('a', { expiresAt: later }))).toMatch(
    /^Per te fino a \p{L}{3} \d+ \p{L}{3},? \d\d:\d\d\.$/u,
  );
  await setLocale('en');
});
