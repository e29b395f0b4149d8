// Refusals as sentences: what the shop knows of how many, how much and until when is said, in both languages.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addWords, setLocale } from '../../client/i18n.ts';
import { refusalWords } from '../../client/ui/refusal-words.ts';
import { errorWords as errorsEn } from '../../shared/i18n/en/errors.ts';
import { refusals as refusalsEn } from '../../shared/i18n/en/refusals.ts';
import { errorWords as errorsIt } from '../../shared/i18n/it/errors.ts';
import { refusals as refusalsIt } from '../../shared/i18n/it/refusals.ts';
import type { ErrorCode } from '../../shared/errors.ts';

addWords({ en: errorsEn, it: errorsIt }, { en: refusalsEn, it: refusalsIt });

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 28, 12) });
  vi.stubGlobal('navigator', { language: 'en-GB' });
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  await setLocale('en');
});

const until = new Date(2026, 10, 28, 21, 40).getTime();
const cases: [ErrorCode, Record<string, unknown>, en: string, it: string][] = [
  ['limit_variant', { limit: 2 }, 'may reserve 2 of this one at most', 'prenotarne al massimo 2'],
  ['limit_show', { limit: 1 }, 'may reserve 1 piece in a show', 'prenotare al massimo 1 pezzo'],
  ['limit_show', { limit: 5 }, 'may reserve 5 pieces in a show', 'prenotare al massimo 5 pezzi'],
  ['limit_value', { limit: 20_000, currency: 'EUR' }, 'goods for €200', 'per 200'],
  ['limit_own', { limit: 5000, currency: 'EUR' }, 'your own limit of €50', 'limite di 50'],
  ['cool_off', { until }, 'Possible again: 21:40', 'Di nuovo possibile: 21:40'],
  ['muted', { until }, 'ask here until 21:40', 'fino a: 21:40'],
  ['nickname_often', { limit: 3, until }, 'keep it until 21:40', 'fino a: 21:40'],
  ['too_many_questions', { limit: 5 }, 'You have 5 questions waiting', 'Hai 5 domande in attesa'],
];

test.each(cases)('CLI-35 %s %o says it', async (code, details, en, it) => {
  expect(refusalWords({ code, details })).toContain(en);
  await setLocale('it');
  expect(refusalWords({ code, details })).toContain(it);
});

test('CLI-35 a moment on another day is told with its day; what the shop did not say is not made up', () => {
  const tomorrow = refusalWords({ code: 'cool_off', details: { until: until + 24 * 3_600_000 } });
  expect(tomorrow).toMatch(/29 Nov.*21:40/);
  for (const details of [{}, { limit: 'two' }, { until: null }])
    for (const code of ['limit_variant', 'limit_value', 'cool_off', 'sold_out'] as const)
      expect(refusalWords({ code, details })).toBe(errorsEn[`error.${code}`]);
});
