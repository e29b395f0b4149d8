// A refusal as a sentence: how many, how much or until when, where the shop says so; else the sentence of its code. Pages that
// say it add the areas `errors` and `refusals`. Rules: CLI-35, I18N-3.
import { t, tn } from '../i18n.ts';
import type { RequestError } from '../lib/replies.ts';
import { timeOf } from './moment.ts';
import { money } from './price.tsx';

const counted = ['limit_variant', 'limit_show', 'too_many_questions'] as const;
const summed = ['limit_value', 'limit_own'] as const;
const timed = ['cool_off', 'muted', 'nickname_often'] as const;

export const refusalWords = ({ code, details }: Pick<RequestError, 'code' | 'details'>): string => {
  const { limit, currency, until } = details;
  const count = counted.find((each) => each === code);
  if (count && typeof limit === 'number') return tn(`refused.${count}`, limit);
  const sum = summed.find((each) => each === code);
  if (sum && typeof limit === 'number' && typeof currency === 'string')
    return t(`refused.${sum}`, { sum: money(limit, currency) });
  const time = timed.find((each) => each === code);
  if (time && typeof until === 'number') return t(`refused.${time}`, { time: timeOf(until) });
  return t(`error.${code}`);
};
