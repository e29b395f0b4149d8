// Moments as people say them: the time today, with the day when it is another one. In the reader's own time zone.
import { formatLocale } from '../i18n.ts';

export const timeOf = (at: number, now = Date.now()): string => {
  const then = new Date(at);
  const sameDay = then.toDateString() === new Date(now).toDateString();
  return then.toLocaleString(formatLocale(), {
    ...(!sameDay && { weekday: 'short', day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
  });
};
