// Changes the page's language. With two languages one button does: it names the other one, in that language.
import type { Locale } from '../../shared/requests.ts';
import { locale, setLocale } from '../i18n.ts';

const names: Record<Locale, string> = { en: 'English', it: 'Italiano' };

/** `onFailed`: its words could not be fetched; only a page that loads them by language (loadWords) needs it. */
export const LanguageSwitch = ({ onFailed }: { onFailed?: () => void }) => {
  const other: Locale = locale.value === 'en' ? 'it' : 'en';
  return (
    <button
      type="button"
      class="button bare small"
      lang={other}
      onClick={() => void setLocale(other).catch(onFailed)}
    >
      {names[other]}
    </button>
  );
};
