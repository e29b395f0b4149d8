// The shop's rules as a form holds them: texts as typed, from the policy and back, or what is wrong. Pure. Rules: BOF-13.
import { limits } from '../../../shared/limits.ts';
import { minorDigits, parseMoney } from '../../../shared/money.ts';
import type { Policy } from '../../../shared/shop-bodies.ts';
import { typedMoney } from '../products/draft.ts';

export type PolicyDraft = {
  from: 'placing' | 'show';
  minutes: string;
  extension: string;
  offer: string;
  perVariant: string;
  perShow: string;
  perPerson: string;
  /** Empty: no reservation counts as large. */
  large: string;
  coolOff: string;
  currency: string;
  retention: string;
  hostAway: string;
};

export const policyDraft = (policy: Policy, locale: string): PolicyDraft => ({
  from: policy.hold.from,
  minutes: String(policy.hold.minutes),
  extension: String(policy.extensionMinutes),
  offer: String(policy.offerMinutes),
  perVariant: String(policy.perVariant),
  perShow: String(policy.perShow),
  perPerson: typedMoney(policy.perPersonCents, policy.currency, locale),
  large: policy.largeCents === 0 ? '' : typedMoney(policy.largeCents, policy.currency, locale),
  coolOff: String(policy.coolOffMinutes),
  currency: policy.currency,
  retention: String(policy.retentionDays),
  hostAway: String(policy.hostAwayMinutes),
});

type NumberField = Exclude<keyof PolicyDraft, 'from' | 'perPerson' | 'large' | 'currency'>;
const week = 7 * 24 * 60;
export const ranges: Record<NumberField, [least: number, most: number]> = {
  minutes: [1, week],
  extension: [1, week],
  offer: [1, week],
  perVariant: [1, limits.maxPieces],
  perShow: [1, limits.maxPieces],
  coolOff: [0, week],
  retention: [1, 3650],
  hostAway: [1, 24 * 60],
};

const isCurrency = (code: string): boolean => {
  try {
    return /^[A-Z]{3}$/.test(code) && minorDigits(code) >= 0;
  } catch {
    return false;
  }
};

export type PolicyWrong = Partial<Record<keyof PolicyDraft, 'number' | 'money' | 'currency'>>;

export const policyOf = (draft: PolicyDraft): { policy: Policy } | { wrong: PolicyWrong } => {
  const wrong: PolicyWrong = {};
  const whole = (field: NumberField): number => {
    const [least, most] = ranges[field];
    const value = /^\d{1,6}$/.test(draft[field].trim()) ? Number(draft[field]) : NaN;
    if (!(value >= least && value <= most)) wrong[field] = 'number';
    return value;
  };
  const currency = draft.currency.trim().toUpperCase();
  if (!isCurrency(currency)) return { wrong: { currency: 'currency' } };
  const money = (field: 'perPerson' | 'large'): number => {
    const value = parseMoney(draft[field], currency);
    if (value === null || value < 1 || value > limits.maxCents) wrong[field] = 'money';
    return value ?? 0;
  };
  const policy: Policy = {
    hold: { from: draft.from, minutes: whole('minutes') },
    extensionMinutes: whole('extension'),
    offerMinutes: whole('offer'),
    perVariant: whole('perVariant'),
    perShow: whole('perShow'),
    perPersonCents: money('perPerson'),
    largeCents: draft.large.trim() ? money('large') : 0,
    coolOffMinutes: whole('coolOff'),
    currency,
    retentionDays: whole('retention'),
    hostAwayMinutes: whole('hostAway'),
  };
  return Object.keys(wrong).length > 0 ? { wrong } : { policy };
};
