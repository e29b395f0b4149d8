// Cells of CSV files, both ways: amounts, and the guard against formulas. What a spreadsheet would run as a formula gets an
// apostrophe in front on its way out, and loses exactly that on its way in. Rules: CSV-6, CSV-7, SEC-13.
// Source: OWASP, CSV Injection.
import { minorDigits } from '../../shared/money.ts';

// Apostrophes before it are doubled too, so that every text comes back as it was.
const formula = /^'*[=+\-@＝＋－＠\t\r\n]/;

export const guarded = (text: string): string => (formula.test(text) ? `'${text}` : text);

export const unguarded = (text: string): string =>
  text.startsWith("'") && formula.test(text) ? text.slice(1) : text;

/**
 * For what strangers wrote and nobody imports again: where a spreadsheet takes another mark than the comma between cells (Excel in
 * Italian the semicolon), what follows one within a cell begins a cell of its own.
 */
export const guardedThroughout = (text: string): string =>
  guarded(text).replaceAll(/([,;\t|]\s*["']*)(?=[=+\-@＝＋－＠])/g, "$1'");

/** "39.00": what every spreadsheet and shop reads; empty without an amount. */
export const decimal = (cents: number | null, currency: string): string => {
  if (cents === null) return '';
  const digits = minorDigits(currency);
  const text = String(cents).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
};
