// Money as integer minor units and an ISO 4217 currency. Formatting is the reader's locale's; parsing takes what people
// type ("39", "39,90", "1.250,00 €") and never goes through a float. Source: ECMA-402, ISO 4217.

/** How many digits follow the decimal mark in this currency: 2 for EUR, 0 for JPY. */
export const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

export const formatMoney = (cents: number, currency: string, locale: string): string => {
  const digits = minorDigits(currency);
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    // "39 €" reads better than "39,00 €", but "39,5 €" does not: all digits or none.
    minimumFractionDigits: cents % 10 ** digits === 0 ? 0 : digits,
  }).format(cents / 10 ** digits);
};

/** Minor units, or null when the text is no amount. The last mark with up to `digits` digits after it is the decimal one. */
export const parseMoney = (text: string, currency: string): number | null => {
  const digits = minorDigits(currency);
  const plain = text.replace(/[\s\u00a0\u202f'’]|[A-Z]{3}|\p{Sc}/gu, '');
  if (!/^\d[\d.,]*$/.test(plain)) return null;
  const mark = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  const decimals = mark === -1 ? '' : plain.slice(mark + 1);
  const isDecimal = mark !== -1 && decimals.length <= digits && digits > 0;
  const whole = (isDecimal ? plain.slice(0, mark) : plain).replace(/[.,]/g, '');
  if (!isDecimal && mark !== -1 && decimals.length !== 3) return null;
  const cents = Number(whole + (isDecimal ? decimals : '').padEnd(digits, '0'));
  return Number.isSafeInteger(cents) ? cents : null;
};
