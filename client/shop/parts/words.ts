// Times, numbers and money as the reader writes them; the ends of sentences about them are in shared/i18n.
import { formatMoney } from '../../../shared/money.ts';
import { formatLocale } from '../../i18n.ts';

export const whenText = (at: number): string =>
  new Date(at).toLocaleString(formatLocale(), { dateStyle: 'medium', timeStyle: 'short' });

export const timeText = (at: number): string =>
  new Date(at).toLocaleTimeString(formatLocale(), { hour: '2-digit', minute: '2-digit' });

export const dayText = (at: number): string =>
  new Date(at).toLocaleDateString(formatLocale(), { day: 'numeric', month: 'long', year: 'numeric' });

export const numberText = (count: number): string => count.toLocaleString(formatLocale());

/** With its sign, for what came or went: "+3", "−1". */
export const differenceText = (count: number): string =>
  count.toLocaleString(formatLocale(), { signDisplay: 'exceptZero' });

export const moneyText = (cents: number, currency: string): string =>
  formatMoney(cents, currency, formatLocale());
