// Changes the page's language. With two languages one button does: it names the other one, in that language.
import type { Locale } from '../../shared/requests.ts';
import { locale, setLocale } from '../i18n.ts';

const names: Record<Locale, string> = { en: 'English', it: 'Italiano' };

export const LanguageSwitch = () => {
  const other: Locale = locale.value === 'en' ? 'it' : 'en';
  return (
    <button type="button" class="button bare small" lang={other} onClick={() => setLocale(other)}>
      {names[other]}
    </button>
  );
};
