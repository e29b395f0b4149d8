// The page's language: which one, and its words. A component that calls t() is drawn again when the language changes.
// Each page adds only the areas it shows, so that no page carries another's words: addWords for both languages at once,
// loadWords for the chosen one alone, where the first load counts.
// Never holds a sentence itself: those are in shared/i18n. Rules: I18N-1 … I18N-6, UI-5.
import { signal } from '@preact/signals';
import type { Area, Key, PluralKey } from '../shared/i18n/index.ts';
import type { Locale } from '../shared/requests.ts';

type Params = Record<string, string | number>;

const storageKey = 'vetrina.locale';
const words: Record<Locale, Record<string, string>> = { en: {}, it: {} };
const pluralRules = { en: new Intl.PluralRules('en'), it: new Intl.PluralRules('it') };

const isLocale = (value: string | undefined): value is Locale => value !== undefined && value in words;

/** The first of `wanted` (BCP 47 tags, best first) that we speak; English when there is none. */
export const chooseLocale = (wanted: readonly (string | null | undefined)[]): Locale =>
  wanted.map((tag) => tag?.slice(0, 2).toLowerCase()).find(isLocale) ?? 'en';

const remembered = (): string | null => {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null; // storage is refused in some private and in-app browsers
  }
};

const markDocument = (chosen: Locale): void => {
  if (typeof document !== 'undefined') document.documentElement.lang = chosen;
};

export const locale = signal<Locale>(
  typeof navigator === 'undefined' ? 'en' : chooseLocale([remembered(), ...(navigator.languages ?? [])]),
);
markDocument(locale.value);

type Load = () => Promise<{ words: Area }>;
const loads = new Set<Record<Locale, Load>>();

const fetchWords = async (load: Record<Locale, Load>, chosen: Locale): Promise<void> => {
  Object.assign(words[chosen], (await load[chosen]()).words);
};

/** Adds areas in the page's language alone; in another one once it is chosen. */
export const loadWords = async (load: Record<Locale, Load>): Promise<void> => {
  loads.add(load);
  await fetchWords(load, locale.peek());
};

/** Rejects, and changes nothing, when the language's words cannot be fetched. */
export const setLocale = async (chosen: Locale): Promise<void> => {
  if (loads.size > 0) await Promise.all([...loads].map((load) => fetchWords(load, chosen)));
  locale.value = chosen;
  markDocument(chosen);
  try {
    localStorage.setItem(storageKey, chosen);
  } catch {
    // not remembered then, but shown
  }
};

/** Adds areas of words, before the first t() that needs them. */
export const addWords = (...areas: Record<Locale, Area>[]): void => {
  for (const area of areas) {
    Object.assign(words.en, area.en);
    Object.assign(words.it, area.it);
  }
};

/** For dates, times and numbers: the browser's own region where it speaks the page's language, else a European one. */
export const formatLocale = (): string => {
  const own = typeof navigator === 'undefined' ? undefined : navigator.language;
  if (own?.toLowerCase().startsWith(locale.value)) return own;
  return locale.value === 'en' ? 'en-GB' : locale.value;
};

const filled = (sentence: string, params: Params): string =>
  sentence.replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole));

/** The sentence of `key` in the page's language, with `{name}` filled from `params`. */
export const t = (key: Key, params: Params = {}): string => filled(words[locale.value][key] ?? key, params);

/** Like t(), with the plural form for `count` (keys `….one` and `….other`); `{count}` is filled by itself. */
export const tn = (key: PluralKey, count: number, params: Params = {}): string => {
  const form = pluralRules[locale.value].select(count) === 'one' ? 'one' : 'other';
  return t(`${key}.${form}` as Key, { count: count.toLocaleString(formatLocale()), ...params });
};
