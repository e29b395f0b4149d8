// Moments as people say them: the time today, with the day when it is another one. In the reader's own time zone.
import { formatLocale } from '../i18n.ts';

/** Sentences about another day have words of their own: "fino alle 21:40", but "fino a lun 23 nov". */
export const isToday = (at: number, now = Date.now()): boolean =>
  new Date(at).toDateString() === new Date(now).toDateString();

export const timeOf = (at: number, now = Date.now()): string =>
  new Date(at).toLocaleString(formatLocale(), {
    ...(!isToday(at, now) && { weekday: 'short', day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
  });
