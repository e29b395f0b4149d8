// How long until something ends, in one unit that a person would say. Pure. Rules: BOF-28.

export type Span = { count: number; unit: 'minute' | 'hour' | 'day' };

/** Minutes are rounded up: what has not ended does not end in nothing. */
export const spanOf = (ms: number): Span => {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  if (minutes < 60) return { count: minutes, unit: 'minute' };
  const hours = Math.round(minutes / 60);
  if (hours < 48) return { count: hours, unit: 'hour' };
  return { count: Math.round(hours / 24), unit: 'day' };
};

/** "in 20 minutes". */
export const endsText = (ms: number, locale: string): string => {
  const { count, unit } = spanOf(ms);
  return new Intl.RelativeTimeFormat(locale).format(count, unit);
};
